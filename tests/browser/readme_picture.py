"""Makes the README's picture of the dashboard anew, from a running demonstration:

bin/demo --port 8000
.venv/bin/python -m tests.browser.readme_picture http://127.0.0.1:8000
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent.parent / "static" / "images" / "readme-dashboard.png"
EMAIL, PASSWORD = "programme.manager@saltmarsh.example", "demonstration-only"  # as demo_sign_ins prints them
WIDTH, HEIGHT = 1150, 1080
MOST_BYTES = 200_000


def take(address: str) -> int:
    """Sign in, open the fictional council's dashboard, keep its first screen; the picture's size in bytes."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/accounts/login/")
        page.get_by_label("E-mail address").fill(EMAIL)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(f"{address}/c/999/dashboards/overview/")
        page.screenshot(path=PICTURE, clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})
        browser.close()
    return PICTURE.stat().st_size


if __name__ == "__main__":
    size = take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
    print(f"{PICTURE.name}: {size:,} bytes")
    sys.exit(0 if size < MOST_BYTES else f"It should be smaller than {MOST_BYTES:,} bytes.")
