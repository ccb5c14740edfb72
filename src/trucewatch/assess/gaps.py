"""What would turn an undetermined finding into an answer: from the tests that are unknown, as data and in words.

A gap names the test, what is needed, the figures that decide, and which verdict a yes and a no would lead to while
everything else stays as it is. Nothing here guesses: an undetermined finding has one gap at least, a decided one none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from trucewatch.assess.acts import class_outcome, kinds_of, word_outcome
from trucewatch.assess.case import Answer, Case, View, claims_for
from trucewatch.assess.findings import combine, points_of, run_tests, verdict_of
from trucewatch.assess.moving import in_time
from trucewatch.assess.times import Edge
from trucewatch.model import (
    KINDS,
    TERM_TESTS,
    Agreement,
    Claim,
    Confidence,
    Finding,
    Incident,
    Kind,
    Moment,
    Outcome,
    Record,
    Report,
    TermRole,
    Verdict,
    Zone,
    day_of,
)


class Need(StrEnum):
    """What is missing."""

    ASSERTION = "assertion"
    """A report that says it happened."""
    ACT = "act"
    """What kind of act it was."""
    TARGET = "target"
    """Whether forces were the target."""
    DATE = "date"
    """A day that lies wholly before or after the edge."""
    HOUR = "hour"
    """The hour, on the day on which force begins or ends."""
    PLACE = "place"
    """A place on the map, or one that is nearer, farther or more exact."""
    OUTLINE = "outline"
    """Where the zone lay at that time."""
    CROSSING = "crossing"
    """Whether one side acted against the other."""
    AUTHOR = "author"
    """Who did it."""
    SIDE = "side"
    """Which side an actor belongs to."""
    BOUND = "bound"
    """Whether the agreement binds a side."""
    EXEMPT = "exempt"
    """Whether a group is exempt, or whether an exempt one acted or was struck."""
    PARTNERS = "partners"
    """Who took part."""
    FORCE = "force"
    """When the agreement takes effect."""
    ACCOUNT = "account"
    """Which of the accounts is right: they lead to different verdicts."""


class Gap(Record):
    """One thing that an undetermined finding lacks.

    Attributes:
        incident: Id of the incident.
        agreement: Id of the agreement.
        term: Id of the term.
        test: The test that is unknown; null where the accounts lead to different verdicts.
        need: What is missing.
        words: The same in a phrase that completes "what is missing is".
        actor: The actor, or the words for one without a name, that the question is about.
        side: Id of the side that the question is about.
        zone: Id of the zone.
        distance_km: How far from the line, or from the edge of the area, the place lies as it is known.
        radius_km: How far off that may be.
        enough_km: With this radius or a smaller one the same place would decide; null where no radius would.
        enough_gives: What the test would then answer.
        inside_km: A place surely within so many km of the line is inside; null where there is no such distance.
        outside_km: A place surely farther than so many km from the line, or from the area, is outside.
        begins: When the term takes effect, where that decides.
        ends: When it ends, where that decides.
        if_yes: The verdict if the test were answered yes and all else stayed.
        if_no: The verdict if it were answered no; null where the test never says no.
    """

    incident: str
    agreement: str
    term: str
    test: str | None
    need: Need
    words: str
    actor: str | None = None
    side: str | None = None
    zone: str | None = None
    distance_km: float | None = None
    radius_km: float | None = None
    enough_km: float | None = None
    enough_gives: Outcome | None = None
    inside_km: float | None = None
    outside_km: float | None = None
    begins: Moment | None = None
    ends: Moment | None = None
    if_yes: Verdict | None = None
    if_no: Verdict | None = None


def missing(
    findings: Iterable[Finding],
    incidents: Iterable[Incident],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    agreement: Agreement,
) -> tuple[Gap, ...]:
    """What the undetermined findings lack, in their order; decided ones, and those of other agreements, lack nothing.

    Args:
        findings: As `assess_incidents` gives them, of these incidents.
        incidents: What happened.
        claims: The claims of the incidents, by id.
        reports: The reports of the claims, by id.
        agreement: What the findings were made against, with the geometry of its zones.

    Raises:
        RecordError: A claim of an incident, or its report, is not there.
    """
    view, known = View(agreement), {incident.id: incident for incident in incidents}
    terms = {term.id: term for term in agreement.terms}
    words: dict[str, str] = {}
    found: list[Gap] = []
    open_ = [
        f
        for f in findings
        if f.verdict is Verdict.UNDETERMINED and f.agreement == agreement.id and f.incident in known and f.term in terms
    ]
    # Measured as for the findings, so that both say the same to the last digit.
    view.measure_all(points_of(known[f.incident] for f in open_))
    for finding in open_:
        incident = known[finding.incident]
        told = claims_for(incident, claims, reports)
        found += gaps_of(Case(view, terms[finding.term], incident, told, reports, words))
    return tuple(found)


def gaps_of(case: Case) -> tuple[Gap, ...]:
    """The gaps of one incident under one term, in the order of the tests; none where the verdict is decided."""
    answers = run_tests(case)
    verdicts = [verdict_of(answers, i) for i in range(len(case.accounts))]
    if combine(verdicts) is not Verdict.UNDETERMINED:
        return ()
    found: list[Gap] = []
    for test, answer in answers.items():
        role = TERM_TESTS[test].role
        open_ = [
            i
            for i, outcome in enumerate(answer.by_account)
            if outcome is Outcome.UNKNOWN and verdicts[i] is Verdict.UNDETERMINED
        ]
        if role is TermRole.EXTENT or not open_:
            continue
        never_no = test == "along_line_of_contact"
        ends = {
            "if_yes": combine(_with(answers, test, Outcome.YES)),
            "if_no": None if never_no else combine(_with(answers, test, Outcome.NO)),
        }
        for fields in _ask(case, test, answer, open_):
            gap = Gap(
                incident=case.incident.id,
                agreement=case.view.agreement.id,
                term=case.term.id,
                test=test,
                **{**ends, **fields},
            )
            if gap not in found:
                found.append(gap)
    return (*found, *_rival(case, verdicts))


def _with(answers: Mapping[str, Answer], test: str, outcome: Outcome) -> list[Verdict]:
    """Verdicts on all accounts if what is unknown in one test were so."""
    old = answers[test]
    known = tuple(outcome if o is Outcome.UNKNOWN else o for o in old.by_account)
    put = {**answers, test: Answer(known, old.figures)}
    return [verdict_of(put, i) for i in range(len(known))]


_Fields = dict[str, Any]


def _ask(case: Case, test: str, answer: Answer, open_: Sequence[int]) -> Iterator[_Fields]:
    """What a test lacks, as fields of gaps."""
    if test == "in_force":
        yield _time(case)
    elif test in ("in_area", "in_corridor", "on_route"):
        yield _place(case, case.view.zone(case.term, "zone"), answer.figures)
    elif test == "along_line_of_contact":
        yield from _along(case, answer, open_)
    elif test == "bound_actor":
        for index in open_:
            yield _author(case, index)
    elif test == "exempt_group":
        for index in open_:
            yield from _exempt(case, index)
    elif test == "heavy_weapon_line":
        yield from _heavy(case, answer)
    elif test == "joint_patrol":
        yield _patrol(case)
    else:
        yield _act(case, test)


# ---- when


def _time(case: Case) -> _Fields:
    agreement, term, when = case.view.agreement, case.term, case.incident.when
    begins, ends = term.since or agreement.effective, term.until or agreement.ended
    if begins is None:
        return {"need": Need.FORCE, "words": f"the day on which {agreement.name} takes effect"}
    fields: _Fields = {"begins": begins, "ends": ends}
    span = f"from {begins}" + (f" to {ends}" if ends else "")
    start, end = (when.start, when.end) if when else (None, None)
    if start is None and end is None:
        return {"need": Need.DATE, "words": f"a date (in force {span})", **fields}
    edges = [Edge.of(begins, end=False)] + ([Edge.of(ends, end=True)] if ends else [])
    one_day = start is not None and end is not None and day_of(start) == day_of(end)
    if one_day and any(e.at is not None and start is not None and e.day == day_of(start) for e in edges):
        return {"need": Need.HOUR, "words": f"the hour of day on {str(start)[:10]} (in force {span})", **fields}
    known = f"{str(start or '?')[:10]} to {str(end or '?')[:10]}"
    return {"need": Need.DATE, "words": f"a closer date than {known} (in force {span})", **fields}


# ---- where


def _place(case: Case, zone: Zone, figures: Mapping[str, Any]) -> _Fields:
    base: _Fields = {"need": Need.PLACE, "zone": zone.id}
    if "outlines" in figures or figures.get("note"):
        return _outline(case, zone)
    held = in_time(case, zone).zones
    zone = held[0] if held else zone
    sure_in, sure_out = _bounds(zone)
    base |= {"inside_km": sure_in, "outside_km": sure_out}
    where = case.incident.where
    if "radius_km" not in figures:
        name = (where.text or where.name) if where else None
        known = f'"{name}" is on no map that is known here' if name else "no report names one"
        return {**base, "words": f"a place on the map ({known}){_wanted(zone, sure_in, sure_out)}"}
    at = float(figures["boundary_km" if zone.kind == "polygon" else "distance_km"])
    radius = float(figures["radius_km"])
    enough = _enough(zone, at)
    is_in = bool(figures.get("inside")) if zone.kind == "polygon" else at <= (zone.depth_km or 0.0)
    gives = None if enough is None else Outcome.YES if is_in else Outcome.NO
    base |= {"distance_km": at, "radius_km": radius, "enough_km": enough, "enough_gives": gives}
    what = f"now {at:g} km from {'the edge of ' if zone.kind == 'polygon' else ''}{zone.name}, give or take {radius:g}"
    if enough is not None:
        put = "inside" if is_in else "outside"
        return {
            **base, "words": f"the place to within {enough:g} km, for {put} ({what}){_wanted(zone, sure_in, sure_out)}",
        }  # fmt: skip
    return {**base, "words": f"another place ({what}){_wanted(zone, sure_in, sure_out)}"}


def _bounds(zone: Zone) -> tuple[float | None, float | None]:
    """From which distance a place is surely in or along a zone, and from which surely outside it; null where never."""
    if zone.kind == "polygon":
        return None, zone.u_km
    if zone.depth_km is None:
        return None, None
    inside = round(zone.depth_km - zone.u_km, 2)
    return (inside if inside > 0 else None), round(zone.depth_km + zone.u_km, 2)


def _enough(zone: Zone, at: float) -> float | None:
    """The largest radius with which a place so far from the line, or from the edge, would be decided."""
    if zone.kind == "polygon":
        room = at - zone.u_km
    elif zone.depth_km is None:
        return None
    else:
        room = abs(zone.depth_km - at) - zone.u_km
    return round(room, 2) if room > 0 else None


def _wanted(zone: Zone, sure_in: float | None, sure_out: float | None) -> str:
    if zone.kind == "polygon":
        return f"; the outline is known to {zone.u_km:g} km"
    parts = [f"within {sure_in:g} km is in"] if sure_in is not None else []
    parts += [f"beyond {sure_out:g} km out"] if sure_out is not None else []
    on = f"a report that puts it on {zone.name} by name would do"
    return f"; {', '.join(parts)}; {on}" if parts else f"; {on}"


def _outline(case: Case, zone: Zone) -> _Fields:
    when = case.incident.when
    if when is None or when.start is None or when.start != when.end:
        words = f"a day: {zone.name} moved, and its outlines answer differently"
        return {"need": Need.DATE, "zone": zone.id, "words": words}
    return {"need": Need.OUTLINE, "zone": zone.id, "words": f"where {zone.name} lay on {when.start[:10]}"}


def _along(case: Case, answer: Answer, open_: Sequence[int]) -> Iterator[_Fields]:
    zone = case.view.zone(case.term, "along", "zone")
    near = _place(case, zone, {k: v for k, v in answer.figures.items() if k not in ("note", "by_account")})
    # Distance alone never takes an act away from the line: what lies beyond it stays open.
    near["outside_km"] = None
    if near.get("enough_gives") is Outcome.NO:
        near |= {"enough_km": None, "enough_gives": None}
    if near["need"] is Need.PLACE:
        sure = near["inside_km"]
        named = f"a report that puts it on {zone.name}"
        near["words"] = f"a place within {sure:g} km of {zone.name}, or {named}" if sure is not None else named
    yield near
    for index in open_:
        who = case.accounts[index]
        name = who.actor or who.label
        told = f"that {name} acted against the other side" if name else "that one side acted against the other"
        yield {"need": Need.CROSSING, "actor": name, "side": case.who[index].side, "zone": zone.id, "words": told}


# ---- who


def _author(case: Case, index: int) -> _Fields:
    account, who = case.accounts[index], case.who[index]
    name = account.actor or account.label
    if account.confidence in (Confidence.WITHHELD, Confidence.NOT_STATED) or name is None:
        withheld = account.confidence is Confidence.WITHHELD
        return {"need": Need.AUTHOR, "words": f"who did it{' (reports say that nobody is named)' if withheld else ''}"}
    if who.side is None or who.side not in case.view.sides:
        joint = " (it is of several)" if case.view.is_joint(account.actor) else ""
        return {"need": Need.SIDE, "actor": name, "words": f"the side of {name}{joint}"}
    side = case.view.sides[who.side]
    return {
        "need": Need.BOUND, "actor": name, "side": side.id, "words": f"whether the agreement binds {side.name}",
    }  # fmt: skip


def _exempt(case: Case, index: int) -> Iterator[_Fields]:
    view, who = case.view, case.who[index]
    account = case.accounts[index]
    # Those struck are called by actor or side: their words may be a person's name.
    struck = [(view.of_target(t), t.actor) for c in case.claims_of(index) for t in c.targets]
    people = [(who, account.actor or account.label), *struck]
    asked: dict[str, None] = {}
    for person, _ in people:
        if person.actor is not None and view.exempt.get(person.actor) is Outcome.UNKNOWN:
            asked.setdefault(person.actor)
    for actor in asked:
        yield {"need": Need.EXEMPT, "actor": actor, "words": f"whether {actor} is exempt"}
    for person, name in people:
        if person.actor in asked or (person.actor is not None and person.actor in view.exempt):
            continue
        if person.side in view.exempt_sides:
            side = view.sides[person.side].name if person.side in view.sides else person.side
            words = f"whether {(name or side)!r} means an exempt group ({', '.join(view.exempt)})"
            yield {"need": Need.EXEMPT, "actor": name, "side": person.side, "words": words}
            return
    if not asked:
        yield {"need": Need.EXEMPT, "words": f"whether an exempt group acted or was struck ({', '.join(view.exempt)})"}


def _patrol(case: Case) -> _Fields:
    kinds = kinds_of(case)
    if kinds == {Kind.PATROL}:
        return {"need": Need.PARTNERS, "words": "who took part in the patrol"}
    return _which(case)


# ---- what


def _act(case: Case, test: str) -> _Fields:
    term = case.term
    words = {"prohibited_act": term.forbids, "commitment_kept": term.commits}.get(test)
    name = {
        "military_action": "military_action", "attack_inside_corridor_act": "any_attack", "no_fly": "flight",
    }.get(test)  # fmt: skip
    kinds = sorted(kinds_of(case))

    def outcome(kind: Kind, *, forces: bool) -> Outcome:
        if name is not None:
            return class_outcome(name, kind, forces)
        found = {word_outcome(word, kind, forces) for word in words or ()}
        return next((o for o in (Outcome.YES, Outcome.UNKNOWN) if o in found), Outcome.NO)

    open_ = [k for k in kinds if outcome(k, forces=False) is Outcome.UNKNOWN]
    if open_ and all(outcome(k, forces=True) is not Outcome.UNKNOWN for k in open_) and len(kinds) == len(open_):
        return {"need": Need.TARGET, "words": "who was the target: soldiers and fighters, or others"}
    return _which(case)


def _which(case: Case) -> _Fields:
    kinds = sorted(kinds_of(case))
    if not kinds:
        return {"need": Need.ASSERTION, "words": "a report that says it happened: there are only denials"}
    labels = [KINDS[kind].label.lower() for kind in kinds]
    if len(labels) > 1:
        return {"need": Need.ACT, "words": f"which it was: {', '.join(labels[:-1])} or {labels[-1]}"}
    return {"need": Need.ACT, "words": f"what act it was: reports give only '{labels[0]}'"}


def _heavy(case: Case, answer: Answer) -> Iterator[_Fields]:
    if answer.figures.get("act") == Outcome.UNKNOWN:
        weapons = answer.figures.get("weapons")
        known = f" (reports say {', '.join(weapons)})" if weapons else ""
        yield {"need": Need.ACT, "words": f"which weapons were used or seen{known}"}
    if answer.figures.get("place") == Outcome.UNKNOWN:
        yield _place(case, case.view.zone(case.term, "along", "zone"), answer.figures)


# ---- accounts that lead to different verdicts


def _rival(case: Case, verdicts: Sequence[Verdict]) -> tuple[Gap, ...]:
    decided = {v for v in verdicts if v is not Verdict.UNDETERMINED}
    if len(decided) < 2:
        return ()
    told = []
    for account, who, verdict in zip(case.accounts, case.who, verdicts, strict=True):
        name = account.actor or account.label or who.side or "nobody named"
        told.append(f"{name} ({verdict.replace('_', ' ')})")
    return (
        Gap(
            incident=case.incident.id,
            agreement=case.view.agreement.id,
            term=case.term.id,
            test=None,
            need=Need.ACCOUNT,
            words=f"which account is right: {'; '.join(dict.fromkeys(told))}",
        ),
    )
