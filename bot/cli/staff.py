"""Accounts of the staff who may open the support console."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import output
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.store.accounts import Accounts

app = typer.Typer(
    help="Say who may open the support console at /support.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="Name of the account.")]
DataDir = Annotated[
    Path | None, typer.Option(help="The folder that accounts are kept in.")
]
FromInput = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input."),
]


@app.command()
def add(
    name: Name, *, data_dir: DataDir = None, password_stdin: FromInput = False
) -> None:
    """Make an account."""
    _accounts(data_dir).add(name, _password(from_input=password_stdin))
    output.print(f"{name} can sign in at /support.", highlight=False)


@app.command()
def password(
    name: Name, *, data_dir: DataDir = None, password_stdin: FromInput = False
) -> None:
    """Give an account another password; its sign-ins end."""
    _accounts(data_dir).change_password(name, _password(from_input=password_stdin))
    output.print(f"{name} has another password.", highlight=False)


@app.command()
def remove(name: Name, *, data_dir: DataDir = None) -> None:
    """Take an account away; its sign-ins end."""
    _accounts(data_dir).remove(name)
    output.print(f"{name} can no longer sign in.", highlight=False)


@app.command("list")
def every(*, data_dir: DataDir = None) -> None:
    """Name every account."""
    table = Table("name", "since", box=None)
    for account in _accounts(data_dir).all():
        table.add_row(account.name, account.created_at[:10])
    output.print(table if table.rows else "There is no account: b12bot staff add NAME")


def _accounts(data_dir: Path | None) -> "Accounts":
    from bot.store.accounts import Accounts
    from bot.store.keeping import open_database

    return Accounts(open_database(read_settings(data_dir=data_dir)))


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return given
