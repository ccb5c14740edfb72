"""Pages in Debian's Chromium: served, opened, waited for until what a test looks at is drawn, held to axe's rules."""

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

PATIENCE_MS = 240_000
"""A machine that does much else besides must not fail a test."""

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]

_READY = """() => {
    const has = (selector) => document.querySelector(selector) !== null;
    return document.readyState === "complete"
        && !has(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
        && (!has("#map") || has("#map .leaflet-overlay-pane path"))
        && !has(".leaflet-zoom-anim")
        && (!has("#timeline") || has("#timeline .u-over, #timeline .empty"));
}"""


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """An application at an address of this machine."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none", lifespan="off")
    server, listening = uvicorn.Server(config), config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)
    listening.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The workbench over a record at an address of this machine."""
    with Store.open(folder, create=False) as store:
        agreement = store.agreement()
        app = create_app(store, agreements=[agreement] if agreement else [], settings=WebSettings(name="test"))
        with serving(app) as address:
            yield address
        app.state.bench.close()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield found
        found.close()


_GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx tells of a search that the next letter overtook or that was left; one that fails tells `sendError`."""


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page; whatever it complains about, or asks of another machine, fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "base_url": address, **options})
    context.set_default_timeout(PATIENCE_MS)
    found = context.new_page()
    told: list[str] = []
    found.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: told.append(str(error)))
    found.on("request", lambda r: told.append(r.url) if not r.url.startswith((address, "blob:", "data:")) else None)
    yield found
    context.close()
    assert not [line for line in told if "404" not in line and not line.startswith(_GIVEN_UP)], told


def settled(page: Any) -> None:
    """Wait until the page is there, nothing of it is being exchanged, and its map and timeline are drawn."""
    page.wait_for_function(_READY)


def violations(page: Any, root: Path) -> list[Any]:
    """What axe's automatic rules find on a page that was opened with `bypass_csp`.

    The policy of the pages forbids foreign scripts, also those of a test; such a page alone is told to let it in.
    """
    axe = root / "build" / "npm" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core was not brought: install once more where the registry of npm can be reached")
    page.evaluate(axe.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (v["id"], [n["html"][:160] + " | " + n["failureSummary"][-160:] for n in v["nodes"]][:3])
        for v in found["violations"]
    ]


def width_of(page: Any) -> int:
    """How wide the content of a page is."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
