"""Records as flat rows, for tables and for the properties of map features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from trucewatch.model import (
    KINDS,
    Account,
    Claim,
    Claimant,
    Count,
    Finding,
    Incident,
    Kind,
    Outcome,
    Perpetrator,
    Place,
    Range,
    Report,
    Target,
    When,
)

Cell = str | int | float | bool | None
Row = dict[str, Cell]

_KIND = ("kind", "acled_event_type", "acled_sub_event_type")
_WHEN = ("date_start", "date_end", "date_precision")
_WHERE = ("place", "place_relation", "admin1", "country", "lat", "lon", "radius_km", "where_precision")
_EFFECTS = ("killed", "injured", "missing", "captured")

INCIDENT_COLUMNS = (
    "id",
    *_KIND,
    *_WHEN,
    *_WHERE,
    "weapon",
    "accounts",
    *(f"{effect}_{end}" for effect in _EFFECTS for end in ("low", "best", "high")),
    "grade",
    "grade_reason",
    "credibility",
    "reliability",
    "first_reported",
    "findings",
    "part_of",
    "reports",
    "claims",
    "note",
)
"""The columns of an incident, in order; `NAMES_COLUMN` follows where names are asked for."""

CLAIM_COLUMNS = (
    "id",
    "report",
    "source",
    "url",
    "published",
    *_KIND,
    "scope",
    "background",
    "superseded",
    "coverage",
    "modality",
    *_WHEN,
    *_WHERE,
    "weapon",
    "perpetrator",
    "perpetrator_side",
    "perpetrator_confidence",
    "targets",
    *(f"{what}_{end}" for what in (*_EFFECTS, "acts") for end in ("low", "high", "approximate", "unconfirmed")),
    "claimants",
    "denied_by",
    "quote",
    "score",
    "extractor",
)
"""The columns of a claim, in order; `NAMES_COLUMN` follows where names are asked for."""

FINDING_COLUMNS = ("incident", "agreement", "term", "verdict", "attributed_to", "unknown", "reasons")
"""The columns of a finding, in order; `unknown` names the tests whose answer is not known, `reasons` tells all of
them with their figures."""

NAMES_COLUMN = "victim_names"

_BETWEEN = "; "


def _join(parts: Iterable[str | None]) -> str | None:
    return _BETWEEN.join(p for p in parts if p) or None


def _kind(kind: Kind) -> Row:
    info = KINDS[kind]
    return {"kind": kind.value, "acled_event_type": info.acled_event, "acled_sub_event_type": info.acled_sub_event}


def _when(when: When | None) -> Row:
    return {
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_precision": when.precision.value if when else None,
    }


def _where(where: Place | None) -> Row:
    return {
        "place": (where.name or where.text) if where else None,
        "place_relation": where.relation.value if where else None,
        "admin1": where.admin1 if where else None,
        "country": where.country if where else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "radius_km": where.radius_km if where else None,
        "where_precision": where.precision if where else None,
    }


def _range(name: str, figure: Range | None) -> Row:
    return {
        f"{name}_low": figure.low if figure else None,
        f"{name}_best": figure.best if figure else None,
        f"{name}_high": figure.high if figure else None,
    }


def _count(name: str, figure: Count | None) -> Row:
    return {
        f"{name}_low": figure.low if figure else None,
        f"{name}_high": figure.high if figure else None,
        f"{name}_approximate": figure.approximate if figure else None,
        f"{name}_unconfirmed": figure.unconfirmed if figure else None,
    }


def account_words(account: Account) -> str:
    """An account of who did it, who says so and who denies it, in one phrase."""
    who = account.actor or account.label or "unnamed"
    said = f", by {' and '.join(account.claimants)}" if account.claimants else ""
    denied = f", denied by {' and '.join(account.denied_by)}" if account.denied_by else ""
    return f"{who} ({account.confidence.value}{said}{denied})"


def _perpetrator(p: Perpetrator) -> Row:
    return {
        "perpetrator": p.actor or p.label,
        "perpetrator_side": p.side,
        "perpetrator_confidence": p.confidence.value,
    }


def _target(target: Target) -> str:
    who = target.actor or target.text
    return f"{who} ({target.category.value})" if who else target.category.value


def _claimants(claimants: Sequence[Claimant]) -> str | None:
    return _join(f"{c.name} ({c.kind.value})" for c in claimants)


def incident_row(incident: Incident, findings: Iterable[Finding] = (), *, names: bool = False) -> Row:
    """An incident with its findings as one row.

    Args:
        incident: Already without names where they are to be left out.
        findings: Those of this incident.
        names: Whether there is a column of victims' names.
    """
    row: Row = {
        "id": incident.id,
        **_kind(incident.kind),
        **_when(incident.when),
        **_where(incident.where),
        "weapon": incident.weapon,
        "accounts": _join(account_words(a) for a in incident.perpetrators),
        **_range("killed", incident.killed),
        **_range("injured", incident.injured),
        **_range("missing", incident.missing),
        **_range("captured", incident.captured),
        "grade": incident.grade.value,
        "grade_reason": incident.grade_reason,
        "credibility": incident.credibility,
        "reliability": incident.reliability.value,
        "first_reported": incident.first_reported,
        "findings": _join(
            f"{f.agreement} {f.term}: {f.verdict.value}" + (f" ({f.attributed_to})" if f.attributed_to else "")
            for f in findings
        ),
        "part_of": incident.part_of,
        "reports": _join(incident.reports),
        "claims": _join(incident.claims),
        "note": incident.note,
    }
    if names:
        row[NAMES_COLUMN] = _join(n for v in incident.victims for n in v.names)
    return row


def finding_row(finding: Finding) -> Row:
    """A finding as one row."""
    return {
        "incident": finding.incident,
        "agreement": finding.agreement,
        "term": finding.term,
        "verdict": finding.verdict.value,
        "attributed_to": finding.attributed_to,
        "unknown": _join(r.test for r in finding.reasons if r.outcome is Outcome.UNKNOWN),
        "reasons": json.dumps([r.model_dump(mode="json") for r in finding.reasons], ensure_ascii=False),
    }


def claim_row(claim: Claim, report: Report | None, *, names: bool = False) -> Row:
    """A claim with what it stands in as one row.

    Args:
        claim: Already without names where they are to be left out.
        report: The report that it is from.
        names: Whether there is a column of victims' names.
    """
    row: Row = {
        "id": claim.id,
        "report": claim.report,
        "source": report.source if report else None,
        "url": report.url if report else None,
        "published": report.published if report else None,
        **_kind(claim.kind),
        "scope": claim.scope.value,
        "background": claim.background,
        "superseded": claim.superseded,
        "coverage": claim.coverage.value,
        "modality": claim.modality.value,
        **_when(claim.when),
        **_where(claim.where),
        "weapon": claim.weapon,
        **_perpetrator(claim.perpetrator),
        "targets": _join(_target(x) for x in claim.targets),
        **_count("killed", claim.killed),
        **_count("injured", claim.injured),
        **_count("missing", claim.missing),
        **_count("captured", claim.captured),
        **_count("acts", claim.acts),
        "claimants": _claimants(claim.claimants),
        "denied_by": _claimants(claim.denied_by),
        "quote": next((e.quote for e in claim.evidence if e.field in ("kind", "title:kind")), None),
        "score": claim.score,
        "extractor": claim.extractor,
    }
    if names:
        row[NAMES_COLUMN] = _join(n for v in claim.victims for n in v.names)
    return row
