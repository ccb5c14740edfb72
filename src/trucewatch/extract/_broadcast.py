"""Who speaks in a monitored broadcast: the station or the issuer that its head line names."""

from __future__ import annotations

import re

from trucewatch.extract._naming_words import SMALL, titled
from trucewatch.extract._person_names import person_in

_HEAD = re.compile(
    r"^[^\n\[]{3,60}?(?:\d{1,2} [A-Z][A-Za-z]{2,8} \d{2,4}|NO DATE) ?(?:[(\[](?P<station>[^()\[\]]{3,60})\))? ?-- ?(?P<marks>(?:\[[^\[\]]{2,120}\] ?)+)"
)
"""The head of FBIS and BBC Monitoring texts: "CITY, 14 NOV 89 (STATION) -- [COMMUNIQUE] [ISSUER] [TEXT]"."""
_SORT = re.compile(
    r"(?i)^(?:text|excerpts?|communiqu[eé]|statement|speech|bulletin|report|commentary|editorial|article|interview|announcement|letter|message|(?:unidentified )?reporter|words indistinct|passage omitted|continued|\w+ recording)\b[^,]{0,12}$"
)
_INITIALS = r"(?:, [A-Z]{2,8}| \([A-Z]{2,8}\))?"
_BEHIND = re.compile(
    rf"(?:{_INITIALS}(?:['’]S)? (?:GENERAL COMMAND|COMMAND GENERAL|JOINT COMMAND){_INITIALS}|{_INITIALS})$"
)
_BEFORE = re.compile(
    r"(?i)^(?:(?:unidentified )?spokes\w+ (?:of|for) |general command of |joint command of )?(?:the )?"
)
_SMALL = SMALL | {"de", "la", "y"}


def issuer(text: str) -> str | None:
    """Who issued what a monitored broadcast carries, else the station, as a name; null without such a head line."""
    head = _HEAD.match(text[:400])
    if head is None:
        return None
    marks = [m.strip(' "“”') for m in re.findall(r"\[([^\[\]]+)\]", head["marks"])]
    issued = next(
        (m for m in marks if not _SORT.match(m) and " by " not in m.lower() and " with " not in m.lower()), None
    )
    if issued is not None and len(marks) > 1:
        name = _BEFORE.sub("", issued)
        return _title(person_in(name) or _BEHIND.sub("", name) or name)
    station = head["station"]
    return _title(station.removesuffix(" NETWORK")) if station else None


def _title(name: str) -> str:
    """A name of capitals as it would be printed."""
    words = " ".join(name.replace('"', "").split())
    if name.upper() != name:
        return words
    told = titled(words, _SMALL)
    return told[:1].upper() + told[1:]
