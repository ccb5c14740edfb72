"""The main tasks in Chromium, and axe's rules on every page in both themes. Skipped where there is no Chromium."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from trucewatch.record import Store
from trucewatch.web import WebSettings, create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]

PAGES = ("/", "/incidents/2020-02-20-idlib-air-strike", "/reports/p01-two-soldiers-air-strike", "/reports", "/checks")
PAGES += ("/agreements", "/sources", "/incidents/none", "/?verdict=undetermined&q=idlib")
PATIENCE_MS = 240_000
"""A machine that does much else besides must not fail a test."""
TYPING_MS = 400
"""Slower than the search waits for, so that words on their way are asked for too."""

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The workbench over a record at an address of this machine."""
    with Store.open(folder, create=False) as store:
        agreement = store.agreement()
        app = create_app(store, agreements=[agreement] if agreement else [], settings=WebSettings(name="test"))
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
        server, listening = uvicorn.Server(config), config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


@pytest.fixture(scope="module")
def address(gold_folder: Path) -> Iterator[str]:
    """The workbench over the gold of the example."""
    with served(gold_folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of 1280 px; whatever it complains about, or asks of another machine, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    found = context.new_page()
    found.set_default_timeout(PATIENCE_MS)
    told: list[str] = []
    found.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: told.append(str(error)))
    found.on("request", lambda r: told.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None)
    yield found
    context.close()
    assert not [line for line in told if "404" not in line], told


def settled(page: Any) -> None:
    """Wait until nothing is asked for any more."""
    page.wait_for_load_state("networkidle")


def hits(page: Any) -> int:
    """How many incidents the page says that it shows."""
    return int(page.locator("#chips .hits strong").inner_text().replace("\u202f", ""))


def test_a_facet_narrows_everything_and_stands_in_the_address(page: Any) -> None:
    page.goto("/")
    settled(page)
    everything = hits(page)
    page.get_by_label("Undetermined", exact=False).first.check()
    page.wait_for_url("**verdict=undetermined**")
    page.wait_for_selector("a.chip")
    assert hits(page) < everything
    counts = page.evaluate("JSON.parse(document.getElementById('data').textContent).map.points.map(p => p.count)")
    assert sum(counts) <= hits(page)
    assert page.locator("table.ledger tbody tr").count() == min(hits(page), 50)
    address = page.url
    page.goto("/sources")
    page.goto(address)
    assert page.locator("input[name=verdict][value=undetermined]").is_checked()
    page.locator("a.chip").first.click()
    page.wait_for_selector("a.chip", state="detached")
    assert hits(page) == everything


def test_the_search_narrows_while_typing_and_back_brings_back(page: Any) -> None:
    page.goto("/")
    settled(page)
    everything = hits(page)
    page.keyboard.press("/")
    page.keyboard.type("ambulance", delay=TYPING_MS)
    page.wait_for_url("**q=ambulance")
    page.wait_for_selector("a.chip")
    assert 0 < hits(page) < everything
    page.go_back()
    page.wait_for_selector("a.chip", state="detached")
    assert hits(page) == everything


def test_dragging_over_the_timeline_chooses_days(page: Any) -> None:
    page.goto("/")
    settled(page)
    box = page.locator("#timeline .u-over").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 80, steps=6)
    page.mouse.up()
    page.wait_for_url("**since=**until=**")
    settled(page)
    assert page.input_value("#since") < page.input_value("#until")
    page.wait_for_selector(".chosen-days")
    assert "q=" not in page.url


def test_the_part_of_the_map_that_is_shown_becomes_a_filter(page: Any) -> None:
    page.goto("/")
    settled(page)
    everything = hits(page)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Filter to what is shown").click()
    page.wait_for_url("**box=**")
    page.wait_for_selector("a.chip")
    assert hits(page) < everything


def test_from_the_ledger_to_the_words_and_back_by_keys_alone(page: Any) -> None:
    page.goto("/?sort=reports&term=corridor")
    settled(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/**")
    first = page.locator("h1").inner_text()
    page.keyboard.press("]")
    page.wait_for_function(
        "before => ![undefined, before].includes(document.querySelector('h1')?.innerText)", arg=first
    )
    page.wait_for_load_state("load")  # the heading is there before the keys are
    page.keyboard.press("[")
    page.wait_for_function("before => document.querySelector('h1')?.innerText === before", arg=first)
    page.locator(".cite a").first.click()
    page.wait_for_url("**/reports/**")
    name = page.url.partition("#")[2]
    assert page.locator(f"[id='{name}']").count() == 1


def test_a_claim_and_its_words_light_up_together(page: Any) -> None:
    page.goto("/reports/p01-two-soldiers-air-strike")
    mark = page.locator("mark.ev[data-claims]:not([data-claims=''])").first
    claim = mark.get_attribute("data-claims").split()[0]
    mark.locator("a").focus()
    assert "lit" in page.locator(f"[id='claim-{claim}']").get_attribute("class")


def test_the_theme_is_chosen_and_kept(page: Any) -> None:
    page.goto("/sources")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.goto("/checks")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_hostile_text_does_nothing(browser: Any, hostile: Any) -> None:
    folder = hostile.app.state.bench.store.path.parent
    with served(folder) as address:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        opened: list[str] = []
        page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        for path in ("/", "/checks", "/sources", "/reports"):
            page.goto(address + path)
            settled(page)
        page.goto(address + "/")
        page.locator("table.ledger th a").first.click()
        settled(page)
        page.goto(address + "/reports")
        page.locator("table.ledger th a").first.click()
        settled(page)
        assert "alert(1)" in page.locator("h1").inner_text()
        page.close()
        assert opened == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Any, address: str, root: Path, path: str, theme: str) -> None:
    axe = root / "build" / "npm" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core was not brought: install once more where the registry of npm can be reached")
    # The policy of the pages forbids foreign scripts, also those of a test; this page alone is told to let it in.
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=address, color_scheme=theme, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(path)
    settled(page)
    page.evaluate(axe.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    context.close()
    told = [
        (v["id"], [n["html"][:160] + " | " + n["failureSummary"][-160:] for n in v["nodes"]][:3])
        for v in found["violations"]
    ]
    assert not told


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_over_the_edge_of_a_phone(browser: Any, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, base_url=address)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(path)
    settled(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 390
