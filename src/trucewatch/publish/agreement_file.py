"""A new agreement as a TOML file with every key explained, to be filled in by whoever knows the text."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from anyascii import anyascii
from pydantic import TypeAdapter, ValidationError

from trucewatch.errors import AgreementError
from trucewatch.model import Actor, Agreement, Exempt, Moment, Party, Record, Side, Source, Term, Zone
from trucewatch.read.geojson import GeoJsonError, read_features

_WIDTH = 110
_OPENING = (
    "An agreement as data. `trucewatch agreement check FILE` names every problem and explains each term, `trucewatch "
    "agreement draw FILE --out picture.svg` draws the zones. Meanings are in your own words; wherever the text is "
    "silent and you had to choose, say so under `reading`. Lines that begin with # are not read; remove it to use one."
)
_AREAS, _LINES = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString")


class _Raw(str):
    """A value that is TOML already: a date, or a date and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """What must be known to begin.

    Attributes:
        name: Full name of the agreement.
        declared: Day of signature or announcement.
        effective: When it takes effect; null where that is the day on which it was declared.
        parties: Names of those who are bound; each becomes a party with a side and an actor of its own.
        unbound: Names of armed groups that it does not bind.
        time_zone: IANA zone in which its days are counted.
        ended: Last day of its force.
        geometry: GeoJSON file whose areas and lines become zones; it must lie beside the new file.
        uncertainty_km: How far off the drawn geometry may be.
        half_width_km: If given, lines become corridors so wide to either side.
        near_km: If given, the depth of lines.
    """

    name: str
    declared: Moment
    effective: Moment | None = None
    parties: tuple[str, ...] = ()
    unbound: tuple[str, ...] = ()
    time_zone: str | None = None
    ended: Moment | None = None
    geometry: Path | None = None
    uncertainty_km: float = 5.0
    half_width_km: float | None = None
    near_km: float | None = None


def new_agreement(wanted: NewAgreement) -> str:
    """The text of a new agreement file, which `check_agreement` accepts once it lies beside its geometry.

    Keys that are not given stand there as comments with what they mean, so that the file is its own manual.

    Raises:
        AgreementError: A date or time zone is none, two names are as good as one, or the geometry cannot be read or
            holds neither area nor line with an id.
    """
    declared, effective = _moment("declared", wanted.declared), _moment("effective", wanted.effective)
    ended = _moment("ended", wanted.ended)
    if wanted.time_zone and wanted.time_zone not in available_timezones():
        raise AgreementError(
            f"no such time zone: {wanted.time_zone!r}", where="time zone", remedy="use an IANA name such as Asia/Aden"
        )
    zones = list(_zones(wanted)) if wanted.geometry else []
    sides = [(name, _id(name), "yes") for name in wanted.parties] + [(name, _id(name), "no") for name in wanted.unbound]
    _refuse_twins([side for _, side, _ in sides])
    head: dict[str, Any] = {
        "id": f"{_id(wanted.name)[:40].strip('-').removesuffix(f'-{wanted.declared[:4]}')}-{wanted.declared[:4]}",
        "name": wanted.name,
        "declared": declared,
        "effective": effective or declared,
    }
    if wanted.time_zone:
        head["effective_zone"] = wanted.time_zone
    if ended:
        head["ended"] = ended
    parts = [
        *_comment(_OPENING),
        "",
        *_keys(Agreement, head, {"effective_zone": "Europe/Paris", "languages": ["en"]}, tables=True),
        *_table("parties", Party, [_party(name, side) for name, side, bound in sides if bound == "yes"]),
        *_table("sides", Side, [{"id": side, "name": f"Forces of {name}" if bound == "yes" else name, "bound": bound}
                                for name, side, bound in sides]),
        *_table("actors", Actor, [{"name": name, "side": side, "aliases": []} for name, side, _ in sides]),
        *_table("exempt", Exempt, []),
        *_table("zones", Zone, zones),
        *_table("terms", Term, [_term(wanted, zones, [side for _, side, bound in sides if bound == "yes"])]),
        *_table("sources", Source, []),
    ]  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


_MOMENT: TypeAdapter[str] = TypeAdapter(Moment)


def _moment(key: str, given: str | None) -> _Raw | None:
    """A date, or a date and time with the seconds that TOML asks for."""
    if given is None:
        return None
    try:
        checked = _MOMENT.validate_python(given)
    except ValidationError as error:
        raise AgreementError(
            f"{given!r} is no date or time", where=key, remedy="give 2031-03-01, or 2031-03-01T06:00+01:00 with a zone"
        ) from error
    return _Raw(dt.datetime.fromisoformat(checked).isoformat() if "T" in checked else checked)


