"""Cases from the console are written as a person would write them."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Kind
from bot.evaluation.suite import Case, SuiteError, read_suite
from bot.web.support.suite_file import append_case, as_yaml, case_of

QUOTE = "Pickers twist apples off the branch by hand."


def test_a_case_is_yaml_without_what_goes_without_saying() -> None:
    case = case_of(["How are apples picked?"], quote=QUOTE, kind=Kind.ANSWER)
    assert as_yaml(case) == (
        "- id: how-are-apples-picked\n"
        "  question: How are apples picked?\n"
        f"  quote: {QUOTE}\n"
        "  tags:\n"
        "  - support\n"
    )


def test_a_conversation_that_must_not_be_answered() -> None:
    turns = ["Hello", "What do they cost: 5?"]
    case = case_of(turns, quote="ignored", kind=Kind.NOT_COVERED, name="a1 B2!")
    assert as_yaml(case) == (
        "- id: a1-b2\n"
        "  turns:\n"
        "  - Hello\n"
        "  - 'What do they cost: 5?'\n"
        "  kind: not_covered\n"
        "  tags:\n"
        "  - support\n"
    )


def test_cases_are_added_to_a_file_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "suite" / "from-support.yaml"
    first = case_of(["Why?"], quote=QUOTE, kind=Kind.ANSWER)
    second = case_of(["Hm?"], quote="", kind=Kind.CLARIFY)
    append_case(path, first)
    append_case(path, second)
    assert read_suite([path.parent]).cases == (first, second)
    with pytest.raises(SuiteError, match="has a case 'why' already"):
        append_case(path, first)
    assert [each.name for each in path.parent.glob("*.yaml")] == [path.name]


def test_an_id_in_another_file_of_the_suite_is_taken_too(tmp_path: Path) -> None:
    tmp_path.joinpath("old.yaml").write_text("- id: why\n  question: x\n  quote: y\n")
    case = case_of(["Why?"], quote=QUOTE, kind=Kind.ANSWER)
    with pytest.raises(SuiteError, match="already"):
        append_case(tmp_path / "new.yaml", case)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("in the way")
    case = case_of(["Why?"], quote=QUOTE, kind=Kind.ANSWER)
    with pytest.raises(SuiteError, match="cannot be written") as error:
        append_case(tmp_path / "file" / "new.yaml", case)
    assert "B12BOT_SUITES" in error.value.cure


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3), st.text())
def test_whatever_people_write_comes_back(turns: list[str], note: str) -> None:
    case = case_of(turns, quote="x", kind=Kind.ANSWER, note=note)
    (read,) = yaml.safe_load(as_yaml(case))
    assert Case(**read) == case
    assert case.asked[0][-1].splitlines() == turns[-1].splitlines()
