"""What the bot says comes from templates, and what it quotes is shown as it is."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.rules import load_rules
from bot.triage import LONGEST
from bot.web.chat import ESCAPED
from bot.wording import Wording, escape

wording = Wording()


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
    [("urgent", "urgent"), ("smalltalk", "smalltalk"), ("question_types", "answer")],
)
def test_every_rule_has_its_template(rules: str, folder: str) -> None:
    for rule in load_rules(rules):
        assert wording.say(f"{folder}/{rule.id}", excerpts=())


def test_every_template_is_worded_without_gaps() -> None:
    root = files("bot") / "templates"
    names = [
        f"{folder.name}/{path.name.removesuffix('.md.j2')}"
        for folder in root.iterdir()
        if folder.is_dir()
        for path in folder.iterdir()
    ]
    assert len(names) > 30
    for name in names:
        text = wording.reply(name, length=LONGEST + 1, longest=LONGEST, related=())
        assert text.endswith(wording.say("disclaimer"))
        assert "{" not in text
        assert "\n\n\n" not in text


def test_numbers_of_help_lines_are_not_in_the_templates_yet() -> None:
    for rule in load_rules("urgent"):
        card = wording.say(f"urgent/{rule.id}")
        assert "emergency number" in card
        assert not any(char.isdigit() for char in card)
