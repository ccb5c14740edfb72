"""Tests of what the act was: by tables over kinds, three-valued, with what reports disagree on left unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from trucewatch.assess.case import Answer, Case, agreed, both, either
from trucewatch.assess.places import place_outcome
from trucewatch.model import ACTS, VIOLENT_KINDS, Category, Cause, Claim, Grade, Kind, Modality, Outcome

FORCES = frozenset({Category.MILITARY, Category.ARMED_GROUP, Category.POLICE, Category.PEACEKEEPER})
"""Categories of targets against whom a device counts as a military action."""

_UNSTATED_MEANS = frozenset({Kind.CASUALTY, Kind.ARMED_CLASH, Kind.ATTACK})
_HEAVY = re.compile(
    r"\b(?:artillery|howitzers?|tanks?|armou?r(?:ed)?|mortars?|missiles?|rocket launchers?|rocket artillery"
    r"|multiple.launch\w*|MLRS|grads?|uragan|smerch|field guns?|(?:120|122|130|152|155|203|220|300)[ -]?mm)\b",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"\b(?:RPGs?|rocket.propelled|rifles?|machine.guns?|small arms|grenades?|pistols?)\b", re.IGNORECASE
)
_CUT = re.compile(
    r"\b(?:cut short|shorten\w*|broken off|broke off|curtail\w*|truncat\w*|turned back|turn back|abort\w*|interrupt\w*"
    r"|part of the (?:route|way|road)|(?:did not|failed to) (?:complete|finish|reach)|suspended|halted)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:(?:whole|entire|full) (?:route|length|way|road)|completed?|from end to end|as planned|full extent)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\bjoint(?:ly)?\b|\btogether\b", re.IGNORECASE)


def kinds_of(case: Case) -> frozenset[Kind]:
    """The kinds that reports give the act: those of asserted claims that no later figure replaced.

    `casualty` names no act, so it counts only where nothing else is said. An incident that nobody asserts has none.
    """
    told = [c for c in case.asserted if not c.superseded] or list(case.asserted)
    if not told:
        return frozenset()
    kinds = {claim.kind for claim in told} | {case.incident.kind}
    return frozenset(kinds - {Kind.CASUALTY} or kinds)


def against_forces(case: Case) -> bool:
    """Whether soldiers, fighters, police or peacekeepers were the target, or were harmed by it as by an enemy."""
    struck = any(target.category in FORCES for claim in case.asserted for target in claim.targets)
    return struck or any(v.category in FORCES and v.cause is Cause.HOSTILE for v in case.incident.victims)


def no_violence(case: Case) -> str | None:
    """Why the incident is shown to be no act of violence, or null."""
    if case.incident.grade is Grade.DISCOUNTED:
        return "graded discounted: shown to be no act of violence"
    victims = case.incident.victims
    if kinds_of(case) == {Kind.CASUALTY} and victims and all(v.cause is Cause.NON_HOSTILE for v in victims):
        return "every death or injury is told as non-hostile"
    return None


def class_outcome(name: str, kind: Kind, forces: bool) -> Outcome:
    """Whether a kind is an act of a class of `ACTS`."""
    act = ACTS[name]
    if kind in act.yes or (kind in act.against_forces and forces):
        return Outcome.YES
    return Outcome.UNKNOWN if kind in act.unknown or kind in act.against_forces else Outcome.NO


def word_outcome(word: str, kind: Kind, forces: bool) -> Outcome:
    """Whether a kind is what a word of `forbids` or `commits` names, a class or a kind.

    A kind that leaves the means open (casualty, armed clash, attack) may be any other violent kind.
    """
    if word in ACTS:
        return class_outcome(word, kind, forces)
    if word == kind:
        return Outcome.YES
    if word in VIOLENT_KINDS and kind in _UNSTATED_MEANS:
        return Outcome.UNKNOWN
    return Outcome.NO if word in set(Kind) else Outcome.UNKNOWN


def _judge(case: Case, outcome_of: Callable[[Kind, bool], Outcome], *, violent: bool) -> Answer:
    """One answer over all kinds that reports give; what they disagree on is unknown."""
    why = no_violence(case) if violent else None
    if why is not None:
        return Answer.same(case, Outcome.NO, kinds=[case.incident.kind.value], note=why)
    kinds, forces = sorted(kinds_of(case)), against_forces(case)
    figures = {"kinds": [kind.value for kind in kinds]}
    if not kinds:
        return Answer.same(case, Outcome.UNKNOWN, **figures, note="nobody says that it happened")
    return Answer.same(case, agreed(outcome_of(kind, forces) for kind in kinds), **figures, against_forces=forces)


def military_action(case: Case) -> Answer:
    """Fighting, fire, shells, bombs, or a device used against forces."""
    return _judge(case, lambda kind, forces: class_outcome("military_action", kind, forces), violent=True)


def attack_inside_corridor_act(case: Case) -> Answer:
    """Force against persons or things, whoever is struck."""
    return _judge(case, lambda kind, forces: class_outcome("any_attack", kind, forces), violent=True)


def _listed(case: Case, words: Sequence[str]) -> Answer:
    violent = any((word in ACTS and ACTS[word].yes & VIOLENT_KINDS) or word in VIOLENT_KINDS for word in words)
    return _judge(
        case, lambda kind, forces: either(word_outcome(word, kind, forces) for word in words), violent=violent
    )


def prohibited_act(case: Case) -> Answer:
    """One of the acts that the term's `forbids` lists."""
    return _listed(case, case.term.forbids)


