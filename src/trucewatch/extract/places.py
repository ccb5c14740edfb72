"""Place phrases in a sentence: "the town of X in southern Y", "near X", "between A and B", "5 km east of X"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trucewatch.locate import find_country, find_demonym

_FEATURE = (
    r"(?:town|village|city|district|province|region|governorate|area|countryside|outskirts|suburbs?|neighbou?rhood|settlement|hamlet|valley|hills?|mountains?|"
    r"heights|plain|port|island|border|crossing|checkpoint|camp|front|front ?line|line|highway|road|bridge|county|state|territory|sector|subdistrict|sub-district|township|"
    r"municipality|department|commune|prefecture|oblast|raion|canton|parish|enclave|strip|peninsula|corridor|river|lake|forest|desert|base|airport|airfield|farm|junction|crossroads|quarter|island|coast|pass|ridge|market|square|stretch|axis)"
)
_NAME = r"(?<![\w])(?:(?:al|el|ash|ad|ar|az|Al|El|Ash|Ad|Ar|Az|de|la|Ba|Ma)[-'’ ]|(?:as|an|at|As|An|At)[-'’])?(?:(?:[A-Z]\.){1,3} ?)?[A-Z][\w'’ʿ`]*(?:-[\w'’]+)*(?: (?:(?:de|del|la|las|los|el|al|bin|da|do|dos|di|du|der|den|am|an|ob|sur|of the)[ -])?(?:al-|el-|as-|ash-|an-|ad-)?[A-Z][\w'’]*(?:-[\w'’]+)*){0,3}"
_A_NAME = re.compile(_NAME)
_DIRECTION = r"(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?|northern|southern|eastern|western|central|rural|upper|lower|greater|inner|northwest(?:ern)?|northeast(?:ern)?|southwest(?:ern)?|southeast(?:ern)?)"
_LEAD = re.compile(
    rf"(?i:(?:\b\d[\d.,]* ?(?:km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?) (?:\w+[- ]?\w* )?(?:of|from) )|(?:\b(?:a few|several|some|two|three|four|five|six|ten|twenty) (?:km|kilomet(?:re|er)s?|miles) (?:\w+[- ]?\w* )?(?:of|from) ))?"
    rf"(?i:\b(?:near|outside|around|along|close to|not far from|(?:the )?(?:far |extreme )?{_DIRECTION} of|the cent(?:re|er) of|the edge of|parts of|on the outskirts of|at the edge of|between) )?"
    rf"(?i:(?:the |a )?(?:\w+-held |disputed |besieged |contested |divided |{_DIRECTION} |coastal |border |frontline |front-line |mountainous |volatile |occupied |strategic |key |small |nearby |neighbou?ring ){{0,3}}(?:{_FEATURE}s? (?:\w+ )?(?:of|around|in|near|at|between) (?:the )?)?(?:{_FEATURE}s? of )?(?:{_DIRECTION} )?)?$"
)
_MAY_LEAD = re.compile(
    rf"(?:\b(?:of|from|near|outside|around|along|to|between)|{_FEATURE}s? (?:\w+ )?(?:in|at)|the|a|-held|disputed|besieged|contested|divided"
    rf"|coastal|border|frontline|front-line|mountainous|volatile|occupied|strategic|key|small|nearby|neighbou?ring|{_DIRECTION}) $",
    re.IGNORECASE,
)
"""How every lead ends, so that most names need not be looked before."""
_LEAD_END = 60
_TAIL = re.compile(rf"(?: (?:{_DIRECTION} |[a-z]+-[a-z]+ )?{_FEATURE}s?(?![\w-]))", re.IGNORECASE)
_JOIN = re.compile(
    rf"(?:['’]s (?:the )?(?:{_DIRECTION} )?(?:{_FEATURE} of (?:the )?)?|, (?:a \w+ (?:{_FEATURE}) )?|,? (?:in|of|near|on|outside|inside|at) (?:the )?(?:\w+-held )?(?:{_DIRECTION} )?(?:{_DIRECTION} of |{_FEATURE} of |(?:part|parts) of )?(?:the )?|, (?:the )?{_DIRECTION} |,? {_DIRECTION} of (?:the )?|,? \d[\d.]* ?(?:km|kilomet(?:re|er)s|miles) {_DIRECTION} of )$",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:, | and (?:the )?(?:\w+ of )?| and at |, and (?:at |in |near )?|/)$")
_PREPOSITION = re.compile(
    r"(?i)\b(?:in|at|near|outside|inside|around|on|off|of|from|to|toward|towards|into|across|along|over|between|through|against|for|by|and|upon|within|beyond|hit|struck|shelled|bombed|attacked|targeted|entered|reached|overran|captured|seized|pounded|bombarded|raided|stormed)\s+(?:the\s+)?$"
)
_NOT_PLACE = frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "President", "Minister", "Ministry", "Army", "General", "Colonel", "Observatory", "Council", "Commission", "Party", "Front", "God", "Twitter", "Telegram", "Facebook", "Friday's", "Islamic", "Muslim", "Christian", "Ramadan", "Easter", "Christmas", "Eid", "He", "She", "It", "They", "We", "I", "The", "This", "That", "A", "An", "In", "On", "At", "By", "No", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "One", "Both", "Several", "Some", "Many", "Most", "Dozens", "Hundreds", "Fighting", "Clashes", "Shelling", "Residents", "Witnesses", "Officials", "Police", "Soldiers", "Rebels", "Government", "Security", "Local", "State", "Earlier", "Later", "Meanwhile", "Elsewhere", "Another", "Also", "But", "And", "While", "When", "After", "Before", "Since", "Under", "According", "Neither", "Nobody", "None", "There", "Here", "What", "Who", "Reports", "Sources", "Car"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place phrase, half-open offsets into the text that was searched; `names` are the names in it, in order.

    `after` is the word before it that ties it to an act ("in", "on", "from"), lower case, or empty.
    """

    start: int
    end: int
    text: str
    names: tuple[str, ...]
    after: str
    surety: float


