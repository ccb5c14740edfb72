"""What a number in English text counts: people and acts, or an age, a calibre, a road, a year.

Two passes feed `numbers.find_numbers`: tokens whose form alone tells the role (dates, clock times, telephone numbers,
`M4`, `Su-24`, `122mm`), and for the rest the words on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import StrEnum

from trucewatch.extract._number_words import CARDINAL, ORDINAL


class NumberRole(StrEnum):
    """What a number is for; only `plain` numbers count people, things or acts, and `times` counts occasions."""

    PLAIN = "plain"
    TIMES = "times"
    AGE = "age"
    DISTANCE = "distance"
    MEASURE = "measure"
    DURATION = "duration"
    CALIBRE = "calibre"
    YEAR = "year"
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"
    FRACTION = "fraction"
    MONEY = "money"
    DESIGNATION = "designation"
    COMPOUND = "compound"
    PHONE = "phone"
    SCORE = "score"


_I = re.IGNORECASE
# "may" and "march" are months only with a capital: "5 may resume", "20 march on the capital".
MONTH = (
    r"(?:(?:january|february|april|june|july|august|september|october|november|december|jan\.?|feb\.?|apr\.?|jun\.?|jul\.?"
    r"|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?|(?-i:M)(?:ay|arch|ar\.?)(?!\s+(?:have|be|not|also|still|yet)\b))(?!\w))"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|the\s+(?:\d{{1,2}}(?:st|nd|rd|th)|(?:{ORDINAL})))"
_DAYS = rf"{_DAY}(?:\s*(?:,|,?\s*and|to|or|-|–|until|till|through)\s*{_DAY})*"
_UNIT = r"(?:mm|cm|km|kms|kg|m|ft|kph|kmh|mph|lb|lbs)"

_FIXED: tuple[tuple[re.Pattern[str], NumberRole], ...] = tuple(
    (re.compile(pattern, _I | re.MULTILINE), role)
    for pattern, role in (
        (r"https?://\S+|www\.\S+|@\w+", NumberRole.DESIGNATION),
        (r"(?<![\w.-])\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\w)", NumberRole.DATE),
        (r"(?<![\w.,/])\d{1,2}[./]\d{1,2}[./](?:19|20)?\d{2}(?![\w/])", NumberRole.DATE),
        (r"(?<![\w/])9/11(?![\w/])", NumberRole.DATE),
        (rf"(?<![\w,.]){_DAYS}\s+(?:of\s+)?{MONTH}(?:,?\s+(?:19|20)?\d{{2}}\b(?!\s*(?:%|[a-z])))?", NumberRole.DATE),
        (
            rf"(?<!\w){MONTH}\s+{_DAYS}(?!\d|[.,]\d|\s*(?:people|civilians|soldiers|%|percent))"
            r"(?:,?\s+(?:19|20)\d{2}\b)?",
            NumberRole.DATE,
        ),
        (rf"(?<!\w){MONTH},?\s+(?:19|20)\d{{2}}\b", NumberRole.DATE),
        (r"(?<![\w:.])\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*(?:hours|hrs|[ap]\.?m\b\.?|gmt|utc))?(?!\w)", NumberRole.TIME),
        (r"(?<![\w:.])\d{1,2}(?:\.\d{2})?\s*[ap]\.?m\b\.?", NumberRole.TIME),
        (r"(?<=\b(?:at|by)\s)0\d[0-5]\d\b|(?<=\b(?:until|about|since)\s)0\d[0-5]\d\b", NumberRole.TIME),
        (r"(?<![\w:.])[0-2]\d[0-5]\d\s*(?:hours|hrs|gmt|utc|z)\b", NumberRole.TIME),
        (
            r"(?<!\w)\+\d[\d ()-]{7,}\d|\(\d{2,4}\)\s?\d{3}[- ]?\d{4}"
            r"|(?<![\w-])\d{3}-(?:\d{3}-)?(?:\d{4}|[A-Z]{4,})(?![\w-])",
            NumberRole.PHONE,
        ),
        (
            r"(?:(?<!\w)(?:US|A|C))?[$€£¥₹₴₺₽₪]\s?\d[\d,.]*(?:\s?(?:thousand|million|billion|bn|m|k)\b)?",
            NumberRole.MONEY,
        ),
        (r"(?<!\w)(?:Rs|USD|EUR|GBP)\.?\s?\d[\d,.]*", NumberRole.MONEY),
        (r"(?<![\w.])\d+(?:\.\d+)?\s?-?(?:mm|millimet(?:er|re)s?)\b", NumberRole.CALIBRE),
        (r"(?<![\w])\.\d{2}[- ]calib(?:er|re)\b", NumberRole.CALIBRE),
        (rf"(?<![\w.])\d[\d,]*(?:\.\d+)?{_UNIT}\b", NumberRole.DISTANCE),
        (r"(?<![\w.])\d+(?:\.\d+)?\s?°(?:\s?\d+['′](?:\s?\d+[\"″])?)?\s?[NSEWC]?\b", NumberRole.MEASURE),
        (r"(?<!\w)(?:1[5-9]|20)\d{2}\s?[-–/]\s?(?:(?:1[5-9]|20)\d{2}|\d{2})(?![\w-])", NumberRole.YEAR),
        (r"(?<!\w)(?:(?:1[5-9]|20)?\d0s)\b", NumberRole.YEAR),
        (r"^[ \t]*\(?\d{1,2}[.)](?=\s)|\[\d+\]|(?<!\w)(?:no|nr|nos)\.?\s?\d+\b|#\d+", NumberRole.DESIGNATION),
        # A letter before a digit, with or without hyphen: M4, Su-24, T-72, Covid-19; a digit before letters: 5G.
        (r"(?<!\w)(?-i:[A-Z])[A-Za-z]*-\d[\w-]*|(?<!\w)[A-Za-z]+\d[\w-]*", NumberRole.DESIGNATION),
        (r"(?<![\w.,-])\d+(?!(?:st|nd|rd|th|k|s)\b)[A-Za-z]\w*", NumberRole.DESIGNATION),
        (r"(?<![\w/])\d+/\d+(?![\w/])", NumberRole.FRACTION),
        (
            r"(?<!\w)(?:an?|one|two|three|four|nine|\d+)[ -](?:(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
            r"(?=\s+of\b)|(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s\b)",
            NumberRole.FRACTION,
        ),
        (r"(?<!\w)half(?=\s+(?:of|the|an?\s+hour|its|their|his|her|those)\b)", NumberRole.FRACTION),
        (rf"(?<![\w.])(?:\d+|{CARDINAL})\s+o['’]clock\b", NumberRole.TIME),
    )
)


_A_DIGIT = re.compile(r"\d")
_IN_WORDS = frozenset({MONTH, "half", "quarter", "clock", "https"})
"""What stands in the patterns that need no digit: ordinals of days, shares, hours in words, addresses."""
_FIXED_WORDS = tuple(row for row in _FIXED if any(word in row[0].pattern for word in _IN_WORDS))


def fixed_tokens(text: str) -> list[tuple[int, int, NumberRole]]:
    """Tokens that are numbers by form but count nothing, in order; the earlier pattern wins where two overlap."""
    found: list[tuple[int, int, NumberRole]] = []
    for pattern, role in _FIXED if _A_DIGIT.search(text) else _FIXED_WORDS:
        for m in pattern.finditer(text):
            at = bisect_left(found, (m.start(),))  # those found so far are in order and do not overlap
            if (at == len(found) or m.end() <= found[at][0]) and (at == 0 or found[at - 1][1] <= m.start()):
                found.insert(at, (m.start(), m.end(), role))
    return found


_CURRENCY = (
    r"dollars?|euros?|pounds? sterling|lira|liras|r(?:o)?ubles?|rupees?|rials?|riyals?|dinars?|shekels?"
    r"|hryvnias?|shillings?|naira|dirhams?|pesos?|cents|afghanis?|kyats?|birr|rand|yuan|francs?|krona"
)
_ADJECTIVE = (
    r"(?:(?:straight|consecutive|long|more|full|whole|further|other|past|previous|successive|square|cubic)\s+)?"
)
_AFTER: tuple[tuple[re.Pattern[str], NumberRole], ...] = tuple(
    (re.compile(r"(?:\s+of)?" + pattern, _I), role)
    for pattern, role in (
        (r"\s*(?:%|percent\b|per\s+cent\b|pc\b|percentage\s+points?)", NumberRole.PERCENT),
        (r"[\s-]*(?:years?|months?|weeks?|days?)[\s-]olds?\b", NumberRole.AGE),
        (rf"\s+(?:US\s+)?(?:{_CURRENCY}|USD|EUR)\b", NumberRole.MONEY),
        (r"[\s-]*calib(?:er|re)\b", NumberRole.CALIBRE),
        (
            rf"[\s-]+{_ADJECTIVE}(?:and\s+a\s+half\s+)?(?:(?<!\s)second|seconds|minutes?|hours?|days?|nights?|weeks?"
            r"|weekends?|months?|years?|decades?|centur(?:y|ies)|mornings?|evenings?)\b",
            NumberRole.DURATION,
        ),
        (
            rf"[\s-]*{_ADJECTIVE}(?:km|kms|kilomet(?:er|re)s?|met(?:er|re)s?|(?:nautical\s+)?miles?|yards?|feet|foot|inch(?:es)?"
            r"|centimet(?:er|re)s?|cm)\b",
            NumberRole.DISTANCE,
        ),
        (r"\s+m\b(?!\w)", NumberRole.DISTANCE),
        (
            rf"[\s-]*{_ADJECTIVE}(?:kg|kilos?|kilogram(?:me)?s?|tonnes?|tons?|lit(?:er|re)s?|hectares?|acres?|d[uo]nums?|degrees?"
            r"|square|cubic|(?:mega|kilo)watts?|knots?|barrels?|gallons?|lbs?)\b",
            NumberRole.MEASURE,
        ),
        (r"[\s-]*(?:fold|times)\b", NumberRole.TIMES),
        (r"\s*(?:[ap]\.?m\b|(?:hours\s+|hrs\s+)?(?:GMT|UTC)\b)", NumberRole.TIME),
        (r"-(?!odd\b|plus\b|strong\b|some\b)[a-z]+", NumberRole.COMPOUND),
    )
)
_ORG = (
    r"brigades?|divisions?|battalions?|regiments?|corps|arm(?:y|ies)|fleet|squadrons?|legion|front\s+army|world\s+war|intifada"
    r"|congress|parliament|amendment|century|centuries|anniversary|republic|reich|protocol|generation|amendment|fleet|wing"
)
_ORG_AFTER = re.compile(rf"\s+(?:(?-i:[A-Z])[\w-]+\s+){{0,3}}(?:{_ORG})\b", _I)
_SET_PHRASE = re.compile(
    r"[\s-]+(?:lieutenant|lt|lady|minister|secretary|deputy|vice|sergeant|class|aid(?!\s+worker)|responders?|hand|hands|half|name|"
    r"glance|instance|place|thing|rate|degree|floor|grade|part(?:y|ies)|countr(?:y|ies)|column|sea|world|lines?\s+of|in-command"
    r"|thoughts?|nature|language|largest|biggest|highest|most)\b",
    _I,
)
_AT_FIRST = re.compile(r"\b(?:at|safety)\s+$", _I)
_SECOND_UNIT = re.compile(r"(?:\d|\b(?:per|split|every|each))[\s-]*$", _I)
_SAFE_NAMED = re.compile(
    r"\b(?:resolutions?|articles?|clauses?|chapters?|paragraphs?|annex|no\.?|nr\.?|phase|stage|channel|flight|page|version"
    r"|route|highway|motorway|decree|covid|boeing|airbus|schedule|kilomet(?:re|er)|unsc|unscr"
    r"|category|tier|mark|mk)\s*[-#:]?\s*(?:\d+(?:\s*,\s*\d+)*\s*(?:,|and|or)\s*)?$",
    _I,
)
_CAPITAL_NAMED = re.compile(
    r"\b(?:Area|Base|Block|Brigade|Battalion|Division|Regiment|Unit|Bureau|Zone|Sector|Gate|Post|Checkpoint|Crossing|Camp|"
    r"District|Road|Street|Ward|Line|Position|Hill|Point|Group|Order|Law|Case|Station|Terminal|Pier|Plot|Tower|Type|Model|Site"
    r"|Company|Platoon|Squad|Bunker|Mine|Well|House|Building|Village|Chak|Kibbutz|Film|Part|Volume|Section)\s*[-#]?\s*$"
)
_DAY_COUNT = re.compile(
    r"(?:^|(?<!this)(?<!that)(?<!each)(?<!same)(?<!last)[\s,(])(?:day|week|month)s?\s+(?:no\.?\s*)?$", _I
)
_MAGNITUDE = re.compile(r"\b(?:magnitude|scale)\s+(?:of\s+)?$", _I)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|ages\s+of|aged\s+(?:between|from|just|only|around|about)|age\s+of|(?:children|minors|boys|girls|youths|kids|"
    r"babies|infants|those|men|women)\s+(?:aged\s+)?(?:under|over|below|above)(?:\s+the\s+age\s+of)?)\s+(?:\d+\s*(?:to|and|-|–|or)\s*)?$",
    _I,
)
_NAME_AGE = re.compile(r"(?-i:[A-Z])[\w'’.-]+,\s*$|(?-i:[A-Z])[\w'’.-]+\s+\($")
_NAME_AGE_AFTER = re.compile(r",(?!\d)|\)|\s+and\s+(?-i:[A-Z])|\.$|\.\s|;")
_LISTED = re.compile(r"\d\s*[,;]\s*(?:[A-Z][\w-]+\s*,\s*)?$")
_STREET_AFTER = re.compile(
    r"\s+block\b|\s+(?:(?-i:[A-Z])[\w.]+\s+){0,3}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Drive|Boulevard|Blvd|Highway|Lane)\b"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|early|late|mid|before|after|during|between|the|and|to|year|back\s+to|c\.|spring|summer"
    r"|autumn|winter|fall|end|war|circa|around|"
    r"ceasefire|agreement|truce|deal)[\s-]+|[(,–-]\s*|^)$",
    _I,
)
_COUNTED = re.compile(
    r"\s+(?:(?!ha(?:ve|s|d)\b|w(?:ere|as)\b)[a-z-]+\s+)?(?:people|persons|soldiers|civilians|fighters|troops|families|men|women|children|shells|rounds|rockets|houses"
    r"|homes|refugees|victims|militants|rebels|cases|violations|injured|wounded|dead|killed|police|officers|prisoners|detainees|others"
    r"|residents|villagers|protesters|students|members|vehicles|drones|missiles|bombs|mortars|explosions|deaths|casualties)\b",
    _I,
)
_CLOCK_BEFORE = re.compile(
    r"\b(?:at|around|about|by|until|from|before|after)\s+(?:around\s+|about\s+|exactly\s+)?$", _I
)
_CLOCK_AFTER = re.compile(r"\s+(?:this|yesterday|in\s+the|on\s+\w+day)\s*(?:morning|afternoon|evening|night)?\b", _I)
_ORDINAL_DAY = re.compile(rf"\s+(?:of\s+)?{MONTH}|\s+(?:of\s+(?:the|this|last|next)\s+month|day\s+of)\b", _I)
_SPORT = re.compile(
    r"\b(?:w[io]n|wins|winning|beat(?:en|ing|s)?|draw|drew|drawn|los[etis]\w*|lost|defeat\w*|victory|scor\w+|league|match"
    r"|vot\w+|half-time|goal\w*|set|sets)\b",
    _I,
)
_SCORELINE = re.compile(r"[-–]\d{1,2}(?![\d-])")
_SCORE_LEFT = re.compile(r"(?<![\d-])\d{1,2}[-–]$")


def role_of(text: str, start: int, end: int, *, value: int | None, ordinal: bool) -> NumberRole:
    """The role of the number at `text[start:end]` by the words around it; `value` is its exact value if it has one."""
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    token = text[start:end]
    if ordinal:
        return _ordinal_role(token, before, after)
    for pattern, role in _AFTER:
        if pattern.match(after):
            return NumberRole.PLAIN if role is NumberRole.TIME and value is None else role
    digits = token.isdigit()
    if _AGE_BEFORE.search(before) or _is_name_age(before, after, value if digits else None):
        return NumberRole.AGE
    if _MAGNITUDE.search(before) or re.fullmatch(r"\d+\.\d+", token):
        return NumberRole.MEASURE
    if _is_designation(before, after, digits=digits):
        return NumberRole.DESIGNATION
    if digits and _is_year(token, before, after):
        return NumberRole.YEAR
    if digits and _DAY_COUNT.search(before):
        return NumberRole.DATE
    if value is not None and 0 < value <= 24 and _CLOCK_BEFORE.search(before) and _CLOCK_AFTER.match(after):
        return NumberRole.TIME
    if digits and (_SCORELINE.match(after) or _SCORE_LEFT.search(before)) and _is_score(text, start, end):
        return NumberRole.SCORE
    return NumberRole.PLAIN


def _ordinal_role(token: str, before: str, after: str) -> NumberRole:
    if token.lower() == "second" and (_SECOND_UNIT.search(before) or re.match(r"\s+(?:later|ago)\b", after)):
        return NumberRole.DURATION
    if _ORDINAL_DAY.match(after):
        return NumberRole.DATE
    if _ORG_AFTER.match(after) or _SET_PHRASE.match(after) or _AT_FIRST.search(before):
        return NumberRole.DESIGNATION
    if (
        re.search(r"\bthe\s+$", before)
        and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", token)
        and not re.match(r"\s+\w", after)
    ):
        return NumberRole.DATE
    return NumberRole.PLAIN


def _is_name_age(before: str, after: str, value: int | None) -> bool:
    """`Ada Lovelace, 25, a soldier`: a capitalised word, a comma, a number, and a comma or the like."""
    if value is None or not 0 < value < 111 or _LISTED.search(before):
        return False
    return bool(_NAME_AGE.search(before) and _NAME_AGE_AFTER.match(after + ("." if not after else "")))


def _is_year(token: str, before: str, after: str) -> bool:
    if len(token) != 4 or not 1500 <= int(token) <= 2099 or _COUNTED.match(after):
        return False
    return bool(_YEAR_BEFORE.search(before)) or not re.match(r"\s+[a-z-]+s\b", after) or 1900 <= int(token) <= 2035


def _is_designation(before: str, after: str, *, digits: bool) -> bool:
    if digits and _STREET_AFTER.match(after):
        return True
    if _SAFE_NAMED.search(before):
        return digits or bool(re.search(r"\b(?:phase|stage|article|chapter|channel|step|tier)\s+$", before, _I))
    if not digits or before.isupper():
        return False
    return bool(_CAPITAL_NAMED.search(before)) and not _COUNTED.match(after)


def _is_score(text: str, start: int, end: int) -> bool:
    """`3-2` counts nothing where the first figure is the higher, or where the sentence speaks of a match or a vote."""
    m = re.compile(r"(\d{1,2})[-–](\d{1,2})").search(text, max(0, start - 3), end + 3)
    if m is None:
        return False
    return int(m[1]) >= int(m[2]) or bool(_SPORT.search(text[max(0, start - 60) : end + 60]))
