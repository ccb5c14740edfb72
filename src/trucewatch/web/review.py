"""The desk of review: the one service that decides, with who may, who else is looking, and what has moved."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException

from trucewatch.errors import DecisionError, InputError, RecordMoved
from trucewatch.model import (
    Claim,
    ClaimValue,
    DecisionAction,
    Incident,
    IncidentValue,
    Point,
    Topic,
    TopicType,
    WhereIs,
)
from trucewatch.publish.wording import figure_value
from trucewatch.record import Changes, Look, Made, Past, Proposal, ReviewService, Store
from trucewatch.web.decided import said
from trucewatch.web.effects import field_effect
from trucewatch.web.index import Index
from trucewatch.web.permissions import Permission, Person, refusal
from trucewatch.web.presence import Presence
from trucewatch.web.queue import Item, Queue

_LOG = logging.getLogger(__name__)
_KEPT: Final = 2_000
"""Documents kept that pages have shown, so that a conflict can say what changed."""
_FARTHEST_KM: Final = 20_050.0
"""Half way round the Earth: nothing is farther off."""
_TOLD_NOT: Final = frozenset({"history", "variants", "evidence"})


@dataclass(frozen=True, slots=True)
class Moved:
    """How a thing differs from what somebody had before their eyes.

    Attributes:
        subject: In written form.
        fields: Name, then and now in words of those that differ; none where it is not known what was shown.
        since: Decisions on it that were made meanwhile.
        now: The incident in which its claims are today, where it is itself not there any more.
    """

    subject: str
    fields: tuple[tuple[str, str, str], ...]
    since: tuple[Past, ...]
    now: str | None = None


class Desk:
    """Review of one record by many people. Threads may share it."""

    def __init__(self, store: Store, index: Index, *, service: ReviewService | None = None) -> None:
        """Keep what is needed; the record is read when somebody first reviews.

        Args:
            store: The record.
            index: The read model; it follows every decision at once.
            service: The service that decides.
        """
        self._store, self._index = store, index
        self._made_service = service or ReviewService(store)
        self._ready = False
        self._readying = threading.Lock()
        self.presence = Presence()
        self._queue = Queue(store, index)
        self._lock = threading.Lock()
        self._shown: OrderedDict[str, str] = OrderedDict()
        self._confirmed: tuple[object, frozenset[str], frozenset[str]] = (None, frozenset(), frozenset())

    @property
    def _service(self) -> ReviewService:
        """The service, over a record that is derived as today's rules do.

        Another version may have derived what is stored; a decision on it would then be on what the service never saw.
        """
        if not self._ready:
            with self._readying:
                if not self._ready:
                    try:
                        if self._made_service.catch_up():
                            _LOG.warning("the record was derived by other rules, and was derived anew")
                            self._index.refresh(now=True)
                        self._ready = True
                    except RecordMoved:
                        _LOG.info("the record is being written to; it is looked at again with the next request")
        return self._made_service

    # ---- looking

    def look(self, subject: str) -> Look:
        """A thing as it stands; what is shown is kept in mind for a while.

        Raises:
            DecisionError: There is no such thing.
        """
        found = self._service.look(subject)
        with self._lock:
            self._shown[found.digest] = found.document
            self._shown.move_to_end(found.digest)
            while len(self._shown) > _KEPT:
                self._shown.popitem(last=False)
        return found

    def history(self, subject: str) -> tuple[Past, ...]:
        """Decisions on a thing, the oldest first."""
        return self._service.history(subject)

    def decisions(self, *, skip: int, most: int) -> tuple[tuple[Past, ...], int]:
        """Some of all decisions, the last first, and how many there are."""
        return ((), 0) if self._store.heads().decisions is None else self._service.decisions(skip=skip, most=most)

    def decisions_on(self, subject: str) -> tuple[Past, ...]:
        """As `history`; a record on which nobody has decided anything is not read for it."""
        return () if self._store.heads().decisions is None else self.history(subject)

    def queue(self) -> tuple[Item, ...]:
        """What is to be reviewed, what matters most first."""
        service = self._service  # first, so that what is listed is what the desk then shows
        none_yet = self._store.heads().decisions is None
        return self._queue.items(service.confirmed() if none_yet else self._confirmations()[0])

    def reviewed(self, claims: Collection[str]) -> frozenset[str]:
        """Which of some claims somebody has confirmed, themselves or with their incident, as they still stand."""
        good = self._confirmations()[1]
        return frozenset(c for c in claims if c in good)

    def _confirmations(self) -> tuple[frozenset[str], frozenset[str]]:
        """Subjects confirmed, and the claims among them or in them; kept until the record has changed."""
        heads = self._store.heads()
        if heads.decisions is None:
            return frozenset(), frozenset()
        known = self._confirmed
        if known[0] != heads:
            subjects = self._service.confirmed()
            topics = [Topic.parse(s) for s in subjects]
            incidents = [t.id for t in topics if t.type is TopicType.INCIDENT]
            lines = self._store.lines(Incident, incidents) if incidents else ()
            claims = {t.id for t in topics if t.type is TopicType.CLAIM}
            claims |= {claim for _, line in lines for claim in json.loads(line)["claims"]}
            known = self._confirmed = (heads, subjects, frozenset(claims))
        return known[1], known[2]

    # ---- deciding

    def preview(self, person: Person, proposal: Proposal) -> Changes:
        """What a decision would change.

        Raises:
            HTTPException: 403 where the person may not decide this.
            DecisionError: It cannot be made.
            RecordMoved: The record is no longer as the reviewer saw it.
        """
        self._allow(person, proposal)
        return self._service.preview(proposal)

    def decide(self, person: Person, proposal: Proposal) -> Made:
        """Make a decision; pages show it from the next request on.

        Raises:
            HTTPException: 403 where the person may not decide this.
            DecisionError: It cannot be made.
            RecordMoved: The record is no longer as the reviewer saw it.
        """
        self._allow(person, proposal)
        service = self._service
        with self._index.deciding():
            made = service.decide(proposal)
            self._index.decided(made)
        self._index.refresh(now=True)
        return made

    def _allow(self, person: Person, proposal: Proposal) -> None:
        if proposal.actor != person.name:
            raise HTTPException(403, "A decision is made in one's own name.")
        _refuse_the_infinite(proposal)
        needed = Permission.DECIDE
        if proposal.action is DecisionAction.RATE_SOURCE or (
            proposal.action is DecisionAction.UNDO and self._of_another(proposal.subject, person.name)
        ):
            needed = Permission.OVERRULE
        if not person.may(needed):
            raise HTTPException(403, refusal(person, needed))

    def _of_another(self, subject: str, name: str) -> bool:
        """Whether a decision was made by somebody else; one that is not there is refused later, with the reason."""
        return any(p.decision.actor != name for p in self.history(subject) if f"decision:{p.decision.id}" == subject)

    # ---- what has moved

    def moved(self, subject: str, digest: str, last: str | None) -> Moved | None:
        """How a thing differs from what a page showed; null where it does not.

        Args:
            subject: In written form.
            digest: What the page showed.
            last: The id of the last decision on it that the page showed.
        """
        now: Look | None
        try:
            now = self._service.look(subject)
        except DecisionError:
            now = None
        if now is not None and now.digest == digest:
            return None
        with self._lock:
            shown = self._shown.get(digest)
        then = _fields(shown)
        today = _fields(now.document if now else None)
        names = [n for n in then if now is not None and n not in _TOLD_NOT and then[n] != today.get(n)]
        home = (
            None if now is not None else self._home(then.get("claims", ()) if subject.startswith("incident:") else ())
        )
        about = self.history(f"incident:{home}" if home else subject)
        told = _told(Topic.parse(subject).type, then, today, names)
        return Moved(subject, told, _after(about, last), home)

    def _home(self, claims: Iterable[str]) -> str | None:
        """The incident that holds the first of these claims that any incident holds."""
        wanted = list(claims)
        if not wanted:
            return None
        for id_, line in self._store.lines(Incident):
            if any(f'"{claim}"' in line for claim in wanted) and set(wanted) & set(json.loads(line)["claims"]):
                return id_
        return None


def _refuse_the_infinite(proposal: Proposal) -> None:
    """A radius may be large but not endless, which JSON could not hold."""
    value = proposal.value
    radii = [value.radius_km] if isinstance(value, Point) else []
    if isinstance(value, ClaimValue | IncidentValue) and isinstance(value.change, WhereIs) and value.change.value:
        places = (value.change.value, *value.change.value.also)
        radii = [p.radius_km for p in places if p.radius_km is not None]
    if any(not r <= _FARTHEST_KM for r in radii):
        raise InputError(f"at most {_FARTHEST_KM:g} km", where="radius_km")


def _fields(document: str | None) -> dict[str, Any]:
    """The fields of a shown document; none where it is a letter, or not known."""
    if document is None or not document.startswith("{"):
        return {}
    found = json.JSONDecoder().raw_decode(document)[0]
    return found if isinstance(found, dict) else {}


def _told(
    of: TopicType, then: Mapping[str, Any], now: Mapping[str, Any], names: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Fields of a shown document and of today's in words."""
    if of is TopicType.INCIDENT and names:
        old, new = Incident.model_validate_json(json.dumps(then)), Incident.model_validate_json(json.dumps(now))
        return tuple((e.field, e.before, e.after) for e in (field_effect(old, new, n) for n in names))
    if of is TopicType.CLAIM and names:
        was, is_ = Claim.model_validate_json(json.dumps(then)), Claim.model_validate_json(json.dumps(now))
        return tuple((n, said(n, getattr(was, n)), said(n, getattr(is_, n))) for n in names)
    return tuple((n, figure_value(then[n]), figure_value(now.get(n))) for n in names)


def _after(history: tuple[Past, ...], last: str | None) -> tuple[Past, ...]:
    ids = [p.decision.id for p in history]
    return history[ids.index(last) + 1 :] if last in ids else history


def successor(changes: Changes, id_: str) -> str | None:
    """What an incident is called after a decision; null where nothing is left of it."""
    for change in changes.changed:
        if change.old.id == id_:
            return change.new.id
    for gone in changes.removed:
        if gone.id == id_:
            heirs = [*(c.new for c in changes.changed), *changes.added]
            shared = [(len(set(n.claims) & set(gone.claims)), n.id) for n in heirs]
            best = max(shared, default=(0, ""))
            return best[1] if best[0] else None
    return id_


def claim_of(look: Look) -> Claim:
    """The claim that was looked at."""
    return Claim.model_validate_json(look.document)


def incident_of(look: Look) -> Incident:
    """The incident that was looked at."""
    return Incident.model_validate_json(look.document)
