"""A record in other shapes: JSON Lines, CSV, GeoJSON, Parquet, and CSV in the columns of UCDP GED and of ACLED.

Victims' names, and the texts of reports, in which they stand, are left out unless asked for.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, Literal, TextIO, TypeVar, get_args

from trucewatch.errors import RecordError, UsageError
from trucewatch.model import Check, Claim, Finding, Incident, Record, Report
from trucewatch.publish.field_tables import (
    ACLED_COLUMNS,
    GED_COLUMNS,
    acled_row,
    ged_row,
    in_acled,
    in_ged,
    without_waves,
)
from trucewatch.publish.flat import (
    CLAIM_COLUMNS,
    FINDING_COLUMNS,
    INCIDENT_COLUMNS,
    NAMES_COLUMN,
    Cell,
    Row,
    claim_row,
    finding_row,
    incident_row,
)
from trucewatch.publish.parquet import write_parquet
from trucewatch.publish.redact import Redactor
from trucewatch.record import Reading

Format = Literal["acled", "csv", "ged", "geojson", "jsonl", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""Shapes that a record can be exported in."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the start of a formula (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How a record is exported.

    Attributes:
        names: Export victims' names and the texts of reports too.
        claims: Draw claims on the map beside incidents (GeoJSON only; the other shapes always hold them).
    """

    names: bool = False
    claims: bool = False


def export_record(
    store: Reading, folder: Path, shape: Format, *, options: ExportOptions = ExportOptions()
) -> tuple[Path, ...]:
    """Write a record into a folder.

    Args:
        store: The record, as it is or as it was known on a date.
        folder: Made where it is missing; files of the same names are overwritten.
        shape: One of `FORMATS`.
        options: What to leave out.

    Returns:
        The files written.

    Raises:
        UsageError: The files would overwrite those of the record itself, or there is no such shape.
        RecordError: The folder cannot be written.
    """
    if shape not in FORMATS:
        raise UsageError(f"no format {shape}", remedy=f"one of {', '.join(FORMATS)}")
    if shape == "jsonl" and store.path is not None and folder.resolve() == store.path.parent.resolve():
        raise UsageError(
            "the export would overwrite the record's own files", where=str(folder), remedy="name another folder"
        )
    view = _View(store, options)
    files = _SHAPES[shape](view)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write(folder / name, writer) for name, writer in files.items())
    except OSError as error:
        raise RecordError(f"cannot write: {error.strerror}", where=str(folder)) from error


R = TypeVar("R", bound=Record)
Writer = Callable[[IO[bytes]], None]


