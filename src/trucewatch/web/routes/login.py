"""Signing in and out, and one's own password and API tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.web.accounts import Account, Refused, Token, TooMany, lesser
from trucewatch.web.answers import Answer, respond
from trucewatch.web.forms import form_of
from trucewatch.web.permissions import Permission, Person, Role, anyone, changes, requires
from trucewatch.web.sessions import AccountPeople, cookie_name, set_cookie

if TYPE_CHECKING:
    from trucewatch.web.openid import OpenId

router = APIRouter()

_MARK, _LEFT = "trucewatch-login", "trucewatch-openid"
_NOBODY = Person("nobody", Role.VIEWER)


@dataclass(frozen=True, slots=True)
class LoginView:
    """The form to sign in; `onward` is the page that was asked for, `provider` the service that may be used instead."""

    name: str
    onward: str
    mark: str
    refused: str | None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """One's own account; `secret` is that of a token just made, shown this once."""

    name: str
    role: Role
    roles: tuple[Role, ...]
    tokens: tuple[Token, ...]
    secret: str | None = None
    done: str | None = None
    refused: str | None = None


def people_of(request: Request) -> AccountPeople:
    """The accounts of this workbench.

    Raises:
        HTTPException: 404 where there are none.
    """
    people = request.app.state.people
    if not isinstance(people, AccountPeople):
        raise HTTPException(404, "There are no accounts here. `trucewatch accounts add` makes the first.")
    return people


def onward(path: str) -> str:
    """A page of ours to go on to: a path, and nothing that a browser takes for another host."""
    sound = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if sound and len(path) < 2_000 and not path.startswith("/login") else "/"


@router.get("/login", dependencies=[Depends(anyone)])
def login(request: Request) -> Response:
    """The form to sign in."""
    people_of(request)
    return _form(request, "", onward(request.query_params.get("next", "/")), None)


def _form(request: Request, name: str, to: str, refused: str | None, status: int = 200) -> Response:
    mark = request.cookies.get(_MARK) or ""
    mark = mark if 20 < len(mark) < 100 else secrets.token_urlsafe(24)
    openid = people_of(request).openid
    view = LoginView(name, to, mark, refused, openid.provider.name if openid else None)
    made = respond(request, _NOBODY, Answer(template="login.html", view=view, title="Sign in"), status=status)
    set_cookie(request, made, _MARK, mark)
    return made


@router.post("/login", dependencies=[Depends(anyone)])
async def sign_in(request: Request) -> Response:
    """Sign in, and go on to the page that was asked for."""
    people, form = people_of(request), await form_of(request)
    mark = request.cookies.get(_MARK, "")
    to = onward(form.get("next", "/"))
    if not mark or not secrets.compare_digest(mark.encode(), form.get("mark", "").encode()):
        return _form(request, "", to, "The form was too old. Try again.", 403)
    name = form.get("name", "")[:64]
    address = request.client.host if request.client else ""
    try:
        found = await run_in_threadpool(people.accounts.verify, name, form.get("password", ""), address)
    except TooMany as wait:
        made = _form(request, name, to, f"Too many attempts have failed. Try again in {wait.seconds} seconds.", 429)
        made.headers["Retry-After"] = str(wait.seconds)
        return made
    if found is None:
        return _form(request, name, to, "Name and password do not fit.", 401)
    return await run_in_threadpool(_signed_in, request, people, found, to)


def _signed_in(request: Request, people: AccountPeople, account: Account, to: str) -> Response:
    """A new session; the one before it ends, so that nobody can have prepared it."""
    people.sessions.end(request.cookies.get(cookie_name(request), ""))
    made = RedirectResponse(to, status_code=303)
    set_cookie(request, made, cookie_name(request), people.sessions.begin(account))
    made.delete_cookie(_MARK, path="/")
    return made


@router.get("/login/openid", dependencies=[Depends(anyone)])
def leave(request: Request) -> Response:
    """Go to the service to sign in there."""
    openid = _openid_of(request)
    to = onward(request.query_params.get("next", "/"))
    try:
        address, cookie = openid.begin(to)
    except Refused as error:
        return _form(request, "", to, str(error), error.status)
    made = RedirectResponse(address, status_code=303)
    set_cookie(request, made, _LEFT, cookie, abroad=True)
    return made


