"""Review: the queue, the desk of one incident, previews, decisions, and who else is looking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from trucewatch.errors import DecisionError, InputError, RecordMoved
from trucewatch.model import Claim, Decision, DecisionAction, Incident, Topic, TopicType
from trucewatch.publish import decisions_csv
from trucewatch.web.addresses import review_path
from trucewatch.web.answers import Answer, respond
from trucewatch.web.downloads import csv_file
from trucewatch.web.effects import Effects, effects_of
from trucewatch.web.filters import page_of
from trucewatch.web.forms import Form, form_of
from trucewatch.web.permissions import Permission, Person, changes, requires
from trucewatch.web.queue import DOUBT_LABELS, Doubt, Item
from trucewatch.web.review import Moved, claim_of, incident_of, successor
from trucewatch.web.review_forms import FieldForm, field_form, proposal_of
from trucewatch.web.routes._decisions_view import DecisionRow, Undoing, decision_cells, decision_rows, undoing
from trucewatch.web.routes._desk_view import DeskView, desk_view
from trucewatch.web.routes._found_view import found_view
from trucewatch.web.routes.incident import heading, headings
from trucewatch.web.routes.overview import Pages, pages
from trucewatch.web.workbench import Bench, Workbench

router = APIRouter(prefix="/review")

Reviewer = Annotated[Person, Depends(requires(Permission.DECIDE))]
Deciding = Annotated[Person, Depends(changes(Permission.DECIDE))]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An incident in the queue, who else is looking at it, and the incidents that it may be one with in one line."""

    item: Item
    incident: Incident
    heading: str
    lookers: tuple[str, ...]
    others: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QueueView:
    """A page of the queue; `counts` says how many stand in it for each doubt."""

    doubt: Doubt | None
    labels: Mapping[str, str]
    counts: Mapping[str, int]
    rows: tuple[QueueRow, ...]
    pages: Pages


@router.get("")
def queue(request: Request, bench: Bench, person: Reviewer) -> Response:
    """What is to be reviewed, what matters most to the record first.

    Raises:
        InputError: There is no such doubt or page.
    """
    doubt, page, size = _doubt(request), page_of(request.query_params), bench.settings.page_size
    items = bench.desk.queue()
    counts = {d.value: sum(any(c.doubt is d for c in item.causes) for item in items) for d in Doubt}
    if doubt is not None:
        items = tuple(item for item in items if any(c.doubt is doubt for c in item.causes))
    shown = items[(page - 1) * size : page * size]
    cases = {case.id: case.incident for case in bench.shelf(person).cases([item.id for item in shown])}
    lookers = bench.desk.presence.everywhere(person.name)
    others = headings(bench, person, [c.other for item in shown for c in item.causes if c.other])
    rows = tuple(
        QueueRow(
            item,
            cases[item.id],
            heading(cases[item.id]),
            lookers.get(f"incident:{item.id}", ()),
            {c.other: others[c.other] for c in item.causes if c.other in others},
        )
        for item in shown
        if item.id in cases
    )
    query = urlencode([*([("doubt", doubt.value)] if doubt else []), ("page", "{}")])
    view = QueueView(doubt, DOUBT_LABELS, counts, rows, pages(f"?{query}", page, size, len(items)))
    return respond(request, person, Answer(template="queue.html", view=view, title="Review"))


def _doubt(request: Request) -> Doubt | None:
    text = request.query_params.get("doubt", "")
    if text and text not in set(Doubt):
        raise InputError("no such doubt", where=f"doubt={text[:40]}", remedy=", ".join(Doubt))
    return Doubt(text) if text else None


@router.get("/incidents/{id_}")
def desk(id_: str, request: Request, bench: Bench, person: Reviewer) -> Response:
    """The desk for one incident.

    Raises:
        HTTPException: 404 where there is no such incident.
    """
    view = _desk(id_, request, bench, person)
    bench.desk.presence.look(f"incident:{id_}", person.name)
    return respond(request, person, Answer(template="desk.html", view=view, title=f"Review: {view.heading}"))


