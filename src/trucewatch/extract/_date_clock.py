"""Hours and parts of the day as reports tell them, and the zone of an hour where they give it.

`CLOCK` matches an hour with its minutes, `9 a.m.`, `midnight` or `noon`. An abbreviation that stands for several zones
(IST, CST) names none, and neither does "local time".
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_OFFSETS = {
    "GMT": "Z",
    "UTC": "Z",
    "Z": "Z",
    "EST": "-05:00",
    "EDT": "-04:00",
    "WAT": "+01:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "CAT": "+02:00",
    "EET": "+02:00",
    "EEST": "+03:00",
    "EAT": "+03:00",
    "MSK": "+03:00",
    "TRT": "+03:00",
    "AFT": "+04:30",
    "PKT": "+05:00",
    "NPT": "+05:45",
    "MMT": "+06:30",
    "WIB": "+07:00",
}
"""Abbreviations of one meaning."""
_NAMES = "|".join(sorted(_OFFSETS, key=len, reverse=True))
ZONE = (
    rf"(?:\(?\b(?P<zone>(?-i:{_NAMES}))(?P<offset>[+-]\d{{1,2}}(?::?\d{{2}})?)?\b\)?"
    r"|(?P<city>(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?))\s+(?:local\s+)?time\b|local\s+time\b|(?-i:IST|CST|CDT|PST|PDT|BST|AST|GST|SST)\b)"
)
_HALF = r"(?:[ap]\.?\s?m\b\.?)"
_DIGITS = (
    rf"(?:(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?![.,:]?\d)(?:[:.]\d\d)?(?:\s*(?:hours|hrs|h)\b)?(?:\s*(?P<half>{_HALF}))?"
    rf"|(?P<h2>1[0-2]|0?[1-9])\s*(?P<half2>{_HALF})"
    r"|(?P<h5>1[0-2]|[1-9])(?:[:.](?P<m5>[0-5]\d))?(?:\s+o['’]clock)?\s+(?P<half5>in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b"
    r"|(?P<h3>[01]\d|2[0-3])(?P<m3>[0-5]\d)\s*(?:hours|hrs|h)\b"
    r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?=\s*\(?(?-i:GMT|UTC|Z)\b))"
)
_ABOUT = r"(?:(?:about|around|approximately|some\s+time\s+(?:around|after|before)|shortly\s+(?:before|after)|just\s+(?:before|after))\s+)?"
_IN_GMT = r"(?:\s*\((?P<gh>[01]?\d|2[0-3])[:.]?(?P<gm>[0-5]\d)\s*(?:hours\s+)?(?-i:GMT|UTC)\))"
CLOCK = rf"(?:{_ABOUT}{_DIGITS}(?:\s*{ZONE})?{_IN_GMT}?)"
WORD_CLOCK = rf"(?:{_ABOUT}(?:(?P<past>a\s+minute\s+(?:past|after)|one\s+minute\s+(?:past|after))\s+)?(?P<word>midnight|noon|midday)(?:\s*{ZONE})?)"
_PARTS = (
    ("midday", r"\b(?:noon|midday|lunchtime)\b"),
    ("afternoon", r"\bafternoon\b"),
    ("evening", r"\b(?:evening|dusk|sunset|nightfall)\b"),
    ("night", r"\b(?:night|overnight|tonight|midnight)\b"),
    ("morning", r"\b(?:morning|dawn|daybreak|sunrise|small\s+hours|early\s+hours)\b"),
)


def clock_of(m: re.Match[str]) -> str | None:
    """The hour of a match of `CLOCK` or `WORD_CLOCK` as HH:MM, or None where there is no such hour."""
    g = m.groupdict()
    if g.get("word"):
        minute = 1 if g.get("past") else 0
        return f"{0 if g['word'].lower() == 'midnight' else 12:02d}:{minute:02d}"
    hour = int(g.get("h") or g.get("h2") or g.get("h3") or g.get("h4") or g.get("h5") or 99)
    minute = int(g.get("m") or g.get("m3") or g.get("m4") or g.get("m5") or 0)
    half = (g.get("half") or g.get("half2") or g.get("half5") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") or re.search(r"noon|evening|night", half) else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None


def part_of(words: str) -> str | None:
    """Morning, midday, afternoon, evening or night, as the words have it."""
    return next((part for part, pattern in _PARTS if re.search(pattern, words, re.IGNORECASE)), None)


def moment(day: dt.date, clock: str, m: re.Match[str]) -> str | None:
    """Day, hour and zone as one moment; None where the match names no zone that is known."""
    g = m.groupdict()
    offset: str | None
    if g.get("gh"):
        offset = _from_gmt(clock, int(g["gh"] or 0), int(g["gm"] or 0))
    elif g.get("zone"):
        offset = _stated(g.get("offset")) if g.get("offset") else _OFFSETS[g["zone"] or ""]
    else:
        offset = _of_city(g.get("city"), day, clock)
    return f"{day.isoformat()}T{clock}{offset}" if offset else None


def _from_gmt(clock: str, hour: int, minute: int) -> str:
    """The offset between an hour and the same in GMT, `16.45 (13.45 GMT)`."""
    hours, minutes = (int(x) for x in clock.split(":"))
    ahead = (hours * 60 + minutes - hour * 60 - minute + 12 * 60) % (24 * 60) - 12 * 60
    return f"{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02d}:{abs(ahead) % 60:02d}"


def _stated(offset: str | None) -> str | None:
    """`+3`, `+0530`, `-04:00` as `+03:00`."""
    if not offset:
        return None
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return f"{offset[0]}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes <= 59 else None


def _of_city(name: str | None, day: dt.date, clock: str) -> str | None:
    """The offset that held in a city ("Nairobi time") on that day."""
    zone = _cities().get(name.lower()) if name else None
    if zone is None:
        return None
    offset = dt.datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=ZoneInfo(zone)).strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Cities that a time zone is named after."""
    zones = (z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/", "US/")))
    return {z.rsplit("/", 1)[1].replace("_", " ").lower(): z for z in sorted(zones)} | {"kyiv": "Europe/Kiev"}
