"""Place names to places with uncertainty; zones, corridors, distances."""

from trucewatch.locate._bulk import PointSet
from trucewatch.locate._places import apart_km, geodesic_km
from trucewatch.locate._table import Entry, EntryKind
from trucewatch.locate.additions import Addition, add_places
from trucewatch.locate.choosing import Choice
from trucewatch.locate.context import Anchor, PlaceContext
from trucewatch.locate.countries import (
    Country,
    CountryKind,
    countries,
    country_of,
    find_capital,
    find_country,
    find_demonym,
    find_metonym,
)
from trucewatch.locate.divisions import Division, find_adjective, find_code, find_short
from trucewatch.locate.gazetteer import Gazetteer, How, Match, user_folder
from trucewatch.locate.names import fold
from trucewatch.locate.resolve import Locator
from trucewatch.locate.weighing import Considered
from trucewatch.locate.zones import Measure, ZoneShape, contains, distance_km, within_area, within_band

__all__ = [
    "Addition",
    "Anchor",
    "Choice",
    "Considered",
    "Country",
    "CountryKind",
    "Division",
    "Entry",
    "EntryKind",
    "Gazetteer",
    "How",
    "Locator",
    "Match",
    "Measure",
    "PlaceContext",
    "PointSet",
    "ZoneShape",
    "add_places",
    "apart_km",
    "contains",
    "countries",
    "country_of",
    "distance_km",
    "find_adjective",
    "find_capital",
    "find_code",
    "find_country",
    "find_demonym",
    "find_metonym",
    "find_short",
    "fold",
    "geodesic_km",
    "user_folder",
    "within_area",
    "within_band",
]
