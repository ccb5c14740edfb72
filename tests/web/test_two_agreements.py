"""A second agreement at hand lends its names to nobody of the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from starlette.testclient import TestClient

from trucewatch.read import load_agreement
from trucewatch.record import Store
from trucewatch.web import LocalPeople, Role, WebSettings, create_app


def test_sides_are_named_by_the_agreement_of_the_record_and_by_no_other(gold_folder: Path, example: Path) -> None:
    other = load_agreement(example.parent / "agreements" / "hodeidah-2018" / "agreement.toml")
    settings = WebSettings(name="test", people=LocalPeople(Role.ADMIN), today=lambda: dt.date(2020, 4, 4))
    with Store.open(gold_folder, create=False) as store:
        own = store.agreement()
        assert own is not None
        shared = {s.id for s in own.sides} & {s.id for s in other.sides}
        assert shared, "the test needs an id that both agreements use"
        app = create_app(store, agreements=[own, other], settings=settings)
        with TestClient(app, base_url="http://127.0.0.1:8321") as client:
            pages = "".join(client.get(path).text for path in ("/", "/review", "/ledgers?by=side"))
            names = {s.name for s in other.sides if s.id in shared} - {s.name for s in own.sides}
            assert not [name for name in names if name in pages]
            assert client.app.state.bench.sides == {s.id: s.name for s in own.sides}  # type: ignore[attr-defined]
