"""What tests of the rules share: one gazetteer a session, one small agreement, and the rules as a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trucewatch.extract import extract_claims
from trucewatch.extract.actors import ActorBook
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Agreement, Claim, PublishedBasis, Report, text_sha256

AGREEMENT = Agreement.model_validate(
    {
        "id": "river-truce",
        "name": "Truce of the river",
        "declared": "2024-05-01",
        "effective": "2024-05-02",
        "sides": [
            {"id": "north", "name": "Northern camp", "bound": "yes"},
            {"id": "south", "name": "Southern camp", "bound": "yes"},
        ],
        "actors": [
            {"name": "Malian Armed Forces", "side": "north", "aliases": ["Malian army", "army units", "FAMa"]},
            {"name": "River Front", "side": "south", "aliases": ["RF", "river fighters", "the Front's men"]},
        ],
    }
)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once."""
    return Gazetteer.load()


@pytest.fixture(scope="session")
def agreement() -> Agreement:
    """A small invented agreement with two sides and an actor of each."""
    return AGREEMENT


@pytest.fixture(scope="session")
def book() -> ActorBook:
    """Actors without an agreement."""
    return ActorBook()


@pytest.fixture(scope="session")
def bound_book(agreement: Agreement) -> ActorBook:
    """Actors with the small agreement."""
    return ActorBook(agreement)


@pytest.fixture(scope="session")
def rules(gazetteer: Gazetteer) -> Callable[..., list[Claim]]:
    """The rules over one text; any field of the report by keyword, the agreement by `agreement`."""

    def run(text: str, *, agreement: Agreement | None = None, **fields: object) -> list[Claim]:
        return extract_claims(report_of(text, **fields), locator=Locator(gazetteer, agreement), agreement=agreement)

    return run


def report_of(text: str, **fields: object) -> Report:
    """A dated report of an outlet with no side, unless fields say otherwise."""
    given: dict[str, object] = {
        "id": "r1",
        "text": text,
        "sha256": text_sha256(text),
        "source": "Evening Courier",
        "published": "2024-06-14",
        "published_basis": PublishedBasis.GIVEN,
        "lang": "en",
    }
    return Report.model_validate(given | fields)
