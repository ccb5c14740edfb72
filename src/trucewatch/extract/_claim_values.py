"""Values of a claim from the words they rest on, shared by the rules and the learned extractor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from trucewatch.extract.numbers import NumberRole, find_numbers
from trucewatch.extract.sentences import dateline_end
from trucewatch.extract.sources import country_in
from trucewatch.model import Claimant, Count, DatePrecision, Evidence, Relation, Report, When, Where, day_of


class Evidences:
    """Collects the evidence of one claim, each span once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.rows: list[Evidence] = []

    def add(self, field: str, start: int, end: int) -> str:
        """Add a span without the blanks at its edges; gives its words."""
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        row = Evidence(field=field, start=start, end=end, quote=self._text[start:end])
        if start < end and row not in self.rows:
            self.rows.append(row)
        return self._text[start:end]

    def add_title(self, field: str, title: str, words: str) -> None:
        """Add words of the report's title."""
        start = title.index(words)
        self.rows.append(Evidence(field=f"title:{field}", start=start, end=start + len(words), quote=words))

    def sorted(self) -> tuple[Evidence, ...]:
        """All spans by field and place."""
        return tuple(sorted(self.rows, key=lambda e: (e.field, e.start, e.end)))


# ---- time


def toll_period(when: When, rule: str, published: str | None) -> When:
    """The bounds of a toll: `since` runs to the day of publication, and no count is of days to come."""
    end = published[:10] if rule.startswith("since") and published else when.end
    if published and when.start and end and when.start[:10] <= published[:10] < end[:10]:
        end = published[:10]
    return when.model_copy(update={"precision": DatePrecision.PERIOD, "end": end})


def incident_time(when: When, published: str | None) -> When:
    """An incident is no period: bound it by publication and say how precise it is."""
    start, end = day_of(when.start or ""), day_of(when.end or "")
    if published and end > day_of(published) >= start:
        end = day_of(published)
    span = (end - start).days
    if (
        when.precision is not DatePrecision.PERIOD
        and (span == 0) == (when.precision is DatePrecision.DAY)
        and end == day_of(when.end or "")
    ):
        return when
    precision = _precision(span)
    if precision is DatePrecision.DAY and start == day_of(when.start or "") and end == day_of(when.end or ""):
        return when.model_copy(update={"precision": precision})
    return When(start=start.isoformat(), end=end.isoformat(), precision=precision, text=when.text)


def _precision(span: int) -> DatePrecision:
    for limit, precision in (
        (1, DatePrecision.DAY),
        (7, DatePrecision.DAYS),
        (14, DatePrecision.WEEK),
        (60, DatePrecision.MONTH),
    ):
        if span < limit:
            return precision
    return DatePrecision.YEAR


# ---- places

ABOUT_KM = 40.0
"""How far an unknown place may lie from the place that is told of beside it."""


def about(told: Where, unknown: Where) -> Where:
    """A place that no gazetteer holds, somewhere about the one that the report tells beside it."""
    return told.model_copy(
        update={
            "relation": Relation.NEAR,
            "name": unknown.text,
            "radius_km": max(ABOUT_KM, told.radius_km or 0.0),
            "precision": 3,
            "also": (),
        }
    )


# ---- figures

