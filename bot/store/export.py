"""Kept answers as CSV for spreadsheets, and as JSON lines."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from bot.store.tables import KeptAnswer

FIELDS = tuple(column.name for column in KeptAnswer.__table__.columns)
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def json_lines(rows: Sequence[KeptAnswer]) -> Iterator[str]:
    """One JSON object a line, with every field."""
    for row in rows:
        yield json.dumps(_values(row), ensure_ascii=False) + "\n"


def csv_lines(rows: Sequence[KeptAnswer]) -> Iterator[str]:
    """A header and a line for each row; lists as JSON, formulas made harmless."""
    yield _csv(FIELDS)
    for row in rows:
        yield _csv([_cell(value) for value in _values(row).values()])


def _values(row: KeptAnswer) -> dict[str, object]:
    return {name: getattr(row, name) for name in FIELDS}


def _cell(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
    if isinstance(value, int | float):
        return str(value)
    return f"'{text}" if str(text).startswith(FORMULA) else str(text)


def _csv(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
