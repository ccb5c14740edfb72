"""Leaving out the names of victims, wherever in a record they stand.

A name is left out as a whole from every string, ids and addresses included, whatever its case and accents. In the words
taken from a report that names a victim each part of the name goes too, so that "Private Jan Novak" does not survive
as "Novak's family". What the extractor did not recognise as a victim's name cannot be found this way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import unquote

from anyascii import anyascii

from trucewatch.model import Claim, Incident, Record, Report, content_id

WITHHELD = "[name withheld]"
"""What stands in place of a name."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PART = 3
"""Parts of names below this length (al, de, van's "v") are too common to be left out on their own."""

_CANONICAL = frozenset(
    {
        "actor",
        "admin1",
        "agreement",
        "attributed_to",
        "claimants",
        "country",
        "denied_by",
        "extractor",
        "gazetteer",
        "name",
        "side",
        "source",
        "term",
    }
)
"""Fields that hold canonical names: a part of a victim's name may stand there too and mean somebody else."""

_ADDRESSES = frozenset({"url", "facts_from"})
"""Fields that hold addresses: one that spells out a name is left out whole, since half an address leads nowhere."""

_FIXED = frozenset({"country", "end", "field", "first_reported", "lang", "published", "sha256", "start", "test", "via"})
"""Fields whose words are ours; nobody's name can stand there, whatever an extractor took for one."""

R = TypeVar("R", bound=Record)


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    return anyascii(word).casefold()


def _words(text: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), _fold(m.group())) for m in _WORD.finditer(text)]


class Redactor:
    """Knows the victims of a record, and makes copies of its records without their names."""

    def __init__(self, names: Mapping[str, Iterable[str]], ids: Mapping[str, Iterable[str]] | None = None) -> None:
        """Learn the names.

        Args:
            names: From the id of a report to the names of the victims in it.
            ids: Every id of the record, and the reports behind it. One that spells out a name, or a part of one
                in its reports, is replaced by a hash, everywhere alike.
        """
        self._names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for report, given in names.items():
            for name in given:
                words = tuple(w for _, _, w in _words(name))
                if words:
                    self._names[words[0]].add(words)
                    self._parts[report].update(w for w in words if len(w) >= _SHORTEST_PART)
        self._ids = {
            id_: content_id("x", id_) if self._spelt_out(id_, self._parts_of(reports)) else id_
            for id_, reports in (ids or {}).items()
        }

    @classmethod
    def of(cls, reports: Iterable[Report], claims: Iterable[Claim], incidents: Iterable[Incident]) -> Redactor:
        """The redactor of a record."""
        names: dict[str, set[str]] = defaultdict(set)
        ids: dict[str, tuple[str, ...]] = {r.id: (r.id,) for r in reports}
        for claim in claims:
            ids[claim.id] = (claim.report,)
            names[claim.report].update(n for v in claim.victims for n in v.names)
        for incident in incidents:
            ids[incident.id] = incident.reports
            for report in incident.reports:
                names[report].update(n for v in incident.victims for n in v.names)
        return cls(names, ids)

    def record(self, record: R, reports: Iterable[str]) -> R:
        """A copy without names.

        Args:
            record: Any record.
            reports: The reports that its words come from; parts of the names in them go too.
        """
        return type(record).model_validate(self._value(record.model_dump(), self._parts_of(reports), ""))

    def text(self, text: str) -> str:
        """A text without whole names; parts of names stay, since nobody knows which report it is from."""
        return self._text(text, frozenset())

    def id(self, id_: str) -> str:
        """An id as it may be shown: itself, or the hash that stands for it where it spells out a name."""
        return self._ids.get(id_, id_)

    def _parts_of(self, reports: Iterable[str]) -> frozenset[str]:
        return frozenset(part for r in reports for part in self._parts.get(r, ()))

    def _value(self, value: Any, parts: frozenset[str], key: str) -> Any:
        match value:
            case dict():
                return {k: self._value(v, parts, k) for k, v in value.items()}
            case tuple() | list():
                if key == "names":
                    return ()
                kept = [self._value(v, parts, key) for v in value]
                return [v for v in kept if v is not None] if key in _ADDRESSES else kept
            case StrEnum():
                return value
            case str() if key in _FIXED:
                return value
            case str() if key in _ADDRESSES:
                return None if self._spelt_out(unquote(value), parts) else value
            case str():
                return self._ids.get(value) or self._text(value, frozenset() if key in _CANONICAL else parts)
            case _:
                return value

    def _spelt_out(self, text: str, parts: frozenset[str]) -> bool:
        """Whether an id or an address holds a name or a part of one, in whatever case."""
        words = _words(text)
        return bool(self._spans(words)) or any(w in parts for _, _, w in words)

    def _spans(self, words: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
        """Half-open spans of whole names."""
        folded = tuple(w for _, _, w in words)
        return [
            (words[i][0], words[i + len(name) - 1][1])
            for i, first in enumerate(folded)
            for name in self._names.get(first, ())
            if folded[i : i + len(name)] == name
        ]

    def _text(self, text: str, parts: frozenset[str]) -> str:
        words = _words(text)
        spans = self._spans(words)
        spans += [(a, b) for a, b, w in words if w in parts and not text[a].islower()]
        return _blot(text, spans)


def _blot(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with every run of spans (only blanks, hyphens or full stops between) replaced once."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip(" -.’'")):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    for start, end in reversed(merged):
        text = text[:start] + WITHHELD + text[end:]
    return text
