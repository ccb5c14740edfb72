"""One claim draft into one grounded claim: figures, victims, account of who did it, time, evidence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from trucewatch.extract._claim_values import Evidences, incident_time, sum_counts, toll_period
from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.acts import EffectHit, is_violent
from trucewatch.extract.assembly import ClaimDraft, Dated, Piece, Placed, category_of
from trucewatch.extract.people import PeopleMention
from trucewatch.extract.sources import country_in
from trucewatch.locate import country_of
from trucewatch.model import (
    Category,
    Cause,
    Claim,
    Claimant,
    ClaimantKind,
    Confidence,
    Count,
    Coverage,
    DatePrecision,
    Effect,
    Kind,
    Modality,
    Perpetrator,
    Report,
    Scope,
    Target,
    Victim,
    When,
    Where,
    content_id,
    day_of,
)

BACKGROUND_DAYS = 9
"""An act that ended more than this many days before publication is told as history."""

OWN_BACKGROUND_DAYS = 40
"""The same for a monitor's or ministry's own bulletin, which may look back over a month."""


@dataclass(frozen=True)
class Lead:
    """Date and place of a report's news; `spoken` is when it was said, where nothing dates the act itself."""

    date: Dated | None
    place: Placed | None
    spoken: When | None


def build_claim(
    draft: ClaimDraft, *, report: Report, book: ActorBook, number: int, extractor: str, lead: Lead
) -> Claim | None:
    """The claim, or null where nothing is left to say (an act of no kind, without people)."""
    evidence = Evidences(report.text)
    kind = draft.event.kind() if not draft.first.draft.toll else draft.first.draft.kind
    for piece in draft.pieces:
        _kind_evidence(piece, evidence)
    toll = draft.first.draft.toll
    when = _when(draft, report, evidence, lead, toll=toll)
    where = _where(draft, evidence, lead)
    claimants = _claimants(draft, evidence)
    perpetrator = _perpetrator(draft, claimants, book, evidence)
    victims: list[Victim] = []
    counts = {e: _count(draft, e, evidence, victims, book) for e in Effect}
    kind = _final_kind(kind, victims)
    targets = _targets(draft, evidence, victims, book)
    denied = draft.first.draft.denial
    modality = Modality.DENIED if denied else draft.first.draft.modality
    background = _background(draft, report, when, toll=toll)
    body = {
        "report": report.id,
        "extractor": extractor,
        "score": None,
        "kind": kind,
        "scope": Scope.TOLL if toll else Scope.INCIDENT,
        "background": background,
        "superseded": any(p.draft.superseded for p in draft.pieces),
        "coverage": _coverage(draft),
        "modality": modality,
        "when": when,
        "where": where,
        "perpetrator": perpetrator,
        "targets": tuple(targets),
        "killed": counts[Effect.KILLED],
        "injured": counts[Effect.INJURED],
        "missing": counts[Effect.MISSING],
        "captured": counts[Effect.CAPTURED],
        "acts": _acts(draft, evidence),
        "victims": tuple(victims),
        "weapon": _weapon(draft, evidence),
        "claimants": tuple(claimants),
        "denied_by": _denied_by(draft, evidence),
        "evidence": evidence.sorted(),
    }
    claim = Claim(id="c-0", **body)
    return claim.model_copy(update={"id": content_id("c", number, claim.to_json())})


def _kind_evidence(piece: Piece, evidence: Evidences) -> None:
    d = piece.draft
    if d.trigger is not None:
        evidence.add("kind", d.offset + d.trigger.start, d.offset + d.trigger.end)
    elif d.effects:
        first = d.effects[0]
        start = min([first.start, *(p.start for p in first.people)])
        end = max([first.end, *(p.end for p in first.people)])
        evidence.add("kind", d.offset + start, d.offset + end)


