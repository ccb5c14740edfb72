"""Numbers in English text: how many, how sure, and what kind of number it is.

`find_numbers` reads digits and words ("twenty-two", "dozens", "at least 15", "nearly 60", "a third") as counts with
bounds, and tells counts of people or acts from the numbers that count nothing: ages, calibres, years, roads, units.
The bounds of vague words follow the contract: several 2, dozens 24, scores 40, hundreds 200, thousands 2000.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trucewatch.extract._number_roles import NumberRole, fixed_tokens, role_of
from trucewatch.extract._number_words import CARDINAL, ORDINAL, SCALE, SCALES, words_value
from trucewatch.model import Count

__all__ = ["NEARLY_SHARE", "NumberMention", "NumberRole", "find_numbers"]

NEARLY_SHARE = 0.08
"""How far below N "nearly N" reaches at most, as a share of N: the contract reads "nearly 60" as 55 to 60."""


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text.

    Attributes:
        start: First code point, modifiers included ("at least 15").
        end: One past the last code point.
        count: The bounds; an ordinal counts one ("a third soldier"), and its `text` is the exact words.
        role: What the number is for; only `plain` ones count people, things or acts.
        rank: What an ordinal says (third: 3), else None.
        additional: True where the words set it apart from others already told ("another", "two more", "a third").
        article: True where the number is only "a" or "an".
    """

    start: int
    end: int
    count: Count
    role: NumberRole
    rank: int | None = None
    additional: bool = False
    article: bool = False

    @property
    def ordinal(self) -> bool:
        """Whether it is an ordinal ("third", "22nd")."""
        return self.rank is not None


@dataclass(frozen=True, slots=True)
class _Core:
    """The number without its modifiers."""

    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool = False
    rank: int | None = None
    additional: bool = False
    article: bool = False
    scale: int = 1

    @property
    def exact(self) -> int | None:
        """The value where there is exactly one."""
        return self.low if self.low == self.high and self.rank is None else None


_I = re.IGNORECASE
_MOST_WORDS = 24
"""No number is told in more words than these; a longer run is no number, and is not read from each of its words on."""
_MOST_DIGITS = 15
"""A number of more digits is a serial and counts nothing; nor would the store hold it."""
_VAGUE_SCALE = {"dozen": 24, "score": 40, "ten": 20, "hundred": 200, "thousand": 2000, "million": 2_000_000}
_QUANTIFIER = r"several|a\s+few|many|some|numerous|a\s+couple(?:\s+of)?"
_RUN_WORD = rf"(?:{CARDINAL}|{SCALE}|{ORDINAL})"
_NO_AFTER = (
    r"(?!\s+(?:longer|doubt|matter|more|less|fewer|sooner|wonder|way|one|means|sense|good|end|use|different|secret"
    r"|idea|hurry|sign|signs|comment|immediate)\b)(?=\s+[a-z])"
)
_ADJ = r"(?:(?:large|small|significant|considerable|growing|great|good|certain|limited|sizeable|huge|high|record)\s+)?"
_CORE = re.compile(
    rf"""(?<!\w)(?=\w)(?:
      (?P<huge>\b(?:tens|dozens|scores|hundreds|thousands)\s+of\s+(?:thousands|millions)\b)
    | (?P<half>\bhalf[\s-]a[\s-](?:dozen|hundred|thousand|million|score)\b)
    | (?P<vaguescale>\b(?:(?:{_QUANTIFIER})\s+)?(?:dozens|hundreds|thousands|millions)\b
        |\b(?:{_QUANTIFIER})\s+(?:dozen|hundred|thousand|million|score)\b
        |\btens\s+of\b
        |(?<!the\s)\b(?:many\s+)?scores\b(?=\s+(?:of|more|others|were|have|had|are|dead|killed|injured|wounded|missing|hurt|arrested|people)\b)
        |(?:(?<=killed\s)|(?<=killing\s)|(?<=wounded\s)|(?<=wounding\s)|(?<=injured\s)|(?<=injuring\s)|(?<=hurt\s))scores\b)
    | (?P<digits>(?<![\w.])(?:\d{{1,3}}(?:[,\u00a0\u202f']\d{{3}})+|\d+)(?:\.\d+)?(?!\.?\d)
        (?:(?P<suffix>st|nd|rd|th)\b|(?:\s?(?P<k>k|bn)\b)|(?:[\s-](?P<digitscale>{SCALE}|dozen)\b)|(?!\w)))
    | (?P<dozen>\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten)[\s-](?:dozen|score)\b(?!s))
    | (?P<words>\b(?:(?:a|an)\s+(?:{SCALE})|{_RUN_WORD})(?:(?:[\s-]|\s+and\s+){_RUN_WORD}){{0,{_MOST_WORDS}}}\b)
    | (?P<zero>\b(?:not\s+(?:a\s+single|one)\b|no[\s-]one\b|nobody\b|none\b(?!theless)|zero\b|nil\b|no\b{_NO_AFTER}))
    | (?P<twice>\b(?:twice|thrice)\b)
    | (?P<both>\b(?:both|an?\s+pair(?:\s+of)?|an?\s+couple(?:\s+of)?|a\s+trio(?:\s+of)?|the\s+duo)\b)
    | (?P<another>\b(?<!one\s)another\b(?!\s+(?:\d|{CARDINAL}|dozen|several|few|score|half)))
    | (?P<unknown>\ban?\s+(?:unknown|unspecified|undetermined|undisclosed|unconfirmed)\s+number(?:\s+of)?\b)
    | (?P<vague>\b(?:several|an?\s+{_ADJ}number\s+of|{_ADJ}numbers\s+of|a\s+handful(?:\s+of)?|a\s+few|numerous|multiple
        |(?<!how\s)(?<!as\s)(?<!too\s)(?<!not\s)many|(?<!among\s)(?<!each\s)others
        |some(?!\s+(?:{CARDINAL})\b)(?=\s+(?:of\b|others\b|[a-z-]+s\b|[a-z-]+\s+[a-z-]+s\b|people\b|men\b|women\b|children\b|troops\b|were\b|injured\b|wounded\b|dead\b)))\b)
    | (?P<article>\ban?\b(?=\s+[a-z]))
    )""",
    _I | re.VERBOSE,
)

