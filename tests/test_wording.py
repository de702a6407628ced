"""What the bot says comes from templates, and what it quotes is shown as it is."""

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.danger_rules import LANGUAGES
from bot.help_lines import load_help_lines
from bot.rules import load_rules
from bot.triage import KINDS, LONGEST
from bot.web.chat import ESCAPED
from bot.wording import Wording, escape
from corpus.dangers import DANGERS
from corpus.manners import MANNERS

wording = Wording()
NOTHING: dict[str, Any] = {
    "excerpts": (),
    "related": (),
    "turn": 0,
    "is_personal": False,
    "judgement": "",
}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 5 % of them.", "plain words, 5 % of them."),
        ("*bold* [x](y)", r"\*bold\* \[x\](y)"),
        ("<b>", r"\<b\>"),
        ("Q&A, &amp;", r"Q&A, \&amp;"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(alphabet="ab *_`[]()<>#&;|~$\\!"))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    rendered = MarkdownIt().renderInline(escape(text))
    shown = rendered.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == text


@given(st.text())
def test_escaping_can_be_undone(text: str) -> None:
    assert ESCAPED.sub(r"\1", escape(text)) == text


@pytest.mark.parametrize(
    ("rules", "folder"),
    [("smalltalk", "smalltalk"), ("question_types", "answer")],
)
def test_every_rule_has_its_template(rules: str, folder: str) -> None:
    for rule in load_rules(rules):
        assert wording.say(f"{folder}/{rule.id}", **NOTHING)


@pytest.mark.parametrize("manner", MANNERS)
def test_every_manner_has_its_template(manner: str) -> None:
    folder = (
        "not_covered" if KINDS[manner] in ("personal", "refused") else KINDS[manner]
    )
    assert wording.say(f"{folder}/{manner}", **NOTHING)


def test_small_talk_takes_turns() -> None:
    said = [wording.say("smalltalk/ok", turn=turn) for turn in range(4)]
    assert len(set(said)) == 3
    assert said[0] == said[3]


def test_every_template_is_worded_without_gaps() -> None:
    root = files("bot") / "templates"
    names = [
        f"{folder.name}/{path.name.removesuffix('.md.j2')}"
        for folder in root.iterdir()
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_file()
    ]
    assert len(names) > 30
    for name in names:
        text = wording.reply(
            name,
            **NOTHING,
            length=LONGEST + 1,
            longest=LONGEST,
            places=PLACES,
            shows_crisis=True,
        )
        assert text.endswith(wording.say("disclaimer"))
        assert "{" not in text
        assert "\n\n\n" not in text


PLACES = load_help_lines()


def card(name: str) -> str:
    return wording.say(name, places=PLACES, shows_crisis=True)


@pytest.mark.parametrize("kind", DANGERS)
def test_a_card_says_what_to_do_and_names_the_place_of_every_number(kind: str) -> None:
    text = card(f"urgent/{kind}")
    assert "emergency" in text
    assert "This page is automated" in text
    for line in text.splitlines():
        if any(char.isdigit() for char in line):
            assert any(line.startswith(f"- {place.name}: ") for place in PLACES)
    assert "- New Zealand: emergency [111](tel:111)" in text


def test_a_crisis_line_is_named_where_it_can_help() -> None:
    assert "Samaritans [116 123](tel:116123)" in card("urgent/self_harm")
    calm = wording.say("urgent/stroke", places=PLACES, shows_crisis=False)
    assert "Samaritans" not in calm


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_its_cards_and_notices(language: str) -> None:
    for kind in ("self_harm", "overdose", "any"):
        text = card(f"urgent/{language}/{kind}")
        assert text.startswith("**")
        assert "(tel:112)" in text
    for name in ("notice/{}/self_harm", "notice/{}/emergency", "clarify/{}/language"):
        assert wording.say(name.format(language))
