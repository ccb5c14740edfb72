"""How values are said on a page: short words for what the record holds as data. Templates use these as filters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from trucewatch.model import (
    KINDS,
    TERM_TESTS,
    Account,
    Claim,
    Confidence,
    Count,
    Grade,
    Kind,
    Perpetrator,
    Place,
    Range,
    Verdict,
    When,
)
from trucewatch.web.filters import NOT_STATED

UNKNOWN = "not known"

VERDICT_LABELS: Mapping[str, str] = {
    Verdict.ALLEGED_VIOLATION: "Alleged violation",
    Verdict.UNDETERMINED: "Undetermined",
    Verdict.CONSISTENT: "Consistent",
    Verdict.OUT_OF_SCOPE: "Out of scope",
    "untested": "Not tested",
}
SHORT_VERDICTS: Mapping[str, str] = {
    Verdict.ALLEGED_VIOLATION: "alleged",
    Verdict.UNDETERMINED: "undetermined",
    Verdict.CONSISTENT: "consistent",
    Verdict.OUT_OF_SCOPE: "all out of scope",
    "untested": "not tested",
}
"""Verdicts beside the name of their term, where there is little room."""

VERDICT_MEANINGS: Mapping[str, str] = {
    Verdict.ALLEGED_VIOLATION: "Every test of the term is met by what is reported.",
    Verdict.UNDETERMINED: "At least one test cannot be answered from what is reported.",
    Verdict.CONSISTENT: "The conduct is one that the term commits to.",
    Verdict.OUT_OF_SCOPE: "A test puts the act outside the term.",
}
GRADE_MEANINGS: Mapping[str, str] = {
    Grade.CONFIRMED: "A belligerent accepts the act as its own.",
    Grade.FAIR: "Two or more independent origins, and no rival account.",
    Grade.WEAK: "One origin, however often it is repeated.",
    Grade.CONTESTED: "Accounts that exclude each other.",
    Grade.DISCOUNTED: "Shown to be no act of violence.",
}
CONFIDENCE_LABELS: Mapping[str, str] = {
    Confidence.FACT: "told as fact by an outlet without a side",
    Confidence.CLAIMED: "says so itself",
    Confidence.ACCUSED_BY_AUTHORITY: "accused by an authority",
    Confidence.ACCUSED: "accused",
    Confidence.POSSIBLE: "held possible",
    Confidence.DENIED: "said not to have done it",
    Confidence.WITHHELD: "nobody is named, or known, as the report says",
    Confidence.NOT_STATED: "not stated",
}
CREDIBILITY_LABELS: Mapping[int, str] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
RELIABILITY_LABELS: Mapping[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "not rated",
}
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

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS = re.compile(r"^:\d\d(?:\.\d+)?")
_RELATIONS = {"near": "near ", "on_line": "on ", "part_of": "in part of "}


def words(value: object) -> str:
    """A word of a vocabulary as it is read: no underscores."""
    return str(value).replace("_", " ")


def kind(value: str) -> str:
    """The label of a kind of act."""
    return KINDS[Kind(value)].label


def verdict(value: str) -> str:
    """The label of a verdict."""
    return VERDICT_LABELS[value]


def test_question(name: str) -> str:
    """What a test asks."""
    return TERM_TESTS[name].description if name in TERM_TESTS else words(name)


def day(value: dt.date | str | None) -> str:
    """`19 Mar 2020` from a day or moment; the time of day and the zone follow where they are given."""
    if value is None:
        return UNKNOWN
    text = value.isoformat() if isinstance(value, dt.date) else value
    found = dt.date.fromisoformat(text[:10])
    time = ""
    if len(text) > 10:
        zone = _SECONDS.sub("", text[16:])
        time = f", {text[11:16]} {'UTC' if zone in ('Z', '+00:00') else zone}".rstrip()
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}{time}"


def when(value: When | None) -> str:
    """A day, or from one to the other."""
    if value is None or (value.start is None and value.end is None):
        return UNKNOWN
    if value.start is None or value.end is None:
        return f"from {day(value.start)}" if value.start else f"until {day(value.end)}"
    if value.start[:10] == value.end[:10]:
        return day(value.start)
    start, end = (dt.date.fromisoformat(moment[:10]) for moment in (value.start, value.end))
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def place(value: Place | None) -> str:
    """The name of a place with how the act lies to it; words that no gazetteer knows in quotes."""
    if value is None:
        return UNKNOWN
    name = value.name or value.admin1
    if name is None and value.text is None and value.lat is not None and value.lon is not None:
        return f"{value.lat:.3f}, {value.lon:.3f}"
    if name is None:
        return f"“{value.text}”" if value.text else UNKNOWN
    return name if value.relation.value == "between" else _RELATIONS.get(value.relation.value, "") + name


def figure(value: Range | None) -> str:
    """`2`, `2 (1–3)`, `15 or more`, `up to 50`, or a dash where no figure is known."""
    if value is None or (value.low is None and value.best is None and value.high is None):
        return "–"
    low, best, high = value.low, value.best, value.high
    if high is None:
        return f"{best if best is not None else low}+"
    if low is None:
        return f"up to {high}"
    shown = best if best is not None else high
    return str(shown) if low == high else f"{shown} ({low}–{high})"


def count(value: Count | None) -> str:
    """The figure of a claim: `3`, `about 3`, `at least 3`, `55 to 60`."""
    if value is None or (value.low is None and value.high is None):
        return UNKNOWN
    about = "about " if value.approximate else ""
    if value.high is None:
        told = f"at least {value.low}"
    elif value.low is None:
        told = f"up to {value.high}"
    elif value.low == value.high:
        told = f"{about}{value.low}"
    else:
        told = f"{value.low} to {value.high}"
    return f"{told}, unconfirmed" if value.unconfirmed else told


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


def account(value: Account | Perpetrator | Any) -> str:
    """Who is said to have done it, without how sure that is."""
    if value.confidence is Confidence.WITHHELD:
        return "Nobody named"
    return value.actor or value.label or "Not stated"


def confidence(value: str) -> str:
    """How sure an account is, in words."""
    return CONFIDENCE_LABELS[value]


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


def figure_value(value: object) -> str:
    """A figure that a test used, as it is read."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(figure_value(one) for one in value) or "none"
        case dict():
            return ", ".join(f"{words(k)} {figure_value(v)}" for k, v in value.items())
        case float():
            return f"{value:g}"
        case None:
            return UNKNOWN
        case _:
            return str(value)


def filters(sides: Mapping[str, str]) -> dict[str, Callable[..., str]]:
    """All of these as filters for templates; names of sides are those of the agreements at hand."""
    return {
        "words": words,
        "kind": kind,
        "verdict": verdict,
        "question": test_question,
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
