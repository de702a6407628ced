"""Accounts of the staff are made on the command line."""

import io
from collections.abc import Callable

import pytest

from bot.cli import main

PASSWORD = "four words nobody expects"


@pytest.fixture
def staff(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run `b12bot staff`; what it prints, or the error that it ends with."""

    def call(*arguments: str, text: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        with pytest.raises(SystemExit) as ended:
            main(["staff", *arguments])
        printed = capsys.readouterr()
        return printed.err if ended.value.code else printed.out

    return call


def test_accounts_are_made_named_changed_and_taken_away(
    staff: Callable[..., str],
) -> None:
    assert "There is no account" in staff("list")
    made = staff("add", "sam", "--password-stdin", text=f"{PASSWORD}\n")
    assert made == "sam can sign in at /support.\n"
    assert "sam" in staff("list")
    changed = staff("password", "sam", "--password-stdin", text="other words it is\n")
    assert changed == "sam has another password.\n"
    assert staff("remove", "sam") == "sam can no longer sign in.\n"
    assert "There is no account" in staff("list")


def test_mistakes_are_told_with_their_cure(staff: Callable[..., str]) -> None:
    short = staff("add", "sam", "--password-stdin", text="short\n")
    assert "12 to 200 characters" in short
    assert "is no name for an account" in staff("add", "a b", "--password-stdin")
    assert "b12bot staff list" in staff("remove", "kim")
    staff("add", "sam", "--password-stdin", text=PASSWORD)
    again = staff("add", "sam", "--password-stdin", text=PASSWORD)
    assert "b12bot staff password sam" in again


def test_the_password_is_asked_for_twice_and_not_shown(
    staff: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []

    def prompt(words: str, **options: object) -> str:
        asked.append((words, options))
        return PASSWORD

    monkeypatch.setattr("bot.cli.staff.typer.prompt", prompt)
    assert "can sign in" in staff("add", "sam")
    assert asked == [("Password", {"hide_input": True, "confirmation_prompt": True})]
