"""Statements about the record in the words of a report: firsts, superlatives, tolls, counts and trends.

A statement compares an act or a number with what came before ("the first losses since the truce", "19 breaches in the
past 24 hours"). It is found here by its wording and read into a type, a comparator, a period and a value; what the
record says of it is decided in `trucewatch.assess.checks`. History, sport, disasters and conditionals are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trucewatch.assess import _statement_forms as forms
from trucewatch.assess import _statement_patterns as words
from trucewatch.assess._statement_hits import Hit, find_hits
from trucewatch.assess._statement_numbers import PARTITIVE, stretch_days, value_of
from trucewatch.extract._number_words import ORDINAL, ORDINALS, TENS, UNITS
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.extract.numbers import NumberMention, NumberRole, find_numbers
from trucewatch.extract.sentences import Sentence, dateline_end, split_sentences
from trucewatch.model import CheckType, Comparator, Period, Report, day_of


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about the record.

    Attributes:
        report: Id of the report.
        start: First code point in the report's text.
        end: One past the last code point.
        quote: The words between.
        sentence: The whole sentence.
        before: The sentence before it in the report, or an empty string.
        type: What it says.
        comparator: How it compares.
        period: The days it speaks of; a null start is not given, a null end not either.
        value: The number it gives, or None.
        tolerance: How far off still counts, None where there is no value.
        is_top: Whether it may be less by that much and not more ("nearly 60", "fewer than ten").
        unit: `act`; the unit that is ranked ("the worst week") or counted ("the third night running"); `place` where
            places are ranked, `share` where a part is told and no number.
        is_ledger: Whether a number is someone's ledger of breaches, which no list of acts can rebuild.
        about: The words of the statement before, where this one leaves out what it counts ("on Sunday it was two").
    """

    report: str
    start: int
    end: int
    quote: str
    sentence: str
    before: str
    type: CheckType
    comparator: Comparator
    period: Period
    value: float | None = None
    tolerance: float | None = None
    unit: str = "act"
    is_ledger: bool = False
    about: str = ""
    is_top: bool = False


_CONTEXT = 3
"""How many sentences before one without words of violence may lend it theirs."""


_I = re.IGNORECASE
_SUBJECT_BEFORE = re.compile(
    r"(?:^|(?<=,\s)|(?<=that\s)|(?<=and\s)|(?<=;\s))(?P<subject>(?:[A-Z]|it\b|they\b|he\b|she\b|this\b)[^,;:]{0,80}?\b(?:is|are|was|were|makes?|made|marks?|marked)"
    r"\s+(?:also\s+|already\s+|now\s+|thus\s+)?)$",
    _I,
)
_CLAUSE_END = re.compile(
    r":\s|,?\s+according\s+to\b|,\s+(?:[\w'’.-]+\s+){0,7}?(?:said|says|told|reported|announced|added|claimed|stated)\b|,\s+by\s+the\s+same"
    r"|;|\s[—–]\s|,\s+(?:when|which|who|but|while|as|after|though)\b",
    _I,
)
_LEDGER_SUBJECT = re.compile(rf"\b{words.VIOLATION}\b|\bcases\b|\btimes\b", _I)
_UNIT = re.compile(r"\b(?P<unit>day|week|month|year|daily|weekly|monthly|annual)\b", _I)
_UNITS = {"daily": "day", "weekly": "week", "monthly": "month", "annual": "year"}


def find_statements(report: Report, *, effective: str | None = None) -> list[Statement]:
    """The statements about the record in a report's text, in order.

    Args:
        report: The report; its title is not read, since its text repeats it.
        effective: The day a ceasefire took effect, from the agreement or the record, the start of "since the truce".
    """
    text = report.text
    dates = find_dates(text, published=report.published, effective=effective)
    numbers = find_numbers(text)
    found: list[Statement] = []
    sentences = split_sentences(text)
    for index, sentence in enumerate(sentences):
        previous = sentences[index - 1].text if index else ""
        context = " ".join(s.text for s in sentences[max(0, index - _CONTEXT) : index])
        for hit in find_hits(text, sentence, context, found, numbers):
            span = _clause(text, sentence, hit)
            draft = _Draft(
                report, sentence, previous, hit, span, dates, numbers, effective, found[-1] if found else None
            )
            if statement := draft.statement():
                found.append(statement)
    return found