def _desk(id_: str, request: Request, bench: Workbench, person: Person) -> DeskView:
    try:
        look = bench.desk.look(f"incident:{id_}")
    except DecisionError as error:
        raise HTTPException(404, f"{error.message}. A decision or a run may have changed it.") from error
    query = request.query_params
    asked = query.get("subject") or f"incident:{id_}", query.get("field") or "killed"
    return desk_view(bench, person, look, _field_form(bench, *asked), _doubt(request), query.get("made"))


@router.get("/find")
def find(request: Request, bench: Bench, person: Reviewer) -> Response:
    """Incidents that an incident may be merged with: those of its days, or those that hold the words."""
    view = found_view(bench, person, request.query_params)
    return respond(request, person, Answer(template="_found.html", view=view, title="Found"))


@router.get("/field")
def field(request: Request, bench: Bench, person: Reviewer) -> Response:
    """The inputs for one field of an incident or a claim, with its present value."""
    query = request.query_params
    view = _field_form(bench, query.get("subject", ""), query.get("field", ""))
    return respond(request, person, Answer(template="_field.html", view=view, title="Correct"))


def _field_form(bench: Workbench, subject: str, field: str) -> FieldForm:
    record = _reader(bench)(subject)
    # Choosing another subject may leave a field chosen that it does not have.
    if isinstance(record, Incident) and field in Claim.model_fields and field not in Incident.model_fields:
        field = "killed"
    return field_form(subject, field, record, bench.sides)


def _reader(bench: Workbench) -> Callable[[str], Claim | Incident]:
    def read(subject: str) -> Claim | Incident:
        try:
            of = Topic.parse(subject).type
        except ValueError as error:
            raise InputError(str(error), where="subject") from error
        if of is TopicType.CLAIM:
            return claim_of(bench.desk.look(subject))
        if of is TopicType.INCIDENT:
            return incident_of(bench.desk.look(subject))
        raise InputError("only incidents and claims have fields to correct", where="subject")

    return read


