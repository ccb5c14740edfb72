"""Accounts of the people who use a workbench: passwords, roles, API tokens and the limit on attempts to sign in.

They stand in a SQLite file of their own beside the record, so that a record can be handed on without them; of a record
in PostgreSQL in a schema of their own, so that all workbenches of a team know the same people. Passwords are kept as
argon2id hashes, tokens and sessions as SHA-256 of secrets that are drawn at random. The clock is passed in.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trucewatch.errors import UsageError
from trucewatch.record import Address
from trucewatch.web._account_schema import digest
from trucewatch.web._account_store import AccountStore, InDatabase, InFile, Link, Rows, Taken
from trucewatch.web.permissions import Role

ACCOUNTS_FILE: Final = "accounts.db"
"""The name of the SQLite file in a record's folder."""

SHORTEST_PASSWORD: Final = 12
"""Characters, after NIST SP 800-63B-4, which asks for 15 where a password stands alone and 8 beside another factor."""
LONGEST_PASSWORD: Final = 1024
_NAME = re.compile(r"[^\W_][\w.@+-]{0,62}", re.ASCII)
_TAKEN = frozenset({"local", "nobody"})
_HASHES_AT_ONCE = threading.BoundedSemaphore(2)
"""One hash takes 64 MiB: more at once would let a burst of sign-ins fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often one may fail to sign in within `window` before the answer is to wait.

    Attributes:
        window: How long a failure counts.
        account_and_address: For one account from one address.
        address: From one address, whatever the account.
        account: For one account from anywhere; high, so that a stranger cannot easily keep its owner out.
    """

    window: dt.timedelta = dt.timedelta(minutes=15)
    account_and_address: int = 5
    address: int = 30
    account: int = 60


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account."""

    name: str
    role: Role
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as it may be shown: the secret itself is kept nowhere."""

    id: str
    account: str
    label: str
    role: Role
    created: dt.datetime
    expires: dt.datetime | None
    used: dt.datetime | None


