"""Who may do what: four roles, what each of them may, and the one check that every route goes through.

A route without `requires` is a mistake that a test finds. Accounts are another `People`; routes stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from trucewatch.web.forms import form_of


class Role(StrEnum):
    """What somebody is to the record; each role may all that the one before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    EDITOR = "editor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a route may ask for.

    `READ`: the record without victims' names, texts of reports and claims that nobody has reviewed; `READ_NAMES`: names
    and texts; `READ_UNREVIEWED`: claims that nobody has reviewed; `DECIDE`: review; `POST`: give reports to the record;
    `OVERRULE`: undo what others decided, rate sources; `MANAGE`: people and settings.
    """

    READ = "read"
    READ_NAMES = "read_names"
    READ_UNREVIEWED = "read_unreviewed"
    DECIDE = "decide"
    POST = "post"
    OVERRULE = "overrule"
    MANAGE = "manage"


def _grants() -> dict[Role, frozenset[Permission]]:
    viewer = {Permission.READ}
    analyst = viewer | {Permission.READ_NAMES, Permission.READ_UNREVIEWED, Permission.DECIDE}
    editor = analyst | {Permission.POST, Permission.OVERRULE}
    return {
        Role.VIEWER: frozenset(viewer),
        Role.ANALYST: frozenset(analyst),
        Role.EDITOR: frozenset(editor),
        Role.ADMIN: frozenset(editor | {Permission.MANAGE}),
    }


GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(_grants())
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the name that decisions carry, and the role.

    `csrf` is the mark that our own pages put into their forms; empty for programs, which show a token instead.
    """

    name: str
    role: Role
    csrf: str = field(default="", repr=False)

    def may(self, permission: Permission) -> bool:
        """Whether the role grants it."""
        return permission in GRANTS[self.role]


def refusal(person: Person, needed: Permission) -> str:
    """Why somebody may not do something, and which role may."""
    least = next(role for role in Role if needed in GRANTS[role])
    return f"The role {person.role.value} may not {_DOING[needed]}; it takes the role {least.value}."


_DOING: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.READ: "read the record",
        Permission.READ_NAMES: "read victims' names and texts of reports",
        Permission.READ_UNREVIEWED: "see claims that nobody has reviewed, or what single claimants said",
        Permission.DECIDE: "review",
        Permission.POST: "give reports to the record",
        Permission.OVERRULE: "rate sources or undo what others decided",
        Permission.MANAGE: "manage people and settings",
    }
)


class People(Protocol):
    """Tells who asks. Null where nobody has signed in."""

    def person(self, request: Request) -> Person | None:
        """The person behind a request, or null."""
        ...


@dataclass(frozen=True, slots=True)
class LocalPeople:
    """Nobody has an account: whoever reaches the server, over loopback alone, has this role."""

    role: Role = Role.ADMIN
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    def person(self, request: Request) -> Person:  # noqa: ARG002
        """The one person there is."""
        return Person("local", self.role, csrf=self.csrf)


@dataclass(frozen=True, slots=True)
class Requires:
    """The dependency of a route: gives the person, or refuses with 401 or 403."""

    permission: Permission

    def __call__(self, request: Request) -> Person:
        """The person behind the request.

        Raises:
            HTTPException: 401 where nobody has signed in, 403 where the role does not grant the permission.
        """
        people: People = request.app.state.people
        person = people.person(request)
        if person is None:
            raise HTTPException(401, "Sign in first.")
        if not person.may(self.permission):
            raise HTTPException(403, refusal(person, self.permission))
        return person


def anyone() -> None:
    """What a route depends on that nobody needs to have signed in for; there are few."""


def requires(permission: Permission) -> Requires:
    """What a route depends on, so that only people with this permission reach it."""
    return Requires(permission)


@dataclass(frozen=True, slots=True)
class Changes:
    """The dependency of a route that changes something: `Requires`, and the mark of a page of ours."""

    permission: Permission

    async def __call__(self, request: Request) -> Person:
        """The person behind the request.

        Raises:
            HTTPException: As `Requires` does; 403 where the mark is missing or is another's.
        """
        person = await run_in_threadpool(Requires(self.permission), request)
        if person.csrf:
            given = request.headers.get("x-csrf-token") or (await form_of(request)).get("csrf", "")
            if not secrets.compare_digest(given.encode(), person.csrf.encode()):
                raise HTTPException(403, "This did not come from a page of this session. Open the page again.")
        return person


def changes(permission: Permission) -> Changes:
    """What a route that changes something depends on."""
    return Changes(permission)
