"""Words and names by which actors and claimants are told, as `naming` looks for them."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

from trucewatch.extract.lexicon import group_rows, mission_rows
from trucewatch.locate import Country, find_capital, find_country, find_demonym
from trucewatch.model import Category

STATE = frozenset({Category.MILITARY, Category.POLICE})
INITIALS = re.compile(r"[A-Z][A-Z0-9/&-]{1,9}")
TOKEN_INITIALS = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,7}(?![\w])")
FIRST_PERSON = re.compile(r"\b(?:[Ww]e|WE|[Oo]urs?|OURS?|us)\b")
POINTS_BACK = re.compile(
    r"(?i)^(?:by )?(?:it|they|them|he|she|who|(?:the |this |that )?same \w+(?: \w+)?|(?:the|this|that) (?:group|gang|band|movement|organi[sz]ation|outfit|faction|militia|party|front|men|attackers?|assailants?|gunmen|raiders|fighters|culprits))\b[^A-Z]*$"
)
OWN = re.compile(r"(?i)^(?:by )?(?:its|his|her|their|whose)\b")
WORD = re.compile(r"(?<![\w-])(?!The )[A-Z][\w'’.]*[\w](?: [A-Z][a-z]+)?(?![\w-])")
DATELINE = 40
GROUP_NOUN = re.compile(
    r"(?i)\b(?:group|gang|movement|organi[sz]ation|outfit|faction|militia|party|front|band|fighters|gunmen)\b"
)
REBELS = re.compile(
    r"(?i)\b(?:rebels?|militants?|insurgents?|guerr?illas?|separatists?|secessionists?|mujahid\w+|jihadists?|extremists?|subversives?|terrorists?|insurgency|militia(?:men)?|contras?|bandits?|outlaws?|criminals|mercenar(?:y|ies)|miscreants|fidayeen|aggressors?|enemy|other side)\b"
)
STATE_FORCE = re.compile(
    r"(?i)\b(?:army|soldiers?|troops?|troopers?|military|air ?force|navy|sailors?|marines?|warplanes?|gunships?|helicopters?|jets?|aircraft|fighter-bombers?|paratroop(?:er)?s?|infantry\w*|government|security forces|armed forces|reservists?|conscripts?|gunners?|pilots?|planes?|garrison|defen[cs]e forces|(?:the|two|three|our) units?)\b"
)
POLICE = re.compile(
    r"(?i)\b(?:(?:riot |border )?police(?:men|man|woman)?|officers?|constables?|gendarme(?:s|rie)?|sergeant)\b"
)
NOT_STATE = re.compile(
    r"(?i)\b(?:rebel|former|ex-|mutin\w+|renegade|foreign|enemy|junta|child|disguised|dressed|posing|uniforms?|fatigues|camouflage|un|u\.n\.|peacekeep\w+|pro-government|militia(?:men)?)\b"
)
PROPER = re.compile(
    r"(?:(?<=[Tt]he )\d+ )?(?:\d*[A-Z][\w'’&-]*|[A-Z]\d+)(?:(?: (?:(?:of|for|and|in)(?: the)?|de|del|da|du|des|la|le|al|el|e|y)){0,3} (?:(?:al-|an-|as-|ul-|ad-)?[A-Z][\w'’&-]*|\([A-Z][\w -]{1,20}\)))*"
)
LEAD = re.compile(
    r"^(?:(?:The|A|An|Some|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Dozens|Several|Many|At|Suspected|Armed|Alleged|Masked|Renegade|Rogue|Rebel|Separatist|Our|Its|Their|His|By) )*(?:(?:Fighters|Members|Men|Soldiers|Gunmen|Forces|Units|Militants|Guerrillas|Rebels|Troops|Elements|Remnants) (?:of|from) (?:the )?)?"
)
TAIL = re.compile(r" \([A-Z/-]{2,}\)$|['’]s?$")
NO_NAME = re.compile(
    r"(?i)^(?:suspected|armed|alleged|ethnic|snipers?|police(?:men)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|masked|renegade|rogue|gunmen|men|unknown|unidentified|the|by|same|government|forces?|units?|troops|soldiers?|army|brigade|battalion|division|company|regiment|navy|air|officers?|fighters|members|security|federal|residents?|people|youths?|attackers?|at|one|two|three|four|five|six|seven|eight|nine|ten|some|\w+-(?:led|backed|held|trained)|(?:maoist|marxist|islamist|communist|separatist|royalist|loyalist|nationalist|jihadist|leftist)s?)$"
)
UNIT = re.compile(
    r"(?i)\b(?:(?:brigade|battalion|division|company|regiment|platoon|section|squadron)s?(?: (?:\d+|one|two|three|four|five|six))?|(?:first|second|third|fourth|fifth|sixth|seventh|\d+(?:st|nd|rd|th)) (?:army|corps|column|command))\b"
)
ASIDE = re.compile(r"(?i),| (?:in|with|who|which|whose|that|on|aboard|carrying|wearing|dressed|near|at|riding) ")
GROUP_HEAD = re.compile(
    r"(?i)^(?:junta|front|army|movement|brigades?|militia|resistance|legion|mandate|avengers?|mujahid\w+|jihad|guerrillas?|rebels?|column|command|vanguard|party|faction|alliance|union|coalition|warriors?|forces?|council|patriots?|martyrs?)$"
)
GROUP_START = re.compile(r"^(?:Movement|Front|Army|Union|Party|Resistance|Coordination|Organi[sz]ation) (?:of|for) ")
INTRODUCED = re.compile(
    r"(?<![\w'’])([A-Z][\w'’-]{1,40}(?:(?: (?:of|for|the|and|in|de|del|la|para|da|do|des)){0,3} [A-Z][\w'’-]{1,40}){1,10})(?: \(|, (?:or|known as) (?:the )?)([A-Z][A-Za-z/-]{1,9})(?=[),. ])"
)
FACTION = re.compile(r"(?<![\w-])([A-Z]{2,8}) \(([A-Z][\w-]+)\)")
CALLED = re.compile(
    r"\b(?:[Rr]ebels?|[Mm]ilitants?|[Aa]rmed|[Gg]uerr?illas?|[Ii]nsurgents?|[Ss]eparatists?|[Jj]ihadists?|[Ii]slamists?|[Ll]eftist|[Mm]aoist)(?: \w+)? (?:group|movement|organi[sz]ation|faction|outfit|gang|party)s?,?(?: (?:called|named|known as|calling itself|that calls itself|which calls itself))?(?: of)?(?: the)? [\"“'‘]?(?=[A-Z])"
)
REBELS_OF = re.compile(
    r"\b(?:[Rr]ebels|[Gg]uerr?illas|[Mm]ilitants|[Ii]nsurgents|[Ss]eparatists|[Ff]ighters) (?:of|from|belonging to|loyal to) the (?=[A-Z])"
)
AUTHOR_PREFIX = re.compile(
    r"(?i)^(?:the )?(?:account|page|channel|website|press (?:office|service|cent(?:er|re))|information (?:office|bureau|department)|office|bulletin|newsletter|voice|radio|spokes\w+|general staff|high command|joint command|headquarters) (?:of|for) (?:the )?"
)
BODIES = re.compile(
    r"(?i)^(?:the )?(?:african union|united nations|u\.?n\.? |european union|economic community|nato|organi[sz]ation of|multinational)|defen[cs]e forces?$"
)
OUTLET = re.compile(
    r"(?i)\b(?:radio|television|wire|newswire|news|agency|monitor|desk|times|herald|press|post|tribune|gazette|courier|dispatch|observer|watch|bureau|daily|weekly|journal|review|blog|live|online|diary|centre|center)\b"
)
RANK = re.compile(
    r"\b(?:General|Brigadier|Colonel|Lieutenant|Lieutenant-Colonel|Major|Captain|Commander|Commodore|Admiral|Sergeant|Superintendent|Inspector|Commissioner|Mr|Dr|Lt|Col|Gen|Maj|Capt)\b"
)
SECURITY = re.compile(r"(?i)\bsecurity (?:services?|officials)\b")
MINISTRY = re.compile(
    r"(?i)\b((?:defen[cs]e|interior|foreign|information|health|home|communications?) ministry|ministry of (?:the )?(?:national )?\w+(?: affairs)?)\b"
)
MINISTER = re.compile(
    r"(?i)^(?:the )?(?:prime minister|(?:deputy )?(?:defen[cs]e|interior|foreign|information|home|communications?|security) minister|minister of)\b(?!['’])"
)
GOVERNMENT = re.compile(r"(?i)^(?:.* )?(?:government|presidency)(?: statement| said)?$")
LOCAL = re.compile(r"(?i)\b(?:provincial|regional|local|state|city|municipal|district|village)\b")
SOURCES = re.compile(r"(?i)\bsources?$|\bcolleagues$")
SHOUTED = re.compile(
    r"\b(?:OF|FROM|BY) THE ((?:[A-Z'-]+ ){0,7}(?:ARMY|FRONT|MOVEMENT|FORCES?|POLICE|PARTY|BRIGADES?)(?: (?:OF|FOR)(?: [A-Z'-]+){1,6})?)$"
)
MISSION = re.compile(
    r"(?<![\w-])(?:United Nations|U\.?N\.?|African Union|AU|European Union|EU)(?: [A-Z][\w-]*| (?:of|for|in|the|and|to)(?= (?:[a-z]+ )?[A-Z])){0,9} (?:Mission|Force|Operation|Group|Authority)(?:(?: (?:of|for|in|the|and)){1,3} [A-Z][\w-]+(?: [A-Z][\w-]+)?){0,3}"
)


@cache
def full_names() -> Mapping[str, str]:
    """Initials that the shipped lists use as a name, to the first of their other names that is none."""
    found: dict[str, str] = {}
    for row in group_rows():
        if INITIALS.fullmatch(row.name):
            full = next((a for a in row.aliases if " " in a and not INITIALS.fullmatch(a)), None)
            if full:
                found.setdefault(row.name, full)
    return found


@cache
def lands() -> Mapping[str, str]:
    """Shipped names of groups to the countries that they are known in, as the list prints them."""
    text = files("trucewatch.extract").joinpath("data", "actors.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["name"]: row["location"] or "" for row in rows}


@cache
def by_initials() -> Mapping[str, tuple[tuple[str, str, Category], ...]]:
    """Initials to name, country and category of the shipped actors that bear them."""
    found: dict[str, list[tuple[str, str, Category]]] = {}
    for row in group_rows():
        land = row.country or lands().get(row.name, "")
        for n in (row.name, *row.aliases):
            if INITIALS.fullmatch(n) and land:
                found.setdefault(n, []).append((row.name, land, row.category))
    return {n: tuple(rows) for n, rows in found.items()}


@cache
def spellings() -> Mapping[str, tuple[str, ...]]:
    """Every shipped name to those of its forms that are more than a word."""
    found: dict[str, tuple[str, ...]] = {}
    for row in reversed(group_rows()):
        found[row.name] = tuple(n for n in (row.name, *row.aliases) if " " in n and "," not in n)
    return found


SMALL = frozenset({"of", "for", "the", "and", "in"})
"""Words that a name of several leaves in small letters."""


def titled(words: str, small: Collection[str] = SMALL) -> str:
    """Words of capitals as a name is printed."""
    return " ".join(w.lower() if w.lower() in small else w.capitalize() for w in words.split())


def letters(name: str) -> str:
    """The capitals that a name's words begin with."""
    return "".join(w[0] for w in re.findall(r"[\w'’]+", name) if w[0].isupper())


def introduced(text: str) -> dict[str, str]:
    """Initials to the name before them: "Front for the Renewal of the East (FRE)", "..., or FRE,"."""
    found: dict[str, str] = {}
    for m in INTRODUCED.finditer(text):
        name, initials = m.group(1), m.group(2)
        if sum(c.isupper() for c in initials) >= 2 and initials[0].lower() in {w[0].lower() for w in name.split()}:
            found.setdefault(initials, name.removeprefix("The ").strip())
    return found


@cache
def of_word(word: str) -> tuple[Country, ...]:
    """Countries that a capitalised word or pair of words is a people, a name or a capital of."""
    return find_demonym(word) or find_country(word) or find_capital(word)


def mission_in(country: str, year: int) -> str | None:
    """The one mission of the United Nations that was in a country in a year; null where there was none, or several."""
    there = [m.name for m in mission_rows() if country in m.countries and m.since <= year <= (m.until or year)]
    there = [name for name in there if name.startswith("United Nations ")]
    return there[0] if len(there) == 1 else None
