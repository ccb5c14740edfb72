"""The application: routes, errors, headers and static files put together."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from jinja2 import Environment
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from trucewatch import __version__
from trucewatch.engine import Progress, write_beside
from trucewatch.errors import RecordError, UsageError
from trucewatch.model import Agreement
from trucewatch.publish import wording
from trucewatch.record import Store
from trucewatch.record.store import utc_now
from trucewatch.web import addresses, failures, labels
from trucewatch.web.answers import HeadAsGet, JsonSuffix, embedded, environment
from trucewatch.web.basemap import VENDOR
from trucewatch.web.decided import told
from trucewatch.web.forms import REPORTS_BYTES, Bounded
from trucewatch.web.routes import (
    agreement,
    api,
    checks,
    findings,
    incident,
    ledgers,
    login,
    overview,
    people,
    report,
    review,
    situation,
    sources,
    trend,
)
from trucewatch.web.runs import Runs
from trucewatch.web.security import Guard
from trucewatch.web.sessions import AccountPeople
from trucewatch.web.settings import WebSettings
from trucewatch.web.workbench import Workbench

_LOG = logging.getLogger(__name__)
FILES_OF: Final = 2_000
"""Reports of a record up to which its files are written anew when the server stops; of larger ones it takes long."""
STATIC = Path(__file__).parent / "static"


def create_app(
    store: Store,
    *,
    agreements: Sequence[Agreement] = (),
    settings: WebSettings | None = None,
    progress: Progress | None = None,
) -> FastAPI:
    """The workbench over one record.

    Args:
        store: The record; the caller closes it when the application is done.
        agreements: What the findings of the record speak of.
        settings: What the operator decides.
        progress: Who is told how far the first reading of a large record is.

    Raises:
        RecordError: The record cannot be read, or the read model of a large one cannot be built.
        UsageError: The scripts of others that the pages need are not there.
    """
    settings = settings or WebSettings()
    check_scripts()
    bench = Workbench.open(store, agreements, settings, progress=progress)
    runs = Runs(store, extractor=settings.extractor, now=utc_now)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        begun = store.heads().decisions
        yield
        runs.close()
        if store.heads().decisions != begun and store.stamp()[0] <= FILES_OF:
            _write_files(store)
        bench.close()

    app = FastAPI(
        title="Trucewatch", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.bench = bench
    app.state.settings = settings
    app.state.people = settings.people
    app.state.templates = _templates(bench)
    for module in (
        overview,
        incident,
        report,
        checks,
        ledgers,
        findings,
        trend,
        agreement,
        sources,
        login,
        people,
        review,
        situation,
    ):
        app.include_router(module.router)
    app.router.routes.append(_mounted(api.PREFIX, api.create_api(bench, runs)))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    failures.install(app)
    app.add_middleware(Bounded, larger={f"{api.PREFIX}/reports": REPORTS_BYTES})
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(JsonSuffix)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Guard, hosts=settings.hosts, pictures=settings.tiles.origin if settings.tiles else None)
    return app


def _mounted(prefix: str, made: FastAPI) -> Mount:
    """An application under a prefix, also where a line break stands in the address: it says itself what is wrong."""
    mount = Mount(prefix, app=made)
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


def _write_files(store: Store) -> None:
    """Write the JSON Lines files beside a record anew; where that cannot be done the record itself still holds all."""
    try:
        write_beside(store)
    except RecordError as error:
        _LOG.warning("%s", error)


def check_scripts() -> None:
    """See that the build brought the scripts of others.

    Raises:
        UsageError: It did not.
    """
    if not (VENDOR / "htmx.min.js").is_file():
        raise UsageError(
            "the scripts that the pages need did not come with this installation",
            remedy="install Trucewatch again from a wheel, or where the registry of npm can be reached",
        )


@lru_cache(maxsize=256)
def static_path(name: str) -> str:
    """The address of a static file, with a mark of its content so that an old copy is never used."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def _templates(bench: Workbench) -> Environment:
    made = environment()
    made.filters.update(labels.filters(bench.sides))
    made.filters["decided"] = told
    made.filters["embedded"] = embedded
    made.globals.update(
        static=static_path,
        incident_path=addresses.incident_path,
        review_path=addresses.review_path,
        report_path=addresses.report_path,
        agreement_path=addresses.agreement_path,
        agreement_file_path=addresses.agreement_file_path,
        outside=wording.outside,
        short_verdicts=labels.SHORT_VERDICTS,
        grade_meanings=wording.GRADE_MEANINGS,
        field_labels=labels.FIELD_LABELS,
        reliability_labels=wording.RELIABILITY_LABELS,
        agreements=bench.agreements,
        has_accounts=isinstance(bench.settings.people, AccountPeople),
    )
    return made
