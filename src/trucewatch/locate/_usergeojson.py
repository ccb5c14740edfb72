"""Places that a user brings as GeoJSON: points, lines and outlines become rows such as a CSV file has."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from trucewatch.errors import GazetteerError
from trucewatch.locate._table import Entry
from trucewatch.read.geojson import flaws, lines_of, shape_of

_WGS84 = Geod(ellps="WGS84")
_SHAPES = {
    "Point": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "polygon",
    "MultiPolygon": "polygon",
}
_COLUMNS = ("name", "country", "admin1", "radius_km", "kind", "population", "source", "pinned")
_OCHA_NAME = re.compile(r"adm(\d)(?:_en|_name)$")
_OCHA_KIND = {0: "country", 1: "admin1", 2: "admin2", 3: "admin2", 4: "place"}

MakeEntry = Callable[[Path, int, Mapping[str, str | None]], Entry]
"""Checks a row and makes a place of it."""


def is_geojson(text: str) -> bool:
    """Whether a file is meant as GeoJSON: tables do not begin with a brace."""
    return text.lstrip()[:1] == "{"


def read_geojson(path: Path, text: str, make: MakeEntry) -> Iterator[Entry]:
    """The places of a FeatureCollection.

    Properties are named as the columns of a CSV file, whatever their case; `alternates` may be a list. Tables of OCHA
    (HDX) are known by `ADM2_EN` and the like. An outline stands for its centroid, or for a point inside it where the
    centroid is not, with a radius that reaches its farthest corner; a line for its middle.

    Raises:
        GazetteerError: With file, number of the feature from 1, and remedy.
    """
    for number, feature in enumerate(_features(path, text), 1):
        where = f"{path}: feature {number}"
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise GazetteerError("has no properties", where=where, remedy="give each feature a `name` among them")
        try:
            yield make(path, number, _row(feature["properties"], feature.get("geometry")))
        except GazetteerError as error:
            raise GazetteerError(error.message, where=where, remedy=error.remedy) from error


def _features(path: Path, text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise GazetteerError(
            f"not JSON: {error.msg}", where=f"{path}:{error.lineno}", remedy="check it with any JSON tool"
        ) from error
    found = data.get("features") if data.get("type") == "FeatureCollection" else None
    if not isinstance(found, list):
        raise GazetteerError("no FeatureCollection", where=str(path), remedy="wrap the places in features")
    crs = str(data.get("crs") or "CRS84")
    if not any(word in crs for word in ("CRS84", "4326")):
        raise GazetteerError(
            "is in another coordinate system", where=str(path), remedy="convert it to WGS 84 (EPSG:4326)"
        )
    return found


def _row(properties: Mapping[str, Any], geometry: Any) -> dict[str, str | None]:
    given = {str(key).lower(): value for key, value in properties.items() if value is not None}
    row: dict[str, str | None] = {key: _text(given[key]) for key in _COLUMNS if key in given}
    others = given.get("alternates") or ()
    row["alternates"] = ";".join(map(str, others)) if isinstance(others, list) else str(others or "")
    own = _text(given.get("id", ""))
    row["id"] = own if ":" in own else ""
    row.setdefault("name", "")
    if not row["name"]:
        row.update(_ocha(given))
    return {**row, **_spot(geometry, row)}


def _text(value: Any) -> str:
    """A property as the cell of a table: a whole number without a point, true and false as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _ocha(given: Mapping[str, Any]) -> dict[str, str | None]:
    """Name, division, country and kind of a row of OCHA's common operational datasets."""
    levels = {int(m[1]): str(value) for key, value in given.items() if (m := _OCHA_NAME.match(key))}
    if not levels:
        return {}
    deepest = max(levels)
    code = str(given.get("adm0_pcode") or "")
    return {
        "name": levels[deepest],
        "admin1": levels.get(1, "") if deepest > 1 else "",
        "country": code if re.fullmatch("[A-Za-z]{2}", code) else "",
        "kind": _OCHA_KIND.get(deepest, "place"),
    }


def _spot(geometry: Any, row: Mapping[str, str | None]) -> dict[str, str | None]:
    """Point, radius and kind by the geometry; a radius or kind that is given stays."""
    given = geometry.get("type") if isinstance(geometry, dict) else None
    shape = _SHAPES.get(given or "")
    if shape is None:
        raise GazetteerError(
            f"geometry is {given}", where="geometry", remedy=f"give one of {', '.join(_SHAPES)} for each place"
        )
    for flaw in flaws(geometry, shape):
        raise GazetteerError(flaw.message, where="geometry", remedy=flaw.remedy)
    if shape == "point":
        lon, lat = geometry["coordinates"][:2]
        return {"lat": str(lat), "lon": str(lon)}
    lon, lat = _middle(geometry, shape)
    corners = np.array([point for run in lines_of(geometry) for point in run])
    metres = _WGS84.inv(np.full(len(corners), lon), np.full(len(corners), lat), corners[:, 0], corners[:, 1])[2]
    return {
        "lat": f"{lat:.5f}",
        "lon": f"{(lon + 180) % 360 - 180:.5f}",
        "radius_km": row.get("radius_km") or str(math.ceil(float(np.max(metres)) / 100) / 10),
        "kind": row.get("kind") or ("region" if shape == "polygon" else "line"),
    }


def _middle(geometry: Mapping[str, Any], shape: str) -> tuple[float, float]:
    outline = shape_of(geometry)
    if shape == "line":
        longest = max(shapely.get_parts(outline), key=lambda part: float(part.length))
        point = longest.interpolate(0.5, normalized=True)
    else:
        point = outline.centroid if outline.contains(outline.centroid) else outline.representative_point()
    return float(point.x), float(point.y)
