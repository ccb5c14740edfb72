"""The rules of annotation that a program can check; the rest is the second pass of the author."""

from __future__ import annotations

import datetime as dt
import re
from calendar import day_name, month_name
from collections.abc import Callable, Iterator, Mapping

from trucewatch.model import (
    VIOLENT_KINDS,
    Claim,
    ClaimantKind,
    Confidence,
    DatePrecision,
    Effect,
    Modality,
    Report,
    Scope,
    day_of,
)

WEEKDAYS = {name.lower(): i for i, name in enumerate(day_name)}
MONTHS = {name.lower(): i for i, name in enumerate(month_name) if name}
_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_DATED = re.compile(
    rf"\b(?:(?P<weekday>{_DAY}),? (?:the )?)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})\b)"
    rf"(?:,? (?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
AUTHORITIES = frozenset({ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE, ClaimantKind.MEDIA})
NEAR_DAYS = 13  # a bare weekday never points further back than this
Rule = Callable[[Claim, Report], Iterator[str]]


def claim_problems(claim: Claim, report: Report, *, allow: frozenset[str], quiet: bool) -> Iterator[str]:
    """What is wrong with a claim by the rules; `allow` names rules that the report breaks on purpose."""
    for name, rule in RULES.items():
        if name not in allow:
            yield from rule(claim, report)
    if quiet and claim.kind in VIOLENT_KINDS:
        yield f"kind: {claim.kind} in a quiet report"


def report_problems(report: Report, *, allow: frozenset[str]) -> Iterator[str]:
    """What is wrong with a report apart from its claims."""
    if report.retold == report.synthetic:
        yield "a report is either retold or synthetic"
    if report.synthetic and (report.url or report.facts_from):
        yield "a synthetic report has no page behind it"
    if report.retold and report.url not in report.facts_from:
        yield "facts_from lacks the url"
    if "weekday" not in allow:
        for weekday, day, quote in _dated(report.text, report):
            if weekday is not None and day.weekday() != WEEKDAYS[weekday.lower()]:
                yield f"'{quote}': {day} is a {day:%A}"


def _dated(text: str, report: Report) -> Iterator[tuple[str | None, dt.date, str]]:
    """Dates with a day and a month, with the weekday beside them; the year is the nearest one not after publication."""
    published = day_of(report.published) if report.published else None
    for m in _DATED.finditer(text):
        day, month = int(m["day"] or m["day2"]), MONTHS[(m["month"] or m["month2"]).lower()]
        year = int(m["year"]) if m["year"] else published.year if published else None
        if year is None:
            continue
        try:
            found = dt.date(year, month, day)
            if not m["year"] and published and found > published + dt.timedelta(days=120):
                found = dt.date(year - 1, month, day)
        except ValueError:
            continue
        yield m["weekday"], found, m.group(0)


def _when(claim: Claim, report: Report) -> Iterator[str]:
    when = claim.when
    if when is None or when.start is None or when.end is None:
        return
    if (claim.scope is Scope.TOLL) != (when.precision is DatePrecision.PERIOD):
        yield f"when: precision '{when.precision}' in a claim of scope {claim.scope}; period is for tolls"
    start, end = day_of(when.start), day_of(when.end)
    if when.precision is DatePrecision.DAY and start != end:
        yield "when: precision day over several days"
    if when.precision is DatePrecision.DAYS and start == end:
        yield "when: precision days over one day"
    if when.precision is DatePrecision.WEEK and (end - start).days > 13:
        yield "when: precision week over more than two weeks"
    if report.published and claim.modality is not Modality.HYPOTHETICAL and end > day_of(report.published):
        yield f"when: {end} is after publication"


def _when_text(claim: Claim, report: Report) -> Iterator[str]:
    when = claim.when
    if when is None or when.text is None or when.precision is not DatePrecision.DAY or when.start is None:
        return
    words, day = when.text.lower(), day_of(when.start)
    for weekday in re.findall(rf"\b({_DAY})\b", words):
        if day.weekday() != WEEKDAYS[weekday]:
            yield f"when: '{when.text}': {day} is a {day:%A}"
    dates = list(_dated(when.text, report))
    if len(dates) == 1 and dates[0][1] != day and not re.search(r"\b(after|before|eve)\b", words):
        yield f"when: '{when.text}' is not {day}"
    if report.published is None or dates:
        return
    ago = (day_of(report.published) - day).days
    if re.search(rf"\b({_DAY})\b", words) and not -NEAR_DAYS <= ago <= NEAR_DAYS:
        yield f"when: '{when.text}' is {ago} days before publication"
    if re.search(r"\b(today|this (morning|afternoon|evening))\b", words) and ago != 0:
        yield f"when: '{when.text}', but published {ago} days later"
    if re.search(r"\byesterday\b", words) and ago != 1 and "before yesterday" not in words:
        yield f"when: '{when.text}', but published {ago} days later"


def _account(claim: Claim, _: Report) -> Iterator[str]:
    who, confidence = claim.perpetrator, claim.perpetrator.confidence
    named = who.actor is not None or who.label is not None
    silent = confidence in (Confidence.WITHHELD, Confidence.NOT_STATED)
    if silent and (named or who.side is not None):
        yield f"by: {confidence} beside an actor, label or side"
    if not silent and not named:
        yield f"by: {confidence} without actor or label"
    if confidence is Confidence.WITHHELD and who.text is None:
        yield "by: withheld without the words that say so"
    if not silent and who.text is None:
        yield "by: an account without words"
    if confidence is Confidence.FACT and claim.claimants:
        yield "by: fact, but somebody is cited"
    cited = (Confidence.CLAIMED, Confidence.ACCUSED_BY_AUTHORITY, Confidence.ACCUSED)
    if confidence in cited and not claim.claimants:
        yield f"by: {confidence} without a claimant"
    if confidence is Confidence.ACCUSED_BY_AUTHORITY and not {c.kind for c in claim.claimants} & AUTHORITIES:
        yield "by: accused_by_authority, but no authority is cited"
    if claim.modality is Modality.DENIED and not claim.denied_by:
        yield "modality denied, but denied_by is empty"
    if confidence is Confidence.DENIED and claim.modality is not Modality.DENIED:
        yield "by: denied in a claim whose modality is not denied"


def _counts(claim: Claim, _: Report) -> Iterator[str]:
    for effect in Effect:
        count = claim.count(effect)
        rows = [v for v in claim.victims if v.effect is effect]
        if count is None:
            if rows:
                yield f"victims: {effect} in the breakdown, but no figure"
            continue
        if count.low is None or not rows or any(v.low is None for v in rows):
            continue
        total = sum(v.low or 0 for v in rows)
        if total != count.low:
            yield f"victims: {effect} add up to {total}, not {count.low}"
        if any(len(v.names) > (v.high if v.high is not None else len(v.names)) for v in rows):
            yield f"victims: more names than {effect}"


def _claimants(claim: Claim, _: Report) -> Iterator[str]:
    for key, rows in (("claimants", claim.claimants), ("denied_by", claim.denied_by)):
        for i, row in enumerate(rows):
            if isinstance(row.via, int) and (not 0 <= row.via < len(rows) or row.via == i):
                yield f"{key}[{i}]: via {row.via} is no other entry"
            if row.text is None and row.via != "self":
                yield f"{key}[{i}]: no words; quote the name or the pronoun"


def _evidence(claim: Claim, report: Report) -> Iterator[str]:
    for e in claim.evidence:
        if report.field_text(e.field)[e.start : e.end] != e.quote:
            yield f"evidence: {e.field} is not at {e.start}"
    for place in claim.where.also if claim.where else ():
        if place.text is None:
            yield "where.also: a place without words"


RULES: Mapping[str, Rule] = {
    "when": _when,
    "when_text": _when_text,
    "account": _account,
    "counts": _counts,
    "claimants": _claimants,
    "evidence": _evidence,
}