_BETWEEN = re.compile(r"\b(?:anywhere\s+)?between\s+$", _I)
_FROM = re.compile(r"\bfrom\s+$", _I)
_CHANGE_FROM = re.compile(
    r"\b(?:r[oi]se|rises|risen|rising|increas\w+|climb\w+|jump\w+|gr[eo]w\w*|went|fell|fall\w*|drop\w*|declin\w+|reduc\w+|cut|rais\w+"
    r"|revis\w+|up|down|lower\w*|chang\w+|updat\w+|slid|slump\w*|surg\w+|double\w*|doubling)\b[^.;]{0,40}\bfrom\s+$",
    _I,
)
_JOIN = re.compile(r"(?:[-–]|\s*–\s*|\s+(?:to|or)\s+(?:as\s+many\s+as\s+|even\s+)?)", _I)
_JOIN_AND = re.compile(r"\s+and\s+", _I)

_PREFIXES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:^|(?<=[^\w]))(?:{words})\s+$", _I), how)
    for words, how in (
        (
            r"at\s+(?:the\s+very\s+)?least|at\s+the\s+least|no\s+fewer\s+than|not\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than"
            r"|a\s+minimum\s+of|minimum|upwards?\s+of|(?:well\s+|slightly\s+|far\s+|a\s+little\s+)?(?<!no\s)(?<!not\s)more\s+than"
            r"|(?:well\s+|just\s+|a\s+little\s+)?over|(?:well\s+)?in\s+excess\s+of|(?:well\s+)?above|exceeding|greater\s+than"
            r"|as\s+few\s+as",
            "least",
        ),
        (
            r"up\s+to|as\s+many\s+as|as\s+much\s+as|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of|maximum"
            r"|(?<!no\s)(?<!not\s)fewer\s+than|(?<!no\s)(?<!not\s)less\s+than|(?<!just\s)(?<!little\s)under|below",
            "most",
        ),
        (
            r"nearly|almost|close\s+to|(?:just|a\s+little)\s+(?:under|below)|just\s+short\s+of|approaching|nearing|not\s+quite",
            "nearly",
        ),
        (
            r"about|around|roughly|approximately|approx\.?|some|(?:an\s+)?estimated|circa|ca?\.|in\s+the\s+region\s+of|on\s+the\s+order\s+of"
            r"|more\s+or\s+less|perhaps|maybe|something\s+like|or\s+so",
            "about",
        ),
        (r"another|an?\s+further|an?\s+additional|an?\s+extra|an?\s+other", "additional"),
    )
)
_AT_LEAST = re.compile(r"\bat\s+least\s+$", _I)
_SUFFIXES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, _I), how)
    for words, how in (
        (r"\s+or\s+more\b|[\s-]plus\b(?!\s+\d)|\+|\s+and\s+counting\b|,?\s+at\s+(?:the\s+very\s+)?least\b", "least"),
        (r"\s+or\s+(?:fewer|less)\b|\s+at\s+most\b|\s+at\s+the\s+most\b", "most"),
        (r"\s+or\s+so\b|[\s-]odd\b|\s+or\s+thereabouts\b", "about"),
        (
            r"\s+(?:of\s+)?(?:others\b|other\b(?=\s+[a-z])|more\b(?!\s+than)|further\b|additional\b|extra\b|fresh\b)",
            "additional",
        ),
        (r"\s+times\b", "times"),
    )
)
_UNCONFIRMED = re.compile(
    r"\b(?:unconfirmed|unverified|not\s+(?:yet\s+)?(?:been\s+)?confirmed)\s+(?:\w+\s+){0,2}?"
    r"(?:reports?|accounts?|information|figures?|claims?|number|toll|rumou?rs?|sources?|death|deaths|casualties)\b|\brumou?rs?\b|\brumou?red\b",
    _I,
)
_UNCONFIRMED_AFTER = re.compile(
    r"^[^.;\n]{0,60}?(?:\(unconfirmed\)|,\s*unconfirmed\b|\b(?:still|as\s+yet)\s+unconfirmed\b"
    r"|\b(?:deaths?|figures?|toll)\s+(?:is|are|was|were|has|have|had)\s+(?:not\s+(?:yet\s+)?(?:been\s+)?confirmed|unconfirmed))",
    _I,
)
_DOUBT = re.compile(r"confirmed|unverified|rumou?r", _I)
"""A word that all words of doubt hold."""
_SENTENCE_END = re.compile(r"(?<=[a-z\d)\"”][.!?])\s+(?=[\"“(]?[A-Z\d])|\n\s*\n|;")
_ONE_SKIP_AFTER = re.compile(r"\s+(?:another|day\b(?!\s+of)|by\s+one|side|hand|thing|way|more\s+time)|[-–]", _I)
_ONE_SKIP_BEFORE = re.compile(r"\b(?:no|each|every|this|any|at|which|the\s+only|the)\s+$", _I)


