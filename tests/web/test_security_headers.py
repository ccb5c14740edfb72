"""Every answer carries the headers, no page holds a script or style of its own, and foreign names are refused."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from trucewatch.errors import UsageError
from trucewatch.web import LocalPeople, check_binding
from trucewatch.web.security import CONTENT_SECURITY_POLICY, HEADERS, host_of

PATHS = ("/", "/incidents/2020-02-20-idlib-air-strike", "/reports", "/reports/p01-two-soldiers-air-strike", "/checks")
PATHS += ("/agreements", "/sources", "/static/app.css", "/nowhere", "/?since=never", "/sources.json")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(bench: TestClient, path: str) -> None:
    answer = bench.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("path", PATHS[:8])
def test_no_page_holds_a_script_or_a_style_of_its_own(bench: TestClient, path: str) -> None:
    page = bench.get(path).text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert "src=" in attributes or 'type="application/json"' in attributes
        assert not ("src=" in attributes and body)


@pytest.mark.parametrize("path", PATHS[:8])
def test_pages_load_nothing_from_another_machine(bench: TestClient, path: str) -> None:
    page = bench.get(path).text
    assert not re.search(r"(?:src|action|hx-\w+)=\"(?:https?:)?//", page)
    assert not re.search(r"<link[^>]+href=\"(?:https?:)?//", page)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:8321"])
def test_a_foreign_name_for_this_machine_is_refused(bench: TestClient, host: str) -> None:
    assert bench.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:8321", "LOCALHOST"])
def test_its_own_names_are_answered(bench: TestClient, host: str) -> None:
    assert bench.get("/sources", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.example"}]
)
def test_a_change_that_another_site_asks_for_is_refused(bench: TestClient, headers: dict[str, str]) -> None:
    assert bench.post("/", headers=headers).status_code == 403


def test_a_change_from_its_own_page_passes_the_guard(bench: TestClient) -> None:
    answer = bench.post("/", headers={"origin": "http://127.0.0.1:8321", "sec-fetch-site": "same-origin"})
    assert answer.status_code == 405


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org"])
def test_without_accounts_it_binds_to_the_loopback_only(host: str) -> None:
    with pytest.raises(UsageError, match="this machine alone"):
        check_binding(host, LocalPeople())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_the_loopback_is_bound_to(host: str) -> None:
    check_binding(host, LocalPeople())


@pytest.mark.parametrize(
    ("header", "name"), [("a:80", "a"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("A", "a"), ("", "")]
)
def test_the_name_in_a_host_header(header: str, name: str) -> None:
    assert host_of(header) == name
