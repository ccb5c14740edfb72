"""Phrases of a situation report: figures with their bounds, accounts, findings, and links to what they speak of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from trucewatch.assess._grouping import NOBODY
from trucewatch.assess.sides import NO_SIDE
from trucewatch.model import (
    Account,
    Agreement,
    Category,
    Claim,
    Confidence,
    Finding,
    Grade,
    Incident,
    IncidentVictim,
    Modality,
    Outcome,
    Range,
    Verdict,
)
from trucewatch.publish.report_blocks import Cell, Look, Run, joined, plain, quiet
from trucewatch.publish.report_facts import Facts
from trucewatch.publish.wording import (
    UNKNOWN,
    VERDICT_LABELS,
    account,
    confidence,
    count,
    day,
    kind,
    place,
    when,
    words,
)

_MOST_WORDS = 240
"""Characters of a report that are quoted for one claim at most."""
_MOST_CLAIMANTS = 6


def number(amount: int, noun: str, plural: str | None = None) -> str:
    """`1 incident`, `3 incidents`."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}".replace(",", "\u202f")


def bounds(range_: Range) -> str:
    """`between 3 and 7`, `exactly 3`, `3 or more`."""
    low, high = range_.low or 0, range_.high
    if high is None:
        return f"{low} or more"
    return f"exactly {low}" if low == high else f"between {low} and {high}"


def best(range_: Range) -> int:
    """The best figure."""
    return range_.best if range_.best is not None else range_.low or 0


def span(range_: Range | None) -> str:
    """`3`, `2 (1–4)`, `15 (9 or more)`, `up to 20`, or a dash where no figure is known; lines do not break in it."""
    if range_ is None or (range_.low is None and range_.best is None and range_.high is None):
        return "–"
    low, high = range_.low, range_.high
    if low is None:
        return f"up to\u00a0{high}"
    if high is None:
        return f"{low} or more" if best(range_) == low else f"{best(range_)} ({low} or more)"
    shown = range_.best if range_.best is not None else high
    return str(shown) if low == high else f"{shown}\u00a0({low}\u2060–\u2060{high})"


def open_end(high: int | None) -> str:
    """A highest figure; one that nobody bounds is open."""
    return "open" if high is None else str(high)


def side_name(side: str | None, agreement: Agreement | None) -> str:
    """The name of a side; those without a side, and acts of nobody, in words."""
    if side is None or side == NOBODY:
        return "nobody named"
    if side == NO_SIDE:
        return "no side: monitors, outlets"
    names = {s.id: s.name for s in agreement.sides} if agreement else {}
    return names.get(side, side)


def incident_link(facts: Facts, incident: str) -> Cell:
    """The number of an incident as a link, or that it is not listed."""
    found = facts.numbers.get(incident)
    return (Run(str(found), to=f"incident-{found}"),) if found is not None else quiet("not listed here")


def incident_links(facts: Facts, incidents: Iterable[str], *, most: int = 24) -> Cell:
    """Numbers of incidents as links; those that are not listed are counted."""
    ids = list(dict.fromkeys(incidents))
    listed = [i for i in ids if i in facts.numbers]
    cells = [incident_link(facts, i) for i in listed[:most]]
    more = len(ids) - len(cells)
    return joined([*cells, *([quiet(f"{more} more")] if more and cells else [quiet(str(more))] if more else [])])


def report_link(facts: Facts, report: str) -> Cell:
    """The number of a report as a link."""
    found = facts.cited.get(report)
    return (Run(f"R{found}", to=f"report-{found}"),) if found is not None else plain(report)


def report_links(facts: Facts, reports: Iterable[str]) -> Cell:
    """Numbers of reports as links."""
    return joined([report_link(facts, r) for r in reports])