def _id(name: str) -> str:
    """An id from a name: plain small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-") or "unnamed"


def _refuse_twins(ids: Sequence[str]) -> None:
    twins = sorted({one for one in ids if ids.count(one) > 1})
    if twins:
        raise AgreementError(f"two names give the id {twins[0]!r}", where="names", remedy="make them differ in letters")


def _party(name: str, side: str) -> dict[str, Any]:
    return {"id": side, "name": name, "role": "signatory", "answers_for": [side]}


def _zones(wanted: NewAgreement) -> Iterator[dict[str, Any]]:
    assert wanted.geometry is not None
    try:
        features = read_features(wanted.geometry)
    except GeoJsonError as error:
        raise AgreementError(error.flaw.message, where=str(wanted.geometry), remedy=error.flaw.remedy) from error
    found = False
    for name, feature in features.items():
        geometry = feature.get("geometry")
        given = geometry.get("type") if isinstance(geometry, dict) else None
        properties = feature.get("properties") or {}
        zone: dict[str, Any] = {"id": _id(name), "name": str(properties.get("name") or name)}
        if given in _AREAS:
            zone |= {"kind": "polygon"}
        elif given in _LINES:
            zone |= {"kind": "corridor" if wanted.half_width_km else "line"}
        else:
            continue
        found = True
        zone |= {"file": wanted.geometry.name, "feature": name}
        yield zone | _figures(wanted, zone["kind"])
    if not found:
        raise AgreementError(
            "holds neither area nor line with an id",
            where=str(wanted.geometry),
            remedy="give each feature an `id` and a Polygon or LineString",
        )


def _figures(wanted: NewAgreement, kind: str) -> dict[str, Any]:
    if kind == "corridor":
        return {"half_width_km": wanted.half_width_km, "line_uncertainty_km": wanted.uncertainty_km}
    depth = {"near_km": wanted.near_km} if kind == "line" and wanted.near_km else {}
    return {"uncertainty_km": wanted.uncertainty_km, **depth}


def _term(wanted: NewAgreement, zones: Sequence[Mapping[str, Any]], sides: Sequence[str]) -> dict[str, Any]:
    """A ceasefire in the first area, and along the first line; what else the text holds is for the user to add."""
    area = next((z for z in zones if z["kind"] == "polygon"), None)
    line = next((z for z in zones if z["kind"] != "polygon"), None)
    tests = ["military_action", "in_force"]
    places: dict[str, Any] = {}
    if area is not None:
        places["zone"] = area["id"]
        tests.append("in_area")
    if line is not None and (area is None and wanted.half_width_km):
        places["zone"] = line["id"]
        tests.append("in_corridor")
    elif line is not None and line["kind"] == "line":
        places["along"] = line["id"]
        tests.append("along_line_of_contact")
    return {
        "id": "ceasefire",
        "article": "1",
        "meaning": "All firing stops.",
        "forbids": ["military_action"],
        "binds": list(sides),
        **places,
        "testable": True,
        "tests": [*tests, *(["bound_actor"] if sides else [])],
    }


# ---- writing TOML with its manual


def _table(name: str, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The tables of one name, the first with every key explained; a commented one where there are none."""
    yield ""
    yield from _comment((kind.__doc__ or "").partition("\n")[0])
    if not rows:
        yield f"# [[{name}]]"
        yield from _keys(kind, {}, {}, tables=False)
        return
    for number, row in enumerate(rows):
        yield "" if number else f"[[{name}]]"
        if number:
            yield f"[[{name}]]"
            yield from (f"{key} = {_toml(value)}" for key, value in row.items())
        else:
            yield from _keys(kind, row, {}, tables=False)


def _keys(kind: type[Record], given: Mapping[str, Any], examples: Mapping[str, Any], *, tables: bool) -> Iterator[str]:
    """Every key of a table with what it means: those given as they are, the rest as comments."""
    skipped = {"geometry"} | (
        {"parties", "sides", "actors", "exempt", "zones", "terms", "sources"} if tables else set()
    )
    for name, info in kind.model_fields.items():
        key = info.alias or name
        if name in skipped:
            continue
        need = " Needed." if info.is_required() else ""
        yield from _comment(f"{key}: {info.description}{need}")
        if key in given:
            yield f"{key} = {_toml(given[key])}"
        else:
            yield f"# {key} = {_toml(examples.get(key, _example(info.annotation, key)))}"


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(text, _WIDTH))


_DATED = ("declared", "effective", "ended", "until", "valid_from", "valid_to")


def _example(annotation: Any, key: str) -> Any:
    """A value of the right kind for a key that is commented out."""
    told = str(annotation)
    if key in _DATED or (key == "from" and "Moment" in told):
        return _Raw("2031-03-01")
    if key == "divides":
        return [["left-side"], ["right-side"]]
    if "tuple" in told:
        return []
    if "bool" in told:
        return False
    if "float" in told or "int" in told:
        return 0
    return "..."


def _toml(value: Any) -> str:
    if isinstance(value, _Raw):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{value:g}" if isinstance(value, float) else str(value)
