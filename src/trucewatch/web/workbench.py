"""Everything that a request needs, made once when the server starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from trucewatch.engine import Progress
from trucewatch.model import Agreement
from trucewatch.record import Reading, Store
from trucewatch.web.as_of import AS_OF, Past
from trucewatch.web.basemap import BaseMap
from trucewatch.web.filters import day_in
from trucewatch.web.index import Index
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.reading import Decisions, Redaction, Shelf
from trucewatch.web.review import Desk
from trucewatch.web.settings import WebSettings
from trucewatch.web.towns import Towns


@dataclass(frozen=True, slots=True)
class Workbench:
    """The record, its read model, its agreements, and how they are shown.

    Attributes:
        store: The record as it is stored.
        reading: What the pages read: the store, or the record as known on a day.
        index: The read model of `reading`.
        as_of: The day, or null.
        past: Gives the record as known on a day.
    """

    store: Store
    reading: Reading
    index: Index
    agreements: tuple[Agreement, ...]
    settings: WebSettings
    base_map: BaseMap
    towns: Towns
    redaction: Redaction
    decisions: Decisions
    desk: Desk
    past: Past
    as_of: dt.date | None = None

    @classmethod
    def open(
        cls, store: Store, agreements: Sequence[Agreement], settings: WebSettings, *, progress: Progress | None = None
    ) -> Workbench:
        """Read the record into its index.

        Args:
            store: The record.
            agreements: What its findings speak of.
            settings: What the operator decides.
            progress: Who is told how far the reading of a large record is.

        Raises:
            RecordError: A stored line does not fit this version, or the index of a large record cannot be built.
        """
        index = Index.open(store, check_seconds=settings.check_seconds, progress=progress)
        return cls(
            store=store,
            reading=store,
            index=index,
            agreements=tuple(agreements),
            settings=settings,
            base_map=BaseMap(),
            towns=Towns(),
            redaction=Redaction(index),
            decisions=Decisions(store, index),
            desk=Desk(store, index),
            past=Past(store),
        )

    def close(self) -> None:
        """Let go of the index; the store is the caller's."""
        self.past.close()
        self.index.close()

    def on(self, day: dt.date) -> Workbench:
        """The same over the record as known on a day.

        Raises:
            InputError: Nothing was published by then.
            StillDeriving: It takes longer than a request may; it is there after a while.
        """
        reading, index = self.past.on(day, self.index)
        return replace(
            self,
            reading=reading,
            index=index,
            redaction=Redaction(index),
            decisions=Decisions(reading, index),
            as_of=day,
        )

    def shelf(self, person: Person) -> Shelf:
        """The records as this person may see them."""
        redactor = None if person.may(Permission.READ_NAMES) else self.redaction.redactor()
        return Shelf(self.reading, person, redactor, self.desk.reviewed, self.decisions.now())

    def stored_id(self, id_: str, person: Person) -> str:
        """The id in the record behind one that this person was shown."""
        return id_ if person.may(Permission.READ_NAMES) else self.redaction.stored_id(id_)

    def shown_id(self, id_: str, person: Person) -> str:
        """An id of the record as this person may see it."""
        return id_ if person.may(Permission.READ_NAMES) else self.redaction.redactor().id(id_)

    @property
    def sides(self) -> dict[str, str]:
        """Names of sides by id: those of the agreement that the record was tested against.

        Another agreement at hand may use the same ids for other parties, and must not name those of this record. Where
        the record has none, all at hand name them, the first of two first.
        """
        own = self.store.agreement()
        named: dict[str, str] = {}
        for agreement in self.agreements if own is None else (own,):
            for side in agreement.sides:
                named.setdefault(side.id, side.name)
        return named


def _bench(request: Request) -> Workbench:
    bench: Workbench = request.app.state.bench
    bench.index.refresh()
    return bench


def _dated(request: Request) -> Workbench:
    bench = _bench(request)
    day = request.state.as_of = day_in(request.query_params, AS_OF)
    return bench if day is None else bench.on(day)


Bench = Annotated[Workbench, Depends(_bench)]
"""The workbench as a dependency of a route; its index follows the record."""

DatedBench = Annotated[Workbench, Depends(_dated)]
"""The same, over the record as known on the day that the address asks for (`as_of`), where it asks for one."""