def _write(path: Path, writer: Writer) -> Path:
    """Write beside the file and put it in place whole, so that no reader meets half of it."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            writer(out)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _text(write: Callable[[TextIO], None]) -> Writer:
    """What writes text, as what writes bytes."""

    def go(out: IO[bytes]) -> None:
        text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        write(text)
        text.detach()

    return go


class _View:
    """The records of a store as they may be published."""

    def __init__(self, store: Reading, options: ExportOptions) -> None:
        self.options = options
        self._store = store
        self._redactor = None if options.names else Redactor.of(store.reports(), store.claims(), store.incidents())

    def reports(self) -> Iterator[Report]:
        return self._redacted(self._store.reports(), lambda r: (r.id,))

    def claims(self) -> Iterator[Claim]:
        return self._redacted(self._store.claims(), lambda c: (c.report,))

    def incidents(self) -> Iterator[Incident]:
        return self._redacted(self._store.incidents(), lambda n: n.reports)

    def findings(self) -> Iterator[Finding]:
        reports = {n.id: n.reports for n in self._store.incidents()}
        return self._redacted(self._store.findings(), lambda f: reports.get(f.incident, ()))

    def checks(self) -> Iterator[Check]:
        return self._redacted(self._store.checks(), lambda k: (k.report,))

    def _redacted(self, records: Iterator[R], reports: Callable[[R], Iterable[str]]) -> Iterator[R]:
        for record in records:
            yield record if self._redactor is None else self._redactor.record(record, reports(record))


# ---- JSON Lines: the contract's records


def _jsonl_files(view: _View) -> dict[str, Writer]:
    def lines(records: Callable[[], Iterable[Record]]) -> Writer:
        def write(out: TextIO) -> None:
            for record in records():
                out.write(record.to_json() + "\n")

        return _text(write)

    def reports(out: TextIO) -> None:
        for report in view.reports():
            row = report.model_dump(mode="json")
            if not view.options.names:
                row["text"] = None
            out.write(json.dumps(row, ensure_ascii=False) + "\n")

    return {
        "reports.jsonl": _text(reports),
        "claims.jsonl": lines(view.claims),
        "incidents.jsonl": lines(view.incidents),
        "findings.jsonl": lines(view.findings),
        "checks.jsonl": lines(view.checks),
    }


# ---- flat rows


def _incident_rows(view: _View) -> Iterator[Row]:
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.findings():
        findings[finding.incident].append(finding)
    for incident in view.incidents():
        yield incident_row(incident, findings[incident.id], names=view.options.names)


def _claim_rows(view: _View) -> Iterator[Row]:
    reports = {r.id: r.model_copy(update={"text": ""}) for r in view.reports()}
    for claim in view.claims():
        yield claim_row(claim, reports.get(claim.report), names=view.options.names)


def guard_cell(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return "'" + cell
    return cell


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> Writer:
    def write(out: TextIO) -> None:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({key: guard_cell(cell) for key, cell in row.items()})

    return _text(write)


def _named(view: _View, columns: tuple[str, ...]) -> tuple[str, ...]:
    return (*columns, NAMES_COLUMN) if view.options.names else columns


def _csv_files(view: _View) -> dict[str, Writer]:
    return {
        "incidents.csv": _csv(_incident_rows(view), _named(view, INCIDENT_COLUMNS)),
        "claims.csv": _csv(_claim_rows(view), _named(view, CLAIM_COLUMNS)),
        "findings.csv": _csv(map(finding_row, view.findings()), FINDING_COLUMNS),
    }


def _parquet_files(view: _View) -> dict[str, Writer]:
    def table(rows: Iterable[Row], columns: Sequence[str]) -> Writer:
        return lambda out: write_parquet(out, rows, columns)

    return {
        "incidents.parquet": table(_incident_rows(view), _named(view, INCIDENT_COLUMNS)),
        "claims.parquet": table(_claim_rows(view), _named(view, CLAIM_COLUMNS)),
        "findings.parquet": table(map(finding_row, view.findings()), FINDING_COLUMNS),
    }


# ---- columns of others


def _ged_files(view: _View) -> dict[str, Writer]:
    return {"ged.csv": _csv(_field_rows(view, in_ged, ged_row), GED_COLUMNS)}


def _acled_files(view: _View) -> dict[str, Writer]:
    return {"acled.csv": _csv(_field_rows(view, in_acled, acled_row), ACLED_COLUMNS)}


def _field_rows(
    view: _View, taken: Callable[[Incident], bool], made: Callable[[Incident, Sequence[Report]], Row]
) -> Iterator[Row]:
    reports = {r.id: r.model_copy(update={"text": ""}) for r in view.reports()}
    for incident in without_waves(filter(taken, view.incidents())):
        yield made(incident, [reports[r] for r in incident.reports if r in reports])


# ---- GeoJSON (RFC 7946)


def feature(row: Row) -> dict[str, Any]:
    """A point with its uncertainty as `radius_km`; an unlocated record has a null geometry."""
    properties = dict(row)
    id_, lat, lon = (properties.pop(key) for key in ("id", "lat", "lon"))
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": id_, "geometry": point, "properties": properties}


def _geojson_files(view: _View) -> dict[str, Writer]:
    def collection(rows: Callable[[_View], Iterator[Row]]) -> Writer:
        def write(out: TextIO) -> None:
            out.write('{"type": "FeatureCollection", "features": [')
            for i, row in enumerate(rows(view)):
                out.write((",\n" if i else "\n") + json.dumps(feature(row), ensure_ascii=False))
            out.write("\n]}\n")

        return _text(write)

    files = {"incidents.geojson": collection(_incident_rows)}
    if view.options.claims:
        files["claims.geojson"] = collection(_claim_rows)
    return files


_SHAPES: Mapping[Format, Callable[[_View], dict[str, Writer]]] = {
    "acled": _acled_files,
    "csv": _csv_files,
    "ged": _ged_files,
    "geojson": _geojson_files,
    "jsonl": _jsonl_files,
    "parquet": _parquet_files,
}
