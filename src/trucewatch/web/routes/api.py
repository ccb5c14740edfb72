"""The API for programs, version 1: records as the contract has them, decisions through the one service, postings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import QueryParams

from trucewatch import __version__
from trucewatch.assess import LedgerRow
from trucewatch.model import Agreement, Check, Claim, Decision, Finding, Incident, Report
from trucewatch.record import Proposal
from trucewatch.web import keyset, problems
from trucewatch.web.api_models import (
    CheckList,
    ClaimList,
    Decided,
    DecisionIn,
    DecisionList,
    Filtered,
    IncidentList,
    IncidentView,
    LedgerOf,
    LedgerView,
    LookAt,
    LookView,
    Page,
    RecordView,
    ReportList,
    ReportsIn,
    Summary,
)
from trucewatch.web.books import ledgers_of
from trucewatch.web.effects import Effects, effects_of
from trucewatch.web.filters import Filters
from trucewatch.web.permissions import Permission, Person, changes, refusal, requires
from trucewatch.web.problems import ProblemDetails, told
from trucewatch.web.queries import ask
from trucewatch.web.routes.incident import heading
from trucewatch.web.routes.ledgers import OF_CLAIMS, table_rows
from trucewatch.web.runs import Busy, Run, Runs
from trucewatch.web.workbench import Bench, Workbench

PREFIX = "/api/v1"

router = APIRouter()

Reader = Annotated[Person, Depends(requires(Permission.READ))]
Insider = Annotated[Person, Depends(requires(Permission.READ_NAMES))]
Decider = Annotated[Person, Depends(changes(Permission.DECIDE))]

T = TypeVar("T")


def create_api(bench: Workbench, runs: Runs) -> FastAPI:
    """The API over a workbench, to be mounted at `PREFIX`."""
    api = FastAPI(title="Trucewatch", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    api.state.bench, api.state.people, api.state.runs = bench, bench.settings.people, runs
    problems.install(api)
    api.include_router(router)
    return api


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, _: Reader) -> dict[str, Any]:
    """The description of this API in OpenAPI 3.1."""
    api: FastAPI = request.app
    if api.openapi_schema is None:
        api.openapi_schema = description()
    return api.openapi_schema


def description() -> dict[str, Any]:
    """The API in OpenAPI 3.1; the same for every record."""
    made = get_openapi(
        title="Trucewatch",
        version="1",
        summary="A ceasefire record that anyone can check",
        routes=router.routes,
        servers=[{"url": PREFIX}],
    )
    components = made.setdefault("components", {})
    components.setdefault("schemas", {})["ProblemDetails"] = ProblemDetails.model_json_schema()
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


# ---- reading


@router.get("/record", responses=told())
def record(bench: Bench, _: Reader) -> RecordView:
    """What the record is: how much it holds, and what found its claims."""
    with ask(bench.index, Filters(), private=False) as queries:
        incidents = queries.totals().all_incidents
    reports, claims, _stamp = bench.store.stamp()
    return RecordView(
        name=bench.settings.name,
        version=__version__,
        incidents=incidents,
        reports=reports,
        claims=claims,
        extractors=bench.store.extractors(),
        decisions_head=bench.store.heads().decisions,
    )


@router.get("/summary", responses=told())
def summary(bench: Bench, person: Reader, query: Annotated[Filtered, Query()]) -> Summary:
    """Totals and findings a term over the incidents that fit."""
    with ask(bench.index, _filters(query), private=person.may(Permission.READ_NAMES)) as queries:
        return Summary(totals=queries.totals(), terms=list(queries.terms()))


@router.get("/incidents", responses=told())
def incidents(bench: Bench, person: Reader, query: Annotated[IncidentList, Query()]) -> Page[Incident]:
    """Incidents that fit, the newest day first."""
    key = _stored(bench, person, keyset.key_of(query.cursor, (str, str)), 1)
    with keyset.lists(bench.index, _filters(query), private=person.may(Permission.READ_NAMES)) as lists:
        keys = lists.incidents_after(key, query.limit + 1)
    cases = bench.shelf(person).cases([id_ for _, id_ in keys[: query.limit]])
    last = keys[query.limit - 1] if len(keys) > query.limit else None
    following = keyset.cursor_of((last[0], bench.shown_id(last[1], person))) if last else None
    return Page(items=[case.incident for case in cases], next=following)


@router.get("/incidents/{id_}", responses=told(404))
def incident(id_: str, bench: Bench, person: Reader) -> IncidentView:
    """An incident with its findings."""
    case = bench.shelf(person).case(bench.stored_id(id_, person))
    if case is None:
        raise HTTPException(404, "The record holds no incident with this id.")
    return IncidentView(incident=case.incident, findings=list(case.findings))


@router.get("/findings", responses=told())
def findings(bench: Bench, person: Reader, query: Annotated[IncidentList, Query()]) -> Page[Finding]:
    """Findings that fit, by incident, agreement and term. With a term and no verdict, those that it reaches."""
    key = _stored(bench, person, keyset.key_of(query.cursor, (str, str, str)), 0)
    with keyset.lists(bench.index, _filters(query), private=person.may(Permission.READ_NAMES)) as lists:
        keys = lists.findings_after(key, query.limit + 1)
    wanted = keys[: query.limit]
    cases = bench.shelf(person).cases(list(dict.fromkeys(id_ for id_, _, _ in wanted)))
    found = {(case.id, f.agreement, f.term): f for case in cases for f in case.findings}
    last = wanted[-1] if len(keys) > query.limit else None
    following = keyset.cursor_of((bench.shown_id(last[0], person), *last[1:])) if last else None
    return Page(items=[found[k] for k in wanted if k in found], next=following)


@router.get("/claims", responses=told())
def claims(bench: Bench, person: Reader, query: Annotated[ClaimList, Query()]) -> Page[Claim]:
    """Claims as they were extracted, by report. Who may not see unreviewed claims sees those that were confirmed."""
    shelf, key = bench.shelf(person), _stored(bench, person, keyset.key_of(query.cursor, (str, int)), 0)
    if query.incident is not None:
        case = shelf.case(bench.stored_id(query.incident, person))
        rows = shelf.claims(case.claims)[0] if case else ()
        return _part([c for c in rows if _fits(c, query)], key, query.limit)
    if query.report is not None:
        rows = shelf.claims_of(bench.stored_id(query.report, person))[0]
        return _part([c for c in rows if _fits(c, query)], key, query.limit)
    found: list[Claim] = []
    least, skip = (str(key[0] or ""), int(key[1] or 0)) if key else ("", 0)
    reports = keyset.reports_by_id(bench.index, least, 200)
    for report in reports:
        for at, claim in enumerate(shelf.claims_of(report)[0]):
            if (report == least and at < skip) or not _fits(claim, query):
                continue
            if len(found) == query.limit:
                return Page(items=found, next=keyset.cursor_of((bench.shown_id(report, person), at)))
            found.append(claim)
    # A page of reports without claims is short or empty, and the next one goes on behind it.
    after = reports[-1] if len(reports) == 200 else None
    return Page(items=found, next=keyset.cursor_of((bench.shown_id(after, person), 2**30)) if after else None)


def _fits(claim: Claim, query: ClaimList) -> bool:
    return query.kind is None or claim.kind is query.kind


def _part(rows: Sequence[T], key: keyset.Key | None, size: int) -> Page[T]:
    """A page of a short list that is at hand as a whole; its cursor holds a position."""
    at = max(0, int(key[1] or 0)) if key else 0
    following = keyset.cursor_of(("", at + size)) if at + size < len(rows) else None
    return Page(items=list(rows[at : at + size]), next=following)


@router.get("/claims/{id_}", responses=told(404))
def claim(id_: str, bench: Bench, person: Reader) -> Claim:
    """A claim as it was extracted."""
    found, _ = bench.shelf(person).claims([bench.stored_id(id_, person)])
    if not found:
        raise HTTPException(404, "The record holds no claim with this id that you may see.")
    return found[0]


@router.get("/reports", responses=told())
def reports(bench: Bench, person: Reader, query: Annotated[ReportList, Query()]) -> Page[Report]:
    """Reports, the newest first. The text is empty for those who may not read it."""
    key = _stored(bench, person, keyset.key_of(query.cursor, (str, str)), 1)
    keys = keyset.reports_after(bench.index, key, query.limit + 1, source=query.source)
    wanted = [id_ for _, id_ in keys[: query.limit]]
    found = bench.shelf(person).reports(wanted)
    last = keys[query.limit - 1] if len(keys) > query.limit else None
    following = keyset.cursor_of((last[0], bench.shown_id(last[1], person))) if last else None
    shown = (found.get(bench.shown_id(id_, person)) for id_ in wanted)
    return Page(items=[r for r in shown if r is not None], next=following)


@router.get("/reports/{id_:path}", responses=told(404))
def report(id_: str, bench: Bench, person: Reader) -> Report:
    """A report. The text is empty for those who may not read it."""
    found = next(iter(bench.shelf(person).reports([bench.stored_id(id_, person)]).values()), None)
    if found is None:
        raise HTTPException(404, "The record holds no report with this id.")
    return found


@router.get("/checks", responses=told())
def checks(bench: Bench, person: Reader, query: Annotated[CheckList, Query()]) -> Page[Check]:
    """Statements about the record that reports make, and what the record says of them."""
    key = _stored(bench, person, keyset.key_of(query.cursor, (str,)), 0)
    named = None if query.report is None else bench.stored_id(query.report, person)
    ids = keyset.checks_after(bench.index, key, query.limit + 1, report=named, verdict=query.verdict, type_=query.type)
    following = keyset.cursor_of((bench.shown_id(ids[query.limit - 1], person),)) if len(ids) > query.limit else None
    return Page(items=bench.shelf(person).checks(ids[: query.limit]), next=following)


@router.get("/agreements", responses=told())
def agreements(bench: Bench, _: Reader) -> Page[Agreement]:
    """The agreements at hand."""
    return Page(items=list(bench.agreements), next=None)


@router.get("/agreements/{id_}", responses=told(404))
def agreement(id_: str, bench: Bench, _: Reader) -> Agreement:
    """An agreement with its terms and the geometry of its zones."""
    found = next((a for a in bench.agreements if a.id == id_), None)
    if found is None:
        raise HTTPException(404, "No agreement with this id is at hand.")
    return found


@router.get("/ledger", responses=told())
def ledger(bench: Bench, person: Reader, query: Annotated[LedgerOf, Query()]) -> LedgerView:
    """Totals a claimant, side, actor, period, term or zone, over the whole record; see docs/ledgers.md.

    By claimant and actor it tells of claims that nobody may have reviewed, which not every role may see.
    """
    if query.by in OF_CLAIMS and not person.may(Permission.READ_UNREVIEWED):
        raise HTTPException(403, refusal(person, Permission.READ_UNREVIEWED))
    books = ledgers_of(bench.reading, bench.index, bench.store.agreement(), as_of=None)
    rows = table_rows(books, "totals", query.by, query.period, bench, person)
    return LedgerView(by=query.by, rows=[row for row in rows if isinstance(row, LedgerRow)])


# ---- decisions


@router.get("/decisions", responses=told())
def decisions(bench: Bench, _: Insider, query: Annotated[DecisionList, Query()]) -> Page[Decision]:
    """Decisions in the order in which they were made, those undone included."""
    key = keyset.key_of(query.cursor, (int,))
    start = max(0, int(key[0] or 0)) if key else 0
    wanted = {"subject": query.subject, "actor": query.actor, "action": query.action}
    asked = {name: value for name, value in wanted.items() if value is not None}
    fitting = (
        (at, d)
        for at, d in enumerate(bench.store.decisions())
        if at >= start and all(getattr(d, name) == value for name, value in asked.items())
    )
    rows = list(islice(fitting, query.limit + 1))
    following = keyset.cursor_of((rows[query.limit][0],)) if len(rows) > query.limit else None
    return Page(items=[d for _, d in rows[: query.limit]], next=following)


@router.get("/looks", responses=told())
def look(
    bench: Bench, _: Annotated[Person, Depends(requires(Permission.DECIDE))], query: Annotated[LookAt, Query()]
) -> LookView:
    """A thing as it stands with review, and its digest for `seen`."""
    found = bench.desk.look(query.subject)
    document = json.JSONDecoder().raw_decode(found.document)[0] if found.document[:1] == "{" else found.document
    return LookView(subject=found.subject, digest=found.digest, document=document)


@router.post("/decisions/preview", responses=told(409, 413))
def preview(bench: Bench, person: Decider, given: DecisionIn) -> Effects:
    """What a decision would change; nothing is written."""
    return effects_of(bench.desk.preview(person, _proposal(given, person)), heading)


@router.post("/decisions", status_code=201, responses=told(409, 413))
def decide(bench: Bench, person: Decider, given: DecisionIn) -> Decided:
    """Make a decision. 409 where the record is no longer as `seen` says: look again, and decide again."""
    made = bench.desk.decide(person, _proposal(given, person))
    return Decided(decision=made.decision, effects=effects_of(made.changes, heading))


def _proposal(given: DecisionIn, person: Person) -> Proposal:
    return Proposal(
        actor=person.name,
        action=given.action,
        subject=given.subject,
        value=given.value,
        others=tuple(given.others),
        claims=tuple(given.claims),
        reason=given.reason,
        seen=dict(given.seen),
    )


# ---- postings


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting that was taken, and where to ask how far it is."""

    run: Run
    status: str


