"""Kill -9, two processes, a full disk, a read-only folder, a server that went away."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from pydantic import SecretStr
from sqlalchemy import URL, event, text

from bot import Bot
from bot.settings import Keep, Settings
from bot.store.answers import Filter, KeptAnswers
from bot.store.counts import WRITE_EVERY
from bot.store.database import Database, StoreError, database_url
from bot.store.keeping import Keeper, open_database
from tests.databases import empty_database, postgresql_server, start, stop
from tests.test_kept_answers import row

KEEPING = """
import sys
from sqlalchemy import make_url
from bot.store.answers import KeptAnswers
from bot.store.database import Database
from tests.test_kept_answers import row

answers = KeptAnswers(Database(make_url(sys.argv[1])), days=30)
for number in range(int(sys.argv[3])):
    answers.keep(row(f"{sys.argv[2]}{number}"))
    print(f"{sys.argv[2]}{number}", flush=True)
"""


AS_NOBODY = """
import os, sys
from pathlib import Path
from bot.store.answers import KeptAnswers
from bot.store.database import Database, StoreError, database_url
from tests.test_kept_answers import row

database = Database(database_url("", folder=Path(sys.argv[1])))
answers = KeptAnswers(database, days=30)
answers.keep(row())
database.close()
os.setuid(65534)
try:
    answers.keep(row("b2"))
except StoreError as error:
    print(error.message)
"""


def keeping(url: URL, name: str, number: int) -> subprocess.Popen[str]:
    """A process that keeps answers and says so after each."""
    place = url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KEEPING, place, name, str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [1, 7, 30])
def test_a_killed_process_loses_nothing_that_it_acknowledged(
    database: Database, database_place: URL, after: int
) -> None:
    with keeping(database_place, "a", 100_000) as process:
        assert process.stdout
        told = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        told += process.stdout.read().split("\n")[:-1]
    found = {each.id for each in KeptAnswers(database, days=30).all()}
    assert set(told) <= found
    assert len(found) - len(told) in (0, 1)


def test_two_processes_keep_answers_at_once(
    database: Database, database_place: URL
) -> None:
    processes = [keeping(database_place, name, 100) for name in "ab"]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    assert len(KeptAnswers(database, days=30).all()) == 200


@pytest.fixture
def keeper(tmp_path: Path, small_bot: Bot) -> Keeper:
    settings = Settings(data_dir=tmp_path / "kept", keep=Keep.ALL)
    return Keeper(open_database(settings), small_bot.article, settings)


def test_a_full_disk_leaves_the_chat_answering(keeper: Keeper, small_bot: Bot) -> None:
    """SQLite says "database or disk is full" of both, here of its largest size."""
    answer = small_bot.ask("Who eats apples?")
    assert keeper.note(answer, ["Who eats apples?"], conversation="")
    engine = keeper.answers._database._engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    big = ["x" * 1_000_000]
    with pytest.raises(StoreError, match="disk is full"):
        keeper.answers.keep(row("big", turns=big))
    assert not keeper.note(small_bot.ask("Hello"), big, conversation="")
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert keeper.note(small_bot.ask("Hello"), big, conversation="")
    assert len(keeper.answers.all()) == 2
    assert list(keeper.counts.by_day().values()) == [{"answer": 1, "smalltalk": 2}]


def test_a_folder_that_cannot_be_written_leaves_the_chat_answering(
    tmp_path: Path, keeper: Keeper, small_bot: Bot
) -> None:
    """Root may write everywhere, so a file stands where the folder should be."""
    (tmp_path / "kept").write_text("in the way")
    answer = small_bot.ask("Who eats apples?")
    assert not keeper.note(answer, ["Who eats apples?"], conversation="")
    (tmp_path / "kept").unlink()
    assert keeper.note(answer, ["Who eats apples?"], conversation="")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_read_only_file_is_named(tmp_path: Path) -> None:
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "attempt to write a readonly database" in done.stdout, done.stderr


@pytest.mark.parametrize("database_place", ["postgresql"], indirect=True)
def test_a_server_that_went_away_is_found_again(
    database: Database, reopened: Callable[[], Database]
) -> None:
    answers = KeptAnswers(database, days=30)
    answers.keep(row("before"))
    with reopened().session() as other:
        other.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    answers.keep(row("after"))
    assert len(answers.all()) == 2


@pytest.mark.usefixtures("postgresql")  # which skips where none is installed
def test_the_chat_goes_on_while_a_server_is_stopped(small_bot: Bot) -> None:
    """A server of this test's own: the other tests need theirs."""
    with postgresql_server() as folder:
        url = URL.create("postgresql", "postgres", query={"host": str(folder)})
        settings = Settings(database=SecretStr(str(url)), keep=Keep.ALL)
        with closing(open_database(settings)) as database:
            keeper = Keeper(database, small_bot.article, settings)
            assert keeper.note(small_bot.ask("Hello"), ["Hello"], conversation="")
            stop(folder)
            assert not keeper.note(small_bot.ask("Hello"), ["Hello"], conversation="")
            with pytest.raises(StoreError, match="cannot be read or written"):
                keeper.answers.rate(row(opinion="helpful"))
            start(folder)
            assert keeper.note(small_bot.ask("Hello"), ["Hello"], conversation="")
            assert len(keeper.answers.all()) == 2
            assert list(keeper.counts.by_day().values()) == [{"smalltalk": 3}]


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    url = "postgresql://sam:secret@127.0.0.1:9/none?sslpassword=secret"
    answers = KeptAnswers(Database(database_url(url, folder=Path())), days=30)
    with pytest.raises(StoreError, match=r"sam:\*\*\*@127.0.0.1:9") as error:
        answers.keep(row())
    assert "secret" not in error.value.message + error.value.cure
    assert "B12BOT_DATABASE" in error.value.cure


