"""The one service that changes a record by hand: it appends decisions, and everything derived follows.

Nothing else writes decisions. docs/review.md says what each does, and what happens when two people decide at once.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from trucewatch.errors import DecisionError, RecordMoved
from trucewatch.model import (
    ACTIONS,
    Decision,
    DecisionAction,
    Topic,
    Value,
    check_fit,
    decision_id,
    hash_of,
    in_force,
)
from trucewatch.record._append import append_decision
from trucewatch.record._compose import Composer, Look, Parts
from trucewatch.record._rows import Heads
from trucewatch.record._stored import moment
from trucewatch.record.audit import Audit, audit_record
from trucewatch.record.changes import Changes, Difference, Sums, compare
from trucewatch.record.derive import Basis, Derived, DerivedBefore, Rules, derive, recalled, rules_for
from trucewatch.record.store import Store, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision that somebody wants to make.

    Attributes:
        actor: Who decides.
        action: What is done.
        subject: What it is about: `claim:ID`, `incident:ID`, `finding:INCIDENT/AGREEMENT/TERM`, `source:NAME` or
            `decision:ID`.
        value: For correct, place, rate_source and note: what is set.
        others: For merge: the other incidents, as subjects.
        claims: For split: ids of the claims that are taken out.
        reason: Why; needed for everything but confirm and note.
        seen: What the reviewer had before their eyes: digest by subject, as `ReviewService.look` gave it. The decision
            is refused where it is no longer so. A subject that is not in it is taken as it stands.
    """

    actor: str
    action: DecisionAction
    subject: str
    value: Value | None = None
    others: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    reason: str | None = None
    seen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Made:
    """A decision as it was kept, and what it changed."""

    decision: Decision
    changes: Changes


@dataclass(frozen=True, slots=True)
class Past:
    """A decision on a subject.

    Attributes:
        decision: As it was made.
        in_force: Whether it stands: not undone, or its undo undone.
        as_seen: Whether the subject is still as its reviewer saw it; null for what is not there any more.
        incident: The incident that holds most of the claims it speaks of today; null where none does.
    """

    decision: Decision
    in_force: bool
    as_seen: bool | None
    incident: str | None = None


def _past(composer: Composer, decision: Decision, standing: Collection[str]) -> Past:
    about = composer.holder(decision.before.seen[0])
    return Past(decision, decision.id in standing, composer.as_seen(decision), about)


@dataclass(frozen=True)
class _State:
    """A record as it was read at one moment."""

    heads: Heads
    basis: Basis
    derived: Derived
    before: DerivedBefore

    @cached_property
    def composer(self) -> Composer:
        """What can be decided on it."""
        return Composer(self.basis, self.derived)

    @cached_property
    def sums(self) -> Sums:
        """What it adds up to."""
        return Sums.of(self.derived)

    def alone(self, new: _State) -> Difference:
        """What is in one state alone."""
        return Difference.of(self.derived, new.derived)

    def changes(self, new: _State, alone: Difference) -> Changes:
        """What differs in another state, which then knows what it adds up to."""
        sums = self.sums.after(self.derived, new.derived, alone)
        vars(new)["sums"] = sums
        totals = self.sums.totals(self.derived.checks), sums.totals(new.derived.checks)
        return compare(self.derived, new.derived, alone=alone, before=totals[0], after=totals[1])


