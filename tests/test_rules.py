"""Every rule fires on its own examples, in the order of its file, and not elsewhere."""

import time

import pytest
from _pytest.mark.structures import ParameterSet

from bot.danger_rules import LANGUAGES, DangerRules, load_danger_rules
from bot.disguise import readings
from bot.rules import FOREIGN, Rule, RulesError, first_match, load_rules
from bot.text import normalised
from corpus import Article
from corpus.dangers import DANGERS as KINDS

FILES = {name: load_rules(name) for name in ("smalltalk", "question_types")}
DANGERS = {language: load_danger_rules(language) for language in LANGUAGES}
rules = DangerRules()


def examples(files: dict[str, tuple[Rule, ...]], kind: str) -> list[ParameterSet]:
    return [
        pytest.param(name, rule, text, id=f"{name}-{rule.id}-{text[:30]}")
        for name, each in files.items()
        for rule in each
        for text in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("name", "rule", "text"), examples(FILES, "fires"))
def test_rule_is_the_first_to_fire_on_its_examples(
    name: str, rule: Rule, text: str
) -> None:
    fired = first_match(FILES[name], normalised(text))
    assert fired is not None
    assert fired.id == rule.id


@pytest.mark.parametrize(("name", "rule", "text"), examples(FILES, "silent"))
def test_rule_is_silent_on_its_counterexamples(
    name: str, rule: Rule, text: str
) -> None:
    assert not rule.matches(normalised(text)), name


@pytest.mark.parametrize(("language", "rule", "text"), examples(DANGERS, "fires"))
def test_danger_is_seen_in_the_examples(language: str, rule: Rule, text: str) -> None:
    danger = rules(text)
    assert danger is not None, language
    if language == "en":
        assert danger.kind == rule.id


def test_patterns_of_another_script_are_found_in_no_latin_text() -> None:
    """They are not looked for there, so one that could be found would be lost."""
    every = [rule for each in DANGERS.values() for rule in each]
    foreign = [rule._foreign for rule in every if rule._foreign]
    latin = [
        text
        for rule in every
        for text in map(normalised, (*rule.fires, *rule.silent, "", " ", "a 1 b's, x!"))
        if max(text, default="") < FOREIGN
    ]
    assert len(foreign) > 50
    assert len(latin) > 1000
    assert not [
        (pattern.pattern[:50], text)
        for pattern in foreign
        for text in latin
        if pattern.search(text)
    ]


@pytest.mark.parametrize(("language", "rule", "text"), examples(DANGERS, "silent"))
def test_a_danger_rule_is_silent_on_its_counterexamples(
    language: str, rule: Rule, text: str
) -> None:
    assert not any(map(rule.matches, readings(text))), language


def test_every_language_has_every_rule() -> None:
    for each in DANGERS.values():
        assert sorted(rule.id for rule in each) == sorted(KINDS)


def test_no_sentence_of_the_article_is_taken_for_danger(b12_article: Article) -> None:
    shown = [b12_article.shown(s.start, s.end) for s in b12_article.sentences]
    assert [sentence for sentence in shown if rules(sentence)] == []


@pytest.mark.parametrize(
    "text", ["i cant ", "i want to ", "my chest my ", "想不", "لا "]
)
def test_hostile_length_costs_a_time_in_proportion(text: str) -> None:
    """Ten times the text may cost twenty times as much, not a hundred times."""
    times = []
    for length in (10_000, 100_000):
        message = text * (length // len(text))
        start = time.process_time()
        rules(message)
        times.append(time.process_time() - start)
    assert times[1] < 20 * times[0] + 1


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
