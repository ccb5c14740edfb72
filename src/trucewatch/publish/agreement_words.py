"""What the terms of an agreement mean for a finding, in plain words: for whoever checks what they have written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trucewatch.assess.actors import bound_side
from trucewatch.assess.case import View
from trucewatch.model import ACTS, KINDS, TERM_TESTS, Agreement, Kind, Outcome, Side, Term, TermRole, Zone

_ACT_OF_TEST = {
    "military_action": "military_action",
    "attack_inside_corridor_act": "any_attack",
    "no_fly": "flight",
    "heavy_weapon_line": "heavy_weapons",
}
_ANSWER = {
    TermRole.ACT: "no: out of scope",
    TermRole.COMMITMENT: "yes: it speaks for the term; not yes: nothing more is asked",
    TermRole.TIME: "no: out of scope",
    TermRole.PLACE: "no: out of scope",
    TermRole.ACTOR: "no: out of scope",
    TermRole.EXEMPT: "yes: out of scope",
    TermRole.EXTENT: "told, changes nothing",
}


def explain_term(agreement: Agreement, term: Term) -> Iterator[tuple[str, str]]:
    """What a term says, forbids or commits to, whom it binds, where and when it holds, and its tests in order.

    Yields:
        Pairs of a word and what stands under it.
    """
    yield "says", term.meaning
    if not term.testable:
        yield "tests", "none: no report of an incident can speak for or against it, so that no findings are made"
        return
    yield from _acts(term)
    yield "binds", _binds(agreement, term)
    yield from _places(agreement, term)
    yield "when", _when(agreement, term)
    yield from _exempt(agreement, term)
    for number, test in enumerate(term.tests, 1):
        info = TERM_TESTS[test]
        answer = "" if info.description.endswith("Never no.") else f" ({_ANSWER[info.role]})"
        yield f"test {number}", f"{test}: {info.description}{answer}"
    kept = any(TERM_TESTS[test].role is TermRole.COMMITMENT for test in term.tests)
    verdict = "consistent" if kept else "an alleged violation"
    yield (
        "so",
        f"what no test puts outside, and none leaves unknown, is {verdict}; what one leaves unknown is undetermined",
    )
    if term.reading:
        yield "reading", term.reading


def _acts(term: Term) -> Iterator[tuple[str, str]]:
    forbidden = [ACTS[_ACT_OF_TEST[test]].description for test in term.tests if test in _ACT_OF_TEST]
    if "prohibited_act" in term.tests:
        forbidden += [_word(word) for word in term.forbids]
    if forbidden:
        yield "forbids", "; ".join(forbidden)
    committed = ["patrols that several parties hold together"] if "joint_patrol" in term.tests else []
    if "commitment_kept" in term.tests:
        committed += [_word(word) for word in term.commits]
    if committed:
        yield "commits to", "; ".join(committed)


def _word(word: str) -> str:
    if word in ACTS:
        return ACTS[word].description
    return KINDS[Kind(word)].description if word in set(Kind) else word


def _binds(agreement: Agreement, term: Term) -> str:
    if "bound_actor" not in term.tests:
        return "whoever does it: no test asks who"
    view = View(agreement)
    groups: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for side in agreement.sides:
        groups[bound_side(view, term, side.id)].append(_side(agreement, side))
    told = [f"{'; '.join(groups[Outcome.YES]) or 'nobody for sure'}"]
    if groups[Outcome.UNKNOWN]:
        told.append(f"perhaps {'; '.join(groups[Outcome.UNKNOWN])}")
    if groups[Outcome.NO]:
        told.append(f"not {'; '.join(groups[Outcome.NO])}")
    return ". ".join(told)


def _side(agreement: Agreement, side: Side) -> str:
    if side.through is None:
        return side.name
    names = {s.id: s.name for s in agreement.sides} | {p.id: p.name for p in agreement.parties}
    return f"{side.name} (through {names.get(side.through, side.through)})"


def _places(agreement: Agreement, term: Term) -> Iterator[tuple[str, str]]:
    asked = [TERM_TESTS[test] for test in term.tests]
    if not any(info.zone_kinds for info in asked):
        yield "where", "anywhere: no test asks where"
        return
    for key, word in (("zone", "where"), ("along", "along")):
        named = getattr(term, key)
        for zone in (z for z in agreement.zones if z.id == named):
            line = "along_line_of_contact" in term.tests and named == (term.along or term.zone)
            yield word, _contact(zone) if line else _place(zone)


def _place(zone: Zone) -> str:
    """The place rule of a zone with its own figures, r standing for the radius of the place of an incident."""
    u = f"r + {zone.u_km:g} km" if zone.u_km else "r"
    held = f", {zone.valid_from or '...'} to {zone.valid_to or '...'}" if zone.valid_from or zone.valid_to else ""
    if zone.kind == "polygon":
        rule = f"inside if it lies {u} or more within the edge, outside if more than {u} beyond it"
    elif zone.depth_km is not None:
        rule = (
            f"inside if its distance plus {u} is at most {zone.depth_km:g} km, outside if its distance less {u} is more"
        )
    else:
        rule = f"no distance makes it inside, as no depth is given; outside if farther off than {u}"
    known = "; known only to more than its width, so that distance alone never puts a place inside"
    tight = known if zone.depth_km is not None and zone.u_km >= zone.depth_km else ""
    return f"{zone.name} ({zone.kind}{held}): {rule}, else unknown; inside also where a report says so by name{tight}"


def _contact(zone: Zone) -> str:
    """What counts as along a line of contact."""
    near = f"surely within {zone.depth_km:g} km of it" if zone.depth_km else "on it by a report"
    if zone.depth_km and zone.u_km >= zone.depth_km:
        near += f" (never by distance alone: the line is known to {zone.u_km:g} km)"
    return (
        f"{zone.name} ({zone.kind}): {near}, on it by name, or by one side against the other's forces or area; "
        "anything else is unknown, never outside"
    )


def _when(agreement: Agreement, term: Term) -> str:
    if "in_force" not in term.tests:
        return "at any time: no test asks when"
    since, until = term.since or agreement.effective, term.until or agreement.ended
    others = agreement.effective_alternatives if since == agreement.effective else ()
    doubt = f" (or {', '.join(others)}: acts between are unknown)" if others else ""
    return f"from {since}{doubt}, {f'to {until}' if until else 'no end given'}"


def _exempt(agreement: Agreement, term: Term) -> Iterator[tuple[str, str]]:
    if "exempt_group" not in term.tests:
        return
    told: Sequence[str] = [f"{e.actor} ({e.status.value})" for e in agreement.exempt]
    yield "exempt", ", ".join(told) or "nobody is listed, though a test asks"
