"""A served page and a Chromium to open it in."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot import open_bot
from bot.bot import open_store
from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.answers import KeptAnswers
from bot.store.keeping import open_database
from corpus import read_article
from tests.serving import serving

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="session")
def settings(real_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        index_dir=real_index,
        data_dir=tmp_path_factory.mktemp("data"),
        suites=tmp_path_factory.mktemp("suites"),
    )


@pytest.fixture(scope="session")
def served(settings: Settings) -> Iterator[str]:
    """The address of the real page, with the real model and article."""
    bot = StartingBot(read_article(), lambda: open_bot(open_store(settings)))
    with serving(bot, settings) as url:
        while not bot.is_ready:
            time.sleep(0.1)
        yield url


@pytest.fixture
def kept(settings: Settings) -> KeptAnswers:
    """What the served page keeps of the thumbs."""
    return KeptAnswers(open_database(settings), days=180)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests of the page: install chromium")
        pytest.skip("Chromium is not installed; get it: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(
    request: pytest.FixtureRequest, chromium: Browser, served: str
) -> Iterator[Page]:
    """The page opened; fails where it asks another host for anything or logs errors."""
    width, height = SIZES[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []
    page.on(
        "request",
        lambda sent: (
            None
            if sent.url.startswith((served, "data:", "blob:"))
            else foreign.append(sent.url)
        ),
    )
    page.on(
        "console",
        lambda line: errors.append(line.text) if line.type == "error" else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served)
    page.get_by_label("Your question").wait_for()
    yield page
    context.close()
    assert foreign == []
    assert errors == []
