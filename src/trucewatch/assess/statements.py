"""Statements about the record in the words of a report: firsts, superlatives, tolls, counts and trends.

A statement compares an act or a number with what came before ("the first losses since the truce", "19 breaches in the
past 24 hours"). It is found here by its wording and read into a type, a comparator, a period and a value; what the
record says of it is decided in `trucewatch.assess.checks`. History, sport, disasters and conditionals are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trucewatch.assess import _statement_guards as guards
from trucewatch.assess import _statement_patterns as words
from trucewatch.extract._number_words import ORDINAL, ORDINALS, TENS, UNITS
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.extract.numbers import NumberMention, NumberRole, find_numbers
from trucewatch.extract.sentences import Sentence, dateline_end, split_sentences
from trucewatch.model import CheckType, Comparator, Period, Report, day_of

ROUND_TOLERANCE = 0.1
"""How far a round figure ("around 60") may be off, as a share of it."""


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
        unit: `act`, or the unit that a superlative ranks ("the worst week").
        is_ledger: Whether a number is someone's ledger of breaches, which no list of acts can rebuild.
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


_BESIDE = 40
"""How many characters may part a number from "the week before" that it belongs to."""
_CONTEXT = 3
"""How many sentences before one without words of violence may lend it theirs."""


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    type: CheckType
    comparator: Comparator


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
        for hit in _hits(text, sentence, context, found, numbers):
            span = _clause(text, sentence, hit)
            draft = _Draft(
                report, sentence, previous, hit, span, dates, numbers, effective, found[-1] if found else None
            )
            if statement := draft.statement():
                found.append(statement)
    return found


def _hits(
    text: str, sentence: Sentence, context: str, found: Sequence[Statement], numbers: Sequence[NumberMention]
) -> Iterator[_Hit]:
    """Matches of the tables in one sentence: one of each span, and beside a number at most one trend."""
    start = max(sentence.start, dateline_end(text))
    if not guards.is_on_violence(sentence.text, context):
        return
    taken: list[tuple[int, int]] = []
    for kind, comparator, patterns in _TABLES:
        for pattern in patterns:
            for m in pattern.finditer(text, start, sentence.end):
                if any(m.start() < e and s < m.end() for s, e in taken) or not _holds(text, sentence, m, kind, found):
                    continue
                if kind in _NUMBERED and not _has_number(text, m, numbers):
                    continue
                taken.append((m.start(), m.end()))
                yield _Hit(m.start(), m.end(), kind, comparator)
    yield from _wider(text, start, sentence, numbers, taken)
    yield from _trend(text, start, sentence, context, numbers, taken)


_NUMBERED = frozenset({CheckType.TOLL_SINCE, CheckType.COUNT_IN_PERIOD})


def _has_number(text: str, m: re.Match[str], numbers: Sequence[NumberMention]) -> bool:
    """Whether a match holds a number that counts something, or words for none or one."""
    if re.search(r"\b(?:silent|quiet|calm|once\s+before)\s*$|\bwithout\b", text[m.start() : m.end()], _I):
        return True
    return any(
        n.start < m.end() and m.start() < n.end and n.role in (NumberRole.PLAIN, NumberRole.TIMES) and n.rank != 1
        for n in numbers
    )


def _wider(
    text: str, start: int, sentence: Sentence, numbers: Sequence[NumberMention], taken: list[tuple[int, int]]
) -> Iterator[_Hit]:
    """Statements that no fixed wording of the tables fits: a first, a number or a nought beside words for a period."""
    if taken:
        return
    for kind, comparator, patterns in _WIDER:
        for pattern in patterns:
            m = pattern.search(text, start, sentence.end)
            if m and not words.HYPOTHETICAL.search(text[max(start, m.start() - 60) : m.start()]):
                taken.append(m.span())
                yield _Hit(m.start(), m.end(), kind, comparator)
                return
    if m := words.LIVES_CLAIMED.search(text, start, sentence.end):
        taken.append(m.span())
        yield _Hit(m.start(), m.end(), CheckType.TOLL_SINCE, Comparator.EQUAL)
        return
    first = words.FIRST_ANYWHERE.search(text, start, sentence.end)
    mark = words.FIRST_MARK.search(text, first.end(), sentence.end) if first else None
    if first and mark and words.VIOLENCE.search(sentence.text):
        taken.append((first.start(), mark.end()))
        yield _Hit(first.start(), mark.end(), CheckType.FIRST_SINCE, Comparator.FIRST)
        return
    running = words.RUNNING.search(text, start, sentence.end)
    if running:
        inside = [
            n for n in numbers if start <= n.start < sentence.end and not guards.in_since_clause(text, start, n.start)
        ]
        yield from _numbered(text, start, sentence, running, inside, taken)


_WIDER: tuple[tuple[CheckType, Comparator, tuple[re.Pattern[str], ...]], ...] = (
    (CheckType.HIGHEST_SINCE, Comparator.HIGHEST, words.AS_MANY),
    (CheckType.FIRST_SINCE, Comparator.FIRST, words.NEVER_BEFORE),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, words.STILL_NONE),
)


def _numbered(
    text: str,
    start: int,
    sentence: Sentence,
    running: re.Match[str],
    numbers: Sequence[NumberMention],
    taken: list[tuple[int, int]],
) -> Iterator[_Hit]:
    """A number of people or acts in a sentence that names a running period."""
    for n in numbers:
        if n.rank == 1 or n.role not in (NumberRole.PLAIN, NumberRole.TIMES) or (n.count.low == n.count.high == 1):
            continue
        if _NO_VICTIMS.match(text, n.end):
            continue
        before, after = text[max(start, n.start - 110) : n.start], text[n.end : min(sentence.end, n.end + 90)]
        low, high = min(n.start, running.start()), max(n.end, running.end())
        is_acts = bool(words.NEAR_EVENT.match(after) or words.EVENT_BEFORE.search(before))
        is_acts |= n.role is NumberRole.TIMES and bool(words.DID_TIMES.search(before))
        is_people = n.role is NumberRole.PLAIN and bool(
            words.NEAR_DEATH.search(after) or words.NEAR_DEATH.search(before)
        )
        if not (is_acts or is_people) or words.OF_ONE_ACT.search(sentence.text):
            continue
        is_deaths = n.rank is None and bool(words.KILLINGS.match(after))
        kind = CheckType.COUNT_IN_PERIOD if is_acts and not is_deaths else CheckType.TOLL_SINCE
        taken.append((low, high))
        yield _Hit(low, high, kind, Comparator.EQUAL)
        return


_TABLES: tuple[tuple[CheckType, Comparator, tuple[re.Pattern[str], ...]], ...] = (
    (CheckType.TREND, Comparator.LOWEST, words.LOWEST),
    (CheckType.HIGHEST_SINCE, Comparator.HIGHEST, words.HIGHEST),
    (CheckType.FIRST_SINCE, Comparator.FIRST, words.FIRST),
    (CheckType.TOLL_SINCE, Comparator.EQUAL, words.TOLL),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, words.COUNT),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, words.PLAIN_COUNT),
)


def _holds(text: str, sentence: Sentence, m: re.Match[str], kind: CheckType, found: Sequence[Statement]) -> bool:
    """Whether a wording is a statement about the record and not a plan, a fear or the toll of one act."""
    before = text[sentence.start : m.start()]
    if words.HYPOTHETICAL.search(before[-60:]) and not re.search(r"\bwould\s+make\b", before, _I):
        return False
    if kind is CheckType.HIGHEST_SINCE and _TURN.search(m.group()):
        return False
    if kind is CheckType.TOLL_SINCE:
        if words.OF_ONE_ACT.search(m.group()):
            return False
        if words.ACT_OF_ONE.search(text[m.start() : sentence.end]) and not _SINCE_OR_SO_FAR.search(m.group()):
            return False
        follows = any(s.type is CheckType.TOLL_SINCE and s.sentence != sentence.text for s in found[-2:])
        return bool(words.PERIOD_WORDS.search(sentence.text) or words.RUNNING_LOSSES.search(sentence.text)) or (
            follows and bool(re.search(r"\bown\b", m.group()))
        )
    if kind in (CheckType.FIRST_SINCE, CheckType.HIGHEST_SINCE) or _BARE_RANK.match(m.group()):
        return guards.ranks_violence(text, sentence, m)
    if _BARE_TIMES.match(m.group()):
        return bool(words.DID_TIMES.search(before) or words.VIOLENCE.search(before))
    return True


_TURN = re.compile(r",\s+(?:but|while|although|though)\b", _I)
_NO_VICTIMS = re.compile(r"\s+(?:anniversary|survivors?)\b", _I)
"""What a number beside a period counts that is neither people hit nor acts."""
_SINCE_OR_SO_FAR = re.compile(r"\bsince\b|\bso\s+far\b|\bto\s+date\b", _I)
_BARE_RANK = re.compile(
    rf"(?:for\s+)?(?:the|its|their|a)\s+{words.ORD}\s+(?:such\s+|time\s+)?(?:in|since|this|over|during|within)\b", _I
)
_BARE_TIMES = re.compile(rf"(?:twice|thrice|{words.NUM}\s+times)\b", _I)


def _trend(
    text: str,
    start: int,
    sentence: Sentence,
    context: str,
    numbers: Sequence[NumberMention],
    taken: list[tuple[int, int]],
) -> Iterator[_Hit]:
    for comparator, patterns in ((Comparator.DECREASE, words.DECREASE), (Comparator.INCREASE, words.INCREASE)):
        for pattern in patterns:
            for m in pattern.finditer(text, start, sentence.end):
                window = text[max(start, m.start() - 90) : min(sentence.end, m.end() + 70)]
                is_apart = all(m.end() <= s or m.start() >= e for s, e in taken) or "from" in m.group()
                if guards.is_wished(text, start, m) or guards.is_falling_fire(text, start, m):
                    continue
                if is_apart and words.TREND_SUBJECT.search(window) and words.TREND_TIME.search(window):
                    yield _Hit(m.start(), m.end(), CheckType.TREND, comparator)
                    return
    for comparator, patterns in ((Comparator.DECREASE, words.CHANGED), (Comparator.INCREASE, words.CHANGED_UP)):
        for pattern in patterns:
            for m in pattern.finditer(text, start, sentence.end):
                window = text[max(start, m.start() - 90) : min(sentence.end, m.end() + 70)]
                if (
                    words.OF_ONE_ACT.search(sentence.text)
                    or guards.is_wished(text, start, m)
                    or guards.is_falling_fire(text, start, m)
                ):
                    continue
                if words.TREND_SUBJECT.search(window) and all(m.end() <= s or m.start() >= e for s, e in taken):
                    yield _Hit(m.start(), m.end(), CheckType.TREND, comparator)
                    return
    for pattern in words.COMPARED:
        compared = pattern.search(text, start, sentence.end)
        if compared and words.TREND_SUBJECT.search(sentence.text):
            yield _Hit(compared.start(), compared.end(), CheckType.TREND, Comparator.EQUAL)
            return
    earlier = words.EARLIER_PERIOD.search(text, start, sentence.end)
    counts = [n for n in numbers if start <= n.start < sentence.end and n.role is NumberRole.PLAIN and n.rank is None]
    counts = [n for n in counts if not _PARTITIVE.match(text[n.end : n.end + 12])]
    if earlier and len(counts) > 1 and words.TREND_SUBJECT.search(f"{context} {sentence.text}"):
        then = min(counts, key=lambda n: max(n.start - earlier.end(), earlier.start() - n.end))
        if max(then.start - earlier.end(), earlier.start() - then.end) > _BESIDE:
            return
        now = next(n for n in counts if n is not then)
        rises = _value(now)[0] > _value(then)[0]
        first, last = min(now.start, then.start), max(now.end, then.end, earlier.end())
        yield _Hit(first, last, CheckType.TREND, Comparator.INCREASE if rises else Comparator.DECREASE)


def _clause(text: str, sentence: Sentence, hit: _Hit) -> tuple[int, int]:
    """The clause of a match: its subject before, its end before attribution or the next clause."""
    start = hit.start
    first = max(sentence.start, dateline_end(text))
    head = text[first:start]
    if m := _SUBJECT_BEFORE.search(head):
        start = first + m.start("subject")
    elif hit.type in (CheckType.TOLL_SINCE, CheckType.TREND, CheckType.COUNT_IN_PERIOD):
        cut = [m.end() for m in re.finditer(r"[,;:]\s+|\bthat\s+|\s[—–]\s+", head)]
        start = first + (cut[-1] if cut else 0)
    end = _CLAUSE_END.search(text, hit.end, sentence.end)
    stop = end.start() if end else sentence.end
    return start, max(hit.end, stop - (text[stop - 1] in ".!?" and stop == sentence.end and hit.type is not None))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A match with all that a statement is read from."""

    report: Report
    sentence: Sentence
    before: str
    hit: _Hit
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
        if self.hit.type is CheckType.HIGHEST_SINCE:
            return self._highest(base)
        if self.hit.type is CheckType.TREND:
            return self._trending(base)
        if self.hit.type is CheckType.FIRST_SINCE:
            return base
        return self._counted(base)

    def _counted(self, base: Statement) -> Statement | None:
        if re.search(r"\b(?:days?|weeks?|nights?|months?)\s+(?:\w+\s+){0,2}?without\b", self._matched, _I):
            return replace(base, value=0.0, tolerance=0.0)
        number = self._number()
        if number is None:
            if re.search(r"\b(?:silent|quiet|calm)\s*$", self._matched, _I):
                return replace(base, value=0.0, tolerance=0.0)
            if re.search(r"\bha(?:s|ve)\s+not\b", self._matched, _I):
                return replace(base, value=0.0, tolerance=0.0)
            is_once = re.search(r"\bonce\s+before\s*$|^the\s+only\b", self._matched, _I)
            return replace(base, value=1.0, tolerance=0.0) if is_once else None
        if base.type is CheckType.TOLL_SINCE and base.period.start is not None and base.period.start == base.period.end:
            return None
        value, tolerance, comparator = _value(number)
        after = self.report.text[number.end : number.end + 40]
        if base.type is CheckType.COUNT_IN_PERIOD and number.rank is None and value and words.KILLINGS.match(after):
            base = replace(base, type=CheckType.TOLL_SINCE)
        is_ledger = (
            base.type is CheckType.COUNT_IN_PERIOD and number.rank is None and bool(_LEDGER_SUBJECT.search(base.quote))
        )
        return replace(base, value=value, tolerance=tolerance, comparator=comparator, is_ledger=is_ledger)

    @property
    def _matched(self) -> str:
        return self.report.text[self.hit.start : self.hit.end]

    def _highest(self, base: Statement) -> Statement:
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
        inside = [n for n in numbers if (n.count.low or n.count.high or 0) > 1]
        if not inside:
            return replace(base, unit=_UNITS.get(word, word))
        value, tolerance, _ = _value(inside[0])
        return replace(base, unit=_UNITS.get(word, word), value=value, tolerance=tolerance)

    def _trending(self, base: Statement) -> Statement | None:
        if base.comparator is not Comparator.EQUAL:
            return replace(base, unit=_trend_unit(base.quote))
        here = [
            n for n in self.numbers if self.sentence.start <= n.start < self.sentence.end and n.role is NumberRole.PLAIN
        ]
        earlier = [n for n in here if n.start < self.hit.start]
        against = [n for n in here if self.hit.start <= n.start < self.hit.end]
        if not earlier or not against:
            return None
        now, then = _value(earlier[-1])[0], _value(against[0])[0]
        return replace(base, comparator=Comparator.INCREASE if now > then else Comparator.DECREASE)

    def _number(self) -> NumberMention | None:
        """The number that the statement gives: inside the match, the last for tolls that rise "to" it."""
        roles = (NumberRole.PLAIN, NumberRole.TIMES)
        inside = [
            n
            for n in self.numbers
            if self.hit.start < n.end
            and n.start < self.hit.end
            and n.role in roles
            and n.rank != 1
            and not n.article
            and not _PARTITIVE.match(self.report.text[n.end : n.end + 12])
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
        clause = [d for d in self.dates if self.span[0] <= d.start < self.span[1]]
        clause = clause or [d for d in self.dates if self.sentence.start <= d.start < self.sentence.end]
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
        if explicit is not None:
            return Period(start=_day(explicit.when.start), end=_day(explicit.when.end) or last)
        if start := self._lull(last) or self._long_ago(last):
            return Period(start=start, end=last)
        if (m := _RUNNING.search(self.sentence.text)) and last is not None:
            amount = ORDINALS.get(m["nth"].lower(), 1) * {"day": 1, "week": 7, "month": 30}[m["unit"].lower()]
            return Period(start=(day_of(last) - dt.timedelta(days=amount)).isoformat(), end=last)
        exact = next((d for d in clause if d.when.start and self.hit.type is CheckType.COUNT_IN_PERIOD), None)
        if exact is not None and re.search(words.VIOLATION, self.sentence.text, _I) and self._is_plain_count():
            return Period(start=_day(exact.when.start), end=_day(exact.when.end))
        return Period(start=_day(self.effective) if self._is_of_truce() else None, end=last)

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
        m = _IN_LONG.search(self.report.text[self.hit.start : self.span[1]])
        if m is None or last is None:
            return None
        amount = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}.get(
            (m["n"] or "").lower().strip(), float(m["n"]) if (m["n"] or "").strip().isdigit() else 2.0
        )
        days = _DAYS_OF[m["unit"].lower().rstrip("s")]
        return (day_of(last) - dt.timedelta(days=round(amount * days))).isoformat()