def commitment_kept(case: Case) -> Answer:
    """Conduct that the term's `commits` lists."""
    return _listed(case, case.term.commits)


def no_fly(case: Case) -> Answer:
    """An overflight, or a strike from the air."""
    return _judge(case, lambda kind, forces: class_outcome("flight", kind, forces), violent=False)


def heavy_weapon_line(case: Case) -> Answer:
    """Heavy weapons present or fired, inside the zone that they must leave."""
    weapons = [w for w in (case.incident.weapon, *(c.weapon for c in case.asserted)) if w]
    heavy = any(_HEAVY.search(w) and not _LIGHT.search(w) for w in weapons)
    light = bool(weapons) and all(_LIGHT.search(w) for w in weapons)

    def outcome_of(kind: Kind, forces: bool) -> Outcome:
        if kind is Kind.SHELLING_ARTILLERY_MISSILE and (heavy or light):
            return Outcome.YES if heavy else Outcome.NO
        return class_outcome("heavy_weapons", kind, forces)

    act = _judge(case, outcome_of, violent=False)
    where, figures = place_outcome(case, case.view.zone(case.term, "along", "zone"))
    outcome = both((act.outcome, where))
    return Answer.same(
        case, outcome, **act.figures, weapons=weapons, act=act.outcome.value, place=where.value, **figures
    )


def joint_patrol(case: Case) -> Answer:
    """A patrol that several parties held together."""
    kinds = kinds_of(case)
    if not kinds or Kind.PATROL not in kinds:
        return Answer.same(case, Outcome.NO if kinds else Outcome.UNKNOWN)
    if kinds != {Kind.PATROL}:
        return Answer.same(case, Outcome.UNKNOWN, kinds=sorted(kind.value for kind in kinds))
    patrols = [claim for claim in case.asserted if claim.kind is Kind.PATROL]
    words = [w for c in patrols for w in (c.perpetrator.text, c.perpetrator.label) if w]
    sides = {who.side for who in case.who} | {case.view.of_perpetrator(c.perpetrator).side for c in patrols}
    named = sorted(side for side in sides if side is not None)
    together = any(case.view.is_joint(a.actor) for a in case.accounts) or any(_JOINT.search(w) for w in words)
    if together or any(not any({a, b} <= camp for camp in case.view.camps(None)) for a in named for b in named):
        return Answer.same(case, Outcome.YES, sides=named)
    alone = bool(named) and None not in sides
    return Answer.same(case, Outcome.NO if alone else Outcome.UNKNOWN, sides=named)


def whole_route(case: Case) -> Answer:
    """Whether it was carried out to the end: by the words of the sentences that tell of it and the one after each."""
    seen = set()
    for claim in case.claims:
        if claim.modality is not Modality.HYPOTHETICAL:
            text = _told_in(case, claim)
            seen |= ({Outcome.NO} if _CUT.search(text) else set()) | ({Outcome.YES} if _WHOLE.search(text) else set())
    outcome = agreed(seen)
    return Answer.same(case, outcome, partial={Outcome.NO: True, Outcome.YES: False}.get(outcome))


def _told_in(case: Case, claim: Claim) -> str:
    from trucewatch.extract.sentences import split_sentences  # here, as the rest of that room is slow to import

    report = case.reports[claim.report]
    spans = [e for e in claim.evidence if not e.field.startswith("title:")]
    sentences = split_sentences(report.text)
    told = {s.index for s in sentences for e in spans if s.start < e.end and e.start < s.end}
    return " ".join(s.text for s in sentences if s.index in told or s.index - 1 in told)