@router.get("/login/openid/return", dependencies=[Depends(anyone)])
def come_back(request: Request) -> Response:
    """Come back from the service, signed in there."""
    openid, people = _openid_of(request), people_of(request)
    try:
        found, to = openid.finish(dict(request.query_params), request.cookies.get(_LEFT, ""))
    except Refused as error:
        return _form(request, "", "/", str(error), error.status)
    account = people.accounts.of_identity(found.issuer, found.subject, found.name, found.role)
    # A page, not a redirect: on one that another site began, browsers keep the cookie of the session back.
    made = HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Signed in</title>'
        f'<meta http-equiv="refresh" content="0;url={escape(to)}"><p><a href="{escape(to)}">Signed in. Go on</a></p>'
    )
    people.sessions.end(request.cookies.get(cookie_name(request), ""))
    set_cookie(request, made, cookie_name(request), people.sessions.begin(account))
    made.delete_cookie(_LEFT, path="/")
    return made


def _openid_of(request: Request) -> OpenId:
    openid = people_of(request).openid
    if openid is None:
        raise HTTPException(404, "No service to sign in through is set up here.")
    return openid


@router.post("/logout")
def sign_out(request: Request, _: Annotated[Person, Depends(changes(Permission.READ))]) -> Response:
    """End the session."""
    people = people_of(request)
    people.sessions.end(request.cookies.get(cookie_name(request), ""))
    made = RedirectResponse("/login", status_code=303)
    made.delete_cookie(cookie_name(request), path="/")
    return made


@router.get("/account")
def account(request: Request, person: Annotated[Person, Depends(requires(Permission.READ))]) -> Response:
    """One's own account."""
    people_of(request)
    return _account(request, person)


def _account(
    request: Request,
    person: Person,
    *,
    secret: str | None = None,
    done: str | None = None,
    error: UsageError | None = None,
) -> Response:
    roles = tuple(role for role in Role if lesser(role, person.role) is role)
    tokens = people_of(request).accounts.tokens(person.name)
    refused = f"{error.message}{f'; {error.remedy}' if error.remedy else ''}" if error else None
    view = AccountView(person.name, person.role, roles, tokens, secret, done, refused)
    answer = Answer(template="account.html", view=view, title="Your account")
    return respond(request, person, answer, status=400 if error else 200)


@router.post("/account/password")
async def password(request: Request, person: Annotated[Person, Depends(changes(Permission.READ))]) -> Response:
    """Give oneself another password; all sessions end, and a new one begins."""
    people, form = people_of(request), await form_of(request)
    address = request.client.host if request.client else ""
    _by_hand(person)
    try:
        known = await run_in_threadpool(people.accounts.verify, person.name, form.get("old", ""), address)
        if known is None:
            raise UsageError("the old password does not fit")
        await run_in_threadpool(people.accounts.set_password, person.name, form.get("new", ""))
    except TooMany as wait:
        error = UsageError(f"too many attempts have failed: wait {wait.seconds} seconds")
        return await run_in_threadpool(lambda: _account(request, person, error=error))
    except UsageError as error:
        told = error
        return await run_in_threadpool(lambda: _account(request, person, error=told))
    return await run_in_threadpool(_signed_in, request, people, known, "/account")


@router.post("/account/tokens")
async def add_token(request: Request, person: Annotated[Person, Depends(changes(Permission.READ))]) -> Response:
    """Make an API token; its secret is shown this once."""
    people, form = people_of(request), await form_of(request)
    _by_hand(person)
    try:
        days = form.get("days", "")
        if days and not (days.isascii() and days.isdigit() and 0 < int(days[:6]) <= 3650):
            raise UsageError("want a number of days up to 3650")
        role = Role(form.get("role", ""))
        _, secret = await run_in_threadpool(
            lambda: people.accounts.add_token(
                person.name, form.get("label", ""), role, days=int(days) if days else None
            )
        )
    except ValueError:
        unknown = UsageError("there is no such role")
        return await run_in_threadpool(lambda: _account(request, person, error=unknown))
    except UsageError as error:
        told = error
        return await run_in_threadpool(lambda: _account(request, person, error=told))
    return await run_in_threadpool(lambda: _account(request, person, secret=secret))


@router.post("/account/tokens/{id_}/remove")
def remove_token(id_: str, request: Request, person: Annotated[Person, Depends(changes(Permission.READ))]) -> Response:
    """Take a token of one's own away."""
    _by_hand(person)
    try:
        people_of(request).accounts.remove_token(id_, person.name)
    except UsageError as error:
        return _account(request, person, error=error)
    return _account(request, person, done="The token no longer works.")


def _by_hand(person: Person) -> None:
    """A token must not make others, or it would outlive its own end."""
    if not person.csrf:
        raise HTTPException(403, "Accounts and tokens are changed by people who have signed in, not by a token.")


def login_path(path: str, query: str) -> str:
    """The address to sign in at, and to come back from to a page."""
    return f"/login?next={quote(path + (f'?{query}' if query else ''), safe='')}"
