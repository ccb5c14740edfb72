"""The situation report of a record, for pages and for the command line: what it rests on and is drawn on."""

from __future__ import annotations

import threading
from importlib.util import find_spec
from typing import Final, Literal

from trucewatch import __version__
from trucewatch.errors import InputError, RecordError, UsageError
from trucewatch.publish import (
    Ground,
    MapPlace,
    Provenance,
    SituationOptions,
    make_report,
    report_html,
    report_pdf,
)
from trucewatch.record import Reading, Store
from trucewatch.web.as_of import MOST_REPORTS
from trucewatch.web.basemap import BaseMap
from trucewatch.web.filters import Box
from trucewatch.web.towns import Towns

Shape = Literal["html", "pdf"]

WAIT_SECONDS: Final = 20.0
"""How long a request waits for the report of another to be made."""
_ONE: Final = threading.Lock()
"""One report at a time is made, so that a record is not held in memory several times."""


class StillMaking(Exception):
    """The report of somebody else is being made; asking again after a while gives one's own."""


def can_make(shape: Shape) -> bool:
    """Whether what a shape needs is installed."""
    return shape == "html" or find_spec("typst") is not None


def draws() -> bool:
    """Whether what map and timeline need is installed."""
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def report_file(
    reading: Reading, store: Store, options: SituationOptions, ground: Ground | None, *, shape: Shape
) -> bytes:
    """The report of a period as a file.

    Args:
        reading: The record, as it is or as it was known on a day.
        store: The record itself.
        options: The period, and what to leave out.
        ground: What the map is drawn on; without it there is neither map nor timeline.
        shape: What to write.

    Raises:
        InputError: The record is too large, or a PDF cannot be made here.
        RecordError: Incidents and findings are not those of what is stored and decided.
        StillMaking: Another report is being made.
    """
    if store.stamp()[0] > MOST_REPORTS:
        raise InputError(
            f"a report holds every account of a period, which is not gathered while a page waits of a record of more "
            f"than {MOST_REPORTS:,} reports",
            remedy="use `trucewatch report`",
        )
    if not _ONE.acquire(timeout=WAIT_SECONDS):
        raise StillMaking
    try:
        made = make_report(reading, options, provenance_of(store), ground)
        return report_html(made).encode() if shape == "html" else report_pdf(made)
    except UsageError as error:
        raise InputError(error.message, where=error.where, remedy=error.remedy) from error
    finally:
        _ONE.release()


def provenance_of(store: Store) -> Provenance:
    """The ends of the chains, and by what the record was read.

    Raises:
        RecordError: Incidents and findings are not those of what is stored and decided.
    """
    heads = store.heads()
    if store.derived_of() != heads:
        raise RecordError(
            "incidents and findings are not of what is stored and decided now",
            where=store.where,
            remedy="trucewatch rebuild makes them anew",
        )
    return Provenance(
        stored=heads.stored,
        decisions=heads.decisions,
        extractors=store.extractors(),
        version=__version__,
        unreadable=tuple((input_.where, input_.reason) for input_ in store.unreadable()),
    )


def ground_of(outlines: BaseMap, towns: Towns) -> Ground:
    """The outline map and the towns that ship with the package."""

    def of(box: tuple[float, float, float, float]) -> list[MapPlace]:
        west, south, east, north = box
        found = towns.within(Box(west=west, south=south, east=east, north=north))
        return [MapPlace(t.name, t.lon, t.lat, t.population) for t in found]

    return Ground(lambda box: outlines.region(*box), of)