def _when(draft: ClaimDraft, report: Report, evidence: Evidences, lead: Lead, *, toll: bool) -> When | None:
    """Its own date, the act's, that of the paragraph, that of the news; else the day of the telling and the one before."""
    dated = next((p.date() for p in draft.pieces if p.own_date), None)
    loose = draft.first.draft.unplaced_date
    if dated is None and loose is not None and report.published is None:
        return When(start=None, end=None, precision=DatePrecision.DAY, text=evidence.add("when", *loose))
    if dated is None and not toll:
        act = draft.event.date_piece()
        first = draft.first
        dated = act.date() if act else first.near_date or (None if first.draft.history else lead.date)
    if dated is not None and dated.start is not None and dated.end is not None:
        text = evidence.add("when", dated.start, dated.end)
        when = dated.when.model_copy(update={"text": text})
        if toll:
            return toll_period(when, dated.rule, report.published)
        if when.start and when.end:
            return incident_time(when, report.published)
    if toll:
        return None
    told = lead.spoken.end if lead.spoken else report.published
    if told is None:
        return None
    last = day_of(told)
    before = last - dt.timedelta(days=1)
    return When(start=before.isoformat(), end=last.isoformat(), precision=DatePrecision.DAYS, text=None)


def _where(draft: ClaimDraft, evidence: Evidences, lead: Lead) -> Where | None:
    """The narrowest place that the claim or the act has, else that of the paragraph, else that of the news."""
    own = [p for x in draft.pieces for p in [x.place()] if p]
    rest = [p for x in draft.event.pieces for p in [x.place()] if p]
    chosen = _narrowest(own)
    wider = chosen is None or chosen.where.radius_km is None
    best = _narrowest(rest)
    if best is not None and (
        wider or (best.where.radius_km or 1e9) < (chosen.where.radius_km or 1e9 if chosen else 1e9)
    ):
        chosen = best
    if chosen is None:
        chosen = draft.first.near_place or (None if draft.first.draft.toll else lead.place)
    if chosen is None:
        return None
    text = evidence.add("where", chosen.start, chosen.end)
    return chosen.where.model_copy(update={"text": text})


def _narrowest(places: list[Placed]) -> Placed | None:
    known = [p for p in places if p.where.radius_km is not None]
    if known:
        return min(known, key=lambda p: (p.where.radius_km or 0.0, p.start))
    return places[0] if places else None


def _claimants(draft: ClaimDraft, evidence: Evidences) -> list[Claimant]:
    out: list[Claimant] = []
    source = next((p for p in draft.pieces if p.claimants), None)
    for i, c in enumerate(source.claimants if source else ()):
        text = evidence.add(f"claimants[{i}]", c.start, c.end) if c.start is not None and c.end is not None else None
        via = c.via if isinstance(c.via, int) or c.via is None else "self"
        out.append(Claimant(text=text, name=c.name, kind=ClaimantKind(c.kind), via=via))
    return out


def _perpetrator(draft: ClaimDraft, claimants: list[Claimant], book: ActorBook, evidence: Evidences) -> Perpetrator:
    """MUC-4's decision tree: who names whom, and how surely."""
    first = draft.first.draft
    if first.denial is not None:
        return _denied(draft, book, evidence)
    withheld = draft.withheld()
    piece = draft.agents()
    if piece is None or all(a.unknown for a in piece.draft.roles.agents):
        if withheld is not None and withheld.draft.withheld:
            text = evidence.add("perpetrator", *withheld.draft.withheld)
            return Perpetrator(text=text, label=None, actor=None, side=None, confidence=Confidence.WITHHELD)
        if piece is not None:
            a = piece.draft.roles.agents[0]
            text = evidence.add("perpetrator", piece.draft.offset + a.start, piece.draft.offset + a.end)
            return Perpetrator(text=text, label=None, actor=None, side=None, confidence=Confidence.WITHHELD)
        return Perpetrator(text=None, label=None, actor=None, side=None, confidence=Confidence.NOT_STATED)
    agents = piece.draft.roles.agents
    start = piece.draft.offset + min(a.start for a in agents)
    text = evidence.add("perpetrator", start, piece.draft.offset + max(a.end for a in agents))
    actor, label, side = _name_of(agents, text)
    countries = {c.country for p in (*draft.pieces, piece) for c in p.claimants if c.country}
    confidence = _confidence(piece, agents, claimants, book, countries)
    return Perpetrator(text=text, label=label, actor=actor, side=side, confidence=confidence)


