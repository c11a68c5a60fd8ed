"""How gunicorn serves the product: `gunicorn -c python:safetyvalve.server safetyvalve.wsgi`.

Two processes of four threads each answer about 250 small requests a second on two cores. A PDF takes
seconds of one thread, so requests are not cut off before two minutes.
"""

import ctypes
import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.urls import get_resolver

from safetyvalve import env

env.load_file(env.env_file(base=Path(__file__).resolve().parent.parent))

bind = env.text("BIND", default="127.0.0.1:8000")
worker_class = "gthread"
workers = env.whole_number("WEB_WORKERS", default=2, least=1, most=32)
threads = env.whole_number("WEB_THREADS", default=4, least=1, most=32)
timeout = 120
graceful_timeout = 5
preload_app = True
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"

# One store of memory for all threads, which take turns in Python anyway: with one for each, what a drawing needed for a
# moment stays with every thread that ever drew. Set before there are any; -8 is glibc's M_ARENA_MAX.
with suppress(OSError, AttributeError):
    ctypes.CDLL(None).mallopt(-8, 1)


def when_ready(server: Any) -> None:
    """Load every page's code before the processes divide, then say where it listens; people wait for that line."""
    _ = get_resolver().url_patterns
    # What is loaded now is never garbage: neither searched again nor, by being searched, copied into every process.
    gc.collect()
    gc.freeze()
    print(f"\nSafety Valve is ready at http://{bind}/  (Ctrl-C stops it)", flush=True)
