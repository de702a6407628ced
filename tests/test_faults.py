"""Every fault of docs/faults.md is held by tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(r"^\| \d+ \|.*$", (ROOT / "docs/faults.md").read_text("utf-8"), re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_all_forty_are_there_in_order() -> None:
    assert [int(row.split("|")[1]) for row in ROWS] == list(range(1, 41))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[2].strip()[:40])
def test_a_fault_is_held_by_tests_that_exist(row: str) -> None:
    situation, happens, tests, _ = (cell.strip() for cell in row.split("|")[2:6])
    assert situation
    assert happens
    named = tests.split(", ")
    for each in named:
        found = TEST.fullmatch(each)
        assert found, each
        assert f"def {found[2]}(" in (ROOT / found[1]).read_text("utf-8"), each