def find_numbers(text: str, *, articles: bool = False) -> list[NumberMention]:
    """All numbers of a text in order, counts and others, each with its role.

    Args:
        text: Any English text; upper case is read as well.
        articles: Whether "a" and "an" are given too, as 1 with `article` set.

    Returns:
        Mentions that do not overlap. "About N" and "some N" are N, approximate; "nearly N" reaches down by
        `NEARLY_SHARE`; "at least", "more than" and "over" N have low N and no high; "up to" and "as many as" N
        have high N and no low. Bounds are the figure as printed: "more than 20" is not turned into 21.
    """
    fixed = fixed_tokens(text)
    found = [
        NumberMention(s, e, _count(text[s:e], None, None, approximate=False, unconfirmed=False), role)
        for s, e, role in fixed
    ]
    cores = _join_ranges(text, list(_cores(text, fixed, articles=articles)))
    doubted = _DOUBT.search(text) is not None
    floor = 0
    for core in cores:
        if core.start < floor:
            continue
        mention = _mention(text, core, floor, doubted=doubted)
        found.append(mention)
        floor = mention.end
    return sorted(found, key=lambda m: m.start)


def _count(words: str, low: int | None, high: int | None, *, approximate: bool, unconfirmed: bool) -> Count:
    return Count(low=low, high=high, approximate=approximate, unconfirmed=unconfirmed, stated=True, text=words)


def _cores(text: str, tokens: Iterable[tuple[int, int, NumberRole]], *, articles: bool) -> Iterator[_Core]:
    """Bare numbers outside the tokens that are known already, which come in order."""
    fixed = deque(tokens)
    position = 0
    while m := _CORE.search(text, position):
        position = max(m.end(), m.start() + 1)
        while fixed and fixed[0][1] <= m.start():
            fixed.popleft()
        block = fixed[0] if fixed and fixed[0][0] < m.end() else None
        if block is not None and m.start() >= block[0]:
            position = block[1]
            continue
        if block is not None:
            m = _CORE.match(text, m.start(), block[0]) or m
            position = m.end() if m.end() <= block[0] else m.start() + 1
            if m.end() > block[0]:
                continue
        core = _core(m, articles=articles)
        if core is not None:
            position = core.end
            yield core


