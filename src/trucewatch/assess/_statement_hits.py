"""Where a sentence makes a statement about the record: matches of wordings and forms that no guard turns away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from trucewatch.assess import _statement_forms as forms
from trucewatch.assess import _statement_guards as guards
from trucewatch.assess import _statement_patterns as words
from trucewatch.assess._statement_numbers import PARTITIVE, value_of
from trucewatch.extract.numbers import NumberMention, NumberRole
from trucewatch.extract.sentences import Sentence, dateline_end
from trucewatch.model import CheckType, Comparator

_I = re.IGNORECASE
_BESIDE = 40
"""How many characters may part a number from "the week before" that it belongs to."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A match of a wording: its place, and the type and comparator that the wording says.

    `value` is set where the form itself says it ("without a shot", "for the third night running"), and `unit` where
    days or weeks are counted that had an act; `is_elliptic` where what is counted was said by the statement before;
    `is_wide` where the act is told before the match ("was shelled again after a calm of ten days"); `is_steady` where
    nothing has changed.
    """

    start: int
    end: int
    type: CheckType
    comparator: Comparator
    value: float | None = None
    unit: str = "act"
    is_elliptic: bool = False
    is_wide: bool = False
    is_steady: bool = False


class Told(Protocol):
    """What is looked at of the statements that a report has made already."""

    @property
    def type(self) -> CheckType: ...
    @property
    def sentence(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def is_ledger(self) -> bool: ...


def find_hits(
    text: str, sentence: Sentence, context: str, found: Sequence[Told], numbers: Sequence[NumberMention]
) -> Iterator[Hit]:
    """Matches of wordings and forms in one sentence: one of each span, and beside a number at most one trend."""
    start = max(sentence.start, dateline_end(text))
    if not guards.is_on_violence(sentence.text, context) or guards.is_not_asserted(sentence.text):
        return
    taken: list[tuple[int, int]] = []
    yield from _in_days(text, start, sentence, numbers, taken)
    from_to = list(_from_to(text, start, sentence, numbers, taken))
    yield from from_to
    for kind, comparator, patterns in _TABLES:
        is_form = patterns in _FORMS
        for pattern in patterns:
            for m in pattern.finditer(text, start, sentence.end):
                if any(m.start() < e and s < m.end() for s, e in taken) or not _holds(text, sentence, m, kind, found):
                    continue
                if is_form and not guards.names_violence(sentence.text, m.group()):
                    continue
                is_nought = patterns is forms.NOUGHT
                if kind in _NUMBERED and not is_nought and not _has_number(text, m, numbers):
                    continue
                taken.append((m.start(), m.end()))
                is_wide = is_form and kind in (CheckType.FIRST_SINCE, CheckType.HIGHEST_SINCE)
                value = 0.0 if is_nought else None
                yield Hit(m.start(), m.end(), kind, comparator, value, is_wide=is_wide)
    yield from _wider(text, start, sentence, numbers, taken)
    if not from_to:
        yield from _trend(text, start, sentence, context, numbers, taken)
    if not taken:
        yield from _elliptic(text, start, sentence, context, found, numbers)


_NUMBERED = frozenset({CheckType.TOLL_SINCE, CheckType.COUNT_IN_PERIOD})


def _has_number(text: str, m: re.Match[str], numbers: Sequence[NumberMention]) -> bool:
    """Whether a match holds a number that counts something, or words for none or one."""
    if re.search(r"\b(?:still|silent|quiet|calm|once\s+before)\s*$|\bwithout\b", text[m.start() : m.end()], _I):
        return True
    return any(
        n.start < m.end() and m.start() < n.end and n.role in (NumberRole.PLAIN, NumberRole.TIMES) and n.rank != 1
        for n in numbers
    )


def _wider(
    text: str, start: int, sentence: Sentence, numbers: Sequence[NumberMention], taken: list[tuple[int, int]]
) -> Iterator[Hit]:
    """Statements that no fixed wording of the tables fits: a first, a number or a nought beside words for a period."""
    if taken:
        return
    for kind, comparator, patterns in _WIDER:
        for pattern in patterns:
            m = pattern.search(text, start, sentence.end)
            if m and kind is CheckType.HIGHEST_SINCE and not guards.names_violence(sentence.text, m.group()):
                continue
            if m and not words.HYPOTHETICAL.search(text[max(start, m.start() - 60) : m.start()]):
                taken.append(m.span())
                yield Hit(m.start(), m.end(), kind, comparator)
                return
    if m := words.LIVES_CLAIMED.search(text, start, sentence.end):
        taken.append(m.span())
        yield Hit(m.start(), m.end(), CheckType.TOLL_SINCE, Comparator.EQUAL)
        return
    if (m := forms.SHARE.search(text, start, sentence.end)) and not words.OF_ONE_ACT.search(sentence.text):
        taken.append(m.span())
        yield Hit(m.start(), m.end(), CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, unit="share")
        return
    first = words.FIRST_ANYWHERE.search(text, start, sentence.end)
    mark = words.FIRST_MARK.search(text, first.end(), sentence.end) if first else None
    is_said = first is not None and not words.HYPOTHETICAL.search(text[max(start, first.start() - 60) : first.start()])
    if first and mark:
        matched = text[first.start() : mark.end()]
        is_said = is_said and not guards.is_first_of_other(matched) and not _PLANNED.search(matched)
    if first and mark and is_said and words.VIOLENCE.search(sentence.text):
        taken.append((first.start(), mark.end()))
        yield Hit(first.start(), mark.end(), CheckType.FIRST_SINCE, Comparator.FIRST)
        return
    running = words.RUNNING.search(text, start, sentence.end)
    is_short = running is None
    running = running or words.RUNNING_ACTS.search(text, start, sentence.end)
    if running:
        inside = [
            n for n in numbers if start <= n.start < sentence.end and not guards.in_since_clause(text, start, n.start)
        ]
        yield from _numbered(text, start, sentence, running, inside, taken, is_short=is_short)


_WIDER: tuple[tuple[CheckType, Comparator, tuple[re.Pattern[str], ...]], ...] = (
    (CheckType.HIGHEST_SINCE, Comparator.HIGHEST, forms.RANKED_PLACE),
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
    *,
    is_short: bool,
) -> Iterator[Hit]:
    """A number of people or acts in a sentence that names a running period; in a short one, of acts alone."""
    for n in numbers:
        is_one = n.rank is None and n.count.low == n.count.high == 1
        if n.rank == 1 or n.role not in (NumberRole.PLAIN, NumberRole.TIMES) or is_one:
            continue
        if _NO_VICTIMS.match(text, n.end) or guards.counts_sides(text, n.start, n.end):
            continue
        before, after = text[max(start, n.start - 110) : n.start], text[n.end : min(sentence.end, n.end + 90)]
        year = _YEAR.match(text[n.start : n.end])
        if year and (_BEFORE_YEAR.search(before) or " " in year.group()):
            continue
        low, high = min(n.start, running.start()), max(n.end, running.end())
        near = words.NEAR_EVENT.match(after)
        if near and _BARE_OCCASION.search(near.group()):
            is_violent = words.DID_TIMES.search(before) or forms.HIT_AFTER.search(after)
            near = near if is_violent else None
        is_acts = bool(near or words.EVENT_BEFORE.search(before))
        if n.rank is not None and not _RANKS.match(after):
            continue  # `by a third` is a share, and `for the third time` says nothing of what was done
        is_acts |= n.role is NumberRole.PLAIN and bool(forms.HIT_THINGS.match(after))
        is_acts |= n.role is NumberRole.TIMES and bool(words.DID_TIMES.search(before))
        is_people = n.role is NumberRole.PLAIN and bool(
            words.NEAR_DEATH.search(after) or words.NEAR_DEATH.search(before)
        )
        is_people = is_people and not is_short
        if near and n.rank is None and re.search(r"\bpatrols?$", near.group(), _I):
            continue  # how many patrols a mission drove is no act of anybody
        if not (is_acts or is_people) or words.OF_ONE_ACT.search(sentence.text):
            continue
        is_deaths = n.rank is None and bool(words.KILLINGS.match(after))
        kind = CheckType.COUNT_IN_PERIOD if is_acts and not is_deaths else CheckType.TOLL_SINCE
        taken.append((low, high))
        yield Hit(low, high, kind, Comparator.EQUAL)
        return


_TABLES: tuple[tuple[CheckType, Comparator, tuple[re.Pattern[str], ...]], ...] = (
    (CheckType.TREND, Comparator.LOWEST, words.LOWEST),
    (CheckType.TREND, Comparator.LOWEST, forms.LOWEST),
    (CheckType.HIGHEST_SINCE, Comparator.HIGHEST, words.HIGHEST),
    (CheckType.FIRST_SINCE, Comparator.FIRST, words.FIRST),
    (CheckType.FIRST_SINCE, Comparator.FIRST, forms.FIRST),
    (CheckType.FIRST_SINCE, Comparator.FIRST, forms.LONG_SINCE),
    (CheckType.HIGHEST_SINCE, Comparator.HIGHEST, forms.HIGHEST),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, forms.NOUGHT),
    (CheckType.TOLL_SINCE, Comparator.EQUAL, words.TOLL),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, words.COUNT),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, words.PLAIN_COUNT),
    (CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, forms.COUNT),
)
_FORMS = (forms.LOWEST, forms.FIRST, forms.HIGHEST, forms.NOUGHT, forms.COUNT)
"""Tables that combine freely, so that what they match must speak of violence outside the clause of its period too."""


def _in_days(
    text: str, start: int, sentence: Sentence, numbers: Sequence[NumberMention], taken: list[tuple[int, int]]
) -> Iterator[Hit]:
    """`For the third night running`, `on eleven nights since`: days that had an act, not acts, are counted."""
    m = forms.DAYS.search(text, start, sentence.end)
    if m is None or not forms.HIT_AFTER.search(sentence.text) or forms.NONE_OR_CHANGE.search(sentence.text):
        return
    if m.group().lower().startswith("on") and not forms.DAYS_IN.search(sentence.text):
        return
    counted = next((n for n in numbers if n.start < m.end() and m.start() < n.end), None)
    unit = forms.DAY.search(m.group())
    if counted is None or unit is None:
        return
    value = float(counted.rank) if counted.rank is not None else value_of(counted)[0]
    if value > 1:
        taken.append(m.span())
        yield Hit(m.start(), m.end(), CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, value, unit[1].lower())


def _from_to(
    text: str, start: int, sentence: Sentence, numbers: Sequence[NumberMention], taken: list[tuple[int, int]]
) -> Iterator[Hit]:
    """`Violations went from 40 in May to 12 in June`: a change told by its two numbers."""
    m = forms.FROM_TO.search(text, start, sentence.end)
    if m is None or not words.TREND_SUBJECT.search(text[start : m.start()]) or guards.is_wished(text, start, m):
        return
    said = [
        next((n for n in numbers if n.start < m.end(g) and m.start(g) < n.end and n.role is NumberRole.PLAIN), None)
        for g in ("then", "now")
    ]
    then, now = (value_of(n)[0] if n is not None and n.rank is None else None for n in said)
    if then is None or now is None or then == now:
        return
    taken.append(m.span())
    yield Hit(m.start(), m.end(), CheckType.TREND, Comparator.INCREASE if now > then else Comparator.DECREASE)


def _elliptic(
    text: str, start: int, sentence: Sentence, context: str, found: Sequence[Told], numbers: Sequence[NumberMention]
) -> Iterator[Hit]:
    """`On Sunday there had been two.` after a count, `the week before it was nine` after a number: of the same acts."""
    last = found[-1] if found else None
    m = forms.ELLIPTIC.match(text, start, sentence.end)
    if m is None or last is None or last.value is None or last.type not in _NUMBERED or last.sentence not in context:
        return
    number = next((n for n in numbers if m.start() <= n.start < m.end() and n.role is NumberRole.PLAIN), None)
    if number is None or number.rank is not None:
        return
    value = value_of(number)[0]
    if words.EARLIER_PERIOD.search(m.group()) or re.search(r"\b(?:before|earlier)\b", m.group(), _I):
        if value != last.value:
            way = Comparator.INCREASE if last.value > value else Comparator.DECREASE
            yield Hit(m.start(), m.end(), CheckType.TREND, way, is_elliptic=True)
    elif last.is_ledger and forms.NAMED_DAY.search(m.group()):
        yield Hit(m.start(), m.end(), CheckType.COUNT_IN_PERIOD, Comparator.EQUAL, is_elliptic=True)


def _holds(text: str, sentence: Sentence, m: re.Match[str], kind: CheckType, found: Sequence[Told]) -> bool:
    """Whether a wording is a statement about the record and not a plan, a fear or the toll of one act."""
    before = text[sentence.start : m.start()]
    if words.HYPOTHETICAL.search(before[-60:]) and not re.search(r"\bwould\s+make\b", before, _I):
        return False
    if kind is CheckType.HIGHEST_SINCE and (
        _TURN.search(m.group()) or _OF_CALM.search(m.group()) or _OF_YEAR.match(text, m.end())
    ):
        return False
    if kind is CheckType.FIRST_SINCE and _PLANNED.search(m.group()):
        return False
    after = text[m.start() : min(sentence.end, m.end() + _BESIDE)]
    if kind in _NUMBERED and _TOLL_OF_ONE.search(after) and not _SINCE_OR_SO_FAR.search(m.group()):
        return False
    if kind is CheckType.TOLL_SINCE:
        if words.OF_ONE_ACT.search(m.group()) or _LOST_OTHER.search(text[sentence.start : m.end()]):
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
        after = text[m.end() : sentence.end]
        return bool(words.DID_TIMES.search(before) or words.VIOLENCE.search(before) or forms.HIT_AFTER.search(after))
    return True


_LOST_OTHER = re.compile(r"\blost\s+(?:control|contact|hold|ground|sight|touch|track|power)\b", _I)
_OF_YEAR = re.compile(r"\s+of\s+\d{4}\b", _I)
_SAID_OF_EARLIER = re.compile(r"[\s,:)]*(?:(?:it|there)\s+(?:was|were|had\s+been)\s+)?", _I)
_OF_CALM = re.compile(rf"\blongest\s+(?:[\w'’-]+\s+){{0,3}}?(?:{forms.QUIET}|spell|stretch|period|pause|truce)\b", _I)
_PLANNED = re.compile(r"\b(?:is|are|was|were)\s+(?:due\s+)?to\s+(?!have\b|be\s+seen\b)\w+|\bwill\b|\bshall\b", _I)
_TOLL_OF_ONE = re.compile(words.TOLL_OF_ONE, _I)
_YEAR = re.compile(r"(?:(?:between|from)\s+)?(?:(?:19|20)\d\d\s*(?:and|to|[-–])\s*)?(?:19|20)\d\d$", _I)
_BEFORE_YEAR = re.compile(r"\b(?:and|in|since|to|until|by|from|of|between)\s+$", _I)
_BARE_OCCASION = re.compile(r"\b(?:times?|occasions?)$", _I)
_TURN = re.compile(r",\s+(?:but|while|although|though)\b", _I)
_RANKS = re.compile(
    rf"\s+(?:(?!of\b|over\b|since\b|in\b|this\b|during\b)[\w'’-]+\s+){{0,3}}?(?:{words.PERSON}|{words.EVENT}|{words.VIOLATION}|(?:ha(?:s|ve)|had|was|is)\s+(?:been\s+)?{words.DEATH})\b",
    _I,
)
"""What a rank is of: people, acts, or somebody who "has died"."""
_NO_VICTIMS = re.compile(
    r"\s+(?:anniversary|survivors?|accused|suspects?|defendants|as\s+(?:many|much)|the\s+number)\b", _I
)
"""What a number beside a period counts that is neither people hit nor acts."""
_SINCE_OR_SO_FAR = re.compile(r"\bsince\b|\bso\s+far\b|\bto\s+date\b", _I)
_BARE_RANK = re.compile(
    rf"(?:for\s+)?(?:the|its|their|a)\s+{words.ORD}\s+(?:such\s+|time\s+)?(?:in|since|this|over|during|within)\b", _I
)
_BARE_TIMES = re.compile(rf"(?:twice|thrice|{words.NUM}\s+times)\b", _I)


def _is_of_other(text: str, start: int, m: re.Match[str]) -> bool:
    """`Prices rose after the attacks`: what changed stands before its verb, and is no violence."""
    return bool(
        _CHANGE_VERB.fullmatch(m.group())
        and not words.TREND_SUBJECT.search(text[start : m.end()])
        and not re.match(r"\s+(?:in|of)\b", text[m.end() : m.end() + 4], _I)
    )


_CHANGE_VERB = re.compile(
    r"(?:(?:has|have|had|was|were|is|are|been)\s+)?(?:\w+\s+)?(?:ris(?:en|es|ing)|rose|fall(?:en|s|ing)?|fell|increased|decreased|dropped|declined|climbed|doubled|tripled|halved"
    r"|grown|grew|up|down|reduced|went\s+(?:up|down))\b(?:\s+(?:\w+\s+)?(?:by|to|from|on|\S+\s?(?:%|percent|per\s+cent)))?",
    _I,
)


def _trend(
    text: str,
    start: int,
    sentence: Sentence,
    context: str,
    numbers: Sequence[NumberMention],
    taken: list[tuple[int, int]],
) -> Iterator[Hit]:
    for comparator, patterns in ((Comparator.DECREASE, words.DECREASE), (Comparator.INCREASE, words.INCREASE)):
        for pattern in patterns:
            for m in pattern.finditer(text, start, sentence.end):
                window = text[max(start, m.start() - 90) : min(sentence.end, m.end() + 70)]
                is_apart = all(m.end() <= s or m.start() >= e for s, e in taken) or "from" in m.group()
                if guards.is_wished(text, start, m) or guards.is_falling_fire(text, start, m):
                    continue
                if _TOLL_OF_ONE.search(sentence.text) or _is_of_other(text, start, m):
                    continue
                if is_apart and words.TREND_SUBJECT.search(window) and words.TREND_TIME.search(window):
                    yield Hit(m.start(), m.end(), CheckType.TREND, comparator)
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
                if _is_of_other(text, start, m):
                    continue
                if words.TREND_SUBJECT.search(window) and all(m.end() <= s or m.start() >= e for s, e in taken):
                    yield Hit(m.start(), m.end(), CheckType.TREND, comparator)
                    return
    for pattern in forms.STEADY:
        steady = pattern.search(text, start, sentence.end)
        if steady and words.TREND_SUBJECT.search(text[max(start, steady.start() - 90) : sentence.end]) and not taken:
            if guards.is_wished(text, start, steady):
                continue
            yield Hit(steady.start(), steady.end(), CheckType.TREND, Comparator.EQUAL, is_steady=True)
            return
    for pattern in words.COMPARED:
        compared = pattern.search(text, start, sentence.end)
        if compared and words.TREND_SUBJECT.search(sentence.text):
            yield Hit(compared.start(), compared.end(), CheckType.TREND, Comparator.EQUAL)
            return
    earlier = words.EARLIER_PERIOD.search(text, start, sentence.end)
    counts = [n for n in numbers if start <= n.start < sentence.end and n.role is NumberRole.PLAIN and n.rank is None]
    counts = [n for n in counts if not PARTITIVE.match(text[n.end : n.end + 12])]
    if earlier and len(counts) > 1 and words.TREND_SUBJECT.search(f"{context} {sentence.text}"):
        after = [
            n for n in counts if n.start >= earlier.end() and _SAID_OF_EARLIER.fullmatch(text, earlier.end(), n.start)
        ]
        then = (after or sorted(counts, key=lambda n: max(n.start - earlier.end(), earlier.start() - n.end)))[0]
        if max(then.start - earlier.end(), earlier.start() - then.end) > _BESIDE:
            return
        now = next(n for n in counts if n is not then)
        rises = value_of(now)[0] > value_of(then)[0]
        first, last = min(now.start, then.start), max(now.end, then.end, earlier.end())
        yield Hit(first, last, CheckType.TREND, Comparator.INCREASE if rises else Comparator.DECREASE)
