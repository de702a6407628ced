"""Kept answers leave as CSV and JSON lines that harm no spreadsheet."""

import csv
import json

import pytest

from bot import Bot
from bot.store.answers import kept_answer
from bot.store.export import FIELDS, csv_lines, json_lines
from bot.store.tables import KeptAnswer


@pytest.fixture
def row(small_bot: Bot) -> KeptAnswer:
    return kept_answer(
        small_bot.ask("Who eats apples?"),
        ["Who eats apples?"],
        id="a1",
        conversation="a1",
        article_sha256=small_bot.article.sha256,
        opinion="unhelpful",
        comment='=HYPERLINK("http://evil.example","x")',
    )


def test_json_lines_have_every_field(row: KeptAnswer) -> None:
    (line,) = json_lines([row])
    values = json.loads(line)
    assert tuple(values) == FIELDS
    assert values["turns"] == ["Who eats apples?"]
    assert values["comment"].startswith("=HYPERLINK")


def test_a_cell_of_csv_is_no_formula(row: KeptAnswer) -> None:
    header, cells = csv.reader(csv_lines([row]))
    values = dict(zip(header, cells, strict=True))
    assert values["comment"] == '\'=HYPERLINK("http://evil.example","x")'
    assert json.loads(values["turns"]) == ["Who eats apples?"]
    assert float(values["margin"]) == row.margin


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_every_beginning_of_a_formula_is_made_harmless(
    row: KeptAnswer, start: str
) -> None:
    row.note = f"{start}1+1"
    header, cells = csv.reader(csv_lines([row]))
    assert cells[header.index("note")] == f"'{start}1+1"
