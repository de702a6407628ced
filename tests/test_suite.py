"""Suite files that people write are read strictly, and errors say where."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Kind
from bot.evaluation.suite import Case, SuiteError, read_suite, suite_schema

SUITE = """\
defaults:
  tags: [eating]
cases:
  - question: Who eats apples?
    quote: Horses, children and wasps eat apples.
  - id: prices
    question: What do apples cost?
    kind: not_covered
    tags: [money]
  - id: two-parts
    question: Who eats apples, and how are they picked?
    quotes:
      - [Horses, "Yes, many do."]
      - Pickers twist apples
  - id: then
    turns: ["Who eats apples?", "why?"]
    kind: [answer, not_covered]
"""


def written(folder: Path, text: str, name: str = "suite.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_question_and_a_quote_are_a_whole_case(tmp_path: Path) -> None:
    first, prices, parts, then = read_suite([written(tmp_path, SUITE)]).cases
    assert first.id == "who-eats-apples"
    assert first.asked == (("Who eats apples?",),)
    assert first.groups == (("Horses, children and wasps eat apples.",),)
    assert (first.kinds, first.tags) == ((Kind.ANSWER,), ("eating",))
    assert (prices.kinds, prices.groups) == ((Kind.NOT_COVERED,), ())
    assert prices.tags == ("money",)
    assert parts.groups == (("Horses", "Yes, many do."), ("Pickers twist apples",))
    assert then.asked == (("Who eats apples?", "why?"),)
    assert then.kinds == (Kind.ANSWER, Kind.NOT_COVERED)


def test_lines_of_json_and_rows_are_cases_too(tmp_path: Path) -> None:
    written(tmp_path, '{"question": "Why?", "quote": "Horses"}\n\n', "a.jsonl")
    written(
        tmp_path,
        "id,questions,quotes,tags,kind\n"
        'b,"Who?|Which ones?","Horses|wasps||Pickers",x|y,\n'
        "c,Prices?|Costs?,,money,not_covered\n",
        "b.csv",
    )
    written(tmp_path, "{}", "baseline.json")
    why, who, prices = read_suite([tmp_path]).cases
    assert why.id == "why"
    assert who.asked == (("Who?",), ("Which ones?",))
    assert who.groups == (("Horses", "wasps"), ("Pickers",))
    assert (who.tags, prices.tags) == (("x", "y"), ("money",))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- question: Who?\n  qoute: Horses\n", 1, "Did you mean 'quote'"),
        ("- question: Who?\n  zzz: Horses\n", 1, "A case has id, question"),
        ("- id: a\n  quote: x\n", 1, "one of question, questions and turns"),
        ("- question: a\n  quote: b\n\n- question: c\n", 4, "the kind of reply"),
        ("- question: a\n  quote: b\n  kind: urgent\n", 1, "only an answer quotes"),
        ("- question: a\n  kind: maybe\n", 1, "'answer', 'not_covered'"),
        ("- question: a\n  quote: b\n  quotes: [[c]]\n", 1, "give quote, or quotes"),
        ("- question: [\n", 2, "not YAML"),
        ("- just words\n", 1, "a case is a mapping"),
        ("case: []\n", 1, "'case'"),
        ("- {question: a, quote: b}\n- {question: a, quote: c}\n", 2, "is taken"),
    ],
)
def test_a_broken_case_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SuiteError) as error:
        read_suite([path])
    assert f"{path}, line {line}:" in error.value.message
    assert words in f"{error.value.message} {error.value.cure}"


def test_what_is_no_suite_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", written(tmp_path, "x", "suite.txt")):
        with pytest.raises(SuiteError, match=path.name):
            read_suite([path])


def test_an_empty_file_has_no_case(tmp_path: Path) -> None:
    assert read_suite([written(tmp_path, "")]).cases == ()
    assert read_suite([written(tmp_path, "[]")]).cases == ()


@given(st.text(max_size=300))
def test_any_text_is_a_suite_or_a_suite_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(SuiteError):
        assert all(case.id for case in read_suite([path]).cases)


def test_the_schema_knows_every_entry() -> None:
    cases = suite_schema()["anyOf"][0]["items"]
    assert set(cases["properties"]) == set(Case.model_fields)
    assert cases["additionalProperties"] is False
