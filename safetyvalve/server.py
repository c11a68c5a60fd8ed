"""How gunicorn serves the product: `gunicorn -c python:safetyvalve.server safetyvalve.wsgi`.

Two processes of four threads each answer about 250 small requests a second on two cores. A PDF takes
seconds of one thread, so requests are not cut off before two minutes.
"""

import gc
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


def when_ready(server: Any) -> None:
    """Load every page's code before the processes divide, then say where it listens; people wait for that line."""
    _ = get_resolver().url_patterns
    # What is loaded now is never garbage: neither searched again nor, by being searched, copied into every process.
    gc.collect()
    gc.freeze()
    print(f"\nSafety Valve is ready at http://{bind}/  (Ctrl-C stops it)", flush=True)
