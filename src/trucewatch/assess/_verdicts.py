"""What the record says of a statement, by type."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.assess._known import Known, first_day, last_day, say_day
from trucewatch.assess._matching import (
    Match,
    counted_once,
    distinct,
    in_period,
    is_firm,
    match,
    may_be_same,
    of_one_wave,
)
from trucewatch.assess._subjects import Lexicon, Reading
from trucewatch.assess._trend_verdict import TREND_LEAST, judge_trend
from trucewatch.assess.reporting import Days
from trucewatch.assess.statements import Statement
from trucewatch.assess.trend import Comparison, acts_of
from trucewatch.model import (
    KINDS,
    CheckType,
    CheckVerdict,
    Claim,
    Comparator,
    Count,
    Incident,
    Modality,
    Outcome,
    Scope,
    day_of,
    origins,
)

BEYOND_DOUBT = 1.25
"""How many times a toll the record's fewest deaths must be to contradict it: sources count apart what others do not."""
FAR_MORE_ACTS = 3
"""How many acts apart for sure the record must hold above a number of them to contradict it."""
CHAIN_SLACK = 0.02
"""How far an earlier toll plus later deaths may lie off a toll, as a share: reports overlap by a death or two."""
_LISTED = 6


_PARTY_BOOKS = re.compile(
    r"\bdelegation\s*:|\bpart\s+of\s+the\b|\bledger\b|\bentered\b|\bcommission\s*:", re.IGNORECASE
)
_OWN_COUNT = re.compile(
    r"\b(?:documented|confirmed|verified|identified|registered|recorded|logged|announced|acknowledged|entered|own)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|earlier|previous(?:ly)?)\b(?!\s+(?:month|week|year|day))", re.IGNORECASE)
