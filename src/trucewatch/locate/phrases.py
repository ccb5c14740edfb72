"""Reads a place phrase: which names it holds, what it says of each, and how they lie to one another.

"5 km east of A, in B province" gives one head, A, with a bearing and a distance, and one container, B, which is an
administrative area. Nothing is looked up here; the caller says which runs of words are names as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Role = Literal["head", "container", "beside"]
"""What a name does: `head` is where it was, `container` holds the head, `beside` lies by it."""

Hint = Literal["settlement", "admin1", "admin2", "region", "site", "line", "water", "country"]

BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0,
    "west": 270.0, "northwest": 315.0,
}  # fmt: skip
"""Degrees clockwise from north."""

_SIDE = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_PART = rf"(?:{_SIDE})(?:ern(?:most)?)?|central|rural|upper|lower|inner|mid"
_HINTS: dict[str, Hint] = {
    **dict.fromkeys(
        ("town", "village", "city", "hamlet", "settlement", "township", "suburb", "neighbourhood", "neighborhood",
         "quarter", "locality", "port city", "capital", "farm", "farms", "kibbutz", "moshav", "commune", "cities"),
        "settlement"),
    **dict.fromkeys(
        ("province", "governorate", "oblast", "state", "voivodeship", "prefecture", "wilaya",
         "department"),
        "admin1"),
    **dict.fromkeys(
        ("district", "county", "raion", "subdistrict", "sub-district", "municipality", "territory", "tehsil"),
        "admin2"),
    **dict.fromkeys(
        ("region", "area", "valley", "mountain", "mountains", "hills", "hill", "plain", "plains", "heights", "island",
         "islands", "peninsula", "desert", "forest", "enclave", "strip", "gorge", "sector", "pocket", "belt"),
        "region"),
    **dict.fromkeys(
        ("camp", "airport", "airbase", "air base", "base", "dam", "crossing", "checkpoint", "airfield", "mine",
         "bridge", "mosque", "hospital", "prison", "field", "junction", "crossroads"), "site"),
    **dict.fromkeys(("highway", "road", "motorway", "line", "corridor", "border", "frontier", "axis", "route"), "line"),
    **dict.fromkeys(("river", "lake", "sea", "gulf", "strait", "bay"), "water"),
}  # fmt: skip
_FACILITIES = frozenset(
    ("airport", "airfield", "airbase", "base", "barracks", "garrison", "detachment", "prison", "jail", "camp",
     "hospital", "clinic", "university", "college", "school", "church", "cathedral", "mosque", "temple", "market",
     "bazaar", "station", "stadium", "refinery", "cemetery", "harbour", "harbor", "dam", "bridge", "checkpoint",
     "crossing", "junction", "courthouse", "brigade", "synagogue"))  # fmt: skip
"""What bears the name of the town that it stands in or by ("Khost Hospital")."""
_KINDS_OF_FACILITY = frozenset(
    ("military", "international", "domestic", "central", "main", "air", "naval", "army", "police", "refugee", "general",
     "teaching", "national", "state", "border", "bus", "train", "railway", "metro", "power"))  # fmt: skip
_STREET = re.compile(
    r"(?:[\w'’.-]+ ){1,4}(?:Street|St\.?|Avenue|Ave\.?|Boulevard|Blvd\.?|Drive|Dr\.|Lane|Ln\.|Court|Ct\.|Road|Rd\.?|"
    r"Terrace|Parkway|Pkwy\.?|Apartments?|Subdivision|Circle)"
)
_OF_STREET = re.compile(
    r"\b(?:\d+ (?:\w+ )?block of|\d{1,5}|(?:intersection|corner|junction) of|house number \d+,?)\s+"
    r"(?:(?:North|South|East|West|[NSEW]\.)\s+)?$",
    re.IGNORECASE,
)
_SECOND_STREET = re.compile(
    r"\b(?:intersection|corner|junction) of\b[^,;.]*\band\s+(?:(?:North|South|East|West)\s+)?$", re.I
)
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _HINTS), key=len, reverse=True))
_TYPE_WORD = re.compile(rf"\b({_LONGEST_FIRST})s?$", re.IGNORECASE)
_RIGHT = re.compile(
    rf"^(?:'s|’s|')?[\s-]*(?:(?P<part>(?:{_PART})(?:(?: and |-)(?:{_PART}))?)\s+)?"
    rf"(?P<rural>countryside|outskirts|suburbs|environs|hinterland|rif|part|parts|front(?: ?line)?s?)?"
    rf"\s*(?P<hint>{_LONGEST_FIRST})?s?\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "a dozen": 12, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_UNITS = {"km": 1.0, "kilo": 1.0, "mile": 1.609344, "mi": 1.609344, "metr": 0.001, "mete": 0.001, "m": 0.001}
_AMOUNT = r"\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_DISTANCE = re.compile(
    rf"\b(?P<n>{_AMOUNT})[\s-]*(?P<unit>km|kilomet(?:re|er)s?|miles?|mi|met(?:re|er)s?|m)\b[^,;]{{0,40}}?"
    rf"(?:to the )?(?P<side>{_SIDE})?(?:ern)?\s*(?:side )?(?:of|from|outside|away from)\s+(?:the\s+)?"
    rf"(?:[\w-]+\s+){{0,3}}$",
    re.IGNORECASE,
)
_BEARING = re.compile(rf"\b(?P<side>{_SIDE})\s+of\s+(?:the\s+)?(?:[\w-]+\s+(?:of\s+)?){{0,3}}$", re.IGNORECASE)
_IN_PART = re.compile(
    rf"(?<!\bto )\bthe\s+(?P<part>{_PART})\s+of\s+(?:the\s+)?(?:[\w-]+\s+(?:of\s+)?)?$"
    rf"|\b(?P<plain>{_PART})(?:\s+(?:and|or)\s+(?:{_PART}))?\s+(?:(?:parts?|countryside|areas?|districts?|suburbs?|"
    rf"outskirts|sector|section|half|edge)\s+of\s+(?:the\s+)?)?(?:[\w-]+\s+of\s+)?$",
    re.IGNORECASE,
)
_LIES_IN = re.compile(
    r"\b(?:north|south|east|west|central)[\w-]*\s+(?:[\w-]+\s+)?(?:port |border |oil |market )?"
    r"(?:city|town|village|district|province|state|county|governorate|department|region) of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Where in the country a place lies ("the eastern city of A"), which is no part of it."""
