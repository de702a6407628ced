"""The classifier of danger: what it computes, and what stops the service."""

from pathlib import Path

import numpy as np
import pytest

from bot.alarm import Alarm, AlarmError, load_alarm
from bot.ngrams import PLACES
from bot.rules import load_rules
from corpus.dangers import DANGERS, NOTICES
from corpus.manners import MANNERS
from tests.conftest import WordEncoder

LABELS = (*DANGERS, *NOTICES, *MANNERS, "")


def small_alarm() -> Alarm:
    """Calm unless a text holds the word "stroke"."""
    weights = np.zeros((len(LABELS), 256 + PLACES), dtype=np.float32)
    [place] = np.flatnonzero(WordEncoder().encode(["stroke"])[0].vector)
    weights[LABELS.index("stroke"), place] = 20.0
    bias = np.zeros(len(LABELS), dtype=np.float32)
    bias[LABELS.index("")] = 8.0
    return Alarm(WordEncoder(), LABELS, weights, bias, 0.5, 0.5)


def test_danger_is_the_sum_of_its_kinds() -> None:
    calm, alarmed = small_alarm()(["nice weather", "a stroke"])
    assert calm.danger == pytest.approx(
        len(DANGERS) / (len(LABELS) - 1 + np.exp(8)), rel=1e-3
    )
    assert alarmed.danger > 0.99
    assert alarmed.kind == "stroke"


def test_no_texts_no_senses() -> None:
    assert small_alarm()([]) == []


@pytest.mark.model
def test_the_trained_alarm_tells_plain_cases_apart() -> None:
    alarm = load_alarm()
    senses = alarm(["I want to kill myself", "What are the signs of B12 deficiency?"])
    assert senses[0].danger > 0.9 > 0.1 > senses[1].danger
    assert senses[0].kind == "self_harm"


@pytest.mark.model
def test_plain_small_talk_alarms_nobody() -> None:
    alarm = load_alarm()
    said = [text for rule in load_rules("smalltalk") for text in rule.fires]
    assert [s for s in alarm(said) if s.danger >= alarm.part_threshold] == []


@pytest.mark.model
@pytest.mark.parametrize("content", [None, b"", b"not safetensors at all"])
def test_without_its_weights_nothing_starts(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "alarm.safetensors"
    if content is not None:
        weights.write_bytes(content)
    monkeypatch.setattr("bot.alarm.WEIGHTS", weights)
    with pytest.raises(AlarmError, match=r"alarm\.safetensors") as error:
        load_alarm()
    assert "Restore" in error.value.cure
