"""Every control of the hazard log is held by a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(r"^\| \d+ \|.*$", (ROOT / "docs/hazards.md").read_text("utf-8"), re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_hazards_are_numbered_in_order() -> None:
    numbers = [int(row.split("|")[1]) for row in ROWS]
    assert numbers == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 10


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[2].strip()[:40])
def test_every_control_is_held_by_a_test(row: str) -> None:
    hazard, causes, before, controls, after = (c.strip() for c in row.split("|")[2:7])
    assert hazard
    assert causes
    for control in re.split(r"; ", controls):
        assert TEST.search(control), control
    for file, name in TEST.findall(controls):
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), f"{file}::{name}"
    risk = [int(a) * int(b) for a, b in (text.split(" x ") for text in (before, after))]
    assert risk[1] <= risk[0]