def find_places(
    text: str, *, known: Callable[[str], float], taken: Iterable[tuple[int, int]] = (), lines: Iterable[str] = ()
) -> list[PlaceMention]:
    """Place phrases of a sentence in order.

    Args:
        text: The sentence.
        known: How surely a capitalised name is a place, 0 to 1 (see `Locator.known`).
        taken: Spans of persons, organisations and actors: names in them are no places.
        lines: Names of roads and lines of the agreement ("M4"), which count as places.
    """
    taken = list(taken)
    line_names = frozenset(lines)
    if text.upper() == text:
        return _shouted(text, known, taken)
    runs: list[tuple[int, int, float, str]] = []
    for m in _A_NAME.finditer(text):
        for start, end in _pieces(text, m.start(), m.end()):
            if any(s < end and start < e for s, e in taken):
                continue
            name = text[start:end]
            surety = _surety(text, start, end, name, known, line_names)
            if surety > 0:
                runs.append((start, end, surety, name))
    return _phrases(text, runs)


_SHOUTED = re.compile(
    r"\b(?P<prep>AT|NEAR|IN|ON|OF|TO|FROM|BETWEEN|AND|AROUND|OUTSIDE|TOWARDS?|INTO|AGAINST)\s+(?:THE\s+)?(?:(?:TOWN|VILLAGE|CITY|DISTRICT|AREA|OUTSKIRTS|PROVINCE|DEPARTMENT)\s+OF\s+)?(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3})"
)


def _shouted(text: str, known: Callable[[str], float], taken: list[tuple[int, int]]) -> list[PlaceMention]:
    """Places of a sentence in capitals, where only prepositions and the gazetteer tell names from other words."""
    out: list[PlaceMention] = []
    for m in _SHOUTED.finditer(text):
        words = m.group("name").split()
        for size in range(len(words), 0, -1):
            piece = " ".join(words[:size])
            name = piece.title()
            start = m.start("name")
            end = start + len(piece)
            if (
                any(s < end and start < e for s, e in taken)
                or words[0].title() in _NOT_PLACE
                or (find_demonym(name) and size == 1)
            ):
                continue
            surety = known(name)
            if surety >= 0.4:
                out.append(PlaceMention(start, end, text[start:end], (name,), m.group("prep").lower(), surety))
                break
    return out


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut words that are never part of a place off the front of a run of capitals."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while words and text[words[0][0] : words[0][1]].strip("'’") in _NOT_PLACE:
        words.pop(0)
    while words and text[words[-1][0] : words[-1][1]].rstrip("'’s") in _NOT_PLACE:
        words.pop()
    if not words:
        return []
    low, high = words[0][0], words[-1][1]
    possessive = re.search(r"['’]s?$", text[low:high])
    return [(low, high - len(possessive.group()) if possessive else high)]