class ReviewService:
    """Takes decisions on one record. Threads may share a service, and processes a record; no decision is lost."""

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], dt.datetime] = utc_now,
        rules: Callable[[Basis], Rules] | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._rules = rules
        self._lock = threading.RLock()
        self._state: _State | None = None

    # ---- looking

    def look(self, subject: str) -> Look:
        """A subject as it stands: its digest, for `Proposal.seen`, and its line of JSON.

        Raises:
            DecisionError: There is no such thing.
        """
        with self._lock:
            state = self._read()
            return state.composer.look(_topic(subject))

    def history(self, subject: str) -> tuple[Past, ...]:
        """The decisions that speak of a subject, the oldest first.

        An incident is also spoken of by decisions on ids that it had before, and on its claims and findings.
        """
        with self._lock:
            state = self._read()
            composer = state.composer
            standing = {d.id for d in in_force(state.basis.decisions)}
            about = composer.about(_topic(subject))
            return tuple(_past(composer, d, standing) for d in about)

    def decisions(self, *, skip: int = 0, most: int | None = None) -> tuple[tuple[Past, ...], int]:
        """Some of all decisions, the last first, and how many there are.

        Args:
            skip: Of the last ones, how many are left out.
            most: How many are given; all where not said.
        """
        with self._lock:
            state = self._read()
            composer, rows = state.composer, state.basis.decisions
            standing = {d.id for d in in_force(rows)}
            wanted = rows[::-1][skip : None if most is None else skip + most]
            return tuple(_past(composer, d, standing) for d in wanted), len(rows)

    def confirmed(self) -> frozenset[str]:
        """Everything that was confirmed and is still as its reviewer saw it, as subjects."""
        with self._lock:
            state = self._read()
            composer = state.composer
            found = set()
            for decision in in_force(state.basis.decisions):
                if decision.action is DecisionAction.CONFIRM and composer.as_seen(decision):
                    found.add(str(composer.successor(decision.before.seen[0])))
            return frozenset(found)

    # ---- deciding

    def preview(self, proposal: Proposal) -> Changes:
        """What incidents, findings, checks and totals would change, without writing anything.

        Raises:
            DecisionError: It cannot be made.
            RecordMoved: The record is no longer as the reviewer saw it.
        """
        with self._lock:
            state = self._read()
            new = self._after(state, self._compose(state, proposal))
            return state.changes(new, state.alone(new))

    def decide(self, proposal: Proposal) -> Made:
        """Make a decision: append it, and bring incidents, findings and checks up to date, all or nothing.

        Raises:
            DecisionError: It cannot be made.
            RecordMoved: The record is no longer as the reviewer saw it; look again, and decide again.
        """
        with self._lock:
            state = self._read()
            decision = self._compose(state, proposal)
            new = self._after(state, decision)
            alone = state.alone(new)
            with self._store._write("the decision") as connection:
                if self._store.heads() != state.heads:
                    # Somebody else was quicker. Nobody can be now, so what they left is taken as it stands.
                    state = self._read()
                    decision = self._compose(state, proposal)
                    new = self._after(state, decision)
                    alone = state.alone(new)
                heads = append_decision(connection, decision, old=state.derived, new=new.derived, alone=alone)
            self._state = replace(new, heads=heads)
            return Made(decision, state.changes(self._state, alone))

    def rebuild(self) -> Changes:
        """Derive everything anew from reports, claims and decisions, and say what was different."""
        with self._lock:
            self._state = None
            stored = Derived(
                claims=(),
                incidents=tuple(self._store.incidents()),
                findings=tuple(self._store.findings()),
                checks=tuple(self._store.checks()),
            )
            heads, basis = self._store.heads(), self._store.basis()
            before = DerivedBefore()
            derived = self._derive(basis, before)
            self._store.replace_derived(
                incidents=derived.incidents,
                findings=derived.findings,
                checks=derived.checks,
                of=heads,
                rules=derived.rules,
                groups=derived.groups,
            )
            self._state = _State(heads, basis, derived, before)
            return compare(stored, derived)

    def catch_up(self) -> bool:
        """Derive anew where other rules than today's derived what is there, or nothing did since the last change.

        Returns:
            Whether anything was different.
        """
        with self._lock:
            heads, rules = self._store.heads(), rules_for(None).key
            if self._rules is None and self._store.derived_of() == heads and self._store.derived_by() == rules:
                return False
            return bool(self.rebuild())

    def verify(self) -> Audit:
        """Whether the record is what was stored and decided, and nothing else."""
        return audit_record(self._store, derive_anew=self._derive)

    # ---- within

    def _read(self) -> _State:
        """The record as it stands, read anew only where it has changed."""
        heads = self._store.heads()
        if self._state is None or self._state.heads != heads:
            if self._state is not None and self._state.heads.stored == heads.stored:
                # Only decisions have come: the objects at hand stay, so that what was derived of them stands.
                basis = replace(self._state.basis, decisions=tuple(self._store.decisions()))
                before = self._state.before
            else:
                basis = self._store.basis()
                known = self._recalled(heads, basis)
                if known is not None:
                    self._state = known
                    return known
                before = DerivedBefore()
            self._state = _State(heads, basis, self._derive(basis, before), before)
        return self._state

    def _recalled(self, heads: Heads, basis: Basis) -> _State | None:
        """The record as it was derived before, where the rules of today did that from what is there today."""
        if self._rules is not None:
            return None
        rules = rules_for(basis.agreement)
        groups = self._store.groups_derived(rules.key)
        if groups is None or self._store.derived_of() != heads:
            return None
        before = recalled(basis, groups, tuple(self._store.incidents()), tuple(self._store.findings()))
        checks = tuple(self._store.checks())
        derived = derive(basis, rules=replace(rules, check=lambda *_: checks, check_again=None), before=before)
        return _State(heads, basis, derived, before)

    def _derive(self, basis: Basis, before: DerivedBefore | None = None) -> Derived:
        return derive(basis, rules=self._rules(basis) if self._rules else None, before=before)

    def _after(self, state: _State, decision: Decision) -> _State:
        basis = replace(state.basis, decisions=(*state.basis.decisions, decision))
        return replace(state, basis=basis, derived=self._derive(basis, state.before))

    def _compose(self, state: _State, proposal: Proposal) -> Decision:
        parts = _parts(proposal)
        before, after = state.composer.compose(parts)
        for seen in before.seen:
            digest = proposal.seen.get(seen.subject)
            if digest is not None and digest != seen.digest:
                raise RecordMoved(
                    "this is no longer as you saw it",
                    where=seen.subject,
                    remedy="look at it again, and decide on what it is now",
                )
        previous = state.basis.decisions[-1].hash if state.basis.decisions else None
        draft = Decision(
            id="",
            at=moment(self._now()),
            actor=proposal.actor.strip(),
            action=proposal.action,
            subject=str(parts.topic),
            before=before,
            after=after,
            reason=(proposal.reason or "").strip() or None,
            previous_hash=previous,
            hash="",
        )
        named = draft.model_copy(update={"id": decision_id(draft)})
        return named.model_copy(update={"hash": hash_of(named)})


