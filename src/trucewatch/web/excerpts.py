"""Words of reports with what rests on them: the sentence under a value, and a whole text with its evidence marked."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.model import Check, Claim, Report
from trucewatch.web._rows import sentence_span
from trucewatch.web.labels import FIELD_LABELS, claim_value


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a report with the words that a value rests on.

    `before` and `after` are empty where only the words themselves may be shown.
    """

    report: str
    start: int
    end: int
    in_title: bool
    before: str
    quote: str
    after: str

    @property
    def anchor(self) -> str:
        """The name of the words on the page of the report."""
        return anchor(self.start, self.end, self.in_title)


@dataclass(frozen=True, slots=True)
class Ground:
    """What one claim says of one field, and the words of its report that say so."""

    claim: str
    report: str
    source: str
    field: str
    label: str
    value: str | None
    excerpts: tuple[Excerpt, ...]
    corrected: bool = False
    """Whether a reviewer has set the value; the words are then what the report says, and not what it is taken for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text under which the same evidence lies; `claims` and `fields` are empty where there is none."""

    text: str
    claims: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def anchor(start: int, end: int, in_title: bool = False) -> str:
    """The name of a stretch of words on the page of its report."""
    return f"{'t' if in_title else 'w'}-{start}-{end}"


def root_field(field: str) -> str:
    """The field of the contract that a field of evidence belongs to: `title:claimants[0]` is of `claimants`."""
    return field.removeprefix("title:").partition("[")[0].partition(".")[0]


def grounds_of(claim: Claim, report: Report | None, corrected: Collection[str] = ()) -> tuple[Ground, ...]:
    """What a claim says, field by field in the order of `FIELD_LABELS`, with its words.

    Args:
        claim: As it may be shown.
        report: Its report; with an empty text, or null, the words stand alone, without their sentences.
        corrected: Fields that a reviewer has set.
    """
    spoken: dict[str, list[Excerpt]] = defaultdict(list)
    for evidence in claim.evidence:
        in_title = evidence.field.startswith("title:")
        text = report.field_text(evidence.field) if report else ""
        before = after = ""
        if text[evidence.start : evidence.end] == evidence.quote:
            begin, stop = (0, len(text)) if in_title else sentence_span(text, evidence.start, evidence.end)
            before, after = text[begin : evidence.start], text[evidence.end : stop]
        spoken[root_field(evidence.field)].append(
            Excerpt(claim.report, evidence.start, evidence.end, in_title, before, evidence.quote, after)
        )
    order = [*FIELD_LABELS, *(field for field in spoken if field not in FIELD_LABELS)]
    source = (report.source if report else None) or claim.report
    return tuple(
        Ground(
            claim=claim.id,
            report=claim.report,
            source=source,
            field=field,
            label=FIELD_LABELS.get(field, field),
            value=claim_value(claim, field),
            excerpts=tuple(spoken.get(field, ())),
            corrected=field in corrected,
        )
        for field in order
        if field in spoken or field in corrected
    )


def by_field(grounds: Iterable[Ground]) -> dict[str, tuple[Ground, ...]]:
    """Grounds of several claims by field, those that say the same beside each other."""
    made: dict[str, list[Ground]] = defaultdict(list)
    for ground in grounds:
        made[ground.field].append(ground)
    return {field: tuple(sorted(found, key=lambda g: g.value or "")) for field, found in made.items()}


def segments(text: str, claims: Sequence[Claim], checks: Sequence[Check] = (), *, title: bool = False) -> list[Segment]:
    """A text cut where evidence begins or ends; joined together the segments are the text.

    Args:
        text: Of the report, or its title.
        claims: Of the report.
        checks: Of the report; they lie in the text, never in the title.
        title: Whether this is the title.
    """
    marks = [
        (evidence.start, evidence.end, claim.id, root_field(evidence.field))
        for claim in claims
        for evidence in claim.evidence
        if evidence.field.startswith("title:") == title
    ]
    stated = [] if title else [(check.start, check.end, check.id) for check in checks]
    cuts = {0, len(text)} | {p for a, b, *_ in marks for p in (a, b)} | {p for a, b, _ in stated for p in (a, b)}
    edges = sorted(p for p in cuts if 0 <= p <= len(text))
    starts = _first_at(marks)
    made = []
    for begin, end in itertools.pairwise(edges):
        over = [m for m in marks if m[0] <= begin and end <= m[1]]
        made.append(
            Segment(
                text=text[begin:end],
                claims=tuple(dict.fromkeys(m[2] for m in over)),
                fields=tuple(dict.fromkeys(m[3] for m in over)),
                checks=tuple(id_ for a, b, id_ in stated if a <= begin and end <= b),
                anchors=tuple(anchor(begin, stop, title) for stop in starts.get(begin, ())),
            )
        )
    return made


def _first_at(marks: Sequence[tuple[int, int, str, str]]) -> Mapping[int, Sequence[int]]:
    """Where marks begin, with where those that begin there end, each once."""
    made: dict[int, dict[int, None]] = defaultdict(dict)
    for start, end, *_ in marks:
        made[start][end] = None
    return {start: sorted(ends) for start, ends in made.items()}