def _clause(text: str, sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """The clause of a match: its subject before, its end before attribution or the next clause."""
    start = hit.start
    first = max(sentence.start, dateline_end(text))
    head = text[first:start]
    if hit.is_wide:
        start = first
    elif m := _SUBJECT_BEFORE.search(head):
        start = first + m.start("subject")
    elif hit.type in (CheckType.TOLL_SINCE, CheckType.TREND, CheckType.COUNT_IN_PERIOD):
        cut = [m.end() for m in re.finditer(r"[,;:]\s+|\bthat\s+|\s[—–]\s+", head)]
        start = first + (cut[-1] if cut else 0)
    end = _CLAUSE_END.search(text, hit.end, sentence.end)
    stop = end.start() if end else sentence.end
    return start, max(hit.end, stop - (text[stop - 1] in ".!?" and stop == sentence.end))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A match with all that a statement is read from."""

    report: Report
    sentence: Sentence
    before: str
    hit: Hit
    span: tuple[int, int]
    dates: Sequence[DateMention]
    numbers: Sequence[NumberMention]
    effective: str | None
    last: Statement | None

    def statement(self) -> Statement | None:
        start, end = self.span
        text = self.report.text
        quote = text[start:end]
        base = Statement(
            self.report.id,
            start,
            end,
            quote,
            self.sentence.text,
            self.before,
            self.hit.type,
            self.hit.comparator,
            self.period(),
        )
        if self.hit.is_elliptic and self.last is not None:
            base = replace(base, about=self.last.about or self.last.quote, is_ledger=self.last.is_ledger)
        if self.hit.type is CheckType.HIGHEST_SINCE:
            return self._highest(base)
        if self.hit.type is CheckType.TREND:
            return self._trending(base)
        if self.hit.type is CheckType.FIRST_SINCE:
            return base
        return self._counted(base)

    def _counted(self, base: Statement) -> Statement | None:
        if self.hit.unit == "share":
            return replace(base, unit="share")
        if self.hit.value is not None:
            return replace(base, value=self.hit.value, tolerance=0.0, unit=self.hit.unit)
        if re.search(r"\b(?:days?|weeks?|nights?|months?)\s+(?:\w+\s+){0,4}?without\b", self._matched, _I):
            return replace(base, value=0.0, tolerance=0.0)
        number = self._number()
        if number is None:
            if re.search(r"\b(?:still|silent|quiet|calm)(?:\s+since)?\s*$", self._matched, _I):
                return replace(base, value=0.0, tolerance=0.0)
            if re.search(r"\bha(?:s|ve)\s+not\b", self._matched, _I):
                return replace(base, value=0.0, tolerance=0.0)
            is_once = re.search(r"\bonce\s+before\s*$|^the\s+only\b", self._matched, _I)
            return replace(base, value=1.0, tolerance=0.0) if is_once else None
        if base.type is CheckType.TOLL_SINCE and base.period.start is not None and base.period.start == base.period.end:
            return None
        if base.type is CheckType.TOLL_SINCE:
            number = self._killed_before(number)
        value, tolerance, comparator = value_of(number)
        after = self.report.text[number.end : number.end + 40]
        is_killings = number.rank is None and bool(value) and bool(words.KILLINGS.match(after))
        if base.type is CheckType.COUNT_IN_PERIOD and (is_killings or _PEOPLE_HIT.match(after)):
            base = replace(base, type=CheckType.TOLL_SINCE)
        elif base.type is CheckType.TOLL_SINCE and number.rank is None and _ACTS_DONE.match(after):
            base = replace(base, type=CheckType.COUNT_IN_PERIOD)
        is_ledger = (
            base.type is CheckType.COUNT_IN_PERIOD and number.rank is None and bool(_LEDGER_SUBJECT.search(base.quote))
        ) or base.is_ledger
        is_top = number.count.high is not None and number.count.low != number.count.high and number.rank is None
        return replace(
            base, value=value, tolerance=tolerance, comparator=comparator, is_ledger=is_ledger, is_top=is_top
        )

    def _killed_before(self, number: NumberMention) -> NumberMention:
        """`127 killed and 240 wounded`: the toll is of the dead."""
        text = self.report.text
        if not _WOUNDED.match(text, number.end):
            return number
        for other in self.numbers:
            if self.sentence.start <= other.start < number.start and other.role is NumberRole.PLAIN:
                between = text[other.end : number.start]
                if other.rank is None and _KILLED_AND.search(between):
                    return other
        return number

    @property
    def _matched(self) -> str:
        return self.report.text[self.hit.start : self.hit.end]

    def _highest(self, base: Statement) -> Statement:
        if any(p.search(self._matched) for p in forms.RANKED_PLACE):
            return replace(base, unit="place")
        unit = _UNIT.search(self.report.text, self.hit.start, self.hit.end)
        word = (
            unit["unit"].lower()
            if unit and not re.search(r"since|in\s", self.report.text[self.hit.start : unit.start()], _I)
            else "act"
        )
        since = re.compile(r"\bsince\b", _I).search(self.report.text, self.hit.start, base.end)
        stop = since.start() if since else base.end
        numbers = [
            n for n in self.numbers if base.start <= n.start < stop and n.role is NumberRole.PLAIN and n.rank is None
        ]
        inside = [
            n for n in numbers if (n.count.low or n.count.high or 0) > 1 and not _SO_MANY.match(n.count.text or "")
        ]
        if not inside:
            return replace(base, unit=_UNITS.get(word, word))
        value, tolerance, _ = value_of(inside[0])
        return replace(base, unit=_UNITS.get(word, word), value=value, tolerance=tolerance)

    def _trending(self, base: Statement) -> Statement | None:
        if base.comparator is not Comparator.EQUAL or self.hit.is_steady:
            return replace(base, unit=_trend_unit(base.quote))
        here = [
            n for n in self.numbers if self.sentence.start <= n.start < self.sentence.end and n.role is NumberRole.PLAIN
        ]
        earlier = [n for n in here if n.start < self.hit.start]
        against = [n for n in here if self.hit.start <= n.start < self.hit.end]
        if not earlier or not against:
            return None
        now, then = value_of(earlier[-1])[0], value_of(against[0])[0]
        return replace(base, comparator=Comparator.INCREASE if now > then else Comparator.DECREASE)

    def _number(self) -> NumberMention | None:
        """The number that the statement gives: inside the match, the last for tolls that rise "to" it."""
        roles = (NumberRole.PLAIN, NumberRole.TIMES)
        inside = [
            n
            for n in self.numbers
            if self.hit.start < n.end and n.start < self.hit.end and n.role in roles and n.rank != 1 and not n.article
        ]
        inside = [n for n in inside if not PARTITIVE.match(self.report.text[n.end : n.end + 12])] or [
            n for n in inside if _OF_GROUP.match(self.report.text, n.end)
        ]
        if not inside:
            return None
        matched = self._matched
        if inside[0].count.high == 0:
            return inside[0]
        if re.match(
            r"\w+(?:ing|s|e|ed|t|k)?\s+(?:\w+\s+){0,3}?(?:toll|number|total|count|losses|tally)\b", matched, _I
        ):
            to = [n for n in inside if re.search(r"\b(?:to|at)\s+$", self.report.text[max(0, n.start - 8) : n.start])]
            return to[-1] if to else inside[-1]
        ranked = [n for n in inside if n.rank is not None]
        if ranked and not re.search(r":\s*\S+$", matched):
            return ranked[0]
        if re.search(r":\s*\d+$", matched):
            return inside[-1]
        return inside[0]

    def period(self) -> Period:
        """The days that the statement speaks of; its end is publication where no other is given."""
        published = self.report.published
        last = published[:10] if published else None
        told = [d for d in self.dates if not self._is_compared(d)]
        clause = [d for d in told if self.span[0] <= d.start < self.span[1]]
        clause = clause or [d for d in told if self.sentence.start <= d.start < self.sentence.end]
        if self.hit.is_elliptic and self.last is not None and self.hit.type is CheckType.TREND:
            return self.last.period  # the days of the number told first, against those before them
        explicit = next((d for d in clause if d.rule in _INTERVAL_RULES and d.when.start), None)
        since = next((d for d in clause if re.match(r"(?:ever\s+)?since\b", d.when.text or "", _I)), None)
        if since is not None and since.when.start:
            return Period(start=self._start_of(since), end=last)
        if self.last is not None and _SAME_PERIOD.search(self.sentence.text):
            return Period(start=self.last.period.start, end=last)
        if start := self._since_clause(clause):
            return Period(start=start, end=last)
        if self._is_since_truce():
            return Period(start=_day(self.effective), end=last)
        if explicit is not None and self.hit.type is CheckType.TREND and self._truce_inside(explicit):
            return Period(start=_day(self.effective), end=last)
        if explicit is not None and _BETWEEN_TRUCE.search(self.sentence.text):
            return Period(start=_day(self.effective), end=_day(explicit.when.end) or last)
        if explicit is not None:
            return Period(start=_day(explicit.when.start), end=_day(explicit.when.end) or last)
        if start := self._lull(last) or self._long_ago(last):
            return Period(start=start, end=last)
        if (m := _RUNNING.search(self.sentence.text)) and last is not None:
            amount = (
                ORDINALS.get(m["nth"].lower(), 1) * {"day": 1, "night": 1, "week": 7, "month": 30}[m["unit"].lower()]
            )
            return Period(start=(day_of(last) - dt.timedelta(days=amount)).isoformat(), end=last)
        exact = next((d for d in clause if d.when.start and self.hit.type is CheckType.COUNT_IN_PERIOD), None)
        is_of_day = self.hit.is_elliptic or re.search(words.VIOLATION, self.sentence.text, _I)
        if exact is not None and is_of_day and self._is_plain_count():
            return Period(start=_day(exact.when.start), end=_day(exact.when.end))
        if self.hit.type is CheckType.TREND and (start := self._last_stretch(last)):
            return Period(start=start, end=last)
        is_into = bool(re.search(rf"\binto\s+the\s+(?:[\w'’-]+\s+){{0,3}}?{words.TRUCE}\b", self.sentence.text, _I))
        return Period(start=_day(self.effective) if is_into or self._is_of_truce() else None, end=last)

    def _is_compared(self, mention: DateMention) -> bool:
        """Whether a time is named only to compare with it: "than in May", "against 31 in the week before"."""
        text = self.report.text
        if _COMPARED_WITH.search(text[max(self.sentence.start, mention.start - 60) : mention.start]):
            return True
        earlier = words.EARLIER_PERIOD.finditer(text, self.sentence.start, self.sentence.end)
        is_trend = self.hit.type is CheckType.TREND
        return is_trend and any(m.start() < mention.end and mention.start < m.end() for m in earlier)

    def _last_stretch(self, last: str | None) -> str | None:
        """`Up from two the week before`: the week up to publication is the one spoken of."""
        m = words.EARLIER_PERIOD.search(self.report.text, self.sentence.start, self.sentence.end)
        unit = _UNIT.search(m.group()) if m else None
        if m is None or unit is None or last is None:
            return None
        number = next((n for n in self.numbers if m.start() <= n.start < m.end()), None)
        days = (value_of(number)[0] if number else 1.0) * _DAYS_OF[unit["unit"].lower()]
        return (day_of(last) - dt.timedelta(days=round(days) - 1)).isoformat()

    def _truce_inside(self, mention: DateMention) -> bool:
        """Whether the truce began within the days that a trend is told of: it is the turn that the words mean."""
        truce, first, last = _day(self.effective), _day(mention.when.start), _day(mention.when.end)
        return bool(truce and first and last and first < truce <= last)

    def _start_of(self, since: DateMention) -> str | None:
        """The first day; "since early March" means the truce where that lies in early March.

        Not so where "since" opens a clause of its own ("since the operation began last month").
        """
        core, truce = since.core, _day(self.effective)
        first, last = _day(core.start), _day(core.end)
        clause = len(since.when.text or "") - len(core.text or "") > len("ever since at least ")
        if truce and first and last and first < truce <= last and not clause:
            return truce
        return _day(since.when.start)

    def _since_clause(self, clause: Sequence[DateMention]) -> str | None:
        """`since it began its operation last month`: the date inside the clause that "since" opens."""
        text = self.report.text
        for m in re.finditer(r"\bsince\b", text[self.span[0] : self.sentence.end], _I):
            at = self.span[0] + m.end()
            inside = [d for d in clause if at <= d.start <= at + 120 and d.when.start]
            if inside:
                return _day(inside[0].core.start)
        return None

    def _is_since_truce(self) -> bool:
        return bool(_SINCE_TRUCE.search(self.report.text[self.span[0] : self.sentence.end]))

    def _is_of_truce(self) -> bool:
        """Firsts of their kind, breaches and patrols without a period count from the truce."""
        matched = self._matched
        return bool(
            re.search(
                rf"\bsuch\b|\bpatrol|\b(?:of|under|during)\s+the\s+(?:[\w'’-]+\s+){{0,5}}?{words.TRUCE}\b|\b{words.TRUCE}\b|so\s+far|\b{words.VIOLATION}|breach|\bbefore\s*$",
                matched,
                _I,
            )
        )

    def _is_plain_count(self) -> bool:
        return not re.search(words.ORD, self._matched, _I)

    def _lull(self, last: str | None) -> str | None:
        """`broke a five-week calm`: so long nothing had happened."""
        m = _LULL.search(self._matched)
        if m is None or last is None:
            return None
        word = m["lull"].lower()
        amount = (UNITS | TENS).get(word, int(word) if word.isdecimal() and len(word) < 4 else 1)
        return (day_of(last) - dt.timedelta(days=round(amount * _DAYS_OF[m["unit"].lower()]))).isoformat()

    def _long_ago(self, last: str | None) -> str | None:
        """`the first in more than two months`, `deadliest in weeks`: counted back from publication."""
        if last is not None and (days := stretch_days(self._matched)) is not None:
            return (day_of(last) - dt.timedelta(days=round(days))).isoformat()
        m = _IN_LONG.search(self.report.text[self.hit.start : self.span[1]])
        if m is None or last is None:
            return None
        word = (m["n"] or "").lower().strip()
        amount = 1.0 if word == "a" else float((UNITS | TENS).get(word, int(word) if word.isdecimal() else 2))
        days = _DAYS_OF[m["unit"].lower().rstrip("s")]
        return (day_of(last) - dt.timedelta(days=round(amount * days))).isoformat()


_COMPARED_WITH = re.compile(
    rf"\b(?:(?:against|compared\s+(?:with|to)|versus)\s+(?:{words.NUM}\s+(?:\w+\s+)?)?|than\s+|(?:that|those|levels?)\s+of\s+|from\s+{words.NUM}\s+(?:\w+\s+)?)"
    r"(?:in|during|for|on|of)?\s*(?:the\s+)?$",
    _I,
)
_SO_MANY = re.compile(r"(?:so\s+|as\s+)?many\b", _I)
_BETWEEN_TRUCE = re.compile(
    rf"\bbetween\s+the\s+(?:[\w'’-]+\s+){{0,3}}?(?:{words.TRUCE}|signing)\b[^.;]{{0,40}}?\band\b", _I
)
_OF_GROUP = re.compile(
    r"\s+of\s+(?:the|its|their)\s+(?!wounded\b|injured\b)[^,.;]{0,40}?\bha(?:s|ve|d)\s+(?:been\s+)?\w+", _I
)
"""`Twenty-six of the former rebels have been murdered`: some of a group, and yet the number that is told."""
_WOUNDED = re.compile(
    r"\s+(?:others?\s+|more\s+|people\s+)?(?:(?:have|were|had)\s+(?:been\s+)?)?(?:wounded|injured|hurt)\b", _I
)
_KILLED_AND = re.compile(r"^[^.;]{0,60}\b(?:killed|dead|died|slain)\b[^.;\d]{0,25}$", _I)
_PEOPLE_HIT = re.compile(
    rf"\s+(?:[\w'’-]+\s+){{0,2}}?{words.PERSON}\s+(?:(?:ha(?:s|ve|d)|were|was|who|been|also)\s+){{0,3}}(?:killed|murdered|died|perished|slain|fallen)\b"
    r"|\s+(?:[\w'’-]+\s+){1,2}?ha(?:s|ve|d)\s+been\s+(?:killed|murdered|slain|assassinated)\b",
    _I,
)
"""What follows a number of people who died, whatever acts are named after them."""
_ACTS_DONE = re.compile(
    rf"\s+(?:(?!killed\b|dead\b|died\b)[\w'’-]+\s+){{0,2}}?(?!(?:killings?|murders?|executions?|assassinations?|fire|fighting|incidents?\s+of)\b)(?:{words.VIOLATION}|{words.EVENT})\b"
    r"\s+(?:and|against|on|by|in|since|this|that|which|were|have)\b",
    _I,
)
_INTERVAL_RULES = frozenset(
    {"past", "within", "day_range", "this_unit", "ago", "weekday_range", "weekend", "month", "year"}
)
_DAYS_OF = {"day": 1, "week": 7, "month": 30.5, "year": 365.25}
_LULL = re.compile(words.LULL, _I)
_SINCE_TRUCE = re.compile(
    r"\bsince\s+(?:[\w'’-]+\s+){0,8}?(?:cease-?\s?fire|truce|armistice|deal|agreement|accord|cessation|pact|protocol|it\s+came\s+into)\b",
    _I,
)
_SAME_PERIOD = re.compile(r"\bin\s+the\s+same\s+period\b|\bown\s+(?:losses|dead|toll)\b", _I)
_RUNNING = re.compile(
    rf"\bfor\s+(?:a|the)\s+(?P<nth>{ORDINAL})\s+(?:consecutive\s+|straight\s+|successive\s+|running\s+)?(?P<unit>day|night|week|month)\b",
    _I,
)
_IN_LONG = re.compile(
    r"\b(?:in|for)\s+(?:over\s+|more\s+than\s+|nearly\s+|almost\s+|about\s+|at\s+least\s+)?(?P<n>\d{1,3}\s+|a\s+|(?:"
    + "|".join(UNITS | TENS)
    + r")\s+)?"
    r"(?P<unit>days?|weeks?|months?|years?)\b",
    _I,
)


def _trend_unit(quote: str) -> str:
    m = _UNIT.search(quote)
    return _UNITS.get(m["unit"].lower(), m["unit"].lower()) if m else "act"


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None
