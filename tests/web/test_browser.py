"""The main tasks in Chromium, and axe's rules on every page in both themes. Skipped where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.chromium import MARKS, PATIENCE_MS, opened, served, settled, violations, width_of

pytestmark = MARKS

PAGES = ("/", "/incidents/2020-02-20-idlib-air-strike", "/reports/p01-two-soldiers-air-strike", "/reports", "/checks")
PAGES += ("/agreements", "/sources", "/incidents/none", "/?verdict=undetermined&q=idlib", "/ledgers")
PAGES += ("/ledgers?by=side", "/ledgers?by=term", "/trend?by=side", "/?as_of=2020-03-20")
TYPING_MS = 400
"""Slower than the search waits for, so that words on their way are asked for too."""


@pytest.fixture(scope="module")
def address(gold_folder: Path) -> Iterator[str]:
    """The workbench over the gold of the example."""
    with served(gold_folder) as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of 1280 px."""
    with opened(browser, address) as found:
        yield found


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
    settled(page)
    assert hits(page) < everything
    counts = page.evaluate("JSON.parse(document.getElementById('data').textContent).map.points.map(p => p.count)")
    assert sum(counts) <= hits(page)
    assert page.locator("table.ledger tbody tr").count() == min(hits(page), 50)
    address = page.url
    page.goto("/sources")
    page.goto(address)
    assert page.locator("input[type=checkbox][name=verdict][value=undetermined]").is_checked()
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
    assert page.input_value("#since") < page.input_value("#until")
    page.wait_for_selector(".chosen-days")
    assert "q=" not in page.url


def test_the_part_of_the_map_that_is_shown_becomes_a_filter(page: Any) -> None:
    page.goto("/")
    settled(page)
    everything = hits(page)
    scale = page.locator(".leaflet-control-scale-line").inner_text()
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("was => document.querySelector('.leaflet-control-scale-line').innerText !== was", arg=scale)
    settled(page)
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


APART = """() => {
  const boxes = [...document.querySelectorAll('#map .town span')].map(e => e.getBoundingClientRect());
  return boxes.length > 3 && boxes.every((a, i) => boxes.slice(i + 1).every(
    b => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top));
}"""
"""Whether towns are named on the map and no name lies on another; while the map still moves they may."""


def test_towns_are_named_and_none_lies_on_another(page: Any) -> None:
    page.goto("/")
    page.wait_for_function(APART)


def test_the_day_of_the_record_stays_from_page_to_page(page: Any) -> None:
    page.goto("/")
    page.locator("#as_of").fill("2020-03-20")
    page.locator("#as_of").press("Enter")
    page.wait_for_selector(".strip.dated")
    settled(page)
    few = hits(page)
    page.get_by_label("Undetermined", exact=False).first.check()
    page.wait_for_url("**verdict=undetermined**")
    assert "as_of=2020-03-20" in page.url
    page.locator("table.ledger th a").first.click()
    page.wait_for_url("**/incidents/**as_of=2020-03-20**")
    page.get_by_role("link", name="Ledgers").click()
    page.wait_for_url("**/ledgers?as_of=2020-03-20")
    assert "20 Mar 2020" in page.locator(".strip.dated").inner_text()
    page.locator(".strip.dated a").click()
    page.wait_for_selector(".strip.dated", state="detached")
    page.goto("/")
    assert hits(page) > few


def test_days_under_the_timeline_are_said_as_elsewhere(page: Any) -> None:
    page.add_init_script(
        "const fill = CanvasRenderingContext2D.prototype.fillText; window.drawn = [];"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) "
        "{ window.drawn.push(text); return fill.call(this, text, ...at); };"
    )
    page.goto("/")
    settled(page)
    page.wait_for_function(
        "() => window.drawn.some(text => /^(\\d+ )?Mar$/.test(text)) && window.drawn.includes('2020')"
    )
    assert not page.evaluate("() => window.drawn.filter(text => text.includes('/'))")


def test_why_a_finding_is_open_can_be_read_on_a_phone_without_scrolling_sideways(browser: Any, address: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        page.goto("/?verdict=undetermined&term=ceasefire")
        settled(page)
        page.locator("table.ledger th a").first.click()
        page.wait_for_url("**/incidents/**")
        page.wait_for_selector(".lacking li")
        tables = "[...document.querySelectorAll('table.tests')]"
        assert page.evaluate(f"() => {tables}.every(table => table.scrollWidth <= table.clientWidth)")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Any, address: str, root: Path, path: str, theme: str) -> None:
    with opened(browser, address, color_scheme=theme, bypass_csp=True) as page:
        page.goto(path)
        settled(page)
        assert not violations(page, root)


NARROW = ("/checks", "/trend?by=side", "/incidents/2020-03-19-muhambal", "/reports/m14-heart-attack")
CUT_OFF = "[...document.querySelectorAll('table.small')].filter(table => table.scrollWidth > table.clientWidth).length"


@pytest.mark.parametrize("path", NARROW)
def test_tables_fit_a_phone_and_axe_finds_nothing_there(browser: Any, address: str, root: Path, path: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 800}, bypass_csp=True) as page:
        page.goto(path)
        settled(page)
        assert page.evaluate(CUT_OFF) == 0
        assert not violations(page, root)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_over_the_edge_of_a_phone(browser: Any, address: str, path: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        page.goto(path)
        settled(page)
        assert width_of(page) <= 390
