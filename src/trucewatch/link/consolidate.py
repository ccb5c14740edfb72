"""One cluster of claims to one incident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from trucewatch.errors import UsageError
from trucewatch.link.accounts import accounts_rule
from trucewatch.link.choose import bare_weapon, choose_kind, choose_weapon, choose_when, choose_where
from trucewatch.link.decided import Fixed
from trucewatch.link.figures import count_rule, history_rule, victims_rule
from trucewatch.link.grade import credibility_rule, grade_rule, reliability_rule
from trucewatch.link.names import slug
from trucewatch.link.options import LinkOptions
from trucewatch.link.voices import LAST, Voices
from trucewatch.model import (
    Claim,
    Effect,
    Incident,
    Kind,
    KindIs,
    Modality,
    Point,
    Range,
    RangeIs,
    Report,
    Variant,
    When,
    WhenIs,
    Where,
    WhereIs,
)

_FIELDS: Final = ("kind", "when", "where", "weapon", *(e.value for e in Effect))
SHORT: Final = 6
"""Hexadecimal digits in the id of an incident."""


def consolidate(
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    *,
    options: LinkOptions | None = None,
    fixed: Fixed | None = None,
) -> Incident:
    """Make one incident of the claims of one cluster; their order changes nothing.

    Args:
        claims: At least one.
        reports: Reports by id.
        options: Reliability of sources.
        fixed: What reviewers have set on it, which goes before what the claims say; they are then variants.

    Raises:
        UsageError: There are no claims.
    """
    if not claims:
        raise UsageError("an incident needs a claim")
    options = options or LinkOptions()
    voices = Voices.of(claims, reports)
    rows = sorted({c.id: c for c in claims}.values(), key=lambda c: _order(c, voices))
    kind = choose_kind(rows, voices)
    chosen = Chosen(
        kind=kind,
        when=choose_when(rows, voices),
        where=choose_where(rows, voices),
        weapon=choose_weapon(rows, voices, kind),
        totals={effect: count_rule(effect, rows, voices) for effect in Effect},
    ).with_fixed(fixed or Fixed())
    totals = chosen.totals
    accounts = accounts_rule(rows, voices)
    graded = grade_rule(rows, accounts, voices)
    rated = reliability_rule(rows, voices, options.reliability, options.rating_notes)
    return Incident(
        id=incident_id(chosen.kind, chosen.when, chosen.where, [c.id for c in rows]),
        claims=tuple(c.id for c in rows),
        reports=tuple(dict.fromkeys(c.report for c in rows)),
        part_of=None,
        kind=chosen.kind,
        when=chosen.when,
        where=chosen.where,
        weapon=chosen.weapon,
        variants=variants_rule(chosen, rows, voices),
        perpetrators=accounts,
        killed=totals[Effect.KILLED],
        injured=totals[Effect.INJURED],
        missing=totals[Effect.MISSING],
        captured=totals[Effect.CAPTURED],
        victims=victims_rule(totals, rows, voices),
        grade=graded.grade,
        grade_reason="; ".join(r for r in (graded.reason, rated.reason) if r),
        credibility=credibility_rule(graded.grade, rows, voices),
        reliability=rated.reliability,
        first_reported=min((p for c in rows if (p := voices.published(c))), default=None),
        history=history_rule(rows, voices),
        note="\n".join(fixed.notes) if fixed and fixed.notes else None,
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of an incident that its claims may differ from."""

    kind: Kind
    when: When | None
    where: Where | None
    weapon: str | None
    totals: Mapping[Effect, Range | None]

    def with_fixed(self, fixed: Fixed) -> Self:
        """The values that reviewers have set in place of those chosen, the last where there are several."""
        new = self
        for value in fixed.values:
            if isinstance(value, Point):
                new = replace(new, where=value.over(new.where))
            elif isinstance(value, RangeIs):
                new = replace(new, totals={**new.totals, Effect(value.field): value.value})
            elif isinstance(value, KindIs):
                new = replace(new, kind=value.value)
            elif isinstance(value, WhenIs):
                new = replace(new, when=value.value)
            elif isinstance(value, WhereIs):
                new = replace(new, where=value.value)
            else:
                new = replace(new, weapon=value.value)
        return new


def _order(claim: Claim, voices: Voices) -> tuple[str, str, int, str]:
    """Claims in the order in which they became known: by publication, report and place in the text."""
    start = next((e.start for e in claim.evidence if e.field == "kind"), 0)
    return voices.published(claim) or LAST, claim.report, start, claim.id


def incident_id(
    kind: Kind, when: When | None, where: Where | None, claims: Sequence[str], *, digits: int = SHORT
) -> str:
    """Date, place (or kind where there is none), and a hash of the smallest claim id."""
    start = when.start or when.end if when else None
    place = slug((where.name or where.text or "") if where else "")
    mark = hashlib.sha256(min(claims).encode()).hexdigest()[:digits]
    return f"{start[:10] if start else 'undated'}-{place or slug(kind)}-{mark}"


def longer_id(incident: Incident) -> str:
    """The id with 64 bits of hash, for incidents whose short ids fall together."""
    return incident_id(incident.kind, incident.when, incident.where, incident.claims, digits=16)


@dataclass(slots=True)
class _Draft:
    name: str
    value: Any
    claimants: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


def variants_rule(chosen: Chosen, claims: Sequence[Claim], voices: Voices) -> tuple[Variant, ...]:
    """Every asserted value that differs from the chosen one, with those who give it."""
    drafts: dict[tuple[str, str], _Draft] = {}
    for c in claims:
        if c.modality is not Modality.ASSERTED:
            continue
        for name, value in _differing(c, chosen):
            key = name, json.dumps(value, sort_keys=True)
            draft = drafts.setdefault(key, _Draft(name, value))
            draft.claimants.extend(voices.names(c))
            draft.reports.append(c.report)
    rows = [
        Variant(
            field=d.name,
            value=d.value,
            claimants=tuple(dict.fromkeys(d.claimants)),
            reports=tuple(dict.fromkeys(d.reports)),
        )
        for d in drafts.values()
    ]
    return tuple(sorted(rows, key=lambda v: _FIELDS.index(v.field)))


def _differing(claim: Claim, chosen: Chosen) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if claim.kind is not chosen.kind:
        found.append(("kind", claim.kind.value))
    when, at = claim.when, chosen.when
    if when and at and (when.start, when.end) != (at.start, at.end):
        found.append(("when", {"start": when.start, "end": when.end}))
    if claim.where and chosen.where and claim.where.name != chosen.where.name:
        found.append(("where", claim.where.name))
    if claim.weapon and bare_weapon(claim.weapon) != bare_weapon(chosen.weapon):
        found.append(("weapon", bare_weapon(claim.weapon)))
    for effect in Effect:
        figure, total = claim.count(effect), chosen.totals[effect]
        if figure and (total is None or not figure.low == figure.high == total.best):
            found.append((effect.value, {"low": figure.low, "high": figure.high}))
    return found
