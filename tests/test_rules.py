"""Every rule fires on its own examples, in the order of its file, and not elsewhere."""

import pytest

from bot.rules import Rule, RulesError, first_match, load_rules
from bot.text import normalised
from corpus import Article

FILES = {name: load_rules(name) for name in ("urgent", "smalltalk", "question_types")}
FIRES = [
    pytest.param(name, rule, text, id=f"{name}-{rule.id}-{text[:30]}")
    for name, rules in FILES.items()
    for rule in rules
    for text in rule.fires
]
SILENT = [
    pytest.param(name, rule, text, id=f"{name}-{rule.id}-{text[:30]}")
    for name, rules in FILES.items()
    for rule in rules
    for text in rule.silent
]


@pytest.mark.parametrize(("name", "rule", "text"), FIRES)
def test_rule_is_the_first_to_fire_on_its_examples(
    name: str, rule: Rule, text: str
) -> None:
    fired = first_match(FILES[name], normalised(text))
    assert fired is not None
    assert fired.id == rule.id


@pytest.mark.parametrize(("name", "rule", "text"), SILENT)
def test_rule_is_silent_on_its_counterexamples(
    name: str, rule: Rule, text: str
) -> None:
    assert not rule.matches(normalised(text)), name


def test_no_sentence_of_the_article_is_taken_for_danger(b12_article: Article) -> None:
    shown = [b12_article.shown(s.start, s.end) for s in b12_article.sentences]
    fired = [s for s in shown if first_match(FILES["urgent"], normalised(s))]
    assert fired == []


def test_small_talk_must_be_the_whole_message() -> None:
    greeting = next(rule for rule in FILES["smalltalk"] if rule.id == "greeting")
    assert greeting.matches("hello!")
    assert not greeting.matches("hello, what is b12?")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "Field required"),
        ("rule = []", "at least 1 item"),
        ("[[rule]", "Expected"),
        ('[[rule]]\nid = "x"\npatterns = ["("]\nfires = ["x"]', "is no pattern"),
        ('[[rule]]\nid = "x"\npatterns = ["x"]\nfires = ["x"]\nsort = 1', "Extra"),
    ],
)
def test_a_broken_rules_file_is_named(
    content: str,
    reason: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = tmp_path_factory.mktemp("package")
    (package / "rules").mkdir()
    (package / "rules" / "urgent.toml").write_text(content, "utf-8")
    monkeypatch.setattr("bot.rules.files", lambda _: package)
    with pytest.raises(RulesError, match=reason) as error:
        load_rules("urgent")
    assert "urgent.toml" in error.value.message


def test_a_missing_rules_file_is_named() -> None:
    with pytest.raises(RulesError, match=r"absent\.toml"):
        load_rules("absent")
