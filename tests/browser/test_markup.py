"""Markup in a question, and in an article, is shown as text and never runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import Bot
from bot.danger import DangerWatch
from bot.settings import Settings
from bot.starting import StartingBot
from bot.triage import Triage
from corpus import read_article
from corpus.display import display
from index import IndexStore, Model
from tests.browser.walks import ask
from tests.conftest import RULES, WordSenses, word_encoder
from tests.serving import serving

pytestmark = pytest.mark.browser

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "&lt;b&gt; **bold** `code` </div></span>",
)
ARTICLE = "What pears are\n" + "\n".join(
    f"Pears number {number} taste of {attack} in spring." if number else "Pears ripen."
    for number, attack in enumerate(("", *ATTACKS))
)


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of an article that is full of markup; a script that runs fails."""
    path = tmp_path / "pears.md"
    path.write_text(ARTICLE, "utf-8")
    article = read_article(path)
    model = Model("words", tmp_path, sha256="0" * 64)
    store = IndexStore(
        tmp_path / "index",
        (article,),
        model,
        load_builder=word_encoder,
        load_encoder=word_encoder,
    )
    triage = Triage(DangerWatch(WordSenses(), RULES))
    bot = Bot(article, store.open(), model="words", triage=triage)
    ready = StartingBot(article, lambda: bot)
    with serving(ready, Settings(data_dir=tmp_path)) as url:
        page = chromium.new_page()
        page.on("dialog", lambda dialog: pytest.fail(f"ran: {dialog.message}"))
        page.goto(url)
        page.get_by_label("Your question").wait_for()
        yield page
        page.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_an_article_is_text(page: Page, attack: str) -> None:
    number = ATTACKS.index(attack) + 1
    shown = display(attack).text  # of a link, its words
    sentence = f"Pears number {number} taste of {shown} in spring."
    expect(page.locator("#article").get_by_text(sentence, exact=True)).to_be_visible()
    reply = ask(page, f"What do pears number {number} taste of in spring?")
    expect(reply).to_contain_text(shown)
    assert page.locator("#chat img, #article img, [href^=javascript]").count() == 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_question_is_text(page: Page, attack: str) -> None:
    ask(page, attack)
    user = page.locator("#chat .user-row")
    expect(user.get_by_text(attack, exact=True)).to_be_visible()
    assert page.locator("#chat img, [href^=javascript]").count() == 0