_GENERAL_VIOLENCE = re.compile(r"\b(?:violence|fighting|tensions?|hostilit\w+|calm\w*|quiet\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the plain words for it, and what it rests on."""

    verdict: CheckVerdict
    record: str
    incidents: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A statement with its reading and the incidents beside it."""

    statement: Statement
    reading: Reading
    own: Incident | None
    known: Known
    lexicon: Lexicon

    @property
    def start(self) -> str | None:
        return _date(self.statement.period.start)

    @property
    def end(self) -> str | None:
        return _date(self.statement.period.end)

    @property
    def is_covered(self) -> bool:
        return self.known.covers(self.start)

    def matches(self, start: str | None, end: str | None) -> list[Match]:
        """Incidents of the period that are of the kind spoken of, or may be; one begun before it is left out."""
        found = []
        for incident in self.known.incidents:
            inside = in_period(incident.when, start, end)
            first = first_day(incident)
            if inside is Outcome.NO or (
                inside is Outcome.UNKNOWN and (first is None or (start is not None and first < start))
            ):
                continue
            m = match(incident, self.reading, self.known.claims, self.lexicon)
            if m.outcome is Outcome.NO:
                continue
            found.append(m if inside is Outcome.YES else Match(incident, Outcome.UNKNOWN, 0, m.high))
        return found

    def silence(self) -> str | None:
        """Why the record's silence says nothing here, or null where it does."""
        if not self.is_covered:
            return f"{self.not_covered()}, after the start of the period"
        own = self.statement.report
        if not self.known.follows(self.reading.kinds, own):
            return "No other report of the record tells of such acts, so that it does not follow them"
        if not self.known.speaks_of(self.reading.places, own):
            return f"No other report of the record speaks of {' or '.join(self.reading.places)}"
        return None

    def not_covered(self) -> str:
        begins = self.known.begins
        return (
            f"The record begins on {say_day(begins.isoformat())}"
            if begins
            else "The reports of the record have no dates"
        )


def answer(statement: Statement, reading: Reading, own: Incident | None, known: Known, lexicon: Lexicon) -> Answer:
    """The verdict on a statement by what is known."""
    case = _Case(statement, reading, own, known, lexicon)
    if not reading.is_certain:
        return _answer(
            CheckVerdict.UNDETERMINED, "Whom the statement speaks of cannot be told from its words.", [], own
        )
    return _BY_TYPE[statement.type](case)


def _first_since(case: _Case) -> Answer:
    """Contradicted by an earlier act of the kind; supported where the record covers the period and holds none."""
    own = case.own
    own_day = first_day(own) if own is not None else None
    until = _day_before(own_day or case.end)
    earlier = (
        [m for m in case.matches(case.start, until) if own is None or m.incident.id != own.id] if case.start else []
    )
    sure = [m for m in earlier if is_firm(m, case.reading) and not (own is not None and may_be_same(m.incident, own))]
    unsure = [m for m in earlier if m not in sure]
    if sure:
        return _answer(CheckVerdict.CONTRADICTED, f"Earlier in the period: {_list(sure)}.", sure, own)
    if case.start is None:
        return _answer(CheckVerdict.UNDETERMINED, "The start of the period is not known.", [], own)
    if unsure:
        said = f"Earlier in the period, perhaps of the kind spoken of: {_list(unsure)}."
        return _answer(CheckVerdict.UNDETERMINED, said, unsure, own)
    if own is None:
        return _answer(
            CheckVerdict.UNDETERMINED, "The record does not hold the act that the statement speaks of.", [], own
        )
    if silence := case.silence():
        return _answer(CheckVerdict.UNDETERMINED, f"{silence}; it holds no earlier act.", [], own)
    return _answer(
        CheckVerdict.SUPPORTED, f"No earlier act of the kind since {say_day(case.start)} is in the record.", [], own
    )


def _highest(case: _Case) -> Answer:
    """Contradicted by a higher figure in the period; supported where the record covers it and holds none."""
    if case.statement.unit == "place":
        said = "Places are not ranked: where more is reported from, more is in the record."
        return _answer(CheckVerdict.UNDETERMINED, said, [], None)
    if case.statement.unit != "act":
        return _highest_unit(case)
    own = case.own
    if own is None or case.start is None:
        return _answer(CheckVerdict.UNDETERMINED, "The act or the period is not in the record.", [], own)
    mine = match(own, case.reading, case.known.claims, case.lexicon)
    best = max(mine.high, int(case.statement.value or 0))
    others = [m for m in counted_once(case.matches(case.start, case.end)) if m.incident.id != own.id]
    others = [m for m in others if m.is_act and not of_one_wave(m.incident, own)]
    above = [m for m in others if is_firm(m, case.reading) and m.low > best and not may_be_same(m.incident, own)]
    many = 3 if "one of" in case.statement.quote.lower() else 1
    next_high = max(others, key=lambda m: m.high, default=None)
    if len(above) >= many and best > 0:
        return _answer(CheckVerdict.CONTRADICTED, f"Higher in the period: {_list(above)}.", above, own)
    if best <= 0:
        return _answer(CheckVerdict.UNDETERMINED, "The record holds no figure for the act.", [], own)
    if silence := case.silence():
        return _answer(CheckVerdict.UNDETERMINED, f"{silence}.", [], own)
    if next_high is not None and next_high.high > max(best, mine.low) and many == 1:
        return _answer(CheckVerdict.UNDETERMINED, f"Perhaps as high: {_list([next_high])}.", [next_high], own)
    beside = (
        f"the next highest is {next_high.high}, on {say_day(first_day(next_high.incident))}"
        if next_high
        else "no other is in the record"
    )
    return _answer(CheckVerdict.SUPPORTED, f"{best} in this act; {beside}.", [next_high] if next_high else [], own)


def _highest_unit(case: _Case) -> Answer:
    """The worst week or month: by acts in each, where the record covers the whole period."""
    length = {"day": 1, "week": 7, "month": 30, "year": 365}[case.statement.unit]
    end = case.end
    if not case.is_covered or end is None or case.start is None:
        return _answer(
            CheckVerdict.UNDETERMINED, f"{case.not_covered()}; periods before it cannot be ranked.", [], None
        )
    last = day_of(end)
    spans = []
    while last >= day_of(case.start):
        first = last - dt.timedelta(days=length - 1)
        found = counted_once(case.matches(first.isoformat(), last.isoformat()))
        spans.append([m for m in found if m.outcome is Outcome.YES])
        last = first - dt.timedelta(days=1)
    counts = [sum(m.is_act for m in s) if case.reading.effect is None else sum(m.low for m in s) for s in spans]
    if len(counts) < 2 or counts[0] < TREND_LEAST:
        return _answer(CheckVerdict.UNDETERMINED, "The record holds too little to rank periods by.", spans[0], None)
    said = f"{counts[0]} in the last {case.statement.unit}, at most {max(counts[1:])} in any before."
    verdict = CheckVerdict.SUPPORTED if counts[0] > max(counts[1:]) else CheckVerdict.UNDETERMINED
    return _answer(verdict, said, spans[0], None)


def _toll(case: _Case) -> Answer:
    """By the sum of the deaths in the period, or by an earlier toll of the same people plus the deaths after it."""
    value, slack = case.statement.value or 0.0, case.statement.tolerance or 0.0
    found = case.matches(case.start, case.end) if case.start else []
    found = counted_once([m for m in found if not _is_after(m.incident, case)])
    low = sum(m.low for m in found if m.outcome is Outcome.YES)
    high = sum(m.high for m in found)
    shown = [m for m in found if m.high]
    at_least = case.statement.comparator is Comparator.AT_LEAST
    if chained := _by_toll(case):
        return chained
    what = f"The record holds {_span(low, high)} in the period" + (f" ({_list(shown)})" if shown else "")
    firm = [m for m in found if is_firm(m, case.reading)]
    least = sum(max(m.low for m in g) for g in distinct([m for m in firm if m.is_act]))
    least += sum(m.low for m in firm if not m.is_act)
    if (
        not at_least
        and case.start
        and least > (value if case.statement.is_top else value + slack) * BEYOND_DOUBT
        and not _is_own_count(case)
    ):
        more = f" at least {least} of them beyond doubt," if least < low else ""
        return _answer(CheckVerdict.CONTRADICTED, f"{what},{more} more than {value:g}.", shown, None)
    if at_least and low >= value > 0:
        return _answer(CheckVerdict.SUPPORTED, f"{what}.", shown, None)
    tail = "" if case.is_covered else f" {case.not_covered()}."
    top = value if case.statement.is_top else value + slack
    is_borne_out = value - slack <= low <= top or (value - slack <= low and high <= top)
    if not at_least and is_borne_out and value > 0:
        if case.is_covered:
            return _answer(CheckVerdict.SUPPORTED, f"{what}.", shown, None)
        return _answer(CheckVerdict.UNDETERMINED, f"{what}, which would fit.{tail}", shown, None)
    if not at_least and low - slack <= value <= high + slack:
        return _answer(
            CheckVerdict.UNDETERMINED,
            f"{what}; {value:g} lies within, but how many count is not certain.{tail}",
            shown,
            None,
        )
    return _answer(CheckVerdict.UNDETERMINED, f"{what}; nothing contradicts {value:g}.{tail}", shown, None)


def _is_own_count(case: _Case) -> bool:
    """Whether the number is what somebody counted or documented, which more deaths do not make wrong."""
    return bool(_OWN_COUNT.search(case.statement.sentence))


def _is_after(incident: Incident, case: _Case) -> bool:
    """An act of the last day that was first reported after the statement: the statement did not speak of it."""
    published = case.known.reports[case.statement.report].published
    if published is None or incident.first_reported is None or last_day(incident) != case.end:
        return False
    return day_of(incident.first_reported) > day_of(published)


def _by_toll(case: _Case) -> Answer | None:
    """Another report's toll of the same people, plus what the record adds until the statement."""
    value, slack = case.statement.value or 0.0, case.statement.tolerance or 0.0
    if case.statement.comparator is not Comparator.EQUAL and case.statement.comparator is not Comparator.AT_LEAST:
        return None
    for claim in case.known.claims.values():
        report = case.known.reports[claim.report]
        end = (claim.when.end if claim.when and claim.when.end else report.published) or None
        count = claim.killed
        if claim.report == case.statement.report or count is None or end is None or claim.scope is not Scope.TOLL:
            continue
        if (
            not _same_people(claim, case.reading)
            or not _same_start(claim, case.start)
            or claim.modality is not Modality.ASSERTED
        ):
            continue
        if case.end is None or end[:10] > case.end or _low_of(count) <= 0:
            continue
        after = case.matches(_day_after(end[:10]), case.end)
        after = counted_once([m for m in after if not _is_after(m.incident, case)])
        low = _low_of(count) + sum(m.low for m in after if m.outcome is Outcome.YES)
        high = (count.high or _low_of(count)) + sum(m.high for m in after)
        slack = max(slack, value * CHAIN_SLACK)
        if case.statement.comparator is Comparator.AT_LEAST:
            fits = low >= value
        else:
            fits = low - slack <= value <= high + slack
        if fits and (after or _other_voice(claim, case)):
            said = f"{_low_of(count)} by {say_day(end[:10])} ({report.source or claim.report})"
            said += f", and since then {_list([m for m in after if m.high])}" if after else ", by another source"
            return _answer(CheckVerdict.SUPPORTED, f"{said}.", after, None, claims=(claim.id,))
    return None


def _low_of(count: Count) -> int:
    return count.low if count.low is not None else 0


def _same_people(claim: Claim, reading: Reading) -> bool:
    wants = reading.subject
    if wants.actor is None and wants.category is None:
        return False
    rows = [(v.actor, v.category) for v in claim.victims] + [(t.actor, t.category) for t in claim.targets]
    return any(
        (wants.actor is None or actor == wants.actor) and (wants.category is None or category is wants.category)
        for actor, category in rows
    )


def _same_start(claim: Claim, start: str | None) -> bool:
    """Whether two tolls count from about the same day; one that says nothing counts from where the other does."""
    own = claim.when.start[:10] if claim.when and claim.when.start else None
    if own is None or start is None:
        return True
    return abs((day_of(own) - day_of(start)).days) <= 7


def _other_voice(claim: Claim, case: _Case) -> bool:
    """Whether a claim rests on another origin than the report that makes the statement."""
    report = case.known.reports[case.statement.report]
    mine = {o for c in case.known.claims.values() if c.report == report.id for o in origins(c, report.source)}
    return not mine & set(origins(claim, case.known.reports[claim.report].source))


def _count(case: _Case) -> Answer:
    """Zero is contradicted by one act; ordinals and small counts are listed; ledgers only matched by other entries.

    More acts than the number contradict it only where they are of a named kind, far more, and apart for sure: two
    accounts of one act may stand apart in the record.
    """
    if case.statement.unit == "share":
        said = "A share is not compared: how much of each part is reported differs."
        return _answer(CheckVerdict.UNDETERMINED, said, [], None)
    value = case.statement.value or 0.0
    if case.statement.is_ledger and value > 0:
        return _ledger(case, value)
    start = case.start
    if case.own is not None and re.search(r"\bsince\s+then\b", case.statement.quote, re.IGNORECASE):
        last = last_day(case.own)
        start = _day_after(last) if last else None
    if start is None:
        return _answer(CheckVerdict.UNDETERMINED, "The start of the period is not known.", [], case.own)
    found = case.matches(start, case.end)
    if value == 0:
        return _none(case, found, start)
    found = [m for m in found if not _is_after(m.incident, case) and not _is_the_later_one(m.incident, case)]
    found = [m for m in counted_once(found) if m.is_act]
    sure = [m for m in found if m.outcome is Outcome.YES]
    if case.statement.unit != "act":
        return _days_of_acts(case, sure, value)
    unsure = [m for m in found if m.outcome is Outcome.UNKNOWN]
    what = f"The record holds {len(sure)}" + (f" ({_list(sure)})" if sure else "")
    what += f", and perhaps {len(unsure)} more" if unsure else ""
    slack = case.statement.tolerance or 0.0
    if not unsure and abs(len(sure) - value) <= slack:
        return _answer(CheckVerdict.SUPPORTED, f"{what}.", sure, None)
    if case.statement.comparator is Comparator.AT_LEAST and len(sure) >= value:
        return _answer(CheckVerdict.SUPPORTED, f"{what}.", sure, None)

    apart = distinct([m for m in sure if is_firm(m, case.reading)])
    far_more = len(apart) >= 2 * value + slack and len(apart) >= value + FAR_MORE_ACTS
    is_exact = case.statement.comparator is not Comparator.AT_LEAST and not _is_own_count(case)
    if case.reading.is_named_kind and far_more and is_exact:
        return _answer(CheckVerdict.CONTRADICTED, f"{what}; the statement says {value:g}.", sure, None)
    tail = "" if case.is_covered else f" {case.not_covered()}."
    return _answer(CheckVerdict.UNDETERMINED, f"{what}; the statement says {value:g}.{tail}", [*sure, *unsure], None)


def _days_of_acts(case: _Case, sure: Sequence[Match], value: float) -> Answer:
    """`For the third night running`: days that had an act, however many; what the record lacks makes none wrong."""
    unit = case.statement.unit
    days = sorted({day for m in sure if (day := first_day(m.incident))})
    what = f"The record holds such acts on {len(days)} day{'' if len(days) == 1 else 's'}" + (
        f" ({_list(sure)})" if sure else ""
    )
    is_borne_out = unit in ("day", "night") and len(days) >= value
    verdict = CheckVerdict.SUPPORTED if is_borne_out else CheckVerdict.UNDETERMINED
    return _answer(verdict, f"{what}; the statement says {value:g} {unit}s.", sure, None)


def _is_the_later_one(incident: Incident, case: _Case) -> bool:
    """Whether a number of acts "before" leaves out this one: the act just told, or one that did not come before it."""
    own = case.own
    if own is None or not _BEFORE.search(case.statement.quote):
        return False
    day, own_day = first_day(incident), first_day(own)
    return incident.id == own.id or bool(day and own_day and day >= own_day)


def _none(case: _Case, found: Sequence[Match], start: str) -> Answer:
    """`No casualties since`, `not a single breach`."""
    sure = [m for m in found if is_firm(m, case.reading)]
    if sure and not _is_party_ledger(case):
        return _answer(CheckVerdict.CONTRADICTED, f"In the period: {_list(sure)}.", sure, None)
    if found or _is_party_ledger(case):
        said = (
            f"Perhaps in the period: {_list(found)}."
            if found
            else "The record holds no act for the period; a ledger cannot be rebuilt."
        )
        return _answer(CheckVerdict.UNDETERMINED, said, found, None)
    if not case.known.covers(start):
        said = f"{case.not_covered()}, after the start of the period; it holds no act in it."
        return _answer(CheckVerdict.UNDETERMINED, said, [], None)
    if silence := case.silence() if case.start == start else None:
        return _answer(CheckVerdict.UNDETERMINED, f"{silence}; it holds no act in the period.", [], None)
    return _answer(CheckVerdict.SUPPORTED, "The record holds no act of the kind in the period.", [], None)


def _is_party_ledger(case: _Case) -> bool:
    """A nought in the books of one side or delegation says what it entered, not what happened."""
    return bool(_PARTY_BOOKS.search(case.statement.sentence))


def _ledger(case: _Case, value: float) -> Answer:
    """A count of breaches: supported where entries of other reports for parts of the period add up to it."""
    entries = []
    for claim in case.known.claims.values():
        # "The past 24 hours" of one bulletin reach a day beyond the day they stand for.
        inside = in_period(claim.when, case.start, _day_after(case.end)) if case.start and case.end else Outcome.NO
        if (
            claim.acts is None
            or claim.scope is not Scope.TOLL
            or claim.report == case.statement.report
            or inside is not Outcome.YES
        ):
            continue
        if claim.acts.low is not None and claim.acts.low == claim.acts.high:
            entries.append(claim)
    if len(entries) > 1 and _tile(entries) and sum(c.acts.low or 0 for c in entries if c.acts) == value:
        parts = " and ".join(f"{c.acts.low}" for c in entries if c.acts)
        said = f"Entries of other reports for parts of the period, {parts}, add up to {value:g}."
        return Answer(CheckVerdict.SUPPORTED, said, (), tuple(c.id for c in entries))
    found = counted_once(case.matches(case.start, case.end)) if case.start else []
    found = [m for m in found if m.is_act and m.outcome is Outcome.YES]
    said = f"The record holds {len(found)} such acts" + (f" ({_list(found)})" if found else "")
    return _answer(
        CheckVerdict.UNDETERMINED, f"{said}; a ledger of {value:g} cannot be rebuilt from reports.", found, None
    )


def _tile(entries: Sequence[Claim]) -> bool:
    """Whether the entries speak of days that overlap by no more than their ends."""
    spans = sorted((c.when.start[:10], c.when.end[:10]) for c in entries if c.when and c.when.start and c.when.end)
    return len(spans) == len(entries) and all(a[1] <= b[0] or a[0] < b[0] for a, b in itertools.pairwise(spans))


def _trend(case: _Case) -> Answer:
    """Acts in the period against as many days before it, where the record covers both and holds enough."""
    if case.start is None or case.end is None or case.statement.comparator in (Comparator.LOWEST, Comparator.HIGHEST):
        return _answer(
            CheckVerdict.UNDETERMINED, f"{case.not_covered()}; the periods compared are not all in it.", [], None
        )
    first, last = day_of(case.start), day_of(case.end)
    if last < first:
        return _answer(CheckVerdict.UNDETERMINED, "The period ends before it begins.", [], None)
    after = Days(first, last)
    before = Days(first - dt.timedelta(days=after.length), first - dt.timedelta(days=1))
    is_general = bool(_GENERAL_VIOLENCE.search(case.statement.quote))
    found = case.matches(before.start.isoformat(), case.end)
    found = [m for m in found if not is_general or _is_lethal(m.incident)]
    known = case.known
    sure = {m.incident.id: m.outcome is Outcome.YES for m in found}
    acts = acts_of([m.incident for m in found], known.claims, known.reports, is_sure=sure.get)
    row = Comparison(before, after, known.coverage, known.lags)(acts)
    if row.before.acts < 2 and not known.covers(case.start if row.before.acts else before.start.isoformat()):
        return _answer(
            CheckVerdict.UNDETERMINED, f"{case.not_covered()}; it holds too little from before the period.", [], None
        )
    verdict, why = judge_trend(row, case.statement)
    what = "lethal acts" if is_general else "such acts"
    said = f"Of {what}, {before.start} to {before.end} against {after.start} to {after.end}: {row.words}; {why}."
    return _answer(verdict, said, [m for m in found if sure[m.incident.id]], None)


def _is_lethal(incident: Incident) -> bool:
    killed = incident.killed
    return killed is not None and (killed.best or killed.low or 0) > 0


_BY_TYPE: Mapping[CheckType, Callable[[_Case], Answer]] = {
    CheckType.FIRST_SINCE: _first_since,
    CheckType.HIGHEST_SINCE: _highest,
    CheckType.TOLL_SINCE: _toll,
    CheckType.COUNT_IN_PERIOD: _count,
    CheckType.TREND: _trend,
}


def _answer(
    verdict: CheckVerdict, said: str, found: Sequence[Match], own: Incident | None, *, claims: tuple[str, ...] = ()
) -> Answer:
    ids = dict.fromkeys([*([own.id] if own else []), *(m.incident.id for m in found)])
    return Answer(verdict, said, tuple(ids), claims)


def _list(found: Sequence[Match]) -> str:
    """`Muhan, 6 March 2020 (15 killed)` and so on, the first six."""
    parts = []
    for m in found[:_LISTED]:
        incident = m.incident
        place = (incident.where.name or incident.where.text) if incident.where else None
        killed = incident.killed
        dead = (
            f", {_span(killed.low or 0, killed.high)} killed"
            if killed and (killed.high is None or killed.high > 0)
            else ""
        )
        what = f"{KINDS[incident.kind].label.lower()}{' at ' + place if place else ''}"
        parts.append(f"{what}, {say_day(first_day(incident))}{dead}")
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return "; ".join(parts) + more


def _span(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return f"{low}" if low == high else f"{low} to {high}"


def _date(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _day_before(day: str | None) -> str | None:
    return (day_of(day) - dt.timedelta(days=1)).isoformat() if day else None


def _day_after(day: str) -> str:
    return (day_of(day) + dt.timedelta(days=1)).isoformat()
