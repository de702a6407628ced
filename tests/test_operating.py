"""What an operator sees: numbers and a log, and of the users not a word."""

import json
import logging
import socket
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from prometheus_client import REGISTRY

from bot import Bot, Settings
from bot.web.operating import watch
from bot.web.serve import AddressError
from bot.web.watched import Watched

ASKED = "How are apples picked?"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def usual_log() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("b12bot")
    handlers, level, own = list(root.handlers), root.level, ours.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    ours.setLevel(own)


def count(kind: str) -> float:
    return REGISTRY.get_sample_value("b12bot_answers_total", {"kind": kind}) or 0.0


def test_answers_are_counted_by_kind_and_timed_by_stage(small_bot: Bot) -> None:
    before = count("answer"), count("clarify")
    bot = Watched(small_bot)
    for message in (ASKED, ASKED, ""):
        bot.ask(message)
    assert count("answer") - before[0] == 2
    assert count("clarify") - before[1] == 1
    stage = {"stage": "compose"}
    assert REGISTRY.get_sample_value("b12bot_stage_seconds_count", stage)


def test_the_numbers_are_served_to_this_machine(small_bot: Bot) -> None:
    port = free_port()
    watch(Settings(metrics_port=port))
    Watched(small_bot).ask(ASKED)
    with urlopen(f"http://127.0.0.1:{port}/metrics") as page:
        text = page.read().decode()
    assert 'b12bot_answers_total{kind="answer"}' in text
    assert "apples" not in text
    with pytest.raises(AddressError, match=f"Port {port} for the metrics is in use"):
        watch(Settings(metrics_port=port))


@pytest.mark.usefixtures("usual_log")
def test_the_log_has_a_line_for_each_answer_without_its_words(
    small_bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    watch(Settings(json_log=True))
    answer = Watched(small_bot).ask(ASKED, ["my name is Ida"])
    line = capsys.readouterr().err
    told = json.loads(line)
    assert told["id"] == answer.id
    assert told["kind"] == answer.kind
    assert (told["level"], told["turns"]) == ("INFO", 2)
    assert "apples" not in line
    assert "Ida" not in line