def test_a_server_that_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        # Hangs up late, so that one who waits for ever fails in other words.
        hanging_up = Timer(30, silent.shutdown, [socket.SHUT_RDWR])
        hanging_up.start()
        url = f"postgresql://sam@127.0.0.1:{silent.getsockname()[1]}/none"
        answers = KeptAnswers(Database(database_url(url, folder=Path())), days=30)
        with pytest.raises(StoreError, match="timeout expired"):
            answers.keep(row())
        hanging_up.cancel()


def test_a_database_without_an_encoding_takes_every_script(postgresql: Path) -> None:
    """As initdb makes it where the machine has no language."""
    plain = "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
    with (
        empty_database(postgresql, like=plain) as url,
        closing(Database(url)) as database,
    ):
        answers = KeptAnswers(database, days=30)
        answers.keep(row(turns=["Äpfel कमी 😀"]))
        (kept,) = answers.all(Filter(words="कमी"))
    assert kept.turns == ["Äpfel कमी 😀"]


@pytest.mark.parametrize("keep", [Keep.FEEDBACK, Keep.ALL])
def test_the_chat_goes_on_over_the_tables_of_a_newer_program(
    tmp_path: Path, small_bot: Bot, keep: Keep
) -> None:
    settings = Settings(data_dir=tmp_path, keep=keep)
    with open_database(settings).session(writes=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    for _ in range(WRITE_EVERY):
        noted = keeper.note(small_bot.ask("Hello"), ["Hello"], conversation="")
        assert noted is (keep is Keep.FEEDBACK)
    with pytest.raises(StoreError, match="newer than this program"):
        keeper.answers.rate(row(opinion="helpful"))
    with Database(database_url("", folder=tmp_path))._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert list(keeper.counts.by_day().values()) == [{"smalltalk": WRITE_EVERY}]


@pytest.mark.parametrize("keep", [Keep.FEEDBACK, Keep.ALL])
def test_a_broken_file_leaves_the_chat_answering(
    tmp_path: Path, small_bot: Bot, keep: Keep
) -> None:
    """Bytes flipped all over a file that had answers in it."""
    settings = Settings(data_dir=tmp_path, keep=keep)
    KeptAnswers(open_database(settings), days=30).keep(row())
    file = tmp_path / "b12bot.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(bytes(byte ^ 0xFF for byte in whole))
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    for _ in range(WRITE_EVERY):
        noted = keeper.note(small_bot.ask("Hello"), ["Hello"], conversation="")
        assert noted is (keep is Keep.FEEDBACK)
    with pytest.raises(StoreError):
        keeper.answers.all()
    file.write_bytes(whole)
    assert [each.id for each in keeper.answers.all()] == [row().id]


@pytest.mark.parametrize("trouble", ["not a database", "no server"])
def test_failing_sessions_leave_no_file_open(tmp_path: Path, trouble: str) -> None:
    (tmp_path / "b12bot.sqlite3").write_text("these are not rows " * 100)
    text = f"postgresql://sam@/x?host={tmp_path}" if trouble == "no server" else ""
    answers = KeptAnswers(Database(database_url(text, folder=tmp_path)), days=30)
    with pytest.raises(StoreError):
        answers.all()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(200):
        with pytest.raises(StoreError):
            answers.all()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_session_that_fails_changes_nothing(
    database: Database, reopened: Callable[[], Database]
) -> None:
    KeptAnswers(database, days=30).keep(row("a1"))

    def fail() -> None:
        with database.session(writes=True) as session:
            session.execute(text("DELETE FROM answers"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(KeptAnswers(reopened(), days=30).all()) == 1