class TooMany(Exception):
    """Too many attempts to sign in have failed; `seconds` tells how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds} seconds")


class Refused(Exception):
    """Somebody could not be signed in by another service; the words are for them, `status` is that of the answer."""

    def __init__(self, words: str, status: int = 403) -> None:
        self.status = status
        super().__init__(words)


class Accounts:
    """The accounts of one record. Threads may share it; close it at the end."""

    def __init__(
        self,
        place: Path | AccountStore,
        *,
        now: Callable[[], dt.datetime],
        limits: Limits | None = None,
        hasher: PasswordHasher | None = None,
    ) -> None:
        """Open the accounts, or make their file.

        Args:
            place: The SQLite file, which is made readable by its owner alone; or another place for them.
            now: The clock.
            limits: On attempts to sign in.
            hasher: argon2id with the parameters of RFC 9106 for less memory, where not given.

        Raises:
            RecordError: The file cannot be opened, or is of a newer version.
        """
        self._store = InFile(place) if isinstance(place, Path) else place
        self.limits = limits or Limits()
        self._now = now
        self._hasher = hasher or PasswordHasher()
        self._of_nobody = ""

    @classmethod
    def of(cls, address: Address, *, now: Callable[[], dt.datetime]) -> Self:
        """The accounts of the record at an address, made where there are none; or of a folder that holds them alone.

        Raises:
            RecordError: They cannot be opened or made, or are of a newer version.
        """
        return cls(address / ACCOUNTS_FILE if isinstance(address, Path) else InDatabase(address), now=now)

    @classmethod
    def beside(cls, address: Address, *, now: Callable[[], dt.datetime]) -> Self | None:
        """The accounts of the record at an address; null, and nothing is made, where there is no account."""
        if not (address / ACCOUNTS_FILE).is_file() if isinstance(address, Path) else not InDatabase.made(address):
            return None
        found = cls.of(address, now=now)
        if found.all():
            return found
        found.close()
        return None

    def close(self) -> None:
        """Let go of connections."""
        self._store.close()

    # ---- accounts

    def all(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self.connect() as db:
            return tuple(_account(row) for row in db.execute("SELECT name, role, created FROM account ORDER BY name"))

    def get(self, name: str) -> Account | None:
        """The account of this name, or null."""
        with self.connect() as db:
            row = db.execute("SELECT name, role, created FROM account WHERE name = ?", (name.casefold(),)).fetchone()
        return _account(row) if row else None

    def add(self, name: str, password: str, role: Role) -> Account:
        """Make an account.

        Raises:
            UsageError: The name is taken or cannot be a name, or the password is too short or too long.
        """
        name = name.strip().casefold()
        if not _NAME.fullmatch(name) or name in _TAKEN:
            raise UsageError(
                "this cannot be the name of an account",
                where=name[:64],
                remedy="letters, digits and . @ + - _, up to 63",
            )
        hashed = self._hash(checked_password(password, name))
        try:
            with self.connect() as db:
                db.execute("INSERT INTO account VALUES (?, ?, ?, ?)", (name, hashed, role.value, self._stamp()))
        except Taken as error:
            raise UsageError("there is an account of this name", where=name) from error
        return Account(name, role, self._now())

    def of_identity(self, issuer: str, subject: str, name: str, role: Role) -> Account:
        """The account of somebody who signs in through another service, made where there is none, with this role.

        Args:
            issuer: The service.
            subject: What it calls them, for ever.
            name: What the account is to be called; a number follows where another has the name already, so that nobody
                comes by an account through a name.
            role: What the service's groups give them now.
        """
        with self._store.alone() as db:
            sql = "SELECT account FROM identity WHERE issuer = ? AND subject = ?"
            row = db.execute(sql, (issuer, subject)).fetchone()
            if row is not None:
                db.execute("UPDATE account SET role = ? WHERE name = ?", (role.value, row[0]))
            else:
                base = name if _NAME.fullmatch(name) and len(name) <= 50 else "user"
                taken = {known for (known,) in db.execute("SELECT name FROM account")} | _TAKEN
                row = (next(n for i in count(1) if (n := base if i == 1 else f"{base}-{i}") not in taken),)
                # No password fits a hash that is none.
                db.execute("INSERT INTO account VALUES (?, '', ?, ?)", (row[0], role.value, self._stamp()))
                db.execute("INSERT INTO identity VALUES (?, ?, ?)", (issuer, subject, row[0]))
            found = db.execute("SELECT name, role, created FROM account WHERE name = ?", row).fetchone()
        return _account(found)

    def set_role(self, name: str, role: Role) -> None:
        """Give another role, from the next request on.

        Raises:
            UsageError: There is no such account, or it is the only admin.
        """
        name = name.casefold()
        with self._store.alone() as db:
            self._keep_an_admin(db, name, role)
            self._one(db.execute("UPDATE account SET role = ? WHERE name = ?", (role.value, name)), name)

    def set_password(self, name: str, password: str) -> None:
        """Give another password; everybody who is signed in to the account is signed out.

        Raises:
            UsageError: There is no such account, or the password is too short or too long.
        """
        name = name.casefold()
        hashed = self._hash(checked_password(password, name))
        with self.connect() as db:
            self._one(db.execute("UPDATE account SET hash = ? WHERE name = ?", (hashed, name)), name)
            db.execute("DELETE FROM session WHERE account = ?", (name,))

    def remove(self, name: str) -> None:
        """Take an account away, with its sessions and tokens; decisions that it made stay.

        Raises:
            UsageError: There is no such account, or it is the only admin while there are others.
        """
        name = name.casefold()
        with self._store.alone() as db:
            if db.execute("SELECT count(*) FROM account").fetchone()[0] > 1:
                self._keep_an_admin(db, name, None)
            self._one(db.execute("DELETE FROM account WHERE name = ?", (name,)), name)

    def _keep_an_admin(self, db: Link, name: str, role: Role | None) -> None:
        admins = {row[0] for row in db.execute("SELECT name FROM account WHERE role = ?", (Role.ADMIN.value,))}
        if admins == {name} and role is not Role.ADMIN:
            raise UsageError("this is the only admin", where=name, remedy="make somebody else an admin first")

    @staticmethod
    def _one(done: Rows, name: str) -> None:
        if not done.rowcount:
            raise UsageError("there is no account of this name", where=name)

    # ---- passwords

    def verify(self, name: str, password: str, address: str) -> Account | None:
        """The account, where name and password fit; a failure counts towards the limits.

        Args:
            name: As it was typed.
            password: As it was typed.
            address: From where it was tried.

        Raises:
            TooMany: Too many attempts have failed; it was not looked whether this one fits.
        """
        name = name.strip().casefold()[:64]
        # The attempt counts before the password is looked at, so that many at once cannot slip past the limit.
        attempt = self._attempt(name, address)
        with self.connect() as db:
            row = db.execute("SELECT name, role, created, hash FROM account WHERE name = ?", (name,)).fetchone()
        fits = self._fits(row[3] if row else self._nobody(), password)
        if row is None or not fits:
            return None
        with self.connect() as db:
            db.execute("DELETE FROM failure WHERE id = ? OR (account = ? AND address = ?)", (attempt, name, address))
            if self._hasher.check_needs_rehash(row[3]):
                db.execute("UPDATE account SET hash = ? WHERE name = ?", (self._hash(password), name))
        return _account(row[:3])

    def _attempt(self, name: str, address: str) -> int:
        since = (self._now() - self.limits.window).isoformat()
        with self._store.alone() as db:
            db.execute("DELETE FROM failure WHERE at <= ?", (since,))
            wait = self._wait(db, name, address)
            if wait is None:
                sql = "INSERT INTO failure (account, address, at) VALUES (?, ?, ?) RETURNING id"
                made: int = db.execute(sql, (name, address, self._stamp())).fetchone()[0]
                return made
        raise TooMany(wait)

    def _wait(self, db: Link, name: str, address: str) -> int | None:
        """Seconds until one may try again; null where one may now."""
        for limit, where, values in (
            (self.limits.account_and_address, "account = ? AND address = ?", (name, address)),
            (self.limits.address, "address = ?", (address,)),
            (self.limits.account, "account = ?", (name,)),
        ):
            oldest = db.execute(f"SELECT at FROM failure WHERE {where} ORDER BY at DESC", values).fetchall()
            if len(oldest) >= limit:
                free = dt.datetime.fromisoformat(oldest[limit - 1][0]) + self.limits.window
                return max(1, int((free - self._now()).total_seconds()) + 1)
        return None

    def _hash(self, password: str) -> str:
        with _HASHES_AT_ONCE:
            return self._hasher.hash(password)

    def _fits(self, hashed: str, password: str) -> bool:
        if len(password) > LONGEST_PASSWORD:
            return False
        try:
            with _HASHES_AT_ONCE:
                return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def _nobody(self) -> str:
        """A hash that nothing fits: a name that is not there takes as long to refuse as one that is."""
        self._of_nobody = self._of_nobody or self._hash(secrets.token_urlsafe(32))
        return self._of_nobody

    # ---- tokens

    def add_token(self, account: str, label: str, role: Role, *, days: int | None = None) -> tuple[Token, str]:
        """Make a token that may at most what its account and this role may.

        Returns:
            The token, and its secret, which is shown this once.

        Raises:
            UsageError: There is no such account, or its role does not reach so far.
        """
        found = self.get(account)
        if found is None:
            raise UsageError("there is no account of this name", where=account)
        if lesser(found.role, role) is not role:
            raise UsageError(f"the account is {found.role.value} and can give no token for {role.value}", where=account)
        label = " ".join(label.split())[:80] or "token"
        secret, id_ = f"tw_{secrets.token_urlsafe(32)}", secrets.token_hex(6)
        now = self._now()
        expires = now + dt.timedelta(days=days) if days else None
        row = (id_, found.name, label, digest(secret), role.value, now.isoformat(), expires and expires.isoformat())
        with self.connect() as db:
            db.execute("INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
        return Token(id_, found.name, label, role, now, expires, None), secret

    def tokens(self, account: str | None = None) -> tuple[Token, ...]:
        """All tokens, or those of one account, the oldest first."""
        sql = "SELECT id, account, label, role, created, expires, used FROM token"
        with self.connect() as db:
            rows = db.execute(f"{sql} WHERE ? IN (account, '') ORDER BY created, id", (account or "",)).fetchall()
        return tuple(Token(r[0], r[1], r[2], Role(r[3]), _time(r[4]), _moment(r[5]), _moment(r[6])) for r in rows)

    def remove_token(self, id_: str, account: str | None = None) -> None:
        """Take a token away, of one account where that is given.

        Raises:
            UsageError: There is no such token.
        """
        with self.connect() as db:
            done = db.execute("DELETE FROM token WHERE id = ? AND ? IN (account, '')", (id_, account or ""))
            if not done.rowcount:
                raise UsageError("there is no such token", where=id_[:40])

    def bearer(self, secret: str) -> Account | None:
        """The account behind a token, with the lesser of both roles; null where there is none or it has expired."""
        sql = (
            "SELECT a.name, a.role, a.created, t.role, t.expires, t.id, t.used FROM token t "
            "JOIN account a ON a.name = t.account WHERE t.digest = ?"
        )
        now = self._now()
        with self.connect() as db:
            row = db.execute(sql, (digest(secret),)).fetchone()
            if row is None or (row[4] is not None and _time(row[4]) <= now):
                return None
            used = _moment(row[6])
            if used is None or now - used > dt.timedelta(minutes=5):
                db.execute("UPDATE token SET used = ? WHERE id = ?", (now.isoformat(), row[5]))
        found = _account(row[:3])
        return Account(found.name, lesser(found.role, Role(row[3])), found.created)

    # ---- within

    def _stamp(self) -> str:
        return self._now().isoformat()

    def connect(self) -> AbstractContextManager[Link]:
        """A connection to the tables, in which sessions stand too.

        Raises:
            RecordError: They cannot be read or written.
        """
        return self._store.connect()

    @property
    def now(self) -> Callable[[], dt.datetime]:
        """The clock."""
        return self._now


def lesser(one: Role, other: Role) -> Role:
    """The role that may less."""
    order = list(Role)
    return min(one, other, key=order.index)


def checked_password(password: str, name: str) -> str:
    """A password that may be one.

    Raises:
        UsageError: It is too short, too long, or the name itself.
    """
    if len(password) < SHORTEST_PASSWORD or len(password) > LONGEST_PASSWORD:
        raise UsageError(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters", where=name, remedy="take a sentence"
        )
    if password.casefold() == name or len(set(password)) < 5:
        raise UsageError("this password is too easy to guess", where=name, remedy="take a sentence")
    return password


def _account(row: tuple[str, str, str]) -> Account:
    return Account(row[0], Role(row[1]), _time(row[2]))


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else _time(text)