def _core(m: re.Match[str], *, articles: bool) -> _Core | None:
    kind = m.lastgroup if m.lastgroup not in ("suffix", "k", "digitscale") else "digits"
    words = re.sub(r"\s+", " ", m.group().lower())
    start, end = m.span()
    if kind == "digits":
        return _digit_core(m)
    if kind == "words":
        return _word_core(m)
    if kind == "huge":
        first, last = words.split(" of ")
        value = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}[first] * SCALES[last[:-1]]
        return _Core(start, end, value, None, approximate=True)
    if kind == "half":
        value = {"dozen": 6, "score": 10}.get(words.split()[-1].split("-")[-1]) or SCALES[
            re.split(r"[ -]", words)[-1]
        ] // 2
        return _Core(start, end, value, value)
    if kind == "vaguescale":
        key = words.removesuffix(" of").split()[-1].rstrip("s")
        end -= len(m.group()) - len(re.sub(r"\s+of$", "", m.group()))
        return _Core(start, end, _VAGUE_SCALE[key], None, approximate=True)
    if kind == "dozen":
        first, unit = re.split(r"[ -]", words)
        parsed = words_value(first)
        scale = 12 if unit == "dozen" else 20
        value = (parsed[0] if parsed else 1) * scale
        return _Core(start, end, value, value, scale=scale)
    return _simple_core(kind, words, start, end, articles=articles)


def _simple_core(kind: str | None, words: str, start: int, end: int, *, articles: bool) -> _Core | None:
    if kind == "zero":
        return _Core(start, end, 0, 0)
    if kind == "twice":
        value = 2 if words == "twice" else 3
        return _Core(start, end, value, value)
    if kind == "both":
        value = 3 if "trio" in words else 2
        return _Core(start, end, value, value, approximate="couple" in words)
    if kind == "another":
        return _Core(start, end, 1, 1, additional=True)
    if kind == "unknown":
        return _Core(start, end, 1, None, approximate=True)
    if kind == "vague":
        return _Core(start, end, 2, None, approximate=True, additional=words == "others")
    return _Core(start, end, 1, 1, article=True) if articles else None


def _digit_core(m: re.Match[str]) -> _Core | None:
    start, end = m.span()
    bare = re.match(r"[\d,\u00a0\u202f']*(?:\.\d+)?", m.group())
    plain = re.sub(r"[^\d.]", "", bare.group() if bare else "0")
    if len(plain.split(".")[0]) > _MOST_DIGITS:
        return None
    number = float(plain or 0)
    if m["suffix"]:
        return _Core(start, end, 1, 1, rank=int(number), additional=_is_apart(m.string, start))
    scale = 1
    if m["k"]:
        scale = 1000 if m["k"].lower() == "k" else 10**9
    elif m["digitscale"]:
        scale = 12 if m["digitscale"].lower() == "dozen" else SCALES[m["digitscale"].lower()]
    value = round(number * scale)
    if value >= 10**_MOST_DIGITS:
        return None
    return _Core(start, end, value, value, scale=scale)


def _word_core(m: re.Match[str]) -> _Core | None:
    start = m.start()
    words = m.group()
    skip = len(words) - len(re.sub(r"^an?\s+", "", words, flags=_I))
    parsed = words_value(words[skip:])
    if parsed is None:
        return None
    value, length, ordinal = parsed
    end = start + skip + length
    token = m.string[start:end].lower()
    if token == "one" and (
        _ONE_SKIP_AFTER.match(m.string, end) or _ONE_SKIP_BEFORE.search(m.string[max(0, start - 12) : start])
    ):
        return None
    if ordinal:
        return _Core(start, end, 1, 1, rank=value, additional=_is_apart(m.string, start))
    scale = max((s for w, s in SCALES.items() if token.endswith(w)), default=1)
    return _Core(start, end, value, value, scale=scale)


def _is_apart(text: str, start: int) -> bool:
    """`a third soldier` is one more; `the third patrol` need not be."""
    return bool(re.search(r"\b(?:an?|yet\s+an?)\s+$", text[max(0, start - 8) : start], _I))


