"""Text of a report is never markup, wherever it is shown."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import HOSTILE

INCIDENT = "/incidents/" + quote('i"><script>.json', safe="") + "?format=html"
REPORT = "/reports/" + quote("h/../<b>.json", safe="") + "?format=html"


@pytest.mark.parametrize("path", ["/", "/?q=alert", INCIDENT, REPORT, "/reports", "/checks", "/sources"])
def test_it_is_shown_as_text(hostile: TestClient, path: str) -> None:
    page = hostile.get(path)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "49" not in re.findall(r"&lt;img.*?(\d+)", page.text)


def test_no_link_runs_anything(hostile: TestClient) -> None:
    for path in (INCIDENT, REPORT):
        assert not re.search(r"href=\"\s*javascript:", hostile.get(path).text, re.IGNORECASE)


def test_an_attribute_cannot_be_left(hostile: TestClient) -> None:
    assert 'onload="alert' not in hostile.get(REPORT).text


def test_data_blocks_cannot_be_left(hostile: TestClient) -> None:
    for path in ("/", INCIDENT):
        block = re.search(
            r'<script type="application/json" id="data">(.*?)</script>', hostile.get(path).text, re.DOTALL
        )
        assert block is not None
        assert HOSTILE in json.dumps(json.loads(block[1]), ensure_ascii=False).replace('\\"', '"')


def test_links_lead_to_ids_of_any_shape(hostile: TestClient) -> None:
    pages = [hostile.get("/").text, hostile.get(INCIDENT).text]
    links = [link for page in pages for link in re.findall(r'href="(/(?:incidents|reports)/[^"#]+)', page)]
    assert len(links) >= 2
    for link in links:
        assert hostile.get(link.replace("&amp;", "&")).status_code == 200, link


def test_an_id_that_ends_like_a_wish_for_json_has_a_json_twin(hostile: TestClient) -> None:
    answer = hostile.get(INCIDENT.replace("?format=html", ".json"))
    assert answer.json()["incident"]["id"] == 'i"><script>.json'


@pytest.mark.parametrize(
    "query", ['"', "*", "a* OR", "NEAR(", "x AND NOT y", "-", "(", "public:x", "'; DROP TABLE x", "%"]
)
def test_no_search_is_an_operator(bench: TestClient, query: str) -> None:
    assert bench.get("/", params={"q": query}).status_code == 200
