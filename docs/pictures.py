"""Take the pictures in the docs from the real page: `python docs/pictures.py`.

Needs Chromium and the extra `test`.
"""

import shutil
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from bot import open_bot
from bot.web.application import create_app
from bot.web.serve import listen, url_of

QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


def main() -> None:
    """Write docs/page.png."""
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(create_app(open_bot()), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            _take(url_of(listener), Path(__file__).parent / "page.png")
        finally:
            server.should_exit = True
            thread.join()


def _take(url: str, path: Path) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(url)
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_label("Your question").press("Enter")
        page.get_by_role("link", name="[1]").first.click()
        page.locator("#article :target").wait_for()
        page.screenshot(path=path)
        chromium.close()


if __name__ == "__main__":
    main()