@router.post("/reports", status_code=202, responses=told(408, 413, 429))
def post_reports(
    request: Request,
    response: Response,
    person: Annotated[Person, Depends(changes(Permission.POST))],
    given: ReportsIn,
) -> Posted:
    """Give reports to the record: they are read, extracted, linked and assessed after those that wait already."""
    rows = (r.model_dump(exclude_none=True) for r in given.reports)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    runs: Runs = request.app.state.runs
    try:
        run = runs.post(lines.encode(), person.name)
    except Busy as error:
        raise HTTPException(429, "Too many postings are waiting. Try again later.") from error
    where = f"{PREFIX}/runs/{run.id}"
    response.headers["Location"] = where
    return Posted(run, where)


@router.get("/runs/{id_}", responses=told(404))
def run(id_: str, request: Request, _: Annotated[Person, Depends(requires(Permission.POST))]) -> Run:
    """How far a posting is."""
    runs: Runs = request.app.state.runs
    found = runs.get(id_)
    if found is None:
        raise HTTPException(404, "No posting of this name is in mind; only the last 200 are.")
    return found


# ---- within


def _filters(query: Filtered) -> Filters:
    return Filters.parse(QueryParams(query.pairs()))


def _stored(bench: Workbench, person: Person, key: keyset.Key | None, at: int) -> keyset.Key | None:
    """A key with the id in it as the record has it."""
    if key is None or key[at] is None:
        return key
    return (*key[:at], bench.stored_id(str(key[at]), person), *key[at + 1 :])
