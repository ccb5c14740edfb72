"""How values are said to people: short words for what the record holds as data, for reports and for pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from trucewatch.model import (
    KINDS,
    TERM_TESTS,
    Account,
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

UNKNOWN = "not known"

VERDICT_LABELS: Mapping[str, str] = {
    Verdict.ALLEGED_VIOLATION: "Alleged violation",
    Verdict.UNDETERMINED: "Undetermined",
    Verdict.CONSISTENT: "Consistent",
    Verdict.OUT_OF_SCOPE: "Out of scope",
    "untested": "Not tested",
}
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
    relation = _RELATIONS.get(value.relation.value, "")
    return name if name.startswith(relation) else relation + name


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


def account(value: Account | Perpetrator | Any) -> str:
    """Who is said to have done it, without how sure that is."""
    if value.confidence is Confidence.WITHHELD:
        return "Nobody named"
    return value.actor or value.label or "Not stated"


def confidence(value: str) -> str:
    """How sure an account is, in words."""
    return CONFIDENCE_LABELS[value]


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


def outside(url: str | None) -> str | None:
    """An address that may be made a link: of the web, and nothing that runs; null for all others."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
