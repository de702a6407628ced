"""Batch files: every line is checked first, answers are written whole or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import Bot
from bot.batch import BatchError, Case, read_cases, write_records
from bot.record import AnswerRecord

GOOD = '{"id": "1", "turns": ["Who eats apples?"]}'


def _write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_cases_are_read_in_order_and_other_keys_ignored(tmp_path: Path) -> None:
    path = _write(
        tmp_path, GOOD, "", '{"id": "b", "turns": ["x", "y"], "kind": "plain"}', ""
    )
    assert read_cases(path) == [
        Case(id="1", turns=["Who eats apples?"]),
        Case(id="b", turns=["x", "y"]),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "Invalid JSON"),
        ("[]", "should be an object"),
        ('{"id": 7, "turns": ["x"]}', "id: Input should be a valid string"),
        ('{"id": "1"}', "turns: Field required"),
        ('{"id": "1", "turns": []}', "turns: List should have at least 1"),
        ('{"id": "1", "turns": "x"}', "turns: Input should be a valid array"),
        ('{"id": "1", "turns": [null]}', "turns.0: Input should be a valid string"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = _write(tmp_path, GOOD, line)
    with pytest.raises(BatchError, match=reason) as error:
        read_cases(path)
    assert error.value.message.startswith(f"{path}, line 2: ")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(GOOD.encode() + b"\n\xff\xfe\n")
    with pytest.raises(BatchError, match="line 2"):
        read_cases(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BatchError, match="holds no question"):
        read_cases(_write(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="No such file"):
        read_cases(tmp_path / "absent.jsonl")


def test_records_have_the_contract_s_fields(tmp_path: Path, small_bot: Bot) -> None:
    answer = small_bot.ask("How are apples picked?")
    write_records(tmp_path / "out.jsonl", [AnswerRecord.of(answer)])
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    record = json.loads(line)
    assert list(record) == [
        "id",
        "kind",
        "notice",
        "text",
        "disclaimer",
        "resolved_question",
        "excerpts",
        "related",
        "suggestions",
    ]
    assert record["excerpts"] == [
        {
            "article_id": "apples",
            "start": answer.excerpts[0].start,
            "end": answer.excerpts[0].end,
            "text": "Pickers twist apples off the branch by hand.",
            "display": "Pickers twist apples off the branch by hand.",
            "section": "Q&A",
            "number": 1,
        }
    ]


def test_a_failure_midway_leaves_no_file(tmp_path: Path, small_bot: Bot) -> None:
    def records() -> Iterator[AnswerRecord]:
        yield AnswerRecord.of(small_bot.ask("Who eats apples?"))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        write_records(tmp_path / "out.jsonl", records())
    assert not list(tmp_path.glob("*out*"))


def test_an_older_file_survives_a_failure(tmp_path: Path, small_bot: Bot) -> None:
    def records() -> Iterator[AnswerRecord]:
        yield AnswerRecord.of(small_bot.ask("Who eats apples?"))
        raise RuntimeError("power cut")

    (tmp_path / "out.jsonl").write_text("old", "utf-8")
    with pytest.raises(RuntimeError, match="power cut"):
        write_records(tmp_path / "out.jsonl", records())
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "old"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="cannot be written"):
        write_records(tmp_path / "absent" / "out.jsonl", [])
