"""The list of decisions in words, and what an undo speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.model import Decision, DecisionAction, Topic, TopicType
from trucewatch.publish.flat import Cell
from trucewatch.record import Past, Proposal
from trucewatch.web.decided import about, sets, told
from trucewatch.web.permissions import Permission, Person
from trucewatch.web.routes.incident import heading
from trucewatch.web.workbench import Workbench

_LEAVES_NOTHING: Final = (DecisionAction.REJECT, DecisionAction.UNDO)
"""What these speak of may rightly be in no incident any more."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as the list shows it.

    Attributes:
        decision: As it was made.
        told: In words: from what to what.
        incident: The incident that holds most of the claims it speaks of today; null where none does.
        heading: That incident in one line; null where there is none.
        source: The source that it rates; null where it rates none.
        in_force: Whether it stands.
        undone_by: Who undid it, and when; null where it stands.
        waits: Whether it stands but has nothing in today's record to apply to.
        undo: Whether the reader may undo it.
        undoers: Who may, where the reader may not and it stands.
        seen: What the form that undoes it was made on.
    """

    decision: Decision
    told: str
    incident: str | None
    heading: str | None
    source: str | None
    in_force: bool
    undone_by: Decision | None
    waits: bool
    undo: bool
    undoers: str | None
    seen: str


def decision_rows(
    bench: Workbench, person: Person, pasts: Sequence[Past], *, forms: bool = True
) -> tuple[DecisionRow, ...]:
    """Some decisions with what they are about today.

    Args:
        bench: The workbench.
        person: Who reads.
        pasts: The decisions.
        forms: Whether they are shown with the forms that undo them; `seen` is empty without.
    """
    known = {d.id: d for d in bench.store.decisions()}
    homes = {p.decision.id: _home(bench, p, known) for p in pasts}
    cases = {c.id: c.incident for c in bench.shelf(person).cases(sorted({h for h in homes.values() if h}))}
    made = []
    for past in pasts:
        d, home = past.decision, homes[past.decision.id]
        at_bottom = about(d, known)
        own = d.actor == person.name
        topic = Topic.parse(at_bottom.subject)
        may = own or person.may(Permission.OVERRULE)
        made.append(
            DecisionRow(
                decision=d,
                told=told(d, known),
                incident=home if home in cases else None,
                heading=heading(cases[home]) if home in cases else None,
                source=topic.id if _rates(topic) else None,
                in_force=past.in_force,
                undone_by=None if past.in_force else _undone_by(d, known),
                waits=past.in_force and home is None and d.action not in _LEAVES_NOTHING and not _rates(topic),
                undo=past.in_force and may,
                undoers=f"{d.actor} or an editor" if past.in_force and not may else None,
                seen=_seen(bench, d) if forms else "",
            )
        )
    return tuple(made)


def decision_cells(row: DecisionRow) -> dict[str, Cell]:
    """What a table of decisions tells beside the decision itself."""
    return {
        "told": row.told,
        "incident": row.incident,
        "heading": row.heading,
        "in_force": row.in_force,
        "undone_by": row.undone_by.actor if row.undone_by else None,
        "undone_at": row.undone_by.at if row.undone_by else None,
    }


def _rates(topic: Topic) -> bool:
    return topic.type is TopicType.SOURCE


def _home(bench: Workbench, past: Past, known: Mapping[str, Decision]) -> str | None:
    if past.decision.action is not DecisionAction.UNDO:
        return past.incident
    found = bench.desk.history(f"decision:{about(past.decision, known).id}")
    return found[0].incident if found else None


def _undone_by(decision: Decision, known: Mapping[str, Decision]) -> Decision | None:
    """The last undo of a decision; only one that stands can have put it out of force."""
    subject = str(Topic(TopicType.DECISION, decision.id))
    undos = [d for d in known.values() if d.action is DecisionAction.UNDO and d.subject == subject]
    return undos[-1] if undos else None


def _seen(bench: Workbench, decision: Decision) -> str:
    found = bench.desk.look(str(Topic(TopicType.DECISION, decision.id)))
    return f"{found.digest} {found.subject}"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What an undo would undo, and what was decided on it since.

    Attributes:
        decision: That would be undone.
        told: It in words.
        over: Later decisions in force that set the same: they go before it, with it or without.
        later: Other later decisions in force on the same incident: they stay, and follow their claims.
    """

    decision: Decision
    told: str
    over: tuple[str, ...]
    later: tuple[str, ...]


def undoing(bench: Workbench, proposal: Proposal) -> Undoing | None:
    """What a proposal would undo; null where it is no undo."""
    if proposal.action is not DecisionAction.UNDO:
        return None
    known = {d.id: d for d in bench.store.decisions()}
    decision = known.get(Topic.parse(proposal.subject).id)
    if decision is None:
        return None
    at_bottom = about(decision, known)
    over: list[str] = []
    later: list[str] = []
    first = next(iter(bench.desk.history(str(Topic(TopicType.DECISION, at_bottom.id)))), None)
    home = first.incident if first else None
    for past in _since(bench, at_bottom, home, list(known)):
        line = f"{told(past.decision, known)} ({past.decision.actor})"
        # Set on an incident from which this one was split since, it does not go before it.
        same = sets(at_bottom) is not None and sets(past.decision) == sets(at_bottom) and past.incident == home
        (over if same else later).append(line)
    return Undoing(decision, told(decision, known), tuple(over), tuple(later))


def _since(bench: Workbench, decision: Decision, home: str | None, order: Sequence[str]) -> list[Past]:
    """Later decisions in force on the same thing, undos left out: what they undid is not in force."""
    subject = f"incident:{home}" if home else decision.subject
    after = set(order[order.index(decision.id) + 1 :])
    return [
        p
        for p in bench.desk.history(subject)
        if p.decision.id in after and p.in_force and p.decision.action is not DecisionAction.UNDO
    ]
