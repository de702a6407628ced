"""What is kept is what the operator chose, and where."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot import Bot
from bot.settings import Keep, Settings
from bot.store.clock import stamp
from bot.store.database import Database, StoreError, database_url
from bot.store.keeping import Keeper, open_database
from bot.store.tables import KeptAnswer
from tests.test_kept_answers import row

QUESTION = "Who eats apples?"


@pytest.mark.parametrize(
    ("keep", "counted", "kept"),
    [(Keep.NONE, 0, 0), (Keep.FEEDBACK, 1, 0), (Keep.ALL, 1, 1)],
)
def test_what_is_noted(
    small_bot: Bot, tmp_path: Path, keep: Keep, counted: int, kept: int
) -> None:
    settings = Settings(data_dir=tmp_path, keep=keep)
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    assert keeper.note(small_bot.ask(QUESTION), [QUESTION], conversation="")
    assert len(keeper.counts.by_day()) == counted
    assert len(keeper.answers.all()) == kept


def test_a_conversation_has_the_id_of_its_first_answer(
    small_bot: Bot, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, keep=Keep.ALL)
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    first, second = small_bot.ask("Hello"), small_bot.ask(QUESTION, ["Hello"])
    keeper.note(first, ["Hello"], conversation="")
    keeper.note(second, ["Hello", QUESTION], conversation=first.id)
    assert {row.conversation for row in keeper.answers.all()} == {first.id}


def test_nothing_is_written_where_nothing_is_kept(
    small_bot: Bot, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path / "data", keep=Keep.NONE)
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    keeper.note(small_bot.ask(QUESTION), [QUESTION], conversation="")
    assert not (tmp_path / "data").exists()


def test_what_is_too_old_goes_also_where_nobody_rates(
    small_bot: Bot, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path)
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    keeper.answers.rate(row("new"))
    database = open_database(settings)
    with database.session(writes=True) as session:
        session.add(row("old", asked_at=stamp(timedelta(days=181))))
    keeper.note(small_bot.ask(QUESTION), [QUESTION], conversation="")
    with database.session() as session:
        assert session.get(KeptAnswer, "new")
        assert session.get(KeptAnswer, "old") is None


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "sqlite:///{folder}/b12bot.sqlite3"),
        ("sqlite:////x/y.db", "sqlite:////x/y.db"),
        ("postgresql://me:pw@host/name", "postgresql+psycopg://me:pw@host/name"),
        ("postgresql+psycopg2://host/name", "postgresql+psycopg://host/name"),
        ("postgres://host/name", "postgresql+psycopg://host/name"),
        ("sqlite+pysqlite:////x/y.db", "sqlite:////x/y.db"),
    ],
)
def test_a_database_is_named_by_its_url(tmp_path: Path, given: str, meant: str) -> None:
    url = database_url(given, folder=tmp_path)
    shown = url.render_as_string(hide_password=False)
    assert shown == meant.format(folder=tmp_path)


@pytest.mark.parametrize(
    "given",
    [
        "secret word",
        "mongodb://me:secret@host/x",
        "mysql://me:secret@host/x",
        "postgresql://me:secret/x",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_what_is_no_url_is_refused_without_its_secrets(given: str) -> None:
    with pytest.raises(StoreError) as error:
        database_url(given, folder=Path())
    assert "secret" not in error.value.message + error.value.cure


def test_a_driver_that_is_not_installed_is_named_with_a_cure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="psycopg, which is not installed") as error:
        Database(database_url("postgresql://host/name", folder=Path()))
    assert "pip install 'b12bot[postgresql]'" in error.value.cure


def test_a_place_is_shown_without_any_password() -> None:
    url = "postgresql://host/name?user=sam&password=secret"
    place = Database(database_url(url, folder=Path())).place
    assert place == "postgresql+psycopg://host/name?user=sam"
