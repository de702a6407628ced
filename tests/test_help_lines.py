"""Numbers to call are listed by place, on two sources each."""

import pytest
from pydantic import ValidationError

from bot.help_lines import HelpLine, load_help_lines

LINES = load_help_lines()


def test_places_are_in_order_and_once() -> None:
    names = [each.name for each in LINES]
    assert names == sorted(set(names))


def test_a_few_numbers_that_everybody_knows() -> None:
    numbers = {each.name: (each.emergency, each.crisis) for each in LINES}
    assert numbers["United Kingdom"] == ("999", "116 123")
    assert numbers["United States"] == ("911", "988")
    assert numbers["New Zealand"] == ("111", None)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_number_has_two_sources_of_different_hosts(line: HelpLine) -> None:
    assert len({source.split("/")[2] for source in line.sources}) >= 2
    assert bool(line.crisis) == bool(line.crisis_name)


def test_a_place_with_one_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="sources"):
        HelpLine.model_validate(
            {"name": "X", "emergency": "1", "read": "2026-11-22", "sources": ["a"]}
        )