_PARTITIVE = re.compile(r"\s+of\s+(?:the|them|those|whom|these)\b", _I)
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
    rf"\bfor\s+(?:a|the)\s+(?P<nth>{ORDINAL})\s+(?:consecutive\s+|straight\s+)?(?P<unit>day|week|month)\b", _I
)
_IN_LONG = re.compile(
    r"\b(?:in|for)\s+(?:over\s+|more\s+than\s+|nearly\s+|almost\s+|about\s+|at\s+least\s+)?(?P<n>\d+\s+|a\s+|one\s+|two\s+|three\s+|four\s+|five\s+|six\s+)?"
    r"(?P<unit>days?|weeks?|months?|years?)\b",
    _I,
)


def _trend_unit(quote: str) -> str:
    m = _UNIT.search(quote)
    return _UNITS.get(m["unit"].lower(), m["unit"].lower()) if m else "act"


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _value(number: NumberMention) -> tuple[float, float, Comparator]:
    """Value, tolerance and comparator of a number: "nearly 60" is 60 within 5, "around 60" 60 within 6."""
    if number.rank is not None:
        return float(number.rank), 0.0, Comparator.EQUAL
    low, high = number.count.low, number.count.high
    if high is None and low is not None:
        return float(low), 0.0, Comparator.AT_LEAST
    if low is None:
        return float(high or 0), float(high or 0), Comparator.EQUAL
    if high is not None and high != low:
        return float(high), float(high - low), Comparator.EQUAL
    return float(low), round(low * ROUND_TOLERANCE, 1) if number.count.approximate else 0.0, Comparator.EQUAL