def _name_of(agents: tuple[ActorMention, ...], text: str) -> tuple[str | None, str | None, str | None]:
    sides = {a.side for a in agents}
    side = sides.pop() if len(sides) == 1 else None
    if len(agents) == 1:
        return agents[0].actor, agents[0].label, side
    if all(a.actor for a in agents):
        return " and ".join(dict.fromkeys(str(a.actor) for a in agents)), None, side
    return None, text, side


def _confidence(
    piece: Piece,
    agents: tuple[ActorMention, ...],
    claimants: list[Claimant],
    book: ActorBook,
    countries: set[str],
) -> Confidence:
    if piece.draft.self_claim:
        return Confidence.CLAIMED
    if piece.draft.possible:
        return Confidence.POSSIBLE
    if not claimants:
        return Confidence.FACT
    if any(_own_act(c, a, book, countries) for c in claimants for a in agents):
        return Confidence.CLAIMED
    authority = {ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE}
    if any(c.kind in authority or (c.kind is ClaimantKind.MEDIA and c.via == "self") for c in claimants):
        return Confidence.ACCUSED_BY_AUTHORITY
    return Confidence.ACCUSED


def _bare(words: str) -> str:
    return words.lower().removeprefix("the ").strip()


def _own_act(claimant: Claimant, agent: ActorMention, book: ActorBook, countries: set[str]) -> bool:
    """Whether a claimant speaks of its own side's act."""
    if agent.text and _bare(claimant.name) == _bare(agent.text):
        return True
    spoken = book.mentions(claimant.name)
    if agent.actor and any(s.actor == agent.actor for s in spoken):
        return True
    if claimant.kind not in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE, ClaimantKind.MEDIA):
        return False
    named = country_in(claimant.name)
    theirs = {named.iso2} if named else countries
    mine = agent.country or (c.iso2 if (c := country_in(agent.actor or "")) else None)
    return mine is not None and mine in theirs and agent.category is not Category.ARMED_GROUP


def _denied(draft: ClaimDraft, book: ActorBook, evidence: Evidences) -> Perpetrator:
    d = draft.first.draft
    denial = d.denial
    if denial is None:
        raise ValueError("no denial in a denied claim")
    spoken = book.mentions(denial.text)
    agents = d.roles.agents
    if agents:
        a = agents[0]
        text = evidence.add("perpetrator", d.offset + a.start, d.offset + a.end)
        return Perpetrator(text=text, label=a.label, actor=a.actor, side=a.side, confidence=Confidence.DENIED)
    text = evidence.add("perpetrator", d.offset + denial.start, d.offset + denial.end)
    actor = spoken[0].actor if spoken else None
    side = spoken[0].side if spoken else None
    return Perpetrator(
        text=text, label=None if actor else denial.name, actor=actor, side=side, confidence=Confidence.DENIED
    )


def _denied_by(draft: ClaimDraft, evidence: Evidences) -> tuple[Claimant, ...]:
    d = draft.first.draft
    if d.denial is None:
        return ()
    text = evidence.add("denied_by[0]", d.offset + d.denial.start, d.offset + d.denial.end)
    return (Claimant(text=text, name=d.denial.name, kind=d.denial.kind, via=None),)


