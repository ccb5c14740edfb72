"""Who is signed in: sessions kept on the server, the cookie that names one, and the mark against forged forms.

The cookie holds 256 random bits and nothing else; the server keeps their SHA-256. A change in the record's state needs
beside the cookie a mark that only our own pages know (`Person.csrf`), in the form or in the header `X-CSRF-Token`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response

from trucewatch.web._account_schema import digest
from trucewatch.web.accounts import Account, Accounts
from trucewatch.web.permissions import Person, Role

if TYPE_CHECKING:  # what it needs is installed only where it is used
    from trucewatch.web.openid import OpenId

IDLE: Final = dt.timedelta(hours=8)
"""A session that nobody has used for so long is over."""
LONGEST: Final = dt.timedelta(days=3)
"""A session is over after so long, used or not."""
_RENEWED: Final = dt.timedelta(minutes=1)
_PLAIN, _SECURE = "trucewatch", "__Host-trucewatch"
_LONGEST_SECRET: Final = 200


def cookie_name(request: Request) -> str:
    """The name of the cookie; over https one that no other host can set."""
    return _SECURE if request.url.scheme == "https" else _PLAIN


def set_cookie(request: Request, response: Response, name: str, value: str, *, abroad: bool = False) -> None:
    """A cookie that scripts cannot read and that no other site's page sends along; gone when the browser closes.

    Args:
        request: Tells whether it goes over https alone.
        response: What it is set with.
        name: Of the cookie.
        value: Of the cookie.
        abroad: Whether it comes along when another site sends somebody here by a link or redirect.
    """
    safe = request.url.scheme == "https"
    response.set_cookie(name, value, httponly=True, samesite="lax" if abroad else "strict", secure=safe, path="/")


class Sessions:
    """The sessions of the accounts of one record."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def begin(self, account: Account) -> str:
        """Begin a session; returns the secret for the cookie."""
        secret, now = secrets.token_urlsafe(32), self._accounts.now()
        row = (digest(secret), account.name, secrets.token_urlsafe(24), now.isoformat(), now.isoformat())
        with self._accounts.connect() as db:
            db.execute("DELETE FROM session WHERE seen <= ?", ((now - IDLE).isoformat(),))
            db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", row)
        return secret

    def person(self, secret: str) -> Person | None:
        """Who is signed in with this secret, with the role that the account has now; null where nobody is."""
        now = self._accounts.now()
        sql = (
            "SELECT a.name, a.role, s.csrf, s.created, s.seen FROM session s JOIN account a ON a.name = s.account "
            "WHERE s.digest = ?"
        )
        with self._accounts.connect() as db:
            row = db.execute(sql, (digest(secret),)).fetchone()
            if row is None:
                return None
            created, seen = dt.datetime.fromisoformat(row[3]), dt.datetime.fromisoformat(row[4])
            if now - seen >= IDLE or now - created >= LONGEST:
                db.execute("DELETE FROM session WHERE digest = ?", (digest(secret),))
                return None
            if now - seen >= _RENEWED:
                db.execute("UPDATE session SET seen = ? WHERE digest = ?", (now.isoformat(), digest(secret)))
        return Person(row[0], Role(row[1]), csrf=row[2])

    def end(self, secret: str) -> None:
        """End a session."""
        with self._accounts.connect() as db:
            db.execute("DELETE FROM session WHERE digest = ?", (digest(secret),))


@dataclass(frozen=True, slots=True)
class AccountPeople:
    """People with accounts: who asks is told by an API token, or else by the cookie of a session."""

    accounts: Accounts
    sessions: Sessions
    openid: OpenId | None = None
    """The service through which people may sign in beside their passwords."""

    @classmethod
    def of(cls, accounts: Accounts, openid: OpenId | None = None) -> AccountPeople:
        """The people of some accounts."""
        return cls(accounts, Sessions(accounts), openid)

    def person(self, request: Request) -> Person | None:
        """The person behind a request, looked up once for each."""
        known: dict[str, Person | None] = request.scope.setdefault("trucewatch", {})
        if "person" not in known:
            known["person"] = self._find(request)
        return known["person"]

    def _find(self, request: Request) -> Person | None:
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme:
            # Whoever shows a token is nobody else, though a cookie came along.
            if scheme.lower() != "bearer" or not 0 < len(secret.strip()) <= _LONGEST_SECRET:
                return None
            found = self.accounts.bearer(secret.strip())
            return Person(found.name, found.role) if found else None
        cookie = request.cookies.get(cookie_name(request), "")
        return self.sessions.person(cookie) if 0 < len(cookie) <= _LONGEST_SECRET else None