_BY_ITSELF = frozenset({DecisionAction.CONFIRM, DecisionAction.NOTE})
"""Actions that need no reason: what they say speaks for itself."""


def _topic(subject: str) -> Topic:
    try:
        return Topic.parse(subject)
    except ValueError as error:
        raise DecisionError(str(error), where=subject) from error


def _parts(proposal: Proposal) -> Parts:
    """What is proposed, checked for everything that can be told without the record."""
    topic, info = _topic(proposal.subject), ACTIONS[proposal.action]
    if not proposal.actor.strip():
        raise DecisionError("nobody decides", where=proposal.subject, remedy="say who does")
    if not (proposal.reason or "").strip() and proposal.action not in _BY_ITSELF:
        raise DecisionError(f"{proposal.action} needs a reason", where=proposal.subject, remedy="say why")
    if topic.type not in info.subjects:
        allowed = " or ".join(sorted(info.subjects))
        raise DecisionError(f"{proposal.action} is about {allowed}", where=proposal.subject)
    completed = proposal.action in (DecisionAction.MERGE, DecisionAction.SPLIT)
    if completed and proposal.value is not None:
        raise DecisionError(f"{proposal.action} takes no value", where=proposal.subject)
    if not completed:
        try:
            check_fit(proposal.action, topic, proposal.value)
        except ValueError as error:
            raise DecisionError(str(error), where=proposal.subject) from error
    return Parts(
        action=proposal.action,
        topic=topic,
        value=proposal.value,
        others=tuple(_topic(other) for other in proposal.others),
        claims=proposal.claims,
    )
