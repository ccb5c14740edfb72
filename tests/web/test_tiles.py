"""A tile server: nobody is asked unless the operator named one, and then that one alone, for pictures alone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.chromium import MARKS, opened, serving, settled
from tests.web.conftest import Open

from trucewatch.errors import UsageError
from trucewatch.record import Store
from trucewatch.web import WebSettings, create_app
from trucewatch.web.security import CONTENT_SECURITY_POLICY
from trucewatch.web.tiles import tiles_of

ADDRESS = "https://tiles.example.org/{z}/{x}/{y}.png"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_without_one_the_policy_and_the_map_know_none(bench: TestClient) -> None:
    answer = bench.get("/map/base")
    assert answer.json()["tiles"] is None
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_pictures_may_come_from_the_one_that_was_named_and_nothing_else(gold_folder: Path, open_bench: Open) -> None:
    client = open_bench(gold_folder, tiles=tiles_of(ADDRESS, "Somebody"))
    answer = client.get("/map/base")
    assert answer.json()["tiles"] == {"template": ADDRESS, "credit": "Somebody"}
    was = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    now = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert now == was | {"img-src": "'self' https://tiles.example.org"}


@pytest.mark.parametrize(
    ("template", "credit", "why"),
    [
        ("https://tiles.example.org/tiles.png", "x", "no address of tiles"),
        ("https://tiles.example.org/{z}/{x}/{y}.png; script-src *", "x", "no address of tiles"),
        ("https://{z}.example.org/{x}/{y}.png", "x", "no address of tiles"),
        ("https://tiles.example.org/{s}/{z}/{x}/{y}.png", "x", "only {z}, {x} and {y}"),
        ("http://tiles.example.org/{z}/{x}/{y}.png", "x", "over https"),
        ("javascript:alert(1)//{z}/{x}/{y}", "x", "no address of tiles"),
        (ADDRESS, " ", "who made them"),
    ],
)
def test_what_is_no_tile_server_is_refused(template: str, credit: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        tiles_of(template, credit)


@pytest.mark.browser
@MARKS[1]
def test_the_map_shows_its_pictures_and_who_made_them(browser: Any, gold_folder: Path) -> None:
    asked: list[str] = []

    async def tile(request: Request) -> Response:
        asked.append(request.headers.get("referer", ""))
        return Response(DOT, media_type="image/png")

    route = Route("/{z:int}/{x:int}/{y:int}.png", tile)
    with serving(Starlette(routes=[route])) as tiles, Store.open(gold_folder, create=False) as store:
        settings = WebSettings(tiles=tiles_of(f"{tiles}/{{z}}/{{x}}/{{y}}.png", "<b>Somebody</b>"))
        app = create_app(store, agreements=[], settings=settings)
        with serving(app) as address, opened(browser, "http://127.0.0.1:", base_url=address) as page:
            page.goto("/")
            settled(page)
            page.wait_for_selector("#map img.leaflet-tile-loaded")
            assert "<b>Somebody</b>" in page.locator("#map .leaflet-control-attribution").inner_text()
        app.state.bench.close()
    assert asked
    assert set(asked) == {""}
