"""The people who use the workbench, for admins: accounts, their roles, and the tokens of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.web.accounts import SHORTEST_PASSWORD, Account, Accounts, Token
from trucewatch.web.answers import Answer, respond
from trucewatch.web.forms import Form, form_of
from trucewatch.web.permissions import GRANTS, Permission, Person, Role, changes, requires
from trucewatch.web.routes.login import people_of

router = APIRouter()

ROLE_MEANINGS = {
    Role.VIEWER: "reads the record; no victims' names, no texts of reports, no unreviewed claims",
    Role.ANALYST: "reads all, and decides in review",
    Role.EDITOR: "also undoes what others decided, rates sources, and gives reports to the record",
    Role.ADMIN: "also manages accounts",
}


@dataclass(frozen=True, slots=True)
class PeopleView:
    """All accounts with their tokens."""

    accounts: tuple[Account, ...]
    tokens: tuple[Token, ...]
    roles: dict[str, str]
    shortest: int
    done: str | None = None
    refused: str | None = None


@router.get("/people")
def people(request: Request, person: Annotated[Person, Depends(requires(Permission.MANAGE))]) -> Response:
    """All accounts."""
    return _page(request, person)


def _page(request: Request, person: Person, *, done: str | None = None, refused: str | None = None) -> Response:
    accounts = people_of(request).accounts
    roles = {role.value: meaning for role, meaning in ROLE_MEANINGS.items()}
    assert set(roles) == {role.value for role in GRANTS}
    view = PeopleView(accounts.all(), accounts.tokens(), roles, SHORTEST_PASSWORD, done, refused)
    answer = Answer(template="people.html", view=view, title="People")
    return respond(request, person, answer, status=400 if refused else 200)


@router.post("/people")
async def change(request: Request, person: Annotated[Person, Depends(changes(Permission.MANAGE))]) -> Response:
    """Add, change or remove an account, or take a token away, as the field `do` says."""
    form = await form_of(request)
    if not person.csrf:
        raise HTTPException(403, "Accounts are changed by people who have signed in, not by a token.")
    return await run_in_threadpool(_change, request, person, form)


def _change(request: Request, person: Person, form: Form) -> Response:
    accounts = people_of(request).accounts
    try:
        act = _ACTS.get(form.get("do", ""))
        if act is None:
            raise UsageError("nothing of this kind can be done")
        done = act(accounts, form)
    except UsageError as error:
        told = ": ".join(filter(None, (error.where, error.message)))
        return _page(request, person, refused=f"{told}{f' ({error.remedy})' if error.remedy else ''}")
    return _page(request, person, done=done)


def _role(form: Form) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError as error:
        raise UsageError("there is no such role") from error


def _add(accounts: Accounts, form: Form) -> str:
    made = accounts.add(form.get("name", ""), form.get("password", ""), _role(form))
    return f"{made.name} can sign in now."


def _set_role(accounts: Accounts, form: Form) -> str:
    accounts.set_role(form.get("name", ""), _role(form))
    return f"{form['name']} is {_role(form).value} now."


def _set_password(accounts: Accounts, form: Form) -> str:
    accounts.set_password(form.get("name", ""), form.get("password", ""))
    return f"{form['name']} has another password, and is signed out everywhere."


def _remove(accounts: Accounts, form: Form) -> str:
    accounts.remove(form.get("name", ""))
    return f"{form['name']} has no account any more."


def _remove_token(accounts: Accounts, form: Form) -> str:
    accounts.remove_token(form.get("token", ""))
    return "The token no longer works."


_ACTS: dict[str, Callable[[Accounts, Form], str]] = {
    "add": _add,
    "role": _set_role,
    "password": _set_password,
    "remove": _remove,
    "remove-token": _remove_token,
}
