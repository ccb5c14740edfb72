"""Sign-in, queue and desk in Chromium: axe's rules in both themes, a phone's width, and a decision by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.chromium import MARKS, opened, serving, settled, violations, width_of
from tests.web.team import NAMES, PASSWORD, Team, open_team, small_record

from trucewatch.web import Role

pytestmark = MARKS


@pytest.fixture(scope="module")
def team(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """The workbench with accounts over a small record."""
    filled = small_record(example, tmp_path_factory.mktemp("filled") / "out")
    with open_team(filled, tmp_path_factory.mktemp("team") / "out") as made:
        yield made


@pytest.fixture(scope="module")
def address(team: Team) -> Iterator[str]:
    """Where it is served."""
    with serving(team.app) as found:
        yield found


def sign_in(page: Any) -> None:
    """Sign in as an editor, by keys."""
    page.goto("/login")
    page.get_by_label("Name").fill(NAMES[Role.EDITOR])
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".who a[href='/account']")


def desk_of(page: Any) -> None:
    """Open the desk of the first in the queue."""
    page.goto("/review")
    page.locator("table.queue th a").first.click()
    page.wait_for_selector("#act-place")
    settled(page)


def look(page: Any, path: str) -> None:
    """Open a page of these; `desk` is the first one's."""
    if path == "/login":
        page.goto("/login")
    else:
        sign_in(page)
        if path == "desk":
            desk_of(page)
            page.evaluate(
                "for (const act of document.querySelectorAll('details[name=act]')) "
                "{ act.removeAttribute('name'); act.open = true; }"
            )
            page.wait_for_selector("#place-map .leaflet-overlay-pane path", state="attached")
        else:
            page.goto(path)
    settled(page)


PAGES = ("/login", "/review", "desk", "/review/decisions", "/account")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Any, address: str, root: Path, path: str, theme: str) -> None:
    with opened(browser, address, color_scheme=theme, bypass_csp=True) as page:
        look(page, path)
        assert not violations(page, root)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_over_the_edge_of_a_phone(browser: Any, address: str, path: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        look(page, path)
        assert width_of(page) <= 390


def test_the_keys_are_told(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        sign_in(page)
        desk_of(page)
        page.keyboard.press("?")
        page.wait_for_selector("dialog#keys[open]")
        assert "undo the last decision" in page.locator("dialog#keys").inner_text()
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog#keys[open]", state="detached")


def test_a_figure_is_corrected_and_the_correction_undone_by_keys_alone(browser: Any, address: str, team: Team) -> None:
    before = len(tuple(team.store.decisions()))
    with opened(browser, address) as page:
        sign_in(page)
        page.goto("/review")
        page.wait_for_load_state("load")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_selector("#act-place")
        settled(page)
        page.keyboard.press("e")
        page.wait_for_selector("details[data-key=e][open]")
        for field in page.locator("#field-inputs input[type=number]").all():
            field.focus()
            page.keyboard.press("Control+a")
            page.keyboard.type("41")
        page.locator("details[data-key=e] textarea").focus()
        page.keyboard.type("the ministry's own list")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('[data-decide]')")
        page.keyboard.press("d")
        page.wait_for_selector(".done")
        assert "41" in page.locator(".done").inner_text()
        settled(page)
        page.keyboard.press("u")
        page.wait_for_selector("details[data-key=u][open]")
        page.keyboard.type("a slip of the hand")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('[data-decide]')")
        page.keyboard.press("Enter")
        page.wait_for_selector(".past.gone")
    assert len(tuple(team.store.decisions())) == before + 2


PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def test_two_incidents_are_merged_by_search_and_the_merge_undone_from_the_list_by_keys_on_a_phone(
    browser: Any, address: str, team: Team, root: Path
) -> None:
    before = len(tuple(team.store.decisions()))
    with opened(browser, address, bypass_csp=True, **PHONE) as page:
        sign_in(page)
        desk_of(page)
        page.keyboard.press("m")
        page.wait_for_selector("details[data-key=m][open]")
        page.locator("#find").focus()
        page.wait_for_selector("#found .hint")
        page.keyboard.type("Idlib")
        page.wait_for_selector("#found input[type=checkbox]")
        settled(page)
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('#found input[type=checkbox]')")
        page.keyboard.press("Space")
        page.locator("details[data-key=m] textarea").focus()
        page.keyboard.type("one act, told twice")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('[data-decide]')")
        assert width_of(page) <= 390
        page.keyboard.press("Enter")
        page.wait_for_selector(".done")
        assert "merged with" in page.locator(".done").inner_text()
        page.goto("/review/decisions")
        page.locator("table.decisions summary").first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("two acts after all")
        assert not violations(page, root)
        assert width_of(page) <= 390
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=If you undo this decision")
        assert not violations(page, root)
        page.locator("[data-decide]").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("table.decisions tr.gone")
    assert len(tuple(team.store.decisions())) == before + 2


def test_a_point_is_set_on_the_map_by_keys(browser: Any, address: str) -> None:
    with opened(browser, address, **PHONE) as page:
        sign_in(page)
        desk_of(page)
        page.keyboard.press("p")
        page.wait_for_selector("#place-map .leaflet-overlay-pane path", state="attached")
        before = page.input_value("#lat")
        page.locator("#place-map").focus()
        page.keyboard.press("ArrowUp")
        page.wait_for_function("() => !document.querySelector('.leaflet-pan-anim')")
        page.keyboard.press("Enter")
        page.wait_for_function("before => document.getElementById('lat').value !== before", arg=before)
        assert float(page.input_value("#lat")) > float(before)
