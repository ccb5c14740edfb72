"""Persons who hold an office: the name within the words that cite them, and its fuller form elsewhere in a report."""

from __future__ import annotations

import re

_TITLE = (
    r"president|vice president|premier|minister|secretary|under ?secretary|ambassador|envoy|chancellor|senator|congress(?:man|woman)"
    r"|deputy|lawmaker|legislator|councillor|mayor|governor|prefect|attorney general|prosecutor(?: general)?|judge|director|director general"
    r"|chair(?:man|woman|person)?|leader|chief|bishop|archbishop|cardinal|monsignor|father|pastor|priest|rector|dean|professor|dr|mr|mrs|ms"
    r"|coordinator|representative|commissioner|administrator|activist|lawyer|eyewitness|witness|resident|analyst|spokes(?:man|woman|person)"
)
_RANK = r"(?:lieutenant |major |brigadier )?(?:general|colonel)|lieutenant|major|captain|admiral|commander in chief"
_ABROAD = r"(?:to|of|in|at) (?:the )?(?:(?:united|european|el|san|santa|new|south|north|east|west|saudi|costa|sri|sierra|burkina|ivory) )?[\w.'’-]+"
_TITLED = re.compile(
    rf"(?i)^[^,]*\b(?P<title>{_TITLE})\b(?:-general)?\.?(?: {_ABROAD})? (?:(?:{_RANK})\.? )?(?P<name>[^,;:()\[\]]+)$"
)
_FIRST = re.compile(
    rf"(?i)^(?P<name>[^,;:()\[\]]+), (?:an? |the |its |his |her )?(?:[\w.'’/-]+ ){{0,6}}?(?P<title>{_TITLE})\b"
)
_PARTICLE = r"(?:de|del|da|do|dos|la|las|los|le|al|el|bin|ibn|ben|van|von|den|der|y|e|ul|abu|-)"
_PERSON = re.compile(
    rf"(?:[A-Z][\w'’.-]*|al-[A-Z][\w'’-]*)(?: (?:{_PARTICLE} ){{0,2}}(?:[A-Z][\w'’.-]*|al-[A-Z][\w'’-]*)){{0,5}}"
)
_SHOUTED = re.compile(r"[A-Z][A-Z'’.-]*(?: [A-Z][A-Z'’.-]*){0,5}")
_OFFICE = re.compile(rf"(?i)\b(?:{_TITLE})\b(?!\.)")
_SPOKES = re.compile(r"(?i)^spokes")
_NO_PERSON = re.compile(
    r"(?i)\b(?:ministr\w+|government|office|department|agency|committee|council|police|army|force|forces|party|front|state|city|province|district"
    r"|region|nations|hospital|statement|report|sources?|officials?|general|affairs|security|defen[cs]e|interior|union|group|of|the|for|said)\b"
)


def person_in(words: str) -> str | None:
    """The name of the person in words that say which office he or she holds, or null.

    "Defence Minister Ann Bell", "Ann Bell, the mayor of Kalo", "PRESIDENT ANN BELL". A spokesman is his office, so the
    words for one give null.
    """
    if len(words) > _LONGEST:
        return None
    for pattern in (_FIRST, _TITLED):
        found = pattern.match(words)
        if found is None or _SPOKES.match(found["title"]):
            continue
        name = found["name"].strip(" .")
        fits = _SHOUTED if words.upper() == words else _PERSON
        if fits.fullmatch(name) and not _NO_PERSON.search(name) and not _OFFICE.search(name) and len(name) > 2:
            return name
    return None


_LONGEST = 160
"""Code points of the longest words that are looked into."""


def fuller_person(surname: str, text: str) -> str:
    """The fullest name of a person in a text, told with an office or twice, that ends with a surname; else the surname.

    "Bell" is Ann Bell where the text has "the governor, Ann Bell," or "Governor Ann Bell".
    """
    if " " in surname or not surname[:1].isupper():
        return surname
    runs = [(m.group(), text[m.end() : m.end() + 1]) for m in re.finditer(_before(surname), text)]
    told = [
        name
        for run, after in runs
        if (name := _bare(run)) and (name != run or (after == "," and not surname.isupper())) and " " in name
    ]
    return max(told, key=lambda n: (len(n), n), default=surname)


def _before(surname: str) -> str:
    word = r"(?:[A-Z](?:\.|[\w'’-]*)|al-[A-Z][\w'’-]*)"
    return rf"(?<![\w'’-])(?:{word} (?:{_PARTICLE} )?){{1,6}}{re.escape(surname)}(?![\w-])"


def _bare(run: str) -> str:
    """The name of a person at the end of a run of capitals, behind office and rank; empty where something else stands there."""
    found = _TITLED.match(run)
    kept = re.sub(rf"(?i)^(?:(?:{_RANK})\.? )+", "", found["name"] if found is not None else run)
    return "" if _NO_PERSON.search(kept) or _OFFICE.search(kept) or len(kept.split()) > _NAMES else kept


_NAMES = 5
"""The most words of a person's name."""
