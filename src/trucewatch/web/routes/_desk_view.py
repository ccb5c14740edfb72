"""Everything that the desk of review shows for one incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trucewatch.errors import DecisionError
from trucewatch.link import linkable
from trucewatch.model import (
    Claim,
    Decision,
    DecisionAction,
    Finding,
    Incident,
    Outcome,
    Topic,
    Verdict,
)
from trucewatch.publish.wording import kind
from trucewatch.record import Look, Past
from trucewatch.web.decided import told
from trucewatch.web.excerpts import Ground, grounds_of
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.queue import Cause, Doubt, Item
from trucewatch.web.reasons import sentence
from trucewatch.web.review import claim_of, incident_of
from trucewatch.web.review_forms import CORRECTABLE, RATINGS, FieldForm
from trucewatch.web.routes.incident import heading
from trucewatch.web.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as reviewed, what it says field by field with its words, and whether somebody confirmed it."""

    number: int
    claim: Claim
    source: str
    published: str | None
    grounds: tuple[Ground, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DoubtfulFinding:
    """A finding that reaches the incident, with the tests that nobody can answer yet."""

    finding: Finding
    subject: str
    unknown: tuple[str, ...]
    why: tuple[str, ...]
    """A sentence for each test, in their order."""
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PastView:
    """A decision in words; `undo` says whether the reader may undo it."""

    past: Past
    told: str
    undo: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Another incident that this one may be the same as."""

    id: str
    heading: str
    told: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that a decision can be about."""

    subject: str
    label: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk for one incident.

    Attributes:
        incident: As it stands.
        heading: It in one line.
        digest: What the decision is made on; `last` is the last decision on it that is shown.
        seen: Digest and subject of everything that is shown.
        item: Why it is in the queue; null where it is not.
        findings: Those that are not out of scope.
        claims: As reviewed.
        history: Decisions on it, the last first.
        near: Incidents that it may be the same as; `others` has them in one line by id.
        choices: What a decision can be about.
        fields: What can be corrected, for an incident and for a claim.
        form: The inputs of the field that is chosen.
        sources: Whom the reviewer can rate.
        next: The item that follows in the queue.
        at: Its place in the queue, from 1; of `of` items.
        made: The decision that was just made.
    """

    incident: Incident
    heading: str
    digest: str
    last: str | None
    seen: tuple[str, ...]
    item: Item | None
    findings: tuple[DoubtfulFinding, ...]
    out_of_scope: int
    claims: tuple[ClaimView, ...]
    history: tuple[PastView, ...]
    near: tuple[Near, ...]
    others: Mapping[str, str]
    choices: tuple[Choice, ...]
    fields: tuple[str, ...]
    form: FieldForm
    sources: tuple[str, ...]
    ratings: tuple[str, ...]
    next: str | None
    previous: str | None
    at: int | None
    of: int
    confirmed: bool
    made: PastView | None
    lookers: tuple[str, ...]


def desk_view(
    bench: Workbench, person: Person, look: Look, form: FieldForm, doubt: Doubt | None, made: str | None
) -> DeskView:
    """The desk for the incident that was looked at.

    Args:
        bench: The workbench.
        person: Who reviews.
        look: The incident as the service has it.
        form: The inputs of the field that is chosen.
        doubt: The part of the queue that is worked through.
        made: The id of the decision that was just made.
    """
    n, desk = incident_of(look), bench.desk
    looks = [found for c in n.claims if (found := _look(bench, f"claim:{c}")) is not None]
    claims = _claims(bench, person, [claim_of(x) for x in looks])
    case = bench.shelf(person).case(n.id)
    findings = tuple(f for f in (case.findings if case else ()) if f.verdict is not Verdict.OUT_OF_SCOPE)
    items = tuple(i for i in desk.queue() if doubt is None or any(c.doubt is doubt for c in i.causes))
    at = next((i for i, item in enumerate(items) if item.id == n.id), None)
    item = items[at] if at is not None else None
    pasts = desk.history(look.subject)
    made_before = {p.decision.id: p.decision for p in pasts}
    history = tuple(_past(p, person, made_before) for p in reversed(pasts))
    near = _near(bench, person, item.causes if item else ())
    following = items[at + 1 :] if at is not None else items
    return DeskView(
        incident=n,
        heading=heading(n),
        digest=look.digest,
        last=history[0].past.decision.id if history else None,
        seen=tuple(f"{x.digest} {x.subject}" for x in (look, *looks)),
        item=item,
        findings=tuple(_finding(f, history) for f in findings),
        out_of_scope=len(case.findings) - len(findings) if case else 0,
        claims=claims,
        history=history,
        near=near,
        others={other.id: other.heading for other in near},
        choices=(Choice(look.subject, "the incident"), *_choices(claims)),
        fields=tuple(dict.fromkeys(f for fields in CORRECTABLE.values() for f in fields)),
        form=form,
        sources=tuple(sorted({c.source for c in claims} | {x.name for c in claims for x in c.claim.claimants})),
        ratings=RATINGS,
        next=following[0].id if following else None,
        previous=items[at - 1].id if at else None,
        at=None if at is None else at + 1,
        of=len(items),
        confirmed=_confirmed(history, look.subject),
        made=next((p for p in history if p.past.decision.id == made), None),
        lookers=desk.presence.look(look.subject, person.name),
    )


def _look(bench: Workbench, subject: str) -> Look | None:
    try:
        return bench.desk.look(subject)
    except DecisionError:
        return None


def _claims(bench: Workbench, person: Person, claims: Sequence[Claim]) -> tuple[ClaimView, ...]:
    reports = bench.shelf(person).reports([c.report for c in claims])
    good = bench.desk.reviewed([c.id for c in claims])
    made = []
    for number, claim in enumerate(claims, 1):
        report = reports.get(claim.report)
        source = (report.source if report else None) or claim.report
        published = report.published if report else None
        made.append(ClaimView(number, claim, source, published, grounds_of(claim, report), claim.id in good))
    return tuple(made)


def _choices(claims: Sequence[ClaimView]) -> list[Choice]:
    return [
        Choice(f"claim:{c.claim.id}", f"claim {c.number}, {c.source}: {kind(c.claim.kind)}")
        for c in claims
        if linkable(c.claim)
    ]


def _near(bench: Workbench, person: Person, causes: Sequence[Cause]) -> tuple[Near, ...]:
    told = {c.other: c.scores or c.told for c in causes if c.other is not None}
    cases = bench.shelf(person).cases(list(told))
    return tuple(Near(case.id, heading(case.incident), told[case.id]) for case in cases)


def _finding(finding: Finding, history: Sequence[PastView]) -> DoubtfulFinding:
    subject = str(Topic.finding(finding.incident, finding.agreement, finding.term))
    unknown = tuple(dict.fromkeys(r.test for r in finding.reasons if r.outcome is Outcome.UNKNOWN))
    why = tuple(sentence(reason, finding.accounts) for reason in finding.reasons)
    return DoubtfulFinding(finding, subject, unknown, why, _confirmed(history, subject))


def _confirmed(history: Sequence[PastView], subject: str) -> bool:
    """Whether a confirmation of it is in force and it is still as it then was."""
    return any(
        p.past.in_force
        and p.past.as_seen is True
        and p.past.decision.action is DecisionAction.CONFIRM
        and p.past.decision.subject.split(":")[0] == subject.split(":")[0]
        and p.past.decision.subject.split("/")[1:] == subject.split("/")[1:]
        for p in history
    )


def _past(past: Past, person: Person, known: Mapping[str, Decision]) -> PastView:
    own = past.decision.actor == person.name
    undo = past.in_force and (own or person.may(Permission.OVERRULE))
    return PastView(past, told(past.decision, known), undo)
