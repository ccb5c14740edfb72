"""Place names to places with uncertainty; zones, corridors, distances."""

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

__all__ = [
    "Country",
    "CountryKind",
    "countries",
    "country_of",
    "find_capital",
    "find_country",
    "find_demonym",
    "find_metonym",
]