def days_in_words(start: dt.date, end: dt.date) -> str:
    """`6–19 Mar 2020`."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def place_words(incident: Incident) -> Cell:
    """Where it happened, and how far off that may be."""
    where = incident.where
    told = plain(place(where))
    if where is None:
        return told
    if where.lat is None:
        return (*told, *quiet(", not on the map")) if where.name or where.text else told
    return (*told, *quiet(f" ±{where.radius_km:g}\u00a0km"))


def account_words(one: Account) -> Cell:
    """Who is said to have done it, how sure that is, by whom, and who denies it."""
    named = "Nobody is named, as is said" if one.confidence is Confidence.WITHHELD else account(one)
    told: list[Run] = [Run(named, Look.STRONG if one.actor or one.label else Look.PLAIN)]
    said = "" if one.confidence in (Confidence.NOT_STATED, Confidence.WITHHELD) else f": {confidence(one.confidence)}"
    by = f" (by {_some(one.claimants)})" if one.claimants else ""
    denied = f"; denied by {_some(one.denied_by)}" if one.denied_by else ""
    if said or by or denied:
        told.append(Run(said + by + denied))
    return tuple(told)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_CLAIMANTS
    return ", ".join(names[:_MOST_CLAIMANTS]) + (f" and {more} more" if more > 0 else "")


def accounts_short(incident: Incident) -> Cell:
    """Everybody who is said to have done it, in a line; nobody is said as such."""
    if not incident.perpetrators:
        return quiet("nobody named")
    cells = []
    for one in incident.perpetrators:
        unnamed = one.confidence is Confidence.WITHHELD or not (one.actor or one.label)
        if unnamed:
            cells.append(quiet("nobody named"))
            continue
        denied = ", denied" if one.denied_by and one.confidence is not Confidence.DENIED else ""
        cells.append((Run(account(one)), Run(f" ({words(one.confidence)}{denied})", Look.QUIET)))
    return joined(list(dict.fromkeys(cells)), "; ")


def verdict_run(verdict: Verdict | None) -> Run:
    """A verdict with its colour."""
    if verdict is None:
        return Run("not tested", Look.QUIET)
    return Run(VERDICT_LABELS[verdict].lower(), Look.VERDICT, tone=verdict)


def grade_run(grade: Grade) -> Run:
    """A grade with its colour."""
    return Run(grade.value, Look.GRADE, tone=grade)


def findings_short(findings: Sequence[Finding], agreement: Agreement | None) -> Cell:
    """What the terms say of an incident, without those that it is out of the scope of unless it is of all."""
    told = [f for f in findings if f.verdict is not Verdict.OUT_OF_SCOPE]
    if not told:
        return (verdict_run(Verdict.OUT_OF_SCOPE if findings else None),)
    return joined([finding_words(f, agreement, with_tests=False) for f in told], "; ")


def finding_words(finding: Finding, agreement: Agreement | None, *, with_tests: bool = True) -> Cell:
    """The verdict of one term, whose act it is taken to be, and which tests are not known."""
    told: list[Run] = [Run(f"{finding.term}: "), verdict_run(finding.verdict)]
    if finding.verdict is Verdict.ALLEGED_VIOLATION:
        whose = finding.attributed_to
        told.append(Run(f", attributed to {side_name(whose, agreement) if whose else 'nobody'}"))
    open_ = [words(r.test) for r in finding.reasons if r.outcome is Outcome.UNKNOWN]
    if with_tests and finding.verdict is Verdict.UNDETERMINED and open_:
        told.append(Run(f" (not known: {', '.join(open_)})", Look.QUIET))
    against = [words(r.test) for r in finding.reasons if r.outcome is Outcome.NO]
    if with_tests and finding.verdict is Verdict.OUT_OF_SCOPE and against:
        told.append(Run(f" (no: {', '.join(against)})", Look.QUIET))
    return tuple(told)


_PEOPLE: Mapping[Category, tuple[str, str]] = {
    Category.MILITARY: ("soldier", "soldiers"),
    Category.ARMED_GROUP: ("fighter", "fighters"),
    Category.POLICE: ("police officer", "police officers"),
    Category.CIVILIAN: ("civilian", "civilians"),
    Category.AID_WORKER: ("aid worker", "aid workers"),
    Category.JOURNALIST: ("journalist", "journalists"),
    Category.PEACEKEEPER: ("peacekeeper", "peacekeepers"),
    Category.UNKNOWN: ("person, nobody says who,", "people, nobody says who,"),
}


def victim_words(victim: IncidentVictim, agreement: Agreement | None) -> str:
    """`3 (2–4) civilians killed`, with the actor or side that they belonged to, and their names where they are told."""
    many = span(Range(low=victim.low, best=victim.best, high=victim.high))
    whose = victim.actor or (side_name(victim.side, agreement) if victim.side else None)
    cause = ", by no hostile act" if victim.cause.value == "non_hostile" else ""
    one = (victim.low, victim.high) == (1, 1)
    told = f"{many} {_PEOPLE[victim.category][0 if one else 1]} {victim.effect.value}"
    named = f": {', '.join(victim.names)}" if victim.names else ""
    return f"{told}{f' ({whose})' if whose else ''}{cause}{named}"


# ---- claims


def claimants_of(claim: Claim, facts: Facts) -> Cell:
    """Who says so, and who relays it; an outlet that cites nobody speaks in its own voice."""
    report = facts.reports.get(claim.report)
    outlet = (report.source if report else None) or "outlet not known"
    if not claim.claimants:
        return (Run(outlet), Run(" (own voice)", Look.QUIET))
    relays = {c.via for c in claim.claimants if isinstance(c.via, int)}
    ends = [c for i, c in enumerate(claim.claimants) if i not in relays]
    through = [c.name for i, c in enumerate(claim.claimants) if i in relays]
    via = f", through {_some(through)}" if through else ""
    return joined([(Run(c.name), Run(f" ({words(c.kind)})", Look.QUIET)) for c in ends]) + ((Run(via),) if via else ())


def said_author(claim: Claim) -> Cell:
    """Who did it as one claim has it; that nobody is blamed is said as such."""
    p = claim.perpetrator
    denied = f"; {_some([c.name for c in claim.denied_by])} denies it" if claim.denied_by else ""
    if claim.modality is Modality.DENIED:
        return (Run("says that it did not happen", Look.STRONG), Run(denied))
    if p.confidence is Confidence.WITHHELD:
        return (Run(f"nobody is named, as is said{denied}"),)
    if p.actor is None and p.label is None:
        return (Run(f"nobody is blamed{denied}", Look.QUIET),)
    return (Run(account(p)), Run(f" ({confidence(p.confidence)}){denied}", Look.QUIET))


def said_count(claim: Claim, name: str) -> Cell:
    """A figure of a claim; a dash where it gives none."""
    value = getattr(claim, name)
    if value is None:
        return quiet("–")
    part = " of some" if claim.coverage.value == "part" else ""
    old = ", replaced later" if claim.superseded else ""
    return plain(f"{count(value)}{part}{old}")


_BLANKS = re.compile(r"\s+")


def quote_of(claim: Claim) -> Cell:
    """The words that a claim rests on, in their order; what does not fit is left out at the end."""
    spans = sorted({(e.field.startswith("title:"), e.start, -e.end, e.quote) for e in claim.evidence})
    found: list[str] = []
    reach: tuple[bool, int] = (False, -1)
    for in_title, _, minus_end, quote in spans:
        if (in_title, -minus_end) <= reach:
            continue
        reach = (in_title, -minus_end)
        found.append(_BLANKS.sub(" ", quote).strip())
    told = " … ".join(q for q in found if q)
    if len(told) > _MOST_WORDS:
        told = told[:_MOST_WORDS].rsplit(" ", 1)[0] + " …"
    return (Run(f"“{told}”", Look.QUOTE),) if told else quiet("no words kept")


def heading_of(incident: Incident) -> str:
    """When, what and where, in a line."""
    days = when(incident.when)
    return f"{'day ' if days == UNKNOWN else ''}{days} · {kind(incident.kind)} · {place(incident.where)}"


def tally(counts: Mapping[str, int], order: Sequence[str]) -> str:
    """`3 supported, 1 contradicted`, what is nought left out."""
    return ", ".join(f"{counts[name]} {words(name)}" for name in order if counts.get(name)) or "none"
