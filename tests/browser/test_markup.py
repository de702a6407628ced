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
from tests.attacks import ATTACKS
from tests.browser.walks import ask, watched
from tests.conftest import RULES, WordSenses, word_encoder
from tests.serving import serving

pytestmark = pytest.mark.browser

# Elements that neither the chat nor the article has.
STRANGE = "img, iframe, input, details, video, object, embed, form, [href^=javascript]"
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
        ran = watched(page, url)
        page.goto(url)
        page.get_by_label("Your question").wait_for()
        yield page
        page.close()
    assert ran == []


def test_markup_in_an_article_is_text(page: Page) -> None:
    article = page.locator("#article")
    for number, attack in enumerate(ATTACKS, start=1):
        shown = display(attack).text  # of a link, its words
        sentence = f"Pears number {number} taste of {shown} in spring."
        expect(article).to_contain_text(sentence)
    assert page.locator(f"#article :is({STRANGE})").count() == 0


def test_markup_that_is_quoted_is_text(page: Page) -> None:
    for number in range(1, len(ATTACKS), 8):
        shown = display(ATTACKS[number - 1]).text
        reply = ask(page, f"What do pears number {number} taste of in spring?")
        expect(reply).to_contain_text(shown)
    assert page.locator(f"#chat :is({STRANGE})").count() == 0


def test_markup_in_a_question_is_text(page: Page) -> None:
    for attack in ATTACKS:
        ask(page, attack)
        expect(page.locator("#chat .user-row").last).to_have_text(
            attack, use_inner_text=True
        )
    assert page.locator(f"#chat :is({STRANGE})").count() == 0