_OFFICE_OF = re.compile(
    r"\b(?:Council|Front|Army|Forces?|Party|Movement|Union|Government|Ministry|Office|Coordination|Commission|Assembly|University|Bishop|Archbishop|Diocese|Governor|Governorate|Kingdom|King|Prince|Bank|Republic|Republics|Mission|Embassy|Court|Academy|Institute|President|Brigade|Battalion)s? (?:of|for|in) (?:the )?$"
)
_BODY_AFTER = re.compile(
    r" (?:[A-Z][\w-]+ ){0,2}(?:Party|Front|Movement|Army|Armies|Council|Union|Brigades?|Forces?|Battalion|Observatory|Watch|Network|Ledger|Times|Post|News|Bank|University|FC|United)\b"
)
_TALKS_IN = re.compile(
    r"(?i)\b(?:signed|agreed|brokered|talks?|negotiat\w+|conference|summit|met|meeting|deal|accord|agreement|mediat\w+|envoys?|delegations?|headquarters|based|told reporters|spokes\w+|exile)\b(?: \w+){0,3} (?:in|at) (?:the )?$"
)


_FEATURE_OF = re.compile(rf"(?i)\b{_FEATURE}s? of (?:the )?$")
_FEATURE_AFTER = re.compile(rf"(?: \w+)? {_FEATURE}\b", re.IGNORECASE)
_IN = re.compile(r"(?i)\b(?:in|near|outside|around) (?:the )?$")
_AT = re.compile(r"(?i)\b(?:at|between|on|to|from|of|and) (?:the )?$|, $")


def _surety(text: str, start: int, end: int, name: str, known: Callable[[str], float], lines: frozenset[str]) -> float:
    if name in lines or re.fullmatch(r"[AMNRE]-?\d{1,3}", name):
        return 0.9
    if name in _NOT_PLACE or (find_demonym(name) and not known(name) > 0.6):
        return 0.0
    score = known(name)
    before = text[max(0, start - 60) : start]
    if _BODY_AFTER.match(text, end) or _OFFICE_OF.search(before) or _TALKS_IN.search(before):
        return 0.0
    if start == 0 and re.fullmatch(r"[.:]?", text[end:].strip()):
        return score
    if _FEATURE_OF.search(before) or _FEATURE_AFTER.match(text, end):
        return max(score, 0.8)
    if _IN.search(before) and not re.match(r"['’]s\b", text[end:]):
        return max(score, 0.45) if len(name) > 3 and not find_demonym(name) else score
    if _AT.search(before):
        return score if score >= 0.3 else 0.0
    return score if score >= 0.7 and start > 0 else 0.0


def _phrases(text: str, runs: list[tuple[int, int, float, str]]) -> list[PlaceMention]:
    groups: list[list[tuple[int, int, float, str]]] = []
    for run in runs:
        if groups:
            last = groups[-1][-1]
            tail = _TAIL.match(text, last[1])
            gap_from = tail.end() if tail else last[1]
            gap = text[gap_from : run[0]] if gap_from <= run[0] else ""
            if _JOIN.fullmatch(gap) or _LIST.fullmatch(gap):
                groups[-1].append(run)
                continue
        groups.append([run])
    out = []
    for group in groups:
        while (
            len(group) > 1 and find_country(group[0][3]) and text[group[0][1] : group[1][0]].startswith(("'s ", "’s "))
        ):
            group = group[1:]
        first, last = group[0], group[-1]
        may_lead = _MAY_LEAD.search(text, max(0, first[0] - _LEAD_END), first[0])
        lead = _LEAD.search(text[: first[0]]) if may_lead else None
        start = lead.start() if lead and lead.group().strip() else first[0]
        tail = _TAIL.match(text, last[1])
        end = tail.end() if tail else last[1]
        while start < first[0] and text[start] == " ":
            start += 1
        before = _PREPOSITION.search(text[:start])
        after = before.group().split()[0].lower() if before else ""
        out.append(
            PlaceMention(start, end, text[start:end], tuple(r[3] for r in group), after, max(r[2] for r in group))
        )
    return out
