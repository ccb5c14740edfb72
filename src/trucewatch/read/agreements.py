"""An agreement read from TOML and GeoJSON, with every problem named by file, key and remedy."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pyproj import Geod

from trucewatch.errors import AgreementError, InputError
from trucewatch.model import (
    ACTS,
    TERM_TESTS,
    Actor,
    Agreement,
    Exempt,
    Kind,
    Party,
    Record,
    Side,
    Source,
    Term,
    TermRole,
    Zone,
)
from trucewatch.read.geojson import Flaw, GeoJsonError, box, flaws, read_features, stretch
from trucewatch.read.plain import decode

_R = TypeVar("_R", bound=Record)
_WGS84 = Geod(ellps="WGS84")
_APART_KM, _MARGIN = 250.0, 0.5
"""Two zones this many km apart, one of which comes within so many degrees of the other when swapped, are a swap."""
_ON_LINE_KM = 5.0
"""How far, in km, the points of `from` and `to` may lie from their line beyond its own uncertainty."""


@dataclass(frozen=True, slots=True)
class AgreementProblem:
    """One thing wrong: the key (`terms[2].zone`, counted from 0; null for the file itself), what, and the remedy."""

    key: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        """`key: message (remedy)`."""
        return f"{self.key + ': ' if self.key else ''}{self.message} ({self.remedy})"


@dataclass(slots=True)
class _Parts:
    """What could be read, each item with its place in the file, so that checks can go on after a problem."""

    head: Agreement | None = None
    items: dict[str, list[tuple[int, Record]]] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def of(self, table: str, kind: type[_R]) -> list[tuple[int, _R]]:
        """The items of a table that could be read."""
        return [(i, r) for i, r in self.items.get(table, []) if isinstance(r, kind)]


_TABLES: dict[str, type[Record]] = {
    "parties": Party,
    "sides": Side,
    "actors": Actor,
    "exempt": Exempt,
    "zones": Zone,
    "terms": Term,
    "sources": Source,
}


def load_agreement(path: Path) -> Agreement:
    """Read an agreement and fill the geometry of its zones.

    Raises:
        AgreementError: Something is wrong; one problem is told with its key, several one a line.
    """
    agreement, problems = check_agreement(path)
    if agreement is not None and not problems:
        return agreement
    if len(problems) == 1:
        only = problems[0]
        raise AgreementError(only.message, where=f"{path}: {only.key}" if only.key else str(path), remedy=only.remedy)
    told = "\n".join(f"  {problem}" for problem in problems)
    raise AgreementError(f"{len(problems)} problems\n{told}\n ", where=str(path), remedy="mend each of them")


def check_agreement(path: Path) -> tuple[Agreement | None, tuple[AgreementProblem, ...]]:
    """The agreement, or null where it cannot be used, with all the problems that could be found."""
    try:
        data = tomllib.loads(decode(path.read_bytes()))
    except FileNotFoundError:
        return None, (AgreementProblem(None, "no such file", "check the path"),)
    except OSError as error:
        return None, (AgreementProblem(None, f"cannot be read: {error.strerror}", "make the file readable"),)
    except InputError as error:
        return None, (AgreementProblem(None, error.message, error.remedy or ""),)
    except tomllib.TOMLDecodeError as error:
        return None, (AgreementProblem(None, f"is no TOML: {error}", "mend that line; see https://toml.io"),)
    parts, problems = _parse(data)
    problems += _check_ids(parts)
    problems += _check_dates(parts.head)
    problems += _check_sides(parts)
    problems += _check_actors(parts)
    problems += _check_terms(parts)
    zones, more = _check_zones(parts, path.parent)
    problems += more
    if parts.head is None or problems:
        return None, tuple(problems)
    tables = {table: tuple(record for _, record in parts.items[table]) for table in _TABLES if table != "zones"}
    return parts.head.model_copy(update={**tables, "zones": tuple(zones)}), ()


# ---- reading into types


def _plain(value: Any) -> Any:
    """TOML values with dates and times as ISO 8601 text."""
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _parse(data: dict[str, Any]) -> tuple[_Parts, list[AgreementProblem]]:
    plain, parts, problems = _plain(data), _Parts(), []
    for table, kind in _TABLES.items():
        rows = plain.pop(table, [])
        parts.items[table], parts.ids[table] = [], []
        if not isinstance(rows, list):
            problems.append(AgreementProblem(table, "is no list of tables", f"write [[{table}]]"))
            continue
        for index, row in enumerate(rows):
            key = f"{table}[{index}]"
            if isinstance(row, dict):
                name = row.get("name") if table == "actors" else row.get("id")
                parts.ids[table] += [name] if isinstance(name, str) else []
                if kind is Zone and row.pop("geometry", None) is not None:
                    problems.append(AgreementProblem(f"{key}.geometry", "unknown key", "name a `file` and a `feature`"))
            record, found = _record(kind, row, key)
            problems += found
            parts.items[table] += [(index, record)] if record is not None else []
    head, found = _record(Agreement, plain, "")
    parts.head = head if isinstance(head, Agreement) else None
    return parts, problems + found


def _record(kind: type[Record], row: Any, key: str) -> tuple[Record | None, list[AgreementProblem]]:
    try:
        return kind.model_validate(row), []
    except ValidationError as error:
        return None, [_told(kind, details, key) for details in error.errors()]


def _told(kind: type[Record], details: ErrorDetails, key: str) -> AgreementProblem:
    """A problem of pydantic's in our words."""
    path = key
    for step in details["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    what, given, context = details["type"], details.get("input"), details.get("ctx", {})
    if what == "extra_forbidden":
        known = [f.alias or name for name, f in kind.model_fields.items() if name != "geometry"]
        near = difflib.get_close_matches(str(details["loc"][-1]), known, n=1)
        return AgreementProblem(
            path, "unknown key", f"did you mean `{near[0]}`?" if near else f"keys are {', '.join(known)}"
        )
    if what == "missing":
        return AgreementProblem(path, "missing", "give it; docs/agreements.md tells what it means")
    if what in ("enum", "literal_error"):
        return AgreementProblem(path, f"{given!r} is not allowed", f"want {context.get('expected')}")
    if what == "value_error":
        return AgreementProblem(path, f"{given!r} is no date or time", str(context.get("error", "")))
    return AgreementProblem(path, f"{given!r}: {details['msg']}", "see docs/agreements.md for what it takes")


# ---- what one part says of another


def _known(parts: _Parts, key: str, name: str | None, *tables: str) -> Iterator[AgreementProblem]:
    """A problem where no table declares that name."""
    declared = [known for table in tables for known in parts.ids[table]]
    if name is None or name in declared:
        return
    what = {"sides": "side", "parties": "party", "zones": "zone", "actors": "actor"}
    near = difflib.get_close_matches(name, declared, n=1)
    remedy = (
        f"did you mean `{near[0]}`?"
        if near
        else f"declare it, or use one of: {', '.join(dict.fromkeys(declared)) or 'none'}"
    )
    yield AgreementProblem(key, f"no such {' or '.join(what[table] for table in tables)}: {name!r}", remedy)


def _check_ids(parts: _Parts) -> list[AgreementProblem]:
    problems = []
    for table in ("parties", "sides", "zones", "terms", "actors"):
        seen: dict[str, int] = {}
        for index, record in parts.items[table]:
            name = record.name if isinstance(record, Actor) else getattr(record, "id", "")
            if name in seen and not (isinstance(record, Zone) and _moves(record)):
                word = "name" if table == "actors" else "id"
                problems.append(
                    AgreementProblem(
                        f"{table}[{index}].{word}",
                        f"{name!r} is also {table}[{seen[name]}]",
                        "give each its own"
                        + (
                            "; outlines that follow one another say `valid_from`, `valid_to`"
                            if table == "zones"
                            else ""
                        ),
                    )
                )
            seen.setdefault(name, index)
    return problems + _check_versions(parts.of("zones", Zone))


def _moves(zone: Zone) -> bool:
    return zone.valid_from is not None or zone.valid_to is not None


def _check_versions(zones: Sequence[tuple[int, Zone]]) -> list[AgreementProblem]:
    """Several zones of one id must be of one kind and hold one after the other."""
    problems = []
    for n, (index, zone) in enumerate(zones):
        key = f"zones[{index}]"
        if zone.valid_from is not None and zone.valid_to is not None and _before(zone.valid_to, zone.valid_from):
            message = f"{zone.valid_to} is before {zone.valid_from}"
            problems.append(AgreementProblem(f"{key}.valid_to", message, "swap or mend them"))
        for at, other in ((i, z) for i, z in zones[:n] if z.id == zone.id):
            if other.kind != zone.kind:
                message = f"{zone.kind}, but zones[{at}] of the same id is a {other.kind}"
                problems.append(AgreementProblem(f"{key}.kind", message, "a zone that moves stays of one kind"))
            elif _moves(zone) and not (_follows(zone, other) or _follows(other, zone)):
                message = f"holds on days on which zones[{at}] of the same id holds too"
                problems.append(
                    AgreementProblem(f"{key}.valid_from", message, "end one (`valid_to`) before the other begins")
                )
    return problems


def _follows(late: Zone, early: Zone) -> bool:
    """Whether one outline begins to hold after the other has ceased to; days are whole, moments may be the same."""
    if late.valid_from is None or early.valid_to is None:
        return False
    if "T" in late.valid_from and "T" in early.valid_to:
        return not _before(late.valid_from, early.valid_to)
    return early.valid_to[:10] < late.valid_from[:10]


def _check_dates(head: Agreement | None) -> list[AgreementProblem]:
    if head is None:
        return []
    problems = []
    if head.effective_zone is not None:
        try:
            ZoneInfo(head.effective_zone)
        except (ZoneInfoNotFoundError, ValueError):
            problems.append(
                AgreementProblem(
                    "effective_zone",
                    f"no such time zone: {head.effective_zone!r}",
                    "use an IANA name such as Asia/Aden",
                )
            )
    for key, early, late in (
        ("effective", head.declared, head.effective),
        ("ended", head.effective or head.declared, head.ended),
    ):
        if early is not None and late is not None and _before(late, early):
            problems.append(
                AgreementProblem(key, f"{late} is before {early}", "an agreement is declared, takes effect, ends")
            )
    return problems


def _before(a: str, b: str) -> bool:
    """Whether a is surely earlier than b; where one of them is only a date, by days."""
    if "T" in a and "T" in b:
        return dt.datetime.fromisoformat(a) < dt.datetime.fromisoformat(b)
    return a[:10] < b[:10]


def _check_sides(parts: _Parts) -> list[AgreementProblem]:
    problems: list[AgreementProblem] = []
    for index, party in parts.of("parties", Party):
        for at, named in enumerate(party.answers_for):
            problems += _known(parts, f"parties[{index}].answers_for[{at}]", named, "sides")
    through: dict[str, str] = {}
    for index, side in parts.of("sides", Side):
        problems += _known(parts, f"sides[{index}].through", side.through, "sides", "parties")
        if side.through is not None and side.through in parts.ids["sides"]:
            through[side.id] = side.through
    for index, side in parts.of("sides", Side):
        chain, here = [side.id], through.get(side.id)
        while here is not None and here not in chain:
            chain.append(here)
            here = through.get(here)
        if here == side.id:
            told = " -> ".join([*chain, side.id])
            problems.append(
                AgreementProblem(
                    f"sides[{index}].through", f"goes in a circle: {told}", "let one side be bound by itself"
                )
            )
    return problems


def alias_key(name: str) -> str:
    """The form in which names of actors are compared: case, marks of composition and runs of blanks do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _check_actors(parts: _Parts) -> list[AgreementProblem]:
    problems: list[AgreementProblem] = []
    owner: dict[str, str] = {}
    for _, actor in parts.of("actors", Actor):
        owner.setdefault(alias_key(actor.name), actor.name)
    for index, actor in parts.of("actors", Actor):
        if actor.side:
            problems += _known(parts, f"actors[{index}].side", actor.side, "sides")
        for at, alias in enumerate(actor.aliases):
            first = owner.setdefault(alias_key(alias), actor.name)
            if first != actor.name:
                key = f"actors[{index}].aliases[{at}]"
                problems.append(AgreementProblem(key, f"{alias!r} also names {first!r}", "give it to one of them only"))
    for index, exempt in parts.of("exempt", Exempt):
        problems += _known(parts, f"exempt[{index}].actor", exempt.actor, "actors")
    return problems


def _check_terms(parts: _Parts) -> list[AgreementProblem]:
    problems: list[AgreementProblem] = []
    zones: dict[str, list[Zone]] = {}
    for _, zone in parts.of("zones", Zone):
        zones.setdefault(zone.id, []).append(zone)
    for index, term in parts.of("terms", Term):
        key = f"terms[{index}]"
        problems += _known(parts, f"{key}.zone", term.zone, "zones")
        problems += _known(parts, f"{key}.along", term.along, "zones")
        for at, bound in enumerate(term.binds):
            problems += _known(parts, f"{key}.binds[{at}]", bound, "sides", "parties")
        if term.since is not None and term.until is not None and _before(term.until, term.since):
            problems.append(
                AgreementProblem(f"{key}.until", f"{term.until} is before {term.since}", "swap or mend them")
            )
        if term.testable and not term.tests:
            problems.append(AgreementProblem(f"{key}.tests", "missing", "name its tests, or set testable = false"))
        if not term.testable and term.tests:
            problems.append(
                AgreementProblem(f"{key}.tests", "tests of a term that is not testable", "set testable = true")
            )
        for at, test in enumerate(term.tests):
            problems += _check_test(zones, term, f"{key}.tests[{at}]", test)
        if len(set(term.tests)) < len(term.tests):
            problems.append(AgreementProblem(f"{key}.tests", "a test is named twice", "name each once"))
        acts = [t for t in term.tests if t in TERM_TESTS and TERM_TESTS[t].role in (TermRole.ACT, TermRole.COMMITMENT)]
        if term.tests and not acts and all(t in TERM_TESTS for t in term.tests):
            problems.append(
                AgreementProblem(
                    f"{key}.tests", "no test asks what the act was", "begin with one, such as prohibited_act"
                )
            )
        problems += _check_words(term, key)
        if "in_force" in term.tests and term.since is None and parts.head is not None and parts.head.effective is None:
            problems.append(
                AgreementProblem(
                    f"{key}.from", "nothing says from when it holds", "give `from`, or `effective` at the top"
                )
            )
    return problems


def _check_test(zones: Mapping[str, Sequence[Zone]], term: Term, key: str, test: str) -> Iterator[AgreementProblem]:
    info = TERM_TESTS.get(test)
    if info is None:
        near = difflib.get_close_matches(test, TERM_TESTS, n=1)
        yield AgreementProblem(
            key,
            f"unknown test: {test!r}",
            f"did you mean `{near[0]}`?" if near else f"tests are {', '.join(TERM_TESTS)}",
        )
        return
    for need in info.needs:
        if not any(getattr(term, name) for name in need.split("|")):
            yield AgreementProblem(
                key, f"{test} needs {need.replace('|', ' or ')}", f"give the term a `{need.split('|')[-1]}`"
            )
    named = (term.along or term.zone or "") if "along|zone" in info.needs else (term.zone or "")
    for zone in zones.get(named, ()) if info.zone_kinds else ():
        if zone.kind not in info.zone_kinds:
            yield AgreementProblem(
                key, f"{test} cannot be asked of a {zone.kind}", f"name a {' or '.join(info.zone_kinds)}"
            )
            return
        if info.needs_depth and zone.kind != "polygon" and zone.depth_km is None:
            yield AgreementProblem(
                key, f"{test} needs a zone with a width", f"give zone {zone.id!r} half_width_km or near_km"
            )
            return


def _check_words(term: Term, key: str) -> Iterator[AgreementProblem]:
    """Words of `forbids` and `commits` that a test of the term must understand."""
    known = [*ACTS, *Kind]
    for test, words in (("prohibited_act", "forbids"), ("commitment_kept", "commits")):
        for at, word in enumerate(getattr(term, words) if test in term.tests else ()):
            if word not in known:
                near = difflib.get_close_matches(word, known, n=1)
                remedy = f"did you mean `{near[0]}`?" if near else f"use a kind, or one of {', '.join(ACTS)}"
                yield AgreementProblem(f"{key}.{words}[{at}]", f"neither a kind nor a class of kinds: {word!r}", remedy)


# ---- zones and their geometry


def _check_zones(parts: _Parts, folder: Path) -> tuple[list[Zone], list[AgreementProblem]]:
    zones: list[tuple[int, Zone]] = []
    problems: list[AgreementProblem] = []
    files: dict[str, Mapping[str, Mapping[str, Any]] | Flaw] = {}
    for index, zone in parts.of("zones", Zone):
        key = f"zones[{index}]"
        before = len(problems)
        problems += _check_zone_keys(parts, zone, key)
        if _leads_out(zone.file):
            continue  # a file outside the folder is never opened
        if zone.file not in files:
            try:
                files[zone.file] = read_features(folder / zone.file)
            except GeoJsonError as error:
                files[zone.file] = error.flaw
        features = files[zone.file]
        if isinstance(features, Flaw):
            problems.append(AgreementProblem(f"{key}.file", features.message, features.remedy))
            continue
        geometry, found = _geometry(zone, features, key)
        problems += found
        if geometry is not None and len(problems) == before:
            zones.append((index, zone.model_copy(update={"geometry": geometry})))
    return [zone for _, zone in zones], problems + _swapped(zones)


def _leads_out(file: str) -> bool:
    return Path(file).is_absolute() or ".." in Path(file).parts


def _check_zone_keys(parts: _Parts, zone: Zone, key: str) -> Iterator[AgreementProblem]:
    if _leads_out(zone.file):
        yield AgreementProblem(
            f"{key}.file", "leads out of the agreement's folder", "put the file beside the agreement"
        )
    if zone.kind == "corridor" and zone.half_width_km is None:
        yield AgreementProblem(f"{key}.half_width_km", "missing", "say how many km the corridor reaches to either side")
    wrong = {
        "half_width_km": zone.half_width_km is not None and zone.kind != "corridor",
        "near_km": zone.near_km is not None and zone.kind != "line",
        "from": zone.start_point is not None and zone.kind == "polygon",
        "divides": bool(zone.divides) and zone.kind != "line",
    }
    for name, here in wrong.items():
        if here:
            yield AgreementProblem(f"{key}.{name}", f"is not for a {zone.kind}", "leave it out, or change `kind`")
    if (zone.start_point is None) != (zone.end_point is None):
        name = "from" if zone.start_point is None else "to"
        yield AgreementProblem(f"{key}.{name}", "missing", "a stretch needs both `from` and `to`")
    if zone.divides and len(zone.divides) != 2:
        yield AgreementProblem(
            f"{key}.divides", f"{len(zone.divides)} lists of sides", "give two: left of the line, and right"
        )
    for at, sides in enumerate(zone.divides):
        for n, side in enumerate(sides):
            yield from _known(parts, f"{key}.divides[{at}][{n}]", side, "sides")
            if at and side in zone.divides[0]:
                yield AgreementProblem(f"{key}.divides[{at}][{n}]", f"{side!r} stands on both sides", "name it once")


def _geometry(
    zone: Zone, features: Mapping[str, Mapping[str, Any]], key: str
) -> tuple[dict[str, Any] | None, list[AgreementProblem]]:
    problems = []
    wanted: list[tuple[str, str, str]] = [(zone.feature, "feature", zone.kind)]
    if zone.start_point is not None and zone.end_point is not None and zone.kind != "polygon":
        wanted += [(zone.start_point, "from", "point"), (zone.end_point, "to", "point")]
    found: list[dict[str, Any]] = []
    for name, word, kind in wanted:
        if name not in features:
            near = difflib.get_close_matches(name, features, n=1)
            remedy = f"did you mean `{near[0]}`?" if near else f"its features are {', '.join(features) or 'none'}"
            problems.append(AgreementProblem(f"{key}.{word}", f"{zone.file} has no feature {name!r}", remedy))
            continue
        geometry = features[name].get("geometry")
        problems += [
            AgreementProblem(f"{key}.{word}", f"{zone.file}, feature {name!r}: {flaw.message}", flaw.remedy)
            for flaw in flaws(geometry, kind)
        ]
        if isinstance(geometry, dict):
            found.append(geometry)
    if problems:
        return None, problems
    if len(found) == 1:
        return found[0], []
    try:
        cut, *apart = stretch(found[0], found[1]["coordinates"][:2], found[2]["coordinates"][:2])
    except GeoJsonError as error:
        return None, [AgreementProblem(f"{key}.from", error.flaw.message, error.flaw.remedy)]
    for km, word in zip(apart, ("from", "to"), strict=True):
        if km > _ON_LINE_KM + zone.u_km:
            message = f"lies {km:.1f} km from the line"
            problems.append(
                AgreementProblem(f"{key}.{word}", message, "take a point on the line, or a larger uncertainty")
            )
    return cut, problems


def _swapped(zones: Sequence[tuple[int, Zone]]) -> list[AgreementProblem]:
    """Zones far apart of which one would lie on the other if its latitude and longitude were the other way round."""
    boxes = [(index, zone.id, box(zone.geometry)) for index, zone in zones if zone.geometry is not None]
    problems = []
    for n, (index, _, own) in enumerate(boxes):
        lon, lat = own.middle
        for _, other, there in boxes[:n]:
            far = float(_WGS84.inv(lon, lat, *there.middle)[2]) / 1000 > _APART_KM
            if far and there.holds(lat, lon, margin=_MARGIN) and not there.holds(lon, lat, margin=_MARGIN):
                message = f"far from zone {other!r}, but on it with latitude and longitude swapped"
                problems.append(
                    AgreementProblem(f"zones[{index}].feature", message, "GeoJSON has longitude first: [lon, lat]")
                )
                break
    return problems
