"""How values are said on a page: short words for what the record holds as data. Templates use these as filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trucewatch.model import (
    Claim,
    Range,
    Verdict,
)
from trucewatch.publish.wording import (
    account,
    confidence,
    count,
    day,
    figure,
    figure_value,
    kind,
    place,
    test_question,
    verdict,
    when,
    words,
)
from trucewatch.web.filters import NOT_STATED
from trucewatch.web.reasons import OPEN

SHORT_VERDICTS: Mapping[str, str] = {
    Verdict.ALLEGED_VIOLATION: "alleged",
    Verdict.UNDETERMINED: "undetermined",
    Verdict.CONSISTENT: "consistent",
    Verdict.OUT_OF_SCOPE: "all out of scope",
    "untested": "not tested",
}
"""Verdicts beside the name of their term, where there is little room."""

FIELD_LABELS: Mapping[str, str] = {
    "kind": "What",
    "when": "When",
    "where": "Where",
    "perpetrator": "Who did it",
    "targets": "Who was struck",
    "killed": "Killed",
    "injured": "Injured",
    "missing": "Missing",
    "captured": "Captured",
    "acts": "Number of acts",
    "victims": "Those harmed",
    "weapon": "Weapon",
    "claimants": "Who says so",
    "denied_by": "Who denies it",
    "modality": "Whether it happened",
    "scope": "One act or a total",
    "coverage": "All or part",
    "superseded": "Replaced by a later figure",
    "background": "Told as history",
}
"""Fields of a claim in the order in which they are shown."""


def variant(field: str, value: object) -> str:
    """A value that differs from the one that stands: a kind, a span of days, a figure, or whatever it is."""
    if field == "kind":
        return kind(str(value))
    if isinstance(value, Mapping) and "start" in value and "end" in value:
        start, end = value["start"], value["end"]
        if start is not None and start == end:
            return day(start)
        return f"{day(start) if start else 'open'} – {day(end) if end else 'open'}"
    if isinstance(value, Mapping) and set(value) == {"low", "high"}:
        return figure(Range(low=value["low"], best=None, high=value["high"]))
    return figure_value(value)


def side(value: str | None, names: Mapping[str, str]) -> str:
    """The name of a side of an agreement."""
    if value is None or value == NOT_STATED:
        return "No side named"
    return names.get(value, value)


def claim_value(claim: Claim, field: str) -> str | None:
    """What a claim says of a field, in words; null where the words of the report say it all."""
    told: dict[str, Callable[[], str | None]] = {
        "kind": lambda: kind(claim.kind),
        "when": lambda: when(claim.when),
        "where": lambda: place(claim.where),
        "perpetrator": lambda: f"{account(claim.perpetrator)} ({words(claim.perpetrator.confidence)})",
        "killed": lambda: count(claim.killed),
        "injured": lambda: count(claim.injured),
        "missing": lambda: count(claim.missing),
        "captured": lambda: count(claim.captured),
        "acts": lambda: count(claim.acts),
        "weapon": lambda: claim.weapon,
        "modality": lambda: words(claim.modality),
        "scope": lambda: words(claim.scope),
        "coverage": lambda: words(claim.coverage),
        "targets": lambda: "; ".join(
            f"{t.actor or t.text or words(t.category)} ({words(t.category)})" for t in claim.targets
        ),
        "claimants": lambda: "; ".join(f"{c.name} ({words(c.kind)})" for c in claim.claimants),
        "denied_by": lambda: "; ".join(c.name for c in claim.denied_by),
    }
    return told[field]() if field in told else None


def filters(sides: Mapping[str, str]) -> dict[str, Callable[..., str]]:
    """All of these as filters for templates; names of sides are those of the agreements at hand."""
    return {
        "words": words,
        "kind": kind,
        "verdict": verdict,
        "question": test_question,
        "open": lambda test: OPEN.get(test, words(test)),
        "day": day,
        "when": when,
        "place": place,
        "figure": figure,
        "variant": lambda value: variant(value.field, value.value),
        "counted": count,
        "account": account,
        "confidence": confidence,
        "side": lambda value: side(value, sides),
        "figure_value": figure_value,
        "thousands": lambda value: f"{value:,}".replace(",", "\u202f"),
    }
