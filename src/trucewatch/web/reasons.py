"""Why a test of a term was answered as it was: the figures of a finding as a sentence that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from trucewatch.model import KINDS, Confidence, FindingAccount, Kind, Outcome, Reason
from trucewatch.publish.wording import account, day, figure_value, words

OPEN: Final[Mapping[str, str]] = {
    "military_action": "whether it was a military action",
    "attack_inside_corridor_act": "whether it was an attack",
    "prohibited_act": "whether it is an act that the term forbids",
    "no_fly": "whether it was a flight or a strike from the air",
    "heavy_weapon_line": "whether heavy weapons were where none may be",
    "joint_patrol": "whether several parties held the patrol together",
    "commitment_kept": "whether it is what the parties committed themselves to",
    "in_force": "whether it was while the term was in force",
    "in_area": "whether it was in the zone of the term",
    "in_corridor": "whether it was in the corridor",
    "along_line_of_contact": "whether it was along the line of contact",
    "on_route": "whether it was on the route",
    "bound_actor": "whether the term binds who did it",
    "exempt_group": "whether an exempt group acted or was struck",
    "whole_route": "whether all of it was carried out",
}
"""What nobody can say where the answer of a test is not known."""

_OF_PLACES = frozenset({"in_area", "in_corridor", "on_route", "along_line_of_contact"})


def sentence(reason: Reason, accounts: Sequence[FindingAccount]) -> str:
    """The figures that a test used, in words; empty where it used none.

    Args:
        reason: A test with its answer.
        accounts: The accounts of the finding, in its order: answers by account are told by their names.
    """
    figures = reason.figures
    parts = [*_act(reason), *_time(figures), *_place(reason), *_rest(figures)]
    answers = figures.get("by_account")
    if isinstance(answers, list | tuple) and len(answers) == len(accounts) and (not parts or len(set(answers)) > 1):
        parts.append(f"by account: {', '.join(_answers(accounts, answers))}")
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _answers(accounts: Sequence[FindingAccount], answers: Sequence[Any]) -> Iterator[str]:
    for one, answer in zip(accounts, answers, strict=True):
        who = "nobody says who did it" if one.confidence is Confidence.NOT_STATED else account(one)
        yield f"{who} – {words(answer)}"


def _act(reason: Reason) -> Iterator[str]:
    kinds = reason.figures.get("kinds")
    if not kinds:
        return
    labels = [KINDS[Kind(kind)].label for kind in kinds]
    said = " / ".join(label[0].lower() + label[1:] for label in labels)
    differ = len(labels) > 1 and reason.outcome is Outcome.UNKNOWN
    yield f"reports {'differ on what it was' if differ else 'call it'}: {said}"
    forces = reason.figures.get("against_forces")
    if forces is not None:
        who = "soldiers, fighters or police"
        yield f"{who} were struck" if forces else f"no {who} are told as struck"


def _time(figures: Mapping[str, Any]) -> Iterator[str]:
    if "effective" not in figures:
        return
    event = figures.get("event")
    if event:
        start, _, end = str(event).partition("/")
        yield f"it happened {_span(start, end) if end else f'on {_day(start)}'}"
    else:
        first = figures.get("first_reported")
        yield f"no day is known{f', first reported {_day(first)}' if first else ''}"
    since, until = figures["effective"], figures.get("until")
    if since is None:
        yield "the day on which the term takes effect is not known"
    else:
        yield f"the term is in force from {_day(since)}{f' until {_day(until)}' if until else ''}"


def _day(moment: object) -> str:
    return day(str(moment))


def _span(start: str, end: str) -> str:
    """Both ends of a span; `..` stands for an open one."""
    if start == "..":
        return f"by {_day(end)}"
    return f"on or after {_day(start)}" if end == ".." else f"between {_day(start)} and {_day(end)}"


def _place(reason: Reason) -> Iterator[str]:
    figures = reason.figures
    outlines = figures.get("outlines")
    if isinstance(outlines, list | tuple):
        told = (f"as it lay {_lay(o)}: {words(o['outcome'])}" for o in outlines)
        yield f"the zone moved; {', '.join(told)}"
        return
    far, edge = figures.get("distance_km"), figures.get("boundary_km")
    if far is not None:
        reach = figures.get("half_width_km", figures.get("near_km"))
        yield f"{_km(far)} from the line{f', which counts to {_km(reach)} on either side' if reach is not None else ''}"
    elif edge is not None:
        yield f"{'inside' if figures.get('inside') else 'outside'} the zone, {_km(edge)} from its edge"
    elif reason.test in _OF_PLACES and "note" not in figures:
        yield "no point on the map is known"
    if far is not None or edge is not None:
        what = "line" if far is not None else "edge"
        yield f"the point may be {_km(figures['radius_km'])} off and the {what} {_km(figures['zone_uncertainty_km'])}"
    if figures.get("stated"):
        yield str(figures["stated"])
    also = figures.get("also")
    if also:
        yield f"further places are looked at too: {', '.join(str(p.get('name')) for p in also)}"


def _lay(outline: Mapping[str, Any]) -> str:
    since, until = outline.get("valid_from"), outline.get("valid_to")
    if since is None and until is None:
        return "at any time"
    return " ".join(f"{word} {_day(moment)}" for word, moment in (("from", since), ("until", until)) if moment)


def _km(value: object) -> str:
    return f"{float(str(value)):.3g} km"


def _rest(figures: Mapping[str, Any]) -> Iterator[str]:
    if figures.get("note"):
        yield str(figures["note"])
    if figures.get("weapons"):
        yield f"weapons told: {figure_value(figures['weapons'])}"
    if figures.get("sides"):
        yield f"sides named: {figure_value(figures['sides'])}"
    partial = figures.get("partial")
    if partial is not None:
        yield "a report says that it was cut short" if partial else "a report says that it was carried out in full"
