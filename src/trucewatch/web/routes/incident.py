"""One incident: who says what, the figures and their history, where it was, what the terms say, and the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from trucewatch.assess import Gap
from trucewatch.model import (
    Account,
    Claim,
    Confidence,
    Effect,
    Finding,
    Grade,
    HistoryEntry,
    Incident,
    IncidentValue,
    Point,
    Range,
    Relation,
    Report,
    Term,
)
from trucewatch.publish.wording import CREDIBILITY_LABELS, RELIABILITY_LABELS, kind, place, when
from trucewatch.record import Past
from trucewatch.web.answers import Answer, respond
from trucewatch.web.decided import told
from trucewatch.web.excerpts import Ground, by_field, grounds_of
from trucewatch.web.filters import Filters, sort_of
from trucewatch.web.permissions import Permission, Person, requires
from trucewatch.web.queries import ask
from trucewatch.web.reading import Case, Shelf
from trucewatch.web.reasons import sentence
from trucewatch.web.workbench import DatedBench, Workbench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account of who did it, with the words for it."""

    account: Account
    denied: bool
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One effect on people: the figure, how it came about, and the words for it."""

    effect: Effect
    figure: Range | None
    history: tuple[HistoryEntry, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with the term that it speaks of, where the agreement is at hand.

    `why` has a sentence for each test, in their order, empty where it used no figures; `lacking` is what would turn an
    undetermined finding into an answer.
    """

    finding: Finding
    term: Term | None
    why: tuple[str, ...]
    lacking: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision on the incident in words; who made it and why is told to those alone who may read names."""

    decision: str
    at: str
    told: str
    in_force: bool
    actor: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report in short."""

    id: str
    source: str | None
    published: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything that the page of an incident shows."""

    incident: Incident
    heading: str
    accounts: tuple[AccountView, ...]
    excluding: bool
    """Whether accounts exclude each other."""
    figures: tuple[FigureView, ...]
    findings: tuple[FindingView, ...]
    grounds: Mapping[str, tuple[Ground, ...]]
    claims: tuple[Claim, ...]
    hidden_claims: int
    decisions: tuple[DecisionView, ...]
    """What reviewers decided on it, its claims and findings, the last first; none for those who may not read names."""
    set_in_review: tuple[str, ...]
    """Fields of the incident that a reviewer has set."""
    reports: tuple[ReportRef, ...]
    credibility: str
    reliability: str
    wave: str | None
    """The incident that it is part of, in one line."""
    names_shown: bool
    query: str
    before: str | None
    after: str | None


@router.get("/incidents/{id_}")
def incident(
    id_: str, request: Request, bench: DatedBench, person: Annotated[Person, Depends(requires(Permission.READ))]
) -> Response:
    """The page of an incident; its neighbours are those under the filters of the address.

    Raises:
        HTTPException: 404 where the record holds no such incident.
    """
    shelf = bench.shelf(person)
    case = shelf.case(bench.stored_id(id_, person))
    if case is None:
        raise HTTPException(
            404, "The record holds no incident with this id. Review, or a further run, may have changed it."
        )
    claims, hidden = shelf.claims(case.claims)
    reports = shelf.reports(case.reports)
    filters, sort = Filters.parse(request.query_params), sort_of(request.query_params)
    with ask(bench.index, filters, private=person.may(Permission.READ_NAMES)) as queries:
        before, after = queries.neighbours(case.id, sort)
    n = case.incident
    set_ = shelf.corrected
    pasts = bench.desk.decisions_on(f"incident:{case.id}")
    grounds = by_field(g for c in claims for g in grounds_of(c, reports.get(c.report), set_.get(c.id, ())))
    view = IncidentView(
        incident=n,
        heading=heading(n),
        accounts=tuple(_account(a, claims, reports) for a in n.perpetrators),
        excluding=n.grade is Grade.CONTESTED,
        figures=tuple(f for e in Effect if (f := _figure(n, e, grounds)) is not None),
        findings=_findings(case, bench, shelf),
        grounds=grounds,
        claims=claims,
        hidden_claims=hidden,
        decisions=_decisions(pasts) if shelf.names else (),
        set_in_review=_set_in(pasts),
        reports=_refs(reports.values()),
        credibility=CREDIBILITY_LABELS[n.credibility],
        reliability=RELIABILITY_LABELS[n.reliability.value],
        wave=headings(bench, person, [n.part_of]).get(n.part_of) if n.part_of else None,
        names_shown=shelf.names,
        query=filters.query(),
        before=bench.shown_id(before, person) if before else None,
        after=bench.shown_id(after, person) if after else None,
    )
    return respond(request, person, Answer(template="incident.html", view=view, title=view.heading))


def _findings(case: Case, bench: Workbench, shelf: Shelf) -> tuple[FindingView, ...]:
    terms = {(a.id, term.id): term for a in bench.agreements for term in a.terms}
    gaps = [gap for a in bench.agreements for gap in shelf.lacking(case, a)]
    return tuple(
        FindingView(
            finding=f,
            term=terms.get((f.agreement, f.term)),
            why=tuple(sentence(reason, f.accounts) for reason in f.reasons),
            lacking=tuple(g for g in gaps if (g.agreement, g.term) == (f.agreement, f.term)),
        )
        for f in case.findings
    )


def _decisions(pasts: Sequence[Past]) -> tuple[DecisionView, ...]:
    known = {p.decision.id: p.decision for p in pasts}
    rows = ((p.decision, p.in_force) for p in reversed(pasts))
    return tuple(DecisionView(d.id, d.at, told(d, known), stands, d.actor, d.reason) for d, stands in rows)


def _set_in(pasts: Sequence[Past]) -> tuple[str, ...]:
    """The fields of the incident itself that decisions in force have set."""
    made = [p.decision for p in pasts if p.in_force and p.decision.subject.startswith("incident:")]
    fields = [d.after.change.field for d in made if isinstance(d.after, IncidentValue)]
    return tuple(dict.fromkeys([*fields, *("where" for d in made if isinstance(d.after, Point))]))


def _refs(reports: Iterable[Report]) -> tuple[ReportRef, ...]:
    """Reports in short, the first published first."""
    ordered = sorted(reports, key=lambda r: (r.published is None, r.published or "", r.id))
    return tuple(ReportRef(r.id, r.source, r.published, r.title) for r in ordered)


def heading(n: Incident) -> str:
    """An incident in one line: what, where, when."""
    where = ""
    if n.where is not None:
        at = "" if n.where.relation is not Relation.AT and (n.where.name or n.where.admin1) else "at "
        where = f" {at}{place(n.where)}"
    return f"{kind(n.kind)}{where}, {when(n.when)}"


def headings(bench: Workbench, person: Person, ids: Iterable[str]) -> dict[str, str]:
    """Incidents in one line by the ids under which this person sees them; those that are not there are left out."""
    stored = sorted({bench.stored_id(id_, person) for id_ in ids})
    return {n.id: heading(n) for n in bench.shelf(person).incidents(stored)} if stored else {}


def _account(account: Account, claims: Sequence[Claim], reports: Mapping[str, Report]) -> AccountView:
    """The words for an account are those of the claims that give it."""
    same = [
        c
        for c in claims
        if c.report in account.reports
        and (c.perpetrator.actor, c.perpetrator.label, c.perpetrator.confidence)
        == (account.actor, account.label, account.confidence)
    ]
    wanted = ("perpetrator", "claimants", "denied_by")
    found = [g for c in same for g in grounds_of(c, reports.get(c.report)) if g.field in wanted]
    return AccountView(account, account.confidence is Confidence.DENIED or bool(account.denied_by), tuple(found))


def _figure(n: Incident, effect: Effect, grounds: Mapping[str, tuple[Ground, ...]]) -> FigureView | None:
    history = tuple(entry for entry in n.history if entry.effect is effect)
    found = n.count(effect)
    if found is None and not history:
        return None
    return FigureView(effect, found, history, grounds.get(effect.value, ()))
