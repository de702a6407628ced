"""Accounts of the staff: passwords hashed, wrong ones throttled, sign-ins that end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.store import accounts as accounts_module
from bot.store import clock, throttle
from bot.store.accounts import (
    HASHER,
    NOBODY,
    AccountError,
    Accounts,
    ThrottledError,
    WrongPasswordError,
)
from bot.store.database import Database
from bot.store.tables import Account, SignIn

NAME, PASSWORD = "sam", "four words nobody expects"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """A clock that stands until it is put forward; stands where `datetime` does."""

    fromisoformat = datetime.fromisoformat

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._start = datetime.now(UTC)

    def now(self, zone: object) -> datetime:
        assert zone is UTC
        return self._start + self.ahead


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    time = Clock()
    monkeypatch.setattr(clock, "datetime", time)
    monkeypatch.setattr(throttle, "datetime", time)
    return time


@pytest.fixture
def accounts(database: Database, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setattr(accounts_module, "HASHER", CHEAP)
    accounts = Accounts(database)
    accounts.add(NAME, PASSWORD)
    return accounts


def sign_in(accounts: Accounts, password: str = PASSWORD, name: str = NAME) -> str:
    return accounts.sign_in(name, password, address="192.0.2.1")


def wrong(accounts: Accounts, times: int = 1, name: str = NAME) -> None:
    for _ in range(times):
        with pytest.raises(WrongPasswordError):
            sign_in(accounts, "wrong", name)


def test_who_signs_in_is_known_until_signing_out(accounts: Accounts) -> None:
    token = sign_in(accounts)
    assert accounts.who(token) == NAME
    accounts.sign_out(token)
    assert accounts.who(token) == ""
    assert accounts.who("") == accounts.who("made up") == ""


def test_neither_password_nor_token_is_in_the_database(
    accounts: Accounts, database: Database
) -> None:
    token = sign_in(accounts)
    with database.session() as session:
        account = session.get(Account, NAME)
        (found,) = session.query(SignIn).all()
    assert account
    assert account.password.startswith("$argon2id$")
    assert token not in (found.token_sha256, account.password)


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("", PASSWORD, "is no name"),
        ("two words", PASSWORD, "is no name"),
        ("x" * 65, PASSWORD, "is no name"),
        (NAME, PASSWORD, "already"),
        ("kim", "elevenchars", "12 to 200 characters"),
        ("kim", "x" * 201, "12 to 200 characters"),
        ("kim", "my name is Kim, hello", "not the name"),
    ],
)
def test_what_will_not_do_is_named(
    accounts: Accounts, name: str, password: str, words: str
) -> None:
    with pytest.raises(AccountError, match=words):
        accounts.add(name, password)
    assert [each.name for each in accounts.all()] == [NAME]


def test_another_password_ends_every_sign_in(accounts: Accounts) -> None:
    token = sign_in(accounts)
    accounts.change_password(NAME, "other words nobody expects")
    assert accounts.who(token) == ""
    wrong(accounts)
    assert accounts.who(sign_in(accounts, "other words nobody expects")) == NAME


def test_an_account_that_is_taken_away_is_gone(accounts: Accounts) -> None:
    token = sign_in(accounts)
    accounts.remove(NAME)
    assert accounts.who(token) == ""
    assert not accounts.exist()
    with pytest.raises(AccountError, match="no account 'sam'"):
        accounts.remove(NAME)


def test_a_sign_in_ends_when_idle_and_after_twelve_hours(
    accounts: Accounts, time: Clock
) -> None:
    idle, busy = sign_in(accounts), sign_in(accounts)
    time.ahead = timedelta(minutes=29)
    assert accounts.who(busy) == NAME
    time.ahead = timedelta(minutes=31)
    assert accounts.who(idle) == ""
    for minutes in range(31, 12 * 60, 25):
        time.ahead = timedelta(minutes=minutes)
        assert accounts.who(busy) == NAME, minutes
    time.ahead = timedelta(hours=12, minutes=1)
    assert accounts.who(busy) == ""


def test_after_five_wrong_passwords_one_waits_longer_each_time(
    accounts: Accounts, time: Clock
) -> None:
    wrong(accounts, 5)
    waits = []
    for _ in range(11):
        with pytest.raises(ThrottledError) as error:
            sign_in(accounts)  # right, and still refused
        waits.append(error.value.seconds)
        time.ahead += timedelta(seconds=error.value.seconds)
        wrong(accounts)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
    time.ahead += timedelta(seconds=900)
    assert accounts.who(sign_in(accounts)) == NAME
    wrong(accounts, 5)


def test_a_clock_put_back_locks_nobody_out(accounts: Accounts, time: Clock) -> None:
    wrong(accounts, 5)
    time.ahead -= timedelta(days=365)
    with pytest.raises(ThrottledError) as error:
        sign_in(accounts)
    assert error.value.seconds == 1
    time.ahead += timedelta(seconds=1)
    assert accounts.who(sign_in(accounts)) == NAME


def test_a_clock_put_forward_locks_nobody_out(accounts: Accounts, time: Clock) -> None:
    wrong(accounts, 5)
    time.ahead += timedelta(days=3650)
    assert accounts.who(sign_in(accounts)) == NAME


@pytest.mark.usefixtures("time")
def test_an_unknown_name_is_told_from_a_known_one_by_nothing(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []

    class Counting:
        hash = CHEAP.hash

        def verify(self, hashed: str, password: str) -> bool:
            hashes.append(hashed)
            return CHEAP.verify(hashed, password)

    monkeypatch.setattr(accounts_module, "HASHER", Counting())
    wrong(accounts, 5, name="nobody")
    with pytest.raises(ThrottledError):
        sign_in(accounts, name="nobody")
    assert len(hashes) == 5


@pytest.mark.usefixtures("time")
def test_an_address_may_fail_more_often_than_a_name(accounts: Accounts) -> None:
    for number in range(20):
        wrong(accounts, name=f"name{number}")
    with pytest.raises(ThrottledError):
        sign_in(accounts)
    elsewhere = accounts.sign_in(NAME, PASSWORD, address="198.51.100.7")
    assert accounts.who(elsewhere) == NAME


@pytest.mark.usefixtures("time")
def test_a_thousand_wrong_passwords_at_once_are_throttled(accounts: Accounts) -> None:
    def attempt(number: int) -> type[Exception] | None:
        try:
            sign_in(accounts, f"wrong {number}")
        except (WrongPasswordError, ThrottledError) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(1000)))
    assert outcomes.count(None) == 0
    assert outcomes.count(WrongPasswordError) == 5


def test_a_wrong_name_is_checked_as_long_as_a_wrong_password() -> None:
    """What is checked in the place of a password is hashed as passwords are."""
    assert not HASHER.check_needs_rehash(NOBODY)
    with pytest.raises(VerifyMismatchError):
        HASHER.verify(NOBODY, "")
