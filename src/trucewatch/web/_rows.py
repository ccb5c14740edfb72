"""From the stored lines of the record to the columns that the workbench filters on.

The lines are read as plain JSON, a few fields of each, since a large record is read whole when it is first served.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from pydantic_core import from_json

from trucewatch.model import KINDS, Kind, Verdict
from trucewatch.web.filters import NOT_STATED

RANKS: Mapping[str, int] = {
    Verdict.OUT_OF_SCOPE.value: 0,
    Verdict.CONSISTENT.value: 1,
    Verdict.UNDETERMINED.value: 2,
    Verdict.ALLEGED_VIOLATION.value: 3,
}
"""An incident is drawn by the highest of its findings; one without findings has -1."""

BITS: Mapping[str, int] = {verdict: 1 << rank for verdict, rank in RANKS.items()}
"""The bit of each verdict."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")
_EFFECTS = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as the index keeps it. Days as ISO dates, degrees, km, people; null where not known."""

    id: str
    digest: str
    part_of: str | None
    starts: str | None
    """As stated; `day` is the end where no start is known, and `day_end` the start."""
    ends: str | None
    day: str | None
    day_end: str | None
    kind: str
    grade: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    place: str | None
    point: int | None
    """The same for the same point, another for another."""
    place_no: int
    """The same for the same name of a place."""
    rank: int
    verdicts: int
    """The verdicts of its findings: the bit of each (see `BITS`) is set."""
    reports: int
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    injured_low: int | None
    injured_best: int | None
    injured_high: int | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: the tests whose answer is not known stand apart."""

    agreement: str
    term: str
    verdict: str
    attributed_to: str | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that the index keeps of one incident."""

    row: IncidentRow
    findings: tuple[FindingRow, ...]
    sides: tuple[str, ...]
    report_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    names: tuple[str, ...]
    public: str
    """What may be searched by everybody: kind, place, actors by their canonical names."""
    private: str
    """Words of reports in the incident itself."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as the index keeps it."""

    id: str
    digest: int
    source: str | None
    published: str | None
    title: str | None
    lang: str | None
    url: str | None


@dataclass(slots=True)
class ClaimWords:
    """The sentences that a claim rests on, for the search, and the victims that it names."""

    id: str
    report: str
    words: str
    names: tuple[str, ...] = field(default=())


def digest_of(line: str, others: Iterable[str]) -> str:
    """What changes when an incident does, or one of the others that its rows are made of."""
    made = hashlib.blake2b(line.encode(), digest_size=12)
    for one in others:
        made.update(one.encode())
    return made.hexdigest()


def entry_of(id_: str, line: str, findings: Sequence[str], digest: str) -> Entry:
    """An incident and its findings, as stored, for the index."""
    doc: dict[str, Any] = from_json(line)
    found = tuple(_finding(from_json(one)) for one in findings)
    when, where = doc["when"] or {}, doc["where"] or {}
    place = where.get("name") or where.get("admin1")
    accounts = doc["perpetrators"]
    row = IncidentRow(
        id=id_,
        digest=digest,
        part_of=doc["part_of"],
        starts=_day(when.get("start")),
        ends=_day(when.get("end")),
        day=_day(when.get("start") or when.get("end")),
        day_end=_day(when.get("end") or when.get("start")),
        kind=doc["kind"],
        grade=doc["grade"],
        lat=where.get("lat"),
        lon=where.get("lon"),
        radius_km=where.get("radius_km"),
        place=place,
        point=None if where.get("lat") is None else number_of(f"{where['lat']!r},{where['lon']!r}"),
        place_no=number_of(place or ""),
        rank=max((RANKS[f.verdict] for f in found), default=-1),
        verdicts=reduce(or_, (BITS[f.verdict] for f in found), 0),
        reports=len(doc["reports"]),
        **_figures(doc),
    )
    places = (place, where.get("admin1"), *(p.get("name") for p in where.get("also", ())))
    actors = [a["actor"] for a in accounts] + [v["actor"] for v in doc["victims"]]
    private = [doc["weapon"], doc["note"], where.get("text"), *(a["label"] for a in accounts)]
    private += [name for a in accounts for name in (*a["claimants"], *a["denied_by"])]
    return Entry(
        row=row,
        findings=found,
        sides=tuple(sorted({a["side"] or NOT_STATED for a in accounts})) or (NOT_STATED,),
        report_ids=tuple(doc["reports"]),
        claim_ids=tuple(doc["claims"]),
        names=tuple(name for v in doc["victims"] for name in v["names"]),
        public=_joined((KINDS[Kind(doc["kind"])].label, *places, *actors)),
        private=_joined(private),
    )


def number_of(text: str) -> int:
    """A text as a whole number of 64 bits with a sign; two texts do not share one in practice."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _finding(doc: dict[str, Any]) -> FindingRow:
    unknown = tuple(r["test"] for r in doc["reasons"] if r["outcome"] == "unknown")
    return FindingRow(doc["agreement"], doc["term"], doc["verdict"], doc["attributed_to"], unknown)


def _figures(doc: dict[str, Any]) -> dict[str, Any]:
    return {f"{e}_{end}": (doc[e] or {}).get(end) for e in _EFFECTS for end in ("low", "best", "high")}


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _joined(words: Iterable[str | None]) -> str:
    return " . ".join(dict.fromkeys(word for word in words if word))


def report_of(id_: str, line: str, digest: int) -> ReportRow:
    """A report, as stored, for the index."""
    doc: dict[str, Any] = from_json(line)
    return ReportRow(id_, digest, doc["source"], doc["published"], doc["title"], doc["lang"], doc["url"])


def words_of(report: Mapping[str, Any] | None, doc: Mapping[str, Any]) -> ClaimWords:
    """The words of a claim.

    Args:
        report: Its report; without it the claim has none.
        doc: The claim as stored.
    """
    names = tuple(name for v in doc["victims"] for name in v["names"])
    words = _words(report, doc["evidence"]) if report is not None else ""
    return ClaimWords(doc["id"], doc["report"], words, names)


def _words(report: Mapping[str, Any], evidence: list[dict[str, Any]]) -> str:
    text: str = report["text"]
    merged: list[tuple[int, int]] = []
    for start, end in sorted((e["start"], e["end"]) for e in evidence if not e["field"].startswith("title:")):
        if merged and end <= merged[-1][1]:
            continue  # in a sentence that is there already
        span = sentence_span(text, start, end)
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(span[1], merged[-1][1]))
        else:
            merged.append(span)
    told = [text[start:end] for start, end in merged]
    if report["title"] and any(e["field"].startswith("title:") for e in evidence):
        told.insert(0, report["title"])
    return "\n".join(told)


def sentence_span(text: str, start: int, end: int, *, reach: int = 400) -> tuple[int, int]:
    """Where the sentence around some words begins and ends, roughly: for showing and searching, not for reading.

    Args:
        text: Of the report.
        start: Half-open offsets of the words.
        end: Likewise.
        reach: Characters to either side at most.

    Returns:
        Half-open offsets.
    """
    first = max(0, start - reach)
    begin = first
    for match in _SENTENCE_END.finditer(text, first, start):
        begin = match.end()
    last = min(len(text), end + reach)
    closing = _SENTENCE_END.search(text, max(end - 1, start), last)
    stop = closing.end() if closing else last
    stop = max(stop, end)
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return begin, stop