_NEAR = re.compile(
    r"\b(?:near|nearby|close to|outside|around|not far from|next to|beside|adjacent to|vicinity of|towards?|off|"
    r"environs of|overlooking|by|approaching)\s+(?:of\s+)?(?:the\s+)?(?:[\w'-]+\s+){0,3}(?:of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\b(?:outskirts|edge|suburbs|fringes|countryside|hinterland)\s+of\s+(?:the\s+)?(?:[\w-]+\s+(?:of\s+)?)?$", re.I
)
_SPREAD = re.compile(
    r"\b(?:parts? of|across|throughout|areas? of|swathes? of|all over|several [\w-]+ (?:in|of))\s+(?:the\s+)?$", re.I
)
_LEFT_TYPE = re.compile(
    rf"\b({_LONGEST_FIRST})s?\s+(?:of|around|at|called|named|known as)?\s*(?:the\s+)?$", re.IGNORECASE
)
_ON = re.compile(r"\b(?:on|along|astride|beside|off|across)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)

_LETTER = r"(?:(?!['’]s\b)[\wḀ-ỿ'’‘ʿʼ`.])"
_ARTICLE = r"(?:al|el|as|ash|ad|adh|an|ar|at|ath|az|ul|ez|es|er|ed)"
_CORE = rf"(?:[A-ZÀ-ÞĀ-Ž‘ʿ'ḀĐ-Ỹ]{_LETTER}*|{_ARTICLE}[-’' ][A-Z‘’'ʿḀ-Ỹ]{_LETTER}*)"
_WORD = rf"{_CORE}(?:[-–](?:{_LETTER}+))*"
_PARTICLE = (
    r"(?:al|el|as|ash|ad|an|ar|at|az|de|del|de la|de los|des|du|da|do|dos|la|le|les|los|las|bin|ibn|ed|ez|es|er|ul|"
    r"sur|am|im|an der|-e-)"
)
_LINK = rf"(?:\s+{_PARTICLE}[\s-]|\s+)"
_NAME = re.compile(rf"(?<![\w])(?:{_WORD})(?:{_LINK}(?:{_WORD}|\d+\b))*")
_OF_NAMES = re.compile(
    r"\b(?P<before>(?:[A-Z][\w'’-]+ ){0,3})"
    r"(?:Line|Gulf|Strait|Bay|Sea|Horn|Cape|Port|Isle|Republic|States?|Kingdom|Emirate|City|Union|Province|Lake|Valley)"
    r" of (?:the )?(?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*"
)
_SIDE_BEFORE = re.compile(rf"\b((?:{_SIDE})(?:ern)?|central|upper|lower)\s+$", re.IGNORECASE)
_NOT_NAMES = frozenset(
    re.findall(
        r"\w+",
        "the a an in on at near of to from by and between outside around along across over off west east north south "
        "northwest northeast southwest southeast northern southern western eastern central rural upper lower greater "
        "inside within about some several two three four five",
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a phrase with what the phrase says of it.

    Attributes:
        name: The name, without the words that say what it is.
        role: What it does in the phrase.
        hint: What it is said to be, or null.
        part: A part of it: a side ("southern" as `south`), `rural`, `edge`, `spread`, `front`, or null.
        near: Whether the act was by it rather than at it.
        bearing: Degrees clockwise from north in which the act lies from it, or null.
        distance_km: How far it lies, or null.
        on: Whether the act was on or along it.
        after_comma: Whether only a comma parts it from the name before, so that it may hold that place ("A, B"; of a
            container, "in A, B").
    """

    name: str
    role: Role = "head"
    hint: Hint | None = None
    part: str | None = None
    near: bool = False
    bearing: float | None = None
    distance_km: float | None = None
    on: bool = False
    after_comma: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Heads that share containers and neighbours: "A and B in C, near D"."""

    heads: tuple[Named, ...]
    containers: tuple[Named, ...] = ()
    beside: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as read: groups in order; `between` where the first two heads are the ends of a stretch.

    `loose_part` is a side said of nothing that is named ("the north-west", "the south of the province"), `loose_hint`
    what it is said of, or what the phrase speaks of without a name ("the province", "the road").
    """

    groups: tuple[Group, ...] = ()
    between: bool = False
    loose_part: str | None = None
    loose_hint: Hint | None = None


@dataclass(slots=True)
class _Run:
    """A name while it is being read, with its place in the text."""

    start: int
    end: int
    named: Named


def side_of(word: str) -> str | None:
    """`south-eastern` -> `southeast`; null where the word is no side."""
    plain = re.sub(r"(?:ern(?:most)?)$", "", word.lower()).replace("-", "").replace(" ", "")
    return plain if plain in BEARINGS else None


def _amount(words: str, unit: str) -> float:
    plain = words.lower().replace(",", "")
    number = float(_NUMBER_WORDS[plain]) if plain in _NUMBER_WORDS else float(plain)
    for stem, km in _UNITS.items():
        if unit.lower().startswith(stem):
            return number * km
    return number


def _is_street(text: str, start: int, name: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a name is that of a street or a block of flats, whatever place elsewhere is called so."""
    before = text[max(0, start - 60) : start]
    if _OF_STREET.search(before) or _SECOND_STREET.search(before):
        return True
    return _STREET.fullmatch(name) is not None and not is_name(name)


def _town_of(name: str, is_name: Callable[[str], bool]) -> str | None:
    """The town that the name of what stands in it holds; null where it holds none that is known."""
    words = name.split()
    if len(words) < 2 or words[-1].lower() not in _FACILITIES:
        return None
    words.pop()
    while len(words) > 1 and words[-1].lower() in _KINDS_OF_FACILITY:
        words.pop()
    town = " ".join(words)
    return town if len(town) > 3 and is_name(town) else None


def _strip_type(name: str, is_name: Callable[[str], bool]) -> tuple[str, Hint | None, str | None]:
    """Take capitalised words that say what or which part it is off a name that the gazetteer does not know whole."""
    hint: Hint | None = None
    part: str | None = None
    if not is_name(name) and (town := _town_of(name, is_name)):
        return town, "site", None
    while not is_name(name):
        words = name.split()
        if len(words) < 2:
            break
        last, first = words[-1].lower(), words[0].lower()
        if _TYPE_WORD.fullmatch(last):
            hint = hint or _HINTS.get(last) or _HINTS.get(last.rstrip("s"))
            name = " ".join(words[:-1])
        elif last in ("countryside", "outskirts", "suburbs", "front", "frontline"):
            part = "front" if last.startswith("front") else "rural" if last == "countryside" else "edge"
            name = " ".join(words[:-1])
        elif (side := side_of(first)) and is_name(f"{side}ern {' '.join(words[1:])}"):
            name = f"{side}ern {' '.join(words[1:])}"
        elif first in _NOT_NAMES or side_of(first):
            part = part or side_of(first) or (first if first == "rural" else None)
            name = " ".join(words[1:])
        elif first in ("downtown", "uptown", "midtown") and is_name(" ".join(words[1:])):
            name = " ".join(words[1:])
        elif first in _HINTS:
            hint = hint or _HINTS[first]
            name = " ".join(words[1:])
        else:
            break
    return name, hint, part


def _of_name(match: re.Match[str], is_name: Callable[[str], bool]) -> tuple[int, int] | None:
    """The span of the longest name that ends where this one does ("Democratic Republic of Congo"); null for none."""
    starts = [match.start() + word.start() for word in re.finditer(r"\S+", match["before"])]
    for start in (*starts, match.end("before")):
        if is_name(match.string[start : match.end()]):
            return start, match.end()
    return None


def _runs(text: str, is_name: Callable[[str], bool]) -> list[_Run]:
    fixed = [span for m in _OF_NAMES.finditer(text) if (span := _of_name(m, is_name))]
    runs = [_Run(a, b, Named(text[a:b])) for a, b in fixed]
    for match in _NAME.finditer(text):
        start, end = match.span()
        if any(a < end and start < b for a, b in fixed):
            continue
        name = match[0] if is_name(match[0]) else match[0].rstrip(".'’")
        while name and (first := name.split()[0]).lower() in _NOT_NAMES and not is_name(name):
            side = side_of(first)
            rest = name[len(first) :].lstrip()
            start += len(name) - len(rest)
            name = rest
            if side and not rest:
                break
        if (
            not name
            or name.lower() in _NOT_NAMES
            or _TYPE_WORD.fullmatch(name)
            or _is_street(text, start, name, is_name)
        ):
            continue
        for possessive in ("'s", "’s"):
            if name.endswith(possessive):
                name = name.removesuffix(possessive)
        end = start + len(name)
        sided = _SIDE_BEFORE.search(text[max(0, start - 20) : start])
        if sided and is_name(f"{sided[1]} {name}"):
            start -= len(sided[0])
            name = f"{sided[1]} {name}"
        bare, hint, part = _strip_type(name, is_name)
        runs.append(_Run(start, end, Named(bare, hint=hint, part=part)))
    return sorted(runs, key=lambda r: r.start)


def _with_left(named: Named, left: str) -> Named:
    """Add what the words before a name say of it."""
    if match := _DISTANCE.search(left):
        side = match["side"]
        return replace(
            named,
            near=True,
            distance_km=_amount(match["n"], match["unit"]),
            bearing=BEARINGS[side_of(side) or "north"] if side else None,
        )
    if re.search(r"\b(?:border|frontier)s? with\s+(?:the\s+)?$", left, re.IGNORECASE):
        return replace(named, hint="line", near=True)
    if match := _LEFT_TYPE.search(left):
        word = match[1].lower()
        named = replace(named, hint=named.hint or _HINTS[word])
    if match := _IN_PART.search(left):
        word = match["part"] or match["plain"]
        side = side_of(word) if not _LIES_IN.search(left) else None
        named = replace(named, part=named.part or side or ("rural" if word.lower() == "rural" else None))
        if re.search(r"\b(?:suburbs?|outskirts|edge|half)\b", match[0], re.IGNORECASE):
            named = replace(named, hint=named.hint or "settlement")
    elif match := _BEARING.search(left):
        return replace(named, near=True, bearing=BEARINGS[side_of(match["side"]) or "north"])
    if match := _EDGE.search(left):
        return replace(named, part=named.part or ("rural" if "countryside" in match[0].lower() else "edge"))
    if _SPREAD.search(left):
        return replace(named, part=named.part or "spread")
    if _NEAR.search(left):
        return replace(named, near=True)
    if _ON.search(left):
        return replace(named, on=True)
    return named


def _with_right(named: Named, right: str) -> Named:
    """Add what the words after a name say of it."""
    match = _RIGHT.match(right) if not _ANOTHERS.match(right) else None
    if not match or not (match["part"] or match["rural"] or match["hint"]):
        return named
    if match["part"] and not (match["rural"] or match["hint"]):
        return named
    side = side_of(re.split(r" and |-(?=e|w)", match["part"])[0]) if match["part"] else None
    side = side or (side_of(match["part"]) if match["part"] else None)
    rural = (match["rural"] or "").lower()
    part = named.part or side
    if rural in ("countryside", "rif", "hinterland"):
        part = part or "rural"
    elif rural in ("outskirts", "suburbs", "environs"):
        part = part or "edge"
    elif rural.startswith("front"):
        part = part or "front"
    hint = named.hint or (_HINTS[match["hint"].lower()] if match["hint"] else None)
    return replace(named, part=part, hint=hint)


_IN = re.compile(r"\b(?:in|of|within|inside|part of)\b", re.IGNORECASE)
_LIST = re.compile(r"^[\s\w-]*?(?:,|\band\b|&|/|\bor\b|;|\bto\b|–)")
_BESIDE = re.compile(
    rf"\b(?:near|close to|outside|not far from|(?<!the )(?:{_SIDE}) of|to the (?:{_SIDE}) of|from|off|overlooking|"
    r"towards?)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(rf"(?:[\s-]+(?:{_LONGEST_FIRST})s?)?\s*[,(]\s*(?:(?:in|at)\s+)?(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE = re.compile(rf"^['’]s?\b|^\s+(?:{_LONGEST_FIRST})s?\s+(?:of|called|named)\s+(?:the\s+)?$", re.IGNORECASE)

_ANOTHERS = re.compile(rf"^\s+(?:{_LONGEST_FIRST})\s+(?:of|called|named)\s+(?:the\s+)?$", re.IGNORECASE)
"""What says of the next name what it is ("the Kosovo city of Pec"), and so nothing of the one before."""

_PART_OF = re.compile(
    r"^\s+(?:(?:sub-?)?district|(?P<city>quarter|neighbou?rhood|suburb|borough)|municipality|area|county|tehsil)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What parts "the Moreno district of Buenos Aires": the first lies in the second where that is a known name."""


def _role(gap: str, left: Named, named: Named, is_name: Callable[[str], bool]) -> Role | Literal["possessive"]:
    """What the words between two names make of the second; `possessive` where the first is what holds it."""
    if _PART_OF.match(gap) and (is_name(named.name) or " " in named.name):
        return "container"
    if _POSSESSIVE.match(gap):
        return "possessive"
    if named.near or named.bearing is not None or _BESIDE.search(gap):
        return "beside" if not re.search(r"\band\b", gap) else "head"
    if re.search(r"\band\b|&|/|;|\bor\b", gap):
        return "head"
    if named.on and left.hint != "line":
        return "beside"
    if _IN.search(gap):
        return "container"
    if re.fullmatch(r"(?:\s+[\w-]+){0,2}\s*,\s*(?:the\s+)?(?:[\w-]+\s+){0,2}", gap):
        return "head"
    if left.on or named.on:
        return "beside"
    return "head"


def read_phrase(text: str, is_name: Callable[[str], bool]) -> Phrase:
    """Read a phrase.

    Args:
        text: The words of the report.
        is_name: Whether a run of words is a place name as it stands, type words and all ("Gaza City").
    """
    text = " ".join(text.split())
    bare = re.sub(r"^(?:(?:in|at|near|the|on|of|from|to)\s+)+", "", text, flags=re.IGNORECASE)
    if bare and bare[:1].isupper() and not re.search(r"[,;]", bare) and is_name(bare):
        left = text[: len(text) - len(bare)]
        return Phrase(groups=(Group((_with_left(Named(bare), left),)),))
    runs = _runs(text, is_name)
    if not runs:
        return _loose(text)
    for i, run in enumerate(runs):
        left = text[runs[i - 1].end if i else 0 : run.start]
        right = text[run.end : runs[i + 1].start if i + 1 < len(runs) else len(text)]
        run.named = _with_right(_with_left(run.named, left), right)
    if len(runs) == 1 and (ends := _ends_of_road(runs[0].named, is_name)):
        return Phrase(groups=(Group(ends),), between=True)
    between = len(runs) >= 2 and bool(
        re.search(r"\bbetween\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$", text[: runs[0].start])
        and re.search(r"\band\b|&", text[runs[0].end : runs[1].start])
    )
    return Phrase(groups=_groups(text, runs, is_name), between=between)


def _ends_of_road(named: Named, is_name: Callable[[str], bool]) -> tuple[Named, Named] | None:
    """The two ends of "the A-B road"; null for anything else."""
    if named.hint != "line" or is_name(named.name):
        return None
    ends = re.split(r"\s?[-–/]\s?", named.name)
    return (Named(ends[0]), Named(ends[1])) if len(ends) == 2 and all(map(is_name, ends)) else None


def _groups(text: str, runs: list[_Run], is_name: Callable[[str], bool]) -> tuple[Group, ...]:
    heads: list[Named] = [runs[0].named]
    containers: list[Named] = []
    beside: list[Named] = []
    groups: list[Group] = []
    for previous, run in pairwise(runs):
        gap = text[previous.end : run.start]
        role = _role(gap, previous.named, run.named, is_name)
        held = bool(containers) and containers[-1].name == previous.named.name
        if role == "possessive":
            if heads and heads[-1] is previous.named and re.search(r"\b(?:in|at|near|on|outside|from)\b", gap):
                heads.pop()
            elif heads and heads[-1] is previous.named:
                containers.append(replace(heads.pop(), role="container"))
            heads.append(run.named)
        elif role == "container":
            part = _PART_OF.match(gap)  # the word before it says what the other is
            said = run.named.hint if part is None else "settlement" if part["city"] else None
            containers.append(replace(run.named, role="container", hint=said))
        elif role == "beside":
            beside.append(replace(run.named, role="beside"))
        elif held and _COMMA.fullmatch(gap):
            containers.append(replace(run.named, role="container", after_comma=True))
        else:
            if containers and heads and previous.named is not heads[-1]:
                groups.append(Group(tuple(heads), tuple(containers), tuple(beside)))
                heads, containers, beside = [], [], []
            heads.append(replace(run.named, after_comma=bool(_COMMA.fullmatch(gap))))
    groups.append(Group(tuple(heads), tuple(containers), tuple(beside)))
    return tuple(groups)


_LOOSE = re.compile(
    rf"\b(?P<part>{_PART})\b(?:\s+(?:of\s+)?(?:the\s+)?(?P<hint>{_LONGEST_FIRST}|country))?", re.IGNORECASE
)
_LOOSE_HINT = re.compile(rf"\b(?P<hint>{_LONGEST_FIRST}|country)\b", re.IGNORECASE)


def _loose(text: str) -> Phrase:
    """A phrase without a name: the side that it speaks of, and of what."""
    match = _LOOSE.search(text)
    hint = _LOOSE_HINT.search(text)
    word = hint["hint"].lower() if hint else ""
    return Phrase(
        loose_part=side_of(match["part"]) if match else None,
        loose_hint="country" if word == "country" else _HINTS.get(word),
    )
