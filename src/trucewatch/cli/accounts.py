"""`trucewatch accounts`: the people who may use a workbench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import NEW_RECORD, printable, stdin, tell

if TYPE_CHECKING:
    from trucewatch.record import Address
    from trucewatch.web.accounts import Accounts

_RECORD = click.argument("address", metavar="DIR", type=NEW_RECORD)
_ROLES = ("viewer", "analyst", "editor", "admin")


@click.group(short_help="The people who may use the workbench: add, list, remove, tokens.")
def accounts() -> None:
    """Manage the accounts of the workbench over the record in DIR.

    A viewer reads the record without victims' names, texts of reports and unreviewed claims. An analyst reads all and
    decides in review. An editor also undoes what others decided, rates sources and gives reports to the record. An
    admin also manages accounts. They are kept in accounts.db beside the record, or for a record in PostgreSQL,
    whose address then stands for DIR, in a schema of their own; while there are none, `trucewatch serve` answers this
    machine alone.
    """


@accounts.command(short_help="Make an account, or give one another role or password.")
@_RECORD
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), help="What the person may do; viewer for a new account.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@click.option("--keep-password", is_flag=True, help="Change the role alone.")
def add(address: Address, name: str, role: str | None, password_stdin: bool, keep_password: bool) -> None:
    """Make the account NAME, or change it where it is there."""
    from trucewatch.errors import UsageError
    from trucewatch.web import Role

    with _open(address, first=True) as found:
        there = found.get(name)
        if keep_password and there is None:
            raise UsageError("there is no account of this name", where=name)
        password = None if keep_password else _password(password_stdin)
        if there is None:
            assert password is not None
            made = found.add(name, password, Role(role or "viewer"))
            tell(f"{made.name} can sign in as {made.role.value}.")
            return
        if password is not None:
            found.set_password(name, password)
        if role is not None:
            found.set_role(name, Role(role))
        tell(f"{there.name} was changed.")


@accounts.command(name="list", short_help="List accounts and their tokens.")
@_RECORD
def list_(address: Address) -> None:
    """List accounts with their roles, and their tokens."""
    with _open(address) as found:
        for account in found.all():
            click.echo(f"{account.name}  {account.role.value}  since {account.created:%Y-%m-%d}")
            for token in found.tokens(account.name):
                ends = f"until {token.expires:%Y-%m-%d}" if token.expires else "for good"
                click.echo(f"  token {token.id}  {token.role.value}  {ends}  {printable(token.label)}")


@accounts.command(short_help="Take an account away, with its sessions and tokens.")
@_RECORD
@click.argument("name")
def remove(address: Address, name: str) -> None:
    """Take the account NAME away. Decisions that it made stay in the record."""
    with _open(address) as found:
        found.remove(name)
    tell(f"{name} has no account any more.")


@accounts.command(short_help="Make an API token, or take one away.")
@_RECORD
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="viewer", show_default=True, help="At most this it may do.")
@click.option("--label", default="command line", show_default=True, help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="How many days it works; for good where not given.")
@click.option("--remove", "gone", metavar="ID", help="Take away the token with this id.")
def token(address: Address, name: str, role: str, label: str, days: int | None, gone: str | None) -> None:
    """Make an API token for the account NAME and print it; it is shown this once."""
    from trucewatch.web import Role

    with _open(address) as found:
        if gone is not None:
            found.remove_token(gone, name.casefold())
            tell("The token no longer works.")
            return
        _, secret = found.add_token(name, label, Role(role), days=days)
        click.echo(secret)


@contextmanager
def _open(address: Address, *, first: bool = False) -> Iterator[Accounts]:
    """The accounts of a record; the first may be made in an empty folder, where the record stands in PostgreSQL."""
    from trucewatch.errors import RecordError
    from trucewatch.record import RECORD_FILE, Store
    from trucewatch.record.store import utc_now
    from trucewatch.web.accounts import ACCOUNTS_FILE, Accounts

    if isinstance(address, Path):
        fits = (address / RECORD_FILE).is_file() or (address / ACCOUNTS_FILE).is_file()
        if not fits and not (first and address.is_dir() and not any(address.iterdir())):
            raise RecordError("no record", where=str(address), remedy="name a folder that `trucewatch run` wrote")
    else:
        Store.open(address, create=False).close()  # refuses a database that holds no record
    with closing(Accounts.of(address, now=utc_now)) as found:
        yield found


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return stdin().readline().decode("utf-8", "replace").rstrip("\r\n")
    asked = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    assert isinstance(asked, str)
    return asked
