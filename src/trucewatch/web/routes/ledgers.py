"""Ledgers side by side: totals by whoever counts, where they disagree, what findings lack; with data to download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar, overload

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response, StreamingResponse

from trucewatch.assess import LedgerBy, LedgerRow, Span
from trucewatch.assess.disputes import Disagreement
from trucewatch.errors import InputError, UsageError
from trucewatch.model import Incident, Range, Record
from trucewatch.publish.ledger_table import ledger_csv_lines
from trucewatch.web._insert import batches
from trucewatch.web.answers import JSON, Answer, as_json, respond
from trucewatch.web.books import CLAIMANTS, TABLES, Ledgers, Made, ledgers_of
from trucewatch.web.downloads import csv_file
from trucewatch.web.drawing import Interval, of_range
from trucewatch.web.permissions import Permission, Person, refusal, requires
from trucewatch.web.routes.incident import headings
from trucewatch.web.workbench import DatedBench, Workbench

router = APIRouter()

Reader = Annotated[Person, Depends(requires(Permission.READ))]

R = TypeVar("R", bound=Record)

_PART: Final = 500
"""Rows of a file that are sent at once."""
MOST: Final = 60
"""Rows of a table on the page; what is downloaded has all."""

BY_LABELS: Mapping[LedgerBy, str] = {
    LedgerBy.CLAIMANT: "Claimant",
    LedgerBy.SIDE: "Side",
    LedgerBy.ACTOR: "Actor",
    LedgerBy.PERIOD: "Period",
    LedgerBy.TERM: "Term",
    LedgerBy.ZONE: "Zone",
}
OF_CLAIMS: Final = frozenset({LedgerBy.CLAIMANT, LedgerBy.ACTOR})
"""What is told of claims that nobody may have reviewed."""
_WITH: Mapping[LedgerBy, tuple[str, ...]] = {
    LedgerBy.CLAIMANT: CLAIMANTS,
    LedgerBy.ACTOR: (),
    LedgerBy.SIDE: ("findings", "sides"),
    LedgerBy.PERIOD: (),
    LedgerBy.TERM: ("findings", "missing"),
    LedgerBy.ZONE: ("findings",),
}
"""The tables that belong to the totals by something."""


@dataclass(frozen=True, slots=True)
class TotalView:
    """A row of totals with the figures drawn beside each other."""

    row: LedgerRow
    killed: Interval | None
    injured: Interval | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: its first rows, and how many there are."""

    name: str
    rows: tuple[Record, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of two ledgers: what each says, and how far apart they are at least; 0 where their ranges meet."""

    name: str
    left: int | Range
    right: int | Range
    apart: int
    exact: bool
    """Whether neither figure is a range, so that `apart` is all there is between them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows of a ledger beside each other, and the incidents on which the two claimants cannot both be right."""

    left: str
    right: str
    lines: tuple[Line, ...]
    disagreements: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class LedgersView:
    """A ledger of the record, the tables that belong to it, and how the record was made.

    `choices` are the ledgers that the reader may see; `query` is that of the address without the day. By id `headings`
    has the incidents that are spoken of in one line, `outlets` the outlets of the reports.
    """

    by: LedgerBy
    span: Span
    choices: Mapping[str, str]
    totals: tuple[TotalView, ...]
    whole: TotalView
    total_rows: int
    tables: tuple[TableView, ...]
    keys: tuple[str, ...]
    """What may be put beside each other."""
    pair: Pair | None
    made: Made
    query: str
    headings: Mapping[str, str]
    outlets: Mapping[str, str]


@router.get("/ledgers")
def ledgers(request: Request, bench: DatedBench, person: Reader) -> Response:
    """Totals by claimant, side, actor, period, term or zone (`by`), and what belongs to them.

    Raises:
        InputError: There is no such ledger, or it needs an agreement.
    """
    by, span = _asked(request.query_params, person, bench)
    books = _books(bench)
    rows = table_rows(books, "totals", by, span, bench, person)
    found = [row for row in rows if isinstance(row, LedgerRow)]
    *parts, whole = found
    shown = parts[:MOST]
    most_killed, most_injured = (_most([getattr(row, name) for row in shown]) for name in ("killed", "injured"))

    def drawn(row: LedgerRow) -> TotalView:
        return TotalView(row, of_range(row.killed, most_killed), of_range(row.injured, most_injured))

    tables = []
    for name in _WITH[by]:
        if name == "sides" or bench.agreements or name in CLAIMANTS:
            table = table_rows(books, name, by, span, bench, person)
            tables.append(TableView(name, tuple(table[:MOST]), len(table)))
    pair = _pair(request.query_params, parts, by, books, bench, person)
    spoken_of = [row for table in tables for row in table.rows] + list(pair.disagreements if pair else ())
    view = LedgersView(
        by=by,
        span=span,
        choices={one.value: BY_LABELS[one] for one in _allowed(person, bench)},
        totals=tuple(drawn(row) for row in shown),
        whole=drawn(whole),
        total_rows=len(parts),
        tables=tuple(tables),
        keys=tuple(row.key for row in parts),
        pair=pair,
        made=books.made(),
        query=f"by={by.value}{f'&period={span.value}' if by is LedgerBy.PERIOD else ''}",
        headings=headings(bench, person, (id_ for row in spoken_of if (id_ := getattr(row, "incident", None)))),
        outlets=_outlets(bench, person, spoken_of),
    )
    title = f"Ledger by {BY_LABELS[by].lower()}"
    return respond(request, person, Answer(template="ledgers.html", view=view, title=title))


@router.get("/ledgers/{table}.csv")
def ledger_csv_file(table: str, request: Request, bench: DatedBench, person: Reader) -> Response:
    """All rows of a table as CSV, as `trucewatch ledger --format csv` gives them."""
    rows = _all_rows(table, request, bench, person)
    return csv_file(f"{table}.csv", ("".join(part) for part in batches(ledger_csv_lines(rows), _PART)))


@router.get("/ledgers/{table}")
def ledger_json_file(table: str, request: Request, bench: DatedBench, person: Reader) -> Response:
    """All rows of a table; always JSON."""
    rows = _all_rows(table, request, bench, person)
    head = {"Content-Disposition": f'attachment; filename="{table}.json"'}
    return StreamingResponse(_json_parts(rows), media_type=JSON, headers=head)


def _json_parts(rows: Sequence[Record]) -> Iterator[bytes]:
    """A list as JSON, a part at a time."""
    yield b"["
    for at, part in enumerate(batches(rows, _PART)):
        yield (b"," if at else b"") + as_json(part)[1:-1]
    yield b"]"


def _all_rows(table: str, request: Request, bench: Workbench, person: Person) -> Sequence[Record]:
    if table not in TABLES:
        raise HTTPException(404, f"There is no such table; there are {', '.join(TABLES)}.")
    by, span = _asked(request.query_params, person, bench)
    if table in CLAIMANTS and not person.may(Permission.READ_UNREVIEWED):
        raise HTTPException(403, refusal(person, Permission.READ_UNREVIEWED))
    return table_rows(_books(bench), table, by, span, bench, person)


def _books(bench: Workbench) -> Ledgers:
    return ledgers_of(bench.reading, bench.index, bench.store.agreement(), as_of=bench.as_of)


def table_rows(
    books: Ledgers, table: str, by: LedgerBy, span: Span, bench: Workbench, person: Person
) -> Sequence[Record]:
    """The rows of a table as this person may see them.

    Raises:
        InputError: The table needs an agreement.
    """
    try:
        rows = books.table(table, by=by, span=span)
    except UsageError as error:
        raise InputError(error.message, where=f"by={by.value}", remedy=error.remedy) from error
    return _seen(rows, bench, person)


def _seen(rows: Sequence[R], bench: Workbench, person: Person) -> Sequence[R]:
    """Rows as this person may see them."""
    return rows if person.may(Permission.READ_NAMES) else _Seen(rows, bench)


class _Seen(Sequence[R]):
    """Rows without victims' names, which are left out when they are looked at."""

    def __init__(self, rows: Sequence[R], bench: Workbench) -> None:
        self._rows, self._bench = rows, bench

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...
    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        return self._without(self._rows[at]) if isinstance(at, slice) else self._without([self._rows[at]])[0]

    def __iter__(self) -> Iterator[R]:
        for part in batches(self._rows, _PART):
            yield from self._without(part)

    def _without(self, rows: Sequence[R]) -> list[R]:
        redactor, reading = self._bench.redaction.redactor(), self._bench.reading
        ids = sorted({row_incident for row in rows if (row_incident := getattr(row, "incident", ""))})
        incidents = {id_: Incident.model_validate_json(line).reports for id_, line in reading.lines(Incident, ids)}
        return [redactor.record(row, incidents.get(getattr(row, "incident", ""), ())) for row in rows]


def _outlets(bench: Workbench, person: Person, rows: Sequence[Record]) -> dict[str, str]:
    """The outlets of the reports of sayings, by the ids under which this person sees them."""
    ids = {r for row in rows if isinstance(row, Disagreement) for s in row.sayings for r in s.reports}
    found = bench.shelf(person).reports({bench.stored_id(id_, person) for id_ in ids}) if ids else {}
    return {id_: report.source for id_, report in found.items() if report.source}


def _allowed(person: Person, bench: Workbench) -> list[LedgerBy]:
    """What a ledger may be by: claims that nobody has reviewed, and an agreement, are needed for some."""
    needs_agreement = {LedgerBy.TERM, LedgerBy.ZONE}
    return [
        by
        for by in BY_LABELS
        if (by not in OF_CLAIMS or person.may(Permission.READ_UNREVIEWED))
        and (by not in needs_agreement or bench.store.agreement() is not None)
    ]


def _asked(query: QueryParams, person: Person, bench: Workbench) -> tuple[LedgerBy, Span]:
    allowed = _allowed(person, bench)
    by, span = query.get("by") or allowed[0].value, query.get("period") or Span.MONTH.value
    for name, value, known in (("by", by, [one.value for one in allowed]), ("period", span, list(Span))):
        if value not in known:
            raise InputError("no such value", where=f"{name}={value[:40]}", remedy=f"one of {', '.join(known)}")
    return LedgerBy(by), Span(span)


_LINES: Final = (
    ("Violent incidents", "violent"),
    ("Breaches without violence", "breaches"),
    ("Killed", "killed"),
    ("Injured", "injured"),
    ("Killed otherwise", "other_killed"),
)
"""The figures of two ledgers that stand beside each other."""


def _pair(
    query: QueryParams, rows: Sequence[LedgerRow], by: LedgerBy, books: Ledgers, bench: Workbench, person: Person
) -> Pair | None:
    """The two rows that the address asks for (`left`, `right`), or null where it asks for none."""
    asked = [query.get(name) or "" for name in ("left", "right")]
    if not any(asked):
        return None
    of = {row.key: row for row in rows}
    for name, key in zip(("left", "right"), asked, strict=True):
        if key not in of:
            raise InputError("no such row", where=f"{name}={key[:80]}", remedy="one of the first column of this ledger")
    left, right = (of[key] for key in asked)
    lines = (
        Line(label, a, b, _apart(a, b), exact=_is_exact(a) and _is_exact(b))
        for label, n in _LINES
        for a, b in [(getattr(left, n), getattr(right, n))]
    )
    between: Sequence[Record] = ()
    if by is LedgerBy.CLAIMANT:
        between = _seen(books.between(left.key, right.key), bench, person)
    return Pair(left.key, right.key, tuple(lines), tuple(between[:MOST]))


def _apart(a: int | Range, b: int | Range) -> int:
    """How far apart two figures are at least: 0 where their ranges meet."""
    if isinstance(a, int) or isinstance(b, int):
        assert isinstance(a, int)
        assert isinstance(b, int)
        return abs(a - b)
    gaps = [x.low - y.high for x, y in ((a, b), (b, a)) if x.low is not None and y.high is not None]
    return max([0, *gaps])


def _is_exact(figure: int | Range) -> bool:
    return isinstance(figure, int) or (figure.low is not None and figure.low == figure.high)


def _most(figures: Sequence[object]) -> float:
    """Where the axis of a column of figures ends: at the greatest end there is, or above a best that is open."""
    ends = [1.0]
    for figure in figures:
        high, best, low = (getattr(figure, name) for name in ("high", "best", "low"))
        ends.append(float(high) if high is not None else 1.3 * (best or low or 0))
    return max(ends)
