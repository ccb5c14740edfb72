"""What the API takes and gives beside the records of the contract."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from trucewatch.assess import LedgerBy, LedgerRow, Span
from trucewatch.model import (
    CheckType,
    CheckVerdict,
    Decision,
    DecisionAction,
    Finding,
    Grade,
    Incident,
    Kind,
    Value,
    Verdict,
)
from trucewatch.web.effects import Effects
from trucewatch.web.queries import TermCount, Totals

T = TypeVar("T")

Short = Annotated[str, Field(max_length=600)]


def _told(pattern: str, *, most: int, least: int | None = None) -> Any:
    """A pattern for the description alone: what does not fit is refused later, in words that help."""
    return Field(json_schema_extra={"pattern": pattern}, min_length=least, max_length=most)


Subject = Annotated[str, _told(r"^(claim|incident|finding|source|decision):.", most=600)]
"""What a decision is about."""


def _written_day(value: object) -> object:
    """A day as ISO 8601 writes it; a bare number is none, though it could be seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("want a day as 2020-03-19")
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Day = Annotated[dt.date, BeforeValidator(_written_day)]


class Strict(BaseModel):
    """Refuses what it does not know, so that a misspelt field is told and not lost."""

    model_config = ConfigDict(extra="forbid")


class Page(BaseModel, Generic[T]):
    """One page of a list.

    Attributes:
        items: In the order of the list.
        next: The cursor of the page after it; null where there is none. A page may hold fewer than asked for.
    """

    items: list[T]
    next: str | None


class Paged(Strict):
    """Which page of a list."""

    limit: int = Field(default=50, ge=1, le=200, description="Rows of a page at most.")
    cursor: Annotated[str, _told(r"^[A-Za-z0-9_-]+$", most=4_000, least=1)] | None = Field(
        default=None, description="`next` of the page before."
    )


class Filtered(Strict):
    """The filters of the workbench; values of one widen each other, filters narrow each other."""

    q: Annotated[str, Field(max_length=400)] = Field(default="", description="Words that all stand in the incident.")
    since: Day | None = Field(default=None, description="First day, inclusive.")
    until: Day | None = Field(default=None, description="Last day, inclusive.")
    box: Annotated[str, _told(r"^[^,]+(,[^,]+){3}$", most=200, least=1)] | None = Field(
        default=None, description="west,south,east,north in degrees."
    )
    kind: list[Kind] = Field(default=[], max_length=100)
    side: list[Short] = Field(default=[], max_length=100, description="Of any account; `-` where none is named.")
    verdict: list[Verdict] = Field(default=[], max_length=100)
    term: list[Short] = Field(default=[], max_length=100)
    unknown: list[Short] = Field(default=[], max_length=100, description="Tests whose answer is not known.")
    grade: list[Grade] = Field(default=[], max_length=100)
    source: list[Short] = Field(default=[], max_length=100, description="Outlets; `-` for reports that name none.")
    undated: bool = Field(default=False, description="Only incidents whose day is not known.")
    unplaced: bool = Field(default=False, description="Only incidents without a point.")

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as the address of a page has them."""
        found: list[tuple[str, str]] = []
        for name in Filtered.model_fields:
            value = getattr(self, name)
            if isinstance(value, bool):
                found += [(name, "1")] if value else []
            elif isinstance(value, list):
                found += [(name, str(one)) for one in value]
            elif value:
                found.append((name, str(value)))
        return found


class IncidentList(Paged, Filtered):
    """Which incidents, or which of their findings."""


class ReportList(Paged):
    """Which reports."""

    source: Short | None = Field(default=None, description="Of this outlet; `-` for those that name none.")


class ClaimList(Paged):
    """Which claims."""

    report: Short | None = Field(default=None, description="Of this report.")
    incident: Short | None = Field(default=None, description="Of this incident.")
    kind: Kind | None = None


class CheckList(Paged):
    """Which checks."""

    report: Short | None = Field(default=None, description="Of this report.")
    type: CheckType | None = None
    verdict: CheckVerdict | None = None


class DecisionList(Paged):
    """Which decisions."""

    subject: Short | None = Field(default=None, description="About exactly this, for instance `incident:ID`.")
    actor: Short | None = None
    action: DecisionAction | None = None


class LedgerOf(Strict):
    """Which ledger."""

    by: LedgerBy = LedgerBy.CLAIMANT
    period: Span = Span.MONTH


class LookAt(Strict):
    """What is looked at."""

    subject: Subject = Field(description="`claim:ID`, `incident:ID`, `finding:INCIDENT/AGREEMENT/TERM`.")


class RecordView(BaseModel):
    """What the record is."""

    name: str
    version: str
    incidents: int
    reports: int
    claims: int
    extractors: dict[str, int]
    decisions_head: str | None = Field(description="Hash of the last decision; null where there is none.")


class IncidentView(BaseModel):
    """An incident with its findings."""

    incident: Incident
    findings: list[Finding]


class Summary(BaseModel):
    """Totals and findings a term over the incidents that fit."""

    totals: Totals
    terms: list[TermCount]


class LedgerView(BaseModel):
    """A ledger over the whole record."""

    by: LedgerBy
    rows: list[LedgerRow]


class LookView(BaseModel):
    """A thing as it stands, and its digest for `seen`."""

    subject: str
    digest: str
    document: Any


class ReportIn(Strict):
    """A report to be read; only the text is needed. What the record has already changes nothing."""

    text: str = Field(min_length=1, max_length=2_000_000)
    id: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    title: Annotated[str, Field(max_length=2_000)] | None = None
    source: Annotated[str, Field(max_length=300)] | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None
    lang: Annotated[str, Field(max_length=35)] | None = None
    published: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="A day, or a time with its zone, in ISO 8601."
    )


class ReportsIn(Strict):
    """Reports to be read together."""

    reports: list[ReportIn] = Field(min_length=1, max_length=1_000)


class DecisionIn(Strict):
    """A decision that is to be made, in the name of the token's account.

    `seen` holds digests by subject as `GET /looks` gives them: the decision is refused where one is no longer so.
    """

    action: DecisionAction
    subject: Subject
    value: Value | None = None
    others: list[Short] = Field(default=[], max_length=50, description="For merge: the other incidents, as subjects.")
    claims: list[Short] = Field(default=[], max_length=500, description="For split: the claims that are taken out.")
    reason: Annotated[str, Field(max_length=4_000)] | None = None
    seen: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(default={}, max_length=200)


class Decided(BaseModel):
    """A decision as it was kept, and what it changed."""

    decision: Decision
    effects: Effects