_NONE = re.compile(
    r"(?i)^(?:there (?:were|was) )?(?:no\b(?!\.? ?\d)|nobody\b|none\b|neither\b|nil\b|zero\b|without\b|not a\b|not one\b)|\bno (?:one|casualties|deaths|injuries|losses)\b"
    r"|\bnot (?:\w+ )?(?:harmed|hurt|injured|wounded|killed)\b"
    r"|\bnot (?:cause|inflict|result in|suffer|sustain|leave|claim|caused|inflicted|resulted in|suffered|sustained|left|claimed)"
    r" (?:any )?(?:casualt|deaths?\b|injur|victims?\b|losses\b|fatalit)"
    r"|\b(?:un(?:hurt|harmed|injured|scathed))\b|^0/0$|\b(?:was|were) not$"
)
_VAGUE = re.compile(r"(?i)^(?:some|many|plenty|a number|others?|most)\b")
_PLURAL = re.compile(
    r"(?i)\b(?:people|children|men|women|troops|personnel|others|police|dead|wounded|injured|families|villagers|casualties|lives|they|them|those|\w{3,}(?<!s|u|i)s|\w*men|\w+people)$"
)
_NAME = re.compile(r"^(?:[A-Z][\w'’.-]+,? ?){1,4}$")
_COUPLE = re.compile(r"(?i)\b(?:couple|pair|twins|both)\b")
_SIBLINGS = re.compile(r"(?i)^(?:the\s+)?(?:brothers|sisters|twins|spouses)\b")
_FAMILY = re.compile(r"(?i)^(?:a|the|an entire|one) (?:\w+ )?(?:family|group|crew|team|party|band) of ")
_JOINED = re.compile(
    r"(?i)\s*,?\s+and\s+(?=(?:a|an|another|the(?!\s+(?-i:[A-Z][a-z]))|his|her|its|their|one)\s)"
    r"|,\s+(?=(?:an?|one|another|his|her)\s)"
)
_APPOSED = re.compile(
    r"(?i)(?<=\w),\s+(?:an?|the|his|her)\s(?!.*,?\sand\s+(?:an?|the|his|her|another|one|two|three|four|five|six|\d|(?-i:[A-Z][a-z])))"
    r"(?!.*,\s+and\s).*$"
)
_ONE_FIRST = re.compile(r"(?i:one\b|(?:his|her|their|my|our)\s(?!\w+s,|\w+ \w+s,))|[A-Z][\w'’.-]+ [A-Z]")
_NAME_AND_AGE = re.compile(r"(?:[A-Z][\w'’.-]+ ){1,4}[A-Z][\w'’.-]+, \d{1,2}")
_AGE = re.compile(r"(?<=[a-z]),\s+\d{1,3}(?=\s*(?:,|\band\b|$))")
_ADDED = re.compile(r"(?i)\s+(?:additional|estimated|extra|further|average of)\s+|\s?")
_NOBODY = re.compile(
    r"(?i)(?:(?:been|was|were|is|are|be|being|had|has|have|and|or|at|least|most|more|than|not|yet|also|as|the|others?|so|far"
    r"|reported(?:ly)?|confirmed|wounded|injured|hurt|killed|dead|died|slain|casualt(?:y|ies)|injur(?:y|ies)|losses|deaths?"
    r"|\w+-(?:held|controlled|backed|based|old)|v?b?ieds?|tactical|armou?red)\b\s*)+"
)
"""Words that name nobody, so that they do not count one person."""
_CUT = re.compile(
    r"(?i)\s(?:who|that|which|whose|whom|from|in|at|near|on|when|after|while|during|riding|carrying|aged"
    r"|was|were|is|are|has|have|had)\s|[;:(]"
)
_TOLD_AS = re.compile(
    r"(?i)\b(?:toll|number|count|figures?|total|dead|deaths|killed|injured|wounded|victims|losses|casualties)\b[^.;]*?"
    r"\s(?:at|to|is|was|as)\s+$|\b(?:toll|number|count|figure|total)\s+of\s+$"
)
"""What stands before the figure in "the dead at six", "a toll of seven", "the number of injured to nine"."""
_MIXED = re.compile(
    r"(?i)\bneutrali[sz]ed\b|\b(?:killed|dead|died|deaths)\s+(?:and|or)\s+(?:wounded|injured|hurt|maimed)\b"
)
_FULL_NAME = r"[A-Z][\w'’.-]+(?: (?:(?:al|el|bin|ibn|de|del|van|von|da|dos|du) )?[A-Z][\w'’.-]+){0,3}"
_NAMES = re.compile(
    rf"(?P<names>{_FULL_NAME}(?:, {_FULL_NAME})*),? and (?P<last>{_FULL_NAME})(?: (?:was|were|died|killed)\b.*)?"
)


@lru_cache(maxsize=4096)
def figure_of(words: str) -> Count | None:
    """The number that the words of a figure give: a count, none, or people told one by one; else null.

    "two officers and three men" are five, "a mayor and his son" two, "a family of five" five, "the driver" one.
    Dead and hurt in one figure, or "neutralised", are no more than that.
    """
    count = _counted(words)
    if count is not None and count.high and _MIXED.search(words):
        return at_most(count)
    return count


def at_most(count: Count) -> Count:
    """A figure of which nobody says how many it truly holds: its high end alone."""
    return count.model_copy(update={"low": None, "approximate": False}) if count.high else count


def _counted(words: str) -> Count | None:
    numbers = [n for n in find_numbers(words, articles=True) if n.role is NumberRole.PLAIN]
    plain = [n for n in numbers if not n.article]
    if _NONE.search(words) and not any(n.count.low for n in plain):
        return _exactly(0, words)
    told_as = next((n for i, n in enumerate(plain) if _is_told_as(words, n.start, [m.start for m in plain[:i]])), None)
    if told_as is not None:
        return told_as.count.model_copy(update={"text": words})
    if _NAME_AND_AGE.fullmatch(words):
        return _exactly(1, words)
    if not plain and (_SIBLINGS.match(words) or _NAMES.fullmatch(words)):
        return _exactly(_named_people(words), words)
    told = _FAMILY.sub("", _AGE.sub("", words))
    if _ONE_FIRST.match(told):
        told = _APPOSED.sub("", told)  # "one body, a man of about 30"
    ranked = any(n.rank for n in numbers)
    if ranked and not any((n.count.low or n.count.high or 0) > 1 for n in numbers):
        return _exactly(1, words)
    parts = [p for p in (_part(x) for x in _JOINED.split(_CUT.split(told)[0])) if p is not None]
    if not parts:
        return _vague(words) if _VAGUE.match(words) else None
    return sum_counts(parts, [words]).model_copy(update={"text": words, "stated": True})