def _count(
    draft: ClaimDraft, effect: Effect, evidence: Evidences, victims: list[Victim], book: ActorBook
) -> Count | None:
    found = draft.effect(effect)
    if found is None:
        return _none_killed(draft, evidence) if effect is Effect.KILLED else None
    piece, hit = found
    if hit.negated and not hit.people:
        text = evidence.add(effect.value, piece.draft.offset + hit.start, piece.draft.offset + hit.end)
        return Count(low=0, high=0, approximate=False, unconfirmed=False, stated=True, text=text)
    groups = [(p, e) for p, e in (found, *draft.more(effect)) if e.people]
    counted = [(p, q) for p, e in groups for q in e.people if q.count is not None]
    if not counted:
        return None
    parts = [evidence.add(effect.value, p.draft.offset + q.start, p.draft.offset + q.end) for p, q in counted]
    counts = [q.count for _, q in counted if q.count is not None]
    if all(c.low is None and c.high is None for c in counts):
        return None
    for p, e in groups:
        victims.extend(_victims(draft, effect, e, [q for q in e.people if q.count is not None], p, book))
    return sum_counts(counts, parts)


def _none_killed(draft: ClaimDraft, evidence: Evidences) -> Count | None:
    """Read "nobody was hurt" as nobody killed either."""
    found = draft.effect(Effect.INJURED)
    if found is None or not found[1].negated or found[1].people:
        return None
    piece, hit = found
    text = evidence.add("killed", piece.draft.offset + hit.start, piece.draft.offset + hit.end)
    return Count(low=0, high=0, approximate=False, unconfirmed=False, stated=True, text=text)


def _victims(
    draft: ClaimDraft, effect: Effect, hit: EffectHit, counted: list[PeopleMention], piece: Piece, book: ActorBook
) -> list[Victim]:
    cause = Cause.NON_HOSTILE if piece.draft.non_hostile else Cause.HOSTILE
    if cause is Cause.HOSTILE and piece.draft.trigger is None and draft.event.kind() is Kind.CASUALTY:
        cause = Cause.UNKNOWN if not counted else Cause.HOSTILE
    rows = []
    for p in counted:
        like = _of_whom(category_of(p, draft.event), draft, book)
        names = tuple(dict.fromkeys(n for q in hit.people for n in q.names)) if len(counted) == 1 else p.names
        low = p.count.low if p.count else None
        high = p.count.high if p.count else None
        side = like.side or book.side_of(like.actor)
        rows.append(
            Victim(
                effect=effect,
                category=like.category,
                actor=like.actor,
                side=side,
                low=low,
                high=high,
                cause=cause,
                names=names,
            )
        )
    return rows


def _of_whom(p: PeopleMention, draft: ClaimDraft, book: ActorBook) -> PeopleMention:
    """Whose soldiers "two soldiers" are: those struck in the same act, else those of the army or ministry that says so."""
    if p.actor or p.category not in (Category.MILITARY, Category.POLICE):
        return p
    for piece in draft.event.pieces:
        for t in piece.draft.roles.targets:
            if t.actor and t.category is p.category and not piece.draft.roles.mutual:
                return replace(p, actor=t.actor, side=t.side)
        for hit in piece.draft.effects:
            for q in hit.people:
                if q.actor and q.category is p.category:
                    return replace(p, actor=q.actor, side=q.side)
    authority = (ClaimantKind.GOVERNMENT.value, ClaimantKind.MILITARY.value, ClaimantKind.POLICE.value)
    for c in draft.first.claimants:
        state = country_of(c.country) if c.country and c.kind in authority else None
        if state is not None and p.category is Category.MILITARY:
            own = book.state(c.name, 0, len(c.name), state)
            return replace(p, actor=own.actor, side=own.side)
    return p


def _targets(draft: ClaimDraft, evidence: Evidences, victims: list[Victim], book: ActorBook) -> list[Target]:
    """Who or what was struck: armed targets and people first, those hurt before things, the act's where none of its own."""
    own = next((p for p in draft.pieces if p.draft.roles.targets), None)
    if own is None or not _armed(own):
        hurt = _hurt_targets(draft, draft.pieces, evidence, book)
        if hurt:
            return hurt
    roles = own or next((p for p in draft.event.pieces if p.draft.roles.targets), None)
    if roles is None:
        return _hurt_targets(draft, draft.event.pieces, evidence, book)
    out: list[Target] = []
    for i, t in enumerate(roles.draft.roles.targets):
        text = evidence.add(f"targets[{i}]", roles.draft.offset + t.start, roles.draft.offset + t.end)
        category = t.category if t.category is not Category.UNKNOWN else next((v.category for v in victims), t.category)
        out.append(Target(text=text, actor=t.actor, side=t.side, category=category))
    return out


