"""Accounts of the staff, and who is signed in."""

import re
import secrets
from datetime import timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.store.clock import stamp
from bot.store.database import Database
from bot.store.tables import Account, SignIn
from bot.store.throttle import Throttle
from corpus import B12BotError

NAME = re.compile(r"[\w.@-]{1,64}")
SHORTEST, LONGEST = 12, 200  # characters of a password
IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
HASHER = PasswordHasher()  # argon2id, by RFC 9106
# What nobody's password has as its hash: checked where there is no account, so that
# a wrong name takes as long as a wrong password.
NOBODY = (
    f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},"
    f"p={HASHER.parallelism}${'A' * 22}${'A' * 43}"
)


class AccountError(B12BotError):
    """An account cannot be made or changed."""


class WrongPasswordError(B12BotError):
    """The name or the password is wrong; which, is not said."""

    def __init__(self) -> None:
        super().__init__("The name or the password is wrong.", "Try again.")


class ThrottledError(B12BotError):
    """Too many wrong passwords; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        after = f"{seconds} second{'' if seconds == 1 else 's'}"
        super().__init__("Too many wrong passwords.", f"Try again in {after}.")
        self.seconds = seconds


class Accounts:
    """The accounts in a database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._throttle = Throttle(database)

    def add(self, name: str, password: str) -> None:
        """Make an account; AccountError where name or password will not do."""
        if not NAME.fullmatch(name):
            raise AccountError(
                f"{name!r} is no name for an account.",
                "Use up to 64 letters, digits and . _ @ -",
            )
        account = Account(
            name=name, password=_hashed(name, password), created_at=stamp()
        )
        with self._database.session(writes=True) as session:
            if session.get(Account, name):
                raise AccountError(
                    f"There is an account {name!r} already.",
                    f"Change its password: b12bot staff password {name}",
                )
            session.add(account)

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password, and end its sign-ins."""
        hashed = _hashed(name, password)
        with self._database.session(writes=True) as session:
            _known(session, name).password = hashed
            session.execute(delete(SignIn).where(SignIn.name == name))

    def remove(self, name: str) -> None:
        """Take an account away, and end its sign-ins."""
        with self._database.session(writes=True) as session:
            session.delete(_known(session, name))
            session.execute(delete(SignIn).where(SignIn.name == name))

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._database.session() as session:
            return list(session.scalars(select(Account).order_by(Account.name)))

    def exist(self) -> bool:
        """Whether there is any account."""
        with self._database.session() as session:
            return session.scalar(select(Account.name).limit(1)) is not None

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """The token of a new sign-in; WrongPasswordError, ThrottledError."""
        if wait := self._throttle.begin(name, address):
            raise ThrottledError(wait)
        with self._database.session() as session:
            account = session.get(Account, name)
        hashed = account.password if account else NOBODY
        try:
            HASHER.verify(hashed, password[: LONGEST + 1])
        except VerificationError as error:
            raise WrongPasswordError from error
        if account is None:
            raise WrongPasswordError
        self._throttle.forgive(name, address)
        return self._begin(name, password)

    def who(self, token: str) -> str:
        """Who is signed in with a token, "" where nobody is."""
        with self._database.session() as session:
            found = session.get(SignIn, _digest(token))
            if (
                found is None
                or _has_ended(found)
                or not session.get(Account, found.name)
            ):
                return ""
        if found.seen_at < stamp(SEEN_EVERY):
            with self._database.session(writes=True) as session:
                if again := session.get(SignIn, found.token_sha256):
                    again.seen_at = stamp()
        return found.name

    def sign_out(self, token: str) -> None:
        """End a sign-in; nothing happens where there is none."""
        gone = delete(SignIn).where(SignIn.token_sha256 == _digest(token))
        with self._database.session(writes=True) as session:
            session.execute(gone)

    def _begin(self, name: str, password: str) -> str:
        token = secrets.token_urlsafe(32)
        ended = or_(SignIn.seen_at < stamp(IDLE), SignIn.created_at < stamp(WHOLE))
        with self._database.session(writes=True) as session:
            account = _known(session, name)
            if HASHER.check_needs_rehash(account.password):
                account.password = HASHER.hash(password)
            session.execute(delete(SignIn).where(ended))
            now = stamp()
            session.add(
                SignIn(
                    token_sha256=_digest(token), name=name, created_at=now, seen_at=now
                )
            )
        return token


def _has_ended(found: SignIn) -> bool:
    return found.seen_at < stamp(IDLE) or found.created_at < stamp(WHOLE)


def _known(session: Session, name: str) -> Account:
    account = session.get(Account, name)
    if account is None:
        raise AccountError(
            f"There is no account {name!r}.", "Look at them: b12bot staff list"
        )
    return account


def _hashed(name: str, password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST or name.lower() in password.lower():
        raise AccountError(
            f"A password has {SHORTEST} to {LONGEST} characters, and not the name.",
            "Take four or five words that nobody expects together.",
        )
    return HASHER.hash(password)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
