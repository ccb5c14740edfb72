"""Everything that a request needs, made once when the server starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from trucewatch.model import Agreement
from trucewatch.record import Store
from trucewatch.web.basemap import BaseMap
from trucewatch.web.index import Index
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.reading import Redaction, Shelf
from trucewatch.web.review import Desk
from trucewatch.web.settings import WebSettings


@dataclass(frozen=True, slots=True)
class Workbench:
    """The record, its read model, its agreements, and how they are shown."""

    store: Store
    index: Index
    agreements: tuple[Agreement, ...]
    settings: WebSettings
    base_map: BaseMap
    redaction: Redaction
    desk: Desk

    @classmethod
    def open(cls, store: Store, agreements: Sequence[Agreement], settings: WebSettings) -> Workbench:
        """Read the record into its index.

        Raises:
            RecordError: A stored line does not fit this version.
        """
        index = Index(store, check_seconds=settings.check_seconds)
        return cls(store, index, tuple(agreements), settings, BaseMap(), Redaction(index), Desk(store, index))

    def close(self) -> None:
        """Let go of the index; the store is the caller's."""
        self.index.close()

    def shelf(self, person: Person) -> Shelf:
        """The records as this person may see them."""
        redactor = None if person.may(Permission.READ_NAMES) else self.redaction.redactor()
        return Shelf(self.store, person, redactor, self.desk.reviewed)

    def stored_id(self, id_: str, person: Person) -> str:
        """The id in the record behind one that this person was shown."""
        return id_ if person.may(Permission.READ_NAMES) else self.redaction.stored_id(id_)

    @property
    def sides(self) -> dict[str, str]:
        """Names of the sides of all agreements, by id."""
        return {side.id: side.name for agreement in self.agreements for side in agreement.sides}


def _bench(request: Request) -> Workbench:
    bench: Workbench = request.app.state.bench
    bench.index.refresh()
    return bench


Bench = Annotated[Workbench, Depends(_bench)]
"""The workbench as a dependency of a route; its index follows the record."""