def _join_ranges(text: str, cores: list[_Core]) -> list[_Core]:
    """`between 5 and 7`, `5-7`, `5 or 6`, `two to three hundred` as one core with two bounds."""
    out: list[_Core] = []
    for core in cores:
        joined = _range(text, out[-1], core) if out else None
        if joined is None:
            out.append(core)
        else:
            out[-1] = joined
    return out


def _range(text: str, a: _Core, b: _Core) -> _Core | None:
    if a.exact is None or b.exact is None or a.article or b.article or b.start - a.end > 20:
        return None
    gap, before = text[a.end : b.start], text[max(0, a.start - 60) : a.start]
    between = _BETWEEN.search(before)
    if between and not (_JOIN_AND.fullmatch(gap) or _JOIN.fullmatch(gap)):
        return None
    if not between and not _JOIN.fullmatch(gap):
        return None
    start = a.start
    if between:
        start -= len(between.group())
    elif m := _FROM.search(before):
        if _CHANGE_FROM.search(before):
            return None
        start -= len(m.group())
    low, high = a.exact, b.exact
    if a.scale == 1 and b.scale > 1 and low * b.scale < high:
        low *= b.scale
    if low >= high:
        return None
    return replace(b, start=start, low=low, high=high, rank=None)


def _mention(text: str, core: _Core, floor: int, *, doubted: bool) -> NumberMention:
    """The core with its modifiers; they may not reach back before `floor`. `doubted`: somewhere a figure may be."""
    if core.article and _AT_LEAST.search(text[max(floor, core.start - 12) : core.start]):
        core = replace(core, article=False)  # "at least a civilian"
    start, end, additional = core.start, core.end, core.additional
    how: list[str] = []
    if core.rank is None and not core.article:
        start, how = _prefixes(text, core, floor)
        end, more = _suffixes(text, core)
        how += more
        additional = additional or "additional" in how
    role = role_of(text, core.start, core.end, value=core.exact, ordinal=core.rank is not None)
    if "times" in how or text[core.start : core.end].lower() in ("twice", "thrice"):
        role = NumberRole.TIMES
    low, high, approximate = _bounds(core, how)
    unconfirmed = doubted and _is_unconfirmed(text, start, end)
    count = _count(text[start:end], low, high, approximate=approximate, unconfirmed=unconfirmed)
    return NumberMention(start, end, count, role, core.rank, additional, core.article)


def _prefixes(text: str, core: _Core, floor: int) -> tuple[int, list[str]]:
    start = core.start
    how: list[str] = []
    for _ in range(3):
        before = text[max(floor, start - 40) : start]
        for pattern, name in _PREFIXES:
            m = pattern.search(before)
            if m:
                start -= len(m.group())
                how.insert(0, name)
                break
        else:
            break
    return start, how


def _suffixes(text: str, core: _Core) -> tuple[int, list[str]]:
    end = core.end
    how: list[str] = []
    for _ in range(2):
        for pattern, name in _SUFFIXES:
            m = pattern.match(text, end)
            if m and name not in how:
                end = m.end()
                how.append(name)
                break
        else:
            break
    return end, how


def _bounds(core: _Core, how: list[str]) -> tuple[int | None, int | None, bool]:
    """Bounds after the modifiers; the outermost of two decides which bound is open."""
    low, high, approximate = core.low, core.high, core.approximate or "about" in how
    outer = next((h for h in how if h in ("least", "most", "nearly")), None)
    if outer == "least":
        return low, None, approximate
    if outer == "most" and high is not None:
        return None, high, True
    if outer == "nearly" and high is not None:
        return _nearly(high) if core.exact is not None else low, high, True
    return low, high, approximate


def _nearly(n: int) -> int:
    """The low end of "nearly n": below it by half a unit of its last digit but zeros, and by no more than 8 percent.

    At least one less, never under 1: 55 for 60, 115 for 120, 9 for 10, 276 for 300.
    """
    unit = 10 ** (len(str(n)) - len(str(n).rstrip("0")))
    return max(1, n - max(1, min(unit // 2 or 1, round(n * NEARLY_SHARE))))


def _is_unconfirmed(text: str, start: int, end: int) -> bool:
    sentence = _SENTENCE_END.split(text[max(0, start - 200) : start + 1])[-1]
    return bool(_UNCONFIRMED.search(sentence) or _UNCONFIRMED_AFTER.search(text[end : end + 100]))