def _armed(piece: Piece) -> bool:
    return any(t.category not in (Category.CIVILIAN, Category.UNKNOWN) for t in piece.draft.roles.targets)


def _hurt_targets(draft: ClaimDraft, pieces: list[Piece], evidence: Evidences, book: ActorBook) -> list[Target]:
    """The people hurt, each actor and category once."""
    out: list[Target] = []
    seen: set[tuple[str | None, Category]] = set()
    for piece in pieces:
        for hit in piece.draft.effects:
            for named in hit.people:
                p = _of_whom(named, draft, book)
                key = (p.actor, p.category)
                if hit.negated or p.head is None or key in seen:
                    continue
                seen.add(key)
                text = evidence.add(f"targets[{len(out)}]", piece.draft.offset + p.start, piece.draft.offset + p.end)
                out.append(Target(text=text, actor=p.actor, side=p.side, category=p.category))
    return out


def _acts(draft: ClaimDraft, evidence: Evidences) -> Count | None:
    piece = next((p for p in draft.pieces if p.draft.acts), None)
    if piece is None or piece.draft.acts is None:
        return None
    start, end, count = piece.draft.acts
    text = evidence.add("acts", start, end)
    return count.model_copy(update={"text": text})


def _weapon(draft: ClaimDraft, evidence: Evidences) -> str | None:
    piece = next((p for p in draft.pieces if p.draft.weapon), None) or next(
        (p for p in draft.event.pieces if p.draft.weapon), None
    )
    if piece is None or piece.draft.weapon is None:
        return None
    return evidence.add("weapon", *piece.draft.weapon)


def _final_kind(kind: Kind, victims: list[Victim]) -> Kind:
    """Violence against soldiers by means not stated is a clash, against civilians an attack."""
    soldiers = any(
        v.category in (Category.MILITARY, Category.ARMED_GROUP, Category.POLICE, Category.PEACEKEEPER) for v in victims
    )
    if kind is Kind.ATTACK and victims and soldiers:
        return Kind.ARMED_CLASH
    return kind


_SOME_OF_THEM = re.compile(r"(?i)(?:one|two|another|some) of (?:them|those|the)\b")


def _coverage(draft: ClaimDraft) -> Coverage:
    """`part` where a claim counts or names only some of those whom the report counts for the act.

    That is so where its words add to others ("another", "one of them"), or where it names fewer dead than another
    claim of the same act counts.
    """
    hits = [e for p in draft.pieces for e in p.draft.effects if e.people]
    partial = [
        any(q.additional or _SOME_OF_THEM.match(q.text) or "of them" in q.text.lower() for q in e.people) for e in hits
    ]
    if hits and all(partial) and len(draft.event.claims) > 1:
        return Coverage.PART
    own = draft.effect(Effect.KILLED)
    if own is None or not any(q.names for q in own[1].people):
        return Coverage.WHOLE
    mine = sum(q.count.low or 0 for q in own[1].people if q.count)
    others = [c.effect(Effect.KILLED) for c in draft.event.claims if c is not draft]
    most = max((sum(q.count.low or 0 for q in o[1].people if q.count) for o in others if o is not None), default=0)
    return Coverage.PART if mine < most else Coverage.WHOLE


def _background(draft: ClaimDraft, report: Report, when: When | None, *, toll: bool) -> bool:
    d = draft.first.draft
    own = any(c.via == "self" for c in draft.first.claimants)
    if toll and not d.ledger:
        return not own or d.sentence.paragraph > 0
    if report.published and when and when.end and when.text:
        age = (day_of(report.published) - day_of(when.end)).days
        if age > (OWN_BACKGROUND_DAYS if own else BACKGROUND_DAYS):
            return True
    return d.history and is_violent(d.kind) and d.sentence.paragraph > 0 and when is not None and when.text is None
