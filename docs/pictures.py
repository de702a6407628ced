"""Take the pictures in the docs from the real page: `python docs/pictures.py`.

Needs Chromium and the extra `test`. Writes page.png, and for each size and scheme one
sheet with the steps of a walk over the page (walk.md) and the console (support.md).
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bot import Settings, open_bot
from bot.starting import StartingBot
from bot.store.accounts import Accounts
from bot.store.keeping import open_database
from bot.web.application import create_app
from bot.web.serve import listen, url_of
from corpus import read_article

HERE = Path(__file__).parent
NAME, PASSWORD = "sam", "four words nobody expects"
SHOULD_SAY = "Vegans, vegetarians, older adults, and individuals with"
QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
SIZES = {"desktop": (1280, 800, 4), "phone": (390, 844, 8)}  # width, height, a row


def main() -> None:
    """Write every picture."""
    with TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listener:
        settings = Settings(data_dir=Path(folder), suites=Path(folder, "suite"))
        Accounts(open_database(settings)).add(NAME, PASSWORD)
        bot = StartingBot(read_article(), open_bot)
        config = uvicorn.Config(create_app(bot, settings), log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not bot.is_ready:
                time.sleep(0.1)
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=ARGUMENTS
                )
                _take_all(chromium, url_of(listener))
                chromium.close()
        finally:
            server.should_exit = True
            thread.join()


def _take_all(chromium: Browser, url: str) -> None:
    for size, (width, height, columns) in SIZES.items():
        for scheme in ("light", "dark"):
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(f"{url}/?__theme={scheme}")
            page.get_by_label("Your question").wait_for()
            shots = [_shot(page) for _ in _walk(page)]
            _save(shots, f"walk-{size}-{scheme}", columns)
            if (size, scheme) == ("desktop", "light"):
                shots[2].save(HERE / "page.png", optimize=True)
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{url}/support/")
            shots = [_shot(page) for _ in _console(page, f"{size}-{scheme}")]
            _save(shots, f"support-{size}-{scheme}", columns)
            page.close()


def _walk(page: Page) -> Iterator[None]:
    """The steps of a walk, each ready for its picture."""
    steps: list[Callable[[], None]] = [
        lambda: page.locator("#article[tabindex]").wait_for(),
        lambda: _ask(page, QUESTION),
        lambda: page.get_by_role("link", name="[1]").click(),
        lambda: page.get_by_role("button", name="Back to the answer").click(),
        lambda: _ask(page, "And for older people?"),
        lambda: _rate(page),
        lambda: page.get_by_role("button", name="Send").click(),
        lambda: page.get_by_role("button", name="Save").click(),
    ]
    yield from _each(page, steps)


def _console(page: Page, name: str) -> Iterator[None]:
    """The steps of somebody of the staff, from the inbox to a test case."""
    steps: list[Callable[[], None]] = [
        lambda: _sign_in(page),
        lambda: page.get_by_role("link", name="And for older people?").first.click(),
        lambda: _scroll(page.locator(".candidates")),
        lambda: _scroll(page.get_by_role("heading", name="What should it have said?")),
        lambda: page.get_by_role("button", name=SHOULD_SAY).first.click(),
        lambda: _scroll(page.get_by_role("heading", name="As a test case")),
        lambda: _scroll(page.get_by_label("Id", exact=True), name),
        lambda: page.get_by_role("button", name="Save into the suite").click(),
    ]
    yield from _each(page, steps)


def _each(page: Page, steps: list[Callable[[], None]]) -> Iterator[None]:
    for step in steps:
        step()
        page.wait_for_timeout(600)
        yield


def _sign_in(page: Page) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _scroll(place: Locator, text: str = "") -> None:
    place.evaluate("each => each.scrollIntoView()")
    if text:
        place.fill(text)


def _ask(page: Page, question: str) -> None:
    replies = page.locator("#chat .bot.message")
    before = replies.count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    replies.nth(before).wait_for()


def _rate(page: Page) -> None:
    page.get_by_role("button", name="Dislike").last.click()
    page.get_by_label("It quotes the wrong part").check()
    page.get_by_label("Anything else?").fill("I asked about age.")


def _shot(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot()))


def _save(shots: list[Image.Image], name: str, columns: int) -> None:
    sheet = _sheet(shots, columns)
    sheet.save(HERE / f"{name}.webp", quality=60, method=6)


def _sheet(shots: list[Image.Image], columns: int) -> Image.Image:
    """The pictures in rows, at half their size."""
    width, height = (side // 2 for side in shots[0].size)
    rows = -(-len(shots) // columns)
    sheet = Image.new("RGB", (columns * (width + 8), rows * (height + 8)), "#8a949e")
    for place, shot in enumerate(shots):
        row, column = divmod(place, columns)
        half = shot.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(half, (column * (width + 8) + 4, row * (height + 8) + 4))
    return sheet


if __name__ == "__main__":
    main()