def is_total(words: str) -> bool:
    """Whether a figure is a toll that takes in what was told before it ("bringing the dead to nine")."""
    return any(_TOLD_AS.search(words[: n.start]) for n in find_numbers(words))


def _is_told_as(words: str, start: int, earlier: Sequence[int]) -> bool:
    """Whether a number is what a toll or the dead are put at, and not one of two figures."""
    m = _TOLD_AS.search(words[:start])
    return m is not None and not any(at < m.start() for at in earlier)


def _named_people(words: str) -> int:
    """How many persons are named one by one; two siblings where only their family is named."""
    listed = _NAMES.search(_SIBLINGS.sub("", words))
    return 2 if listed is None else len(listed["names"].split(", ")) + 1


def _part(words: str) -> Count | None:
    """One group of people: its first number and those joined to it by "and", or one person."""
    numbers = [n for n in find_numbers(words, articles=True) if n.role is NumberRole.PLAIN and not n.rank]
    if _COUPLE.search(words) and all(n.article or n.count.low == 2 for n in numbers):
        return _exactly(2, words)
    if len(numbers) > 1 and numbers[0].article and _ADDED.fullmatch(words[numbers[0].end : numbers[1].start]):
        numbers = numbers[1:]  # "an estimated 50,000"
    if all(n.article for n in numbers) and _COLLECTIVE.fullmatch(_head(words)):
        return None
    if numbers:
        kept = [numbers[0]]
        for n in numbers[1:]:
            between = words[kept[-1].end : n.start]
            if re.search(r"(?i)\band\s+(?:at least |about |some )?$", between) and not re.search(
                r"(?i)\bof\b", between
            ):
                kept.append(n)
        total = sum_counts([n.count for n in kept], [words])
        before = re.match(r"(?P<who>.*\S)\s+and\s*$", words[: kept[0].start])
        if before and (_NAME.match(before["who"]) or _ONE_OF_KIN.fullmatch(before["who"])):
            total = sum_counts([total, _exactly(1, words)], [words])
        return total
    head = _head(words)
    if _NOBODY.fullmatch(head):
        return None
    if _TWO_OF_KIN.fullmatch(head):
        return _exactly(2, words)
    if head and not (_PLURAL.search(head) and not _KIN_NAMED.match(head)) and not _VAGUE.match(head):
        return _exactly(1, words)
    return None


def _head(words: str) -> str:
    """The words for people without what is said of them."""
    return re.split(r"(?i),| (?:of|with|by|to|for) ", words)[0].strip()


_COLLECTIVE = re.compile(
    r"(?i)(?:an?|the|another|one)\s+(?:[\w-]+\s+){0,2}(?:platoon|patrol|column|convoy|squad|unit|group|crowd|gang|battalion|brigade|garrison"
    r"|family|village|population|team)"
)
"""Many people of whom nobody says how many."""
_KIN = (
    r"(?:wife|husband|mother|father|sister|brother|son|daughter|widow|uncle|aunt|cousin|grandmother|grandfather|nephew|niece"
    r"|girlfriend|boyfriend|driver|guard|bodyguard|chief|mayor|commander|officer)"
)
_OWN = r"(?:his|her|their|the|my|our)\s+(?:\w+\s+)?"
_ONE_OF_KIN = re.compile(rf"(?i){_OWN}{_KIN}")
_TWO_OF_KIN = re.compile(rf"(?i){_OWN}{_KIN}\s+and\s+(?:\w+\s+)?{_KIN}")
_KIN_NAMED = re.compile(rf"{_OWN}{_KIN} (?:[A-Z][\w'’-]+ ?)+$")


def _vague(words: str) -> Count:
    """Several: at least two, nobody says how many."""
    return Count(low=2, high=None, approximate=True, unconfirmed=False, stated=True, text=words)


def _exactly(n: int, words: str) -> Count:
    return Count(low=n, high=n, approximate=False, unconfirmed=False, stated=True, text=words)


def sum_counts(counts: Sequence[Count], texts: Sequence[str]) -> Count:
    """Parts of one figure as their total; the total is not stated where there are several."""
    lows = [c.low for c in counts if c.low is not None]
    highs = [c.high for c in counts if c.high is not None]
    return Count(
        low=sum(lows) if lows else None,
        high=sum(highs) if len(highs) == len(counts) else None,
        approximate=any(c.approximate for c in counts),
        unconfirmed=any(c.unconfirmed for c in counts),
        stated=len(counts) == 1,
        text=" + ".join(texts),
    )


# ---- actors and claimants


def claimant_country(claimant: Claimant, home: str | None) -> str | None:
    """Whose ministry or army speaks, ISO 3166-1 alpha-2: its own name tells, else the dateline."""
    named = country_in(claimant.name)
    return named.iso2 if named else home


def home_of(report: Report) -> str | None:
    """The country of a report's dateline, else of its outlet, ISO 3166-1 alpha-2."""
    dateline = country_in(report.text[: dateline_end(report.text)].title())
    outlet = country_in(report.source or "")
    found = dateline or outlet
    return found.iso2 if found else None