# ---- previews and decisions


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What a decision would change, with the form that makes it."""

    action: str
    subject: str
    home: str
    reason: str | None
    effects: Effects
    fields: tuple[tuple[str, str], ...]
    undoing: Undoing | None = None


@dataclass(frozen=True, slots=True)
class MovedView:
    """A decision that was not made, since what it is about is no longer as it was shown.

    `also` are other things of the page that have moved; `again` is the form on what stands now, null where something
    that was shown is not there any more.
    """

    home: str
    message: str
    moved: Moved | None
    also: tuple[Moved, ...] = ()
    again: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class MadeView:
    """A decision as it was kept, what it changed, and where to go on."""

    decision: Decision
    effects: Effects
    onward: str


@router.post("/preview")
async def preview(request: Request, bench: Bench, person: Deciding) -> Response:
    """What a decision would change; nothing is written."""
    form = await form_of(request)
    return await run_in_threadpool(_preview, request, bench, person, form)


def _preview(request: Request, bench: Workbench, person: Person, form: Form) -> Response:
    proposal = proposal_of(form, person.name, _reader(bench))
    try:
        found = bench.desk.preview(person, proposal)
    except RecordMoved as error:
        return _moved(request, bench, person, form, error)
    kept = tuple((name, value) for name, value in form.multi_items() if name != "csrf")
    told, undone = effects_of(found, heading), undoing(bench, proposal)
    view = PreviewView(proposal.action.value, proposal.subject, _home(form), proposal.reason, told, kept, undone)
    answer = Answer(template="preview.html", part="_preview.html", view=view, title="What this would change")
    return respond(request, person, answer)


@router.post("/decide")
async def decide(request: Request, bench: Bench, person: Deciding) -> Response:
    """Make a decision, and go on at the desk of what its incident has become."""
    form = await form_of(request)
    return await run_in_threadpool(_decide, request, bench, person, form)


def _decide(request: Request, bench: Workbench, person: Person, form: Form) -> Response:
    proposal = proposal_of(form, person.name, _reader(bench))
    try:
        made = bench.desk.decide(person, proposal)
    except RecordMoved as error:
        return _moved(request, bench, person, form, error)
    home = _home(form)
    now = successor(made.changes, home) if home else None
    onward = review_path(now, made=made.decision.id) if now else "/review"
    if not home and proposal.action is DecisionAction.RATE_SOURCE:
        onward = "/sources"
    if not home and proposal.action is DecisionAction.UNDO:
        onward = f"/review/decisions#{made.decision.id}"
    if home:
        bench.desk.presence.leave(f"incident:{home}", person.name)
    if request.scope.get("wants_json"):
        view = MadeView(made.decision, effects_of(made.changes, heading), onward)
        return respond(request, person, Answer(template="preview.html", view=view, title="Decided"))
    return RedirectResponse(onward, status_code=303)


def _home(form: Form) -> str:
    """The incident at whose desk a form was filled in."""
    return form.get("home", "")[:300]


def _moved(request: Request, bench: Workbench, person: Person, form: Form, error: RecordMoved) -> Response:
    shown = {s: d for d, _, s in (line.partition(" ") for line in form.getlist("seen"))}
    every = [bench.desk.moved(subject, digest, form.get("last")) for subject, digest in shown.items()]
    found = {m.subject: m for m in every if m is not None}
    first = found.pop(error.where or "", None)
    also = tuple(m for m in found.values() if m.fields or m.now)
    view = MovedView(_home(form), error.message, first, also, _again(bench, form, shown))
    answer = Answer(template="moved.html", part="_moved.html", view=view, title="The record has moved")
    return respond(request, person, answer, status=409)


def _again(bench: Workbench, form: Form, shown: Iterable[str]) -> tuple[tuple[str, str], ...] | None:
    """The form as it was filled in, made on what stands now; null where something of it is gone."""
    try:
        looks = [bench.desk.look(subject) for subject in shown]
    except DecisionError:
        return None
    history = bench.desk.history(f"incident:{_home(form)}") if _home(form) else ()
    kept = [(n, v) for n, v in form.multi_items() if n not in ("csrf", "seen", "last")]
    last = history[-1].decision.id if history else ""
    return (*kept, ("last", last), *(("seen", f"{x.digest} {x.subject}") for x in looks))


# ---- presence


@dataclass(frozen=True, slots=True)
class HereView:
    """Who else is looking, and what has moved since the page was shown."""

    lookers: tuple[str, ...]
    moved: Moved | None


@router.post("/here")
async def here(request: Request, bench: Bench, person: Deciding) -> Response:
    """A page says that it is still open, and is told who else looks and whether the record has moved."""
    form = await form_of(request)
    return await run_in_threadpool(_here, request, bench, person, form)


def _here(request: Request, bench: Workbench, person: Person, form: Form) -> Response:
    id_ = _home(form)
    if not id_:
        raise InputError("want an incident", where="home")
    subject = f"incident:{id_}"
    lookers = bench.desk.presence.look(subject, person.name)
    moved = bench.desk.moved(subject, form.get("digest", ""), form.get("last"))
    return respond(request, person, Answer(template="_here.html", view=HereView(lookers, moved), title="Here"))


# ---- all decisions


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """The decisions of the record, the last first."""

    rows: tuple[DecisionRow, ...]
    pages: Pages


@router.get("/decisions")
def decisions(request: Request, bench: Bench, person: Reviewer) -> Response:
    """All decisions, the last first, those undone included."""
    page, size = page_of(request.query_params), bench.settings.page_size
    pasts, total = bench.desk.decisions(skip=(page - 1) * size, most=size)
    view = DecisionsView(decision_rows(bench, person, pasts), pages("?page=%7B%7D", page, size, total))
    return respond(request, person, Answer(template="decisions.html", view=view, title="Decisions"))


_BATCH: Final = 500
"""Decisions that are told at a time."""


@router.get("/decisions.csv")
def decisions_csv_file(bench: Bench, person: Reviewer) -> StreamingResponse:
    """All decisions, the last first, those undone included, as CSV with what they are about today."""
    pasts, _ = bench.desk.decisions(skip=0, most=2**31)

    def parts() -> Iterator[str]:
        for start in range(0, max(1, len(pasts)), _BATCH):
            rows = decision_rows(bench, person, pasts[start : start + _BATCH], forms=False)
            yield decisions_csv(((r.decision, decision_cells(r)) for r in rows), head=start == 0)

    return csv_file("decisions.csv", parts())
