"""From a sentence to drafts of claims: one draft for each act, or for each casualty told without an act."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.acts import EffectHit, Trigger, is_violent
from trucewatch.extract.dates import DateMention
from trucewatch.extract.frames import Roles, find_roles, is_weapon_only
from trucewatch.extract.lexicon import vague_pattern
from trucewatch.extract.numbers import NumberMention, NumberRole
from trucewatch.extract.places import PlaceMention
from trucewatch.extract.reading import Reading, act_dates
from trucewatch.extract.sentences import Sentence
from trucewatch.extract.sources import Attribution
from trucewatch.extract.stance import (
    is_commemoration,
    is_history,
    is_hypothetical,
    is_negated,
    is_possible,
    is_superseded,
    tells_period,
    tells_toll,
    withheld_span,
)
from trucewatch.model import Category, Count, DatePrecision, Kind, Modality

_SPLIT = re.compile(
    r";\s|,? (?:and|but|while|whereas|meanwhile|also|as|when|after|before) (?:also |then |later |in turn )?|, (?:which|where) |\. |: "
)
_LOOSE_KINDS = (Kind.ARMED_CLASH, Kind.ATTACK, Kind.SMALL_ARMS_FIRE)
_SMALL_ARMS = re.compile(
    r"(?i)\b(?:machine[- ]?guns?|small[- ]arms|rifles?|automatic|gunfire|gunshots?|bullets?|gunshot|shots (?:were|rang|fired)|fired (?:[\w-]+ )?shots|bursts?|kalashnikovs?|pistols?)\b"
)
_ARMED = (Category.MILITARY, Category.ARMED_GROUP, Category.POLICE, Category.PEACEKEEPER)
_LEDGER = re.compile(
    r"(?i)\b(?:(?:cease-?fire |truce )?(?:violations?|breaches|breach|infringements?)|(?:cases?|instances?|incidents?) of (?:fire|firing|shelling|violations?)|times)\b"
)
_LEDGER_VERB = re.compile(
    r"(?i)\b(?:violat(?:ed|ing)|broke|broken|breach(?:ed|ing)) (?:the |a |its )?(?:\w+ ){0,3}(?:cease-?fire|truce|cessation|agreement|regime|deal)"
)
_ACT_NOUN = re.compile(
    r"(?i)^\s*(?:[\w-]+ ){0,3}?(?:(?:air ?|drone |rocket |mortar |missile |artillery |bomb |mine )?(?:strikes?|airstrikes?|raids?|attacks?|shells?|rockets?|missiles?|mortars?|mortar bombs?|rounds?|bombs?|devices?|drones?|explosions?|blasts?|shots?|sorties?|salvos|projectiles?|grenades?|mines|overflights?))\b"
)
_WEAPON = re.compile(
    r"(?i)\b(?:(?:two|three|four|several|a|an|heavy|light) )?(?:(?:roadside|car|truck|barrel|suicide|nail|parcel|cluster|mortar|petrol|aerial|glide|guided|magnetic|remote-controlled) bombs?|improvised explosive devices?|IEDs?|explosive (?:devices?|charges?|belt|vest)|land ?mines?|anti-(?:tank|personnel) (?:mines?|missiles?)|heavy machine[- ]guns?|machine[- ]guns?|assault rifles?|small arms(?: and light weapons)?|automatic (?:weapons|rifles?)|rocket[- ]propelled grenades?|RPGs?|(?:Grad |Katyusha )?rockets?|(?:artillery |mortar |tank )shells?|shells|mortars?|howitzers?|artillery|ballistic missiles?|missiles?|hand grenades?|grenades?|armed drones?|drones?|helicopter gunships?|warplanes|tanks?|sniper rifles?|machetes?|knives|explosives|booby[- ]traps?|\d{2,3}[- ]?mm (?:mortars?|artillery|howitzers?|shells?|guns?|rounds))\b"
)
_BLAMED_WORDS = re.compile(
    r"(?i)[\"“]?(?P<who>(?!(?:for|of|on|it|them|him|her|each|both|nobody|no one|anyone|anybody|someone|any side|either|the other|neither)\b)[\w][\w '’-]{2,45}?)[\"”]?(?= (?:for|of|and|firing|who|which|but|after|as|in)\b|[,.;:\"”]|$)"
)
_SELF_CLAIM = re.compile(
    r"(?i)\b(?:claim(?:s|ed|ing)? (?:responsibility|credit|the (?:attack|bombing|ambush|strike|raid|killing|blast))|took responsibility|said it (?:was behind|had carried out|carried out))"
)
_BLAME = re.compile(
    r"(?i)\b(?:blam(?:es?|ed|ing)|accus(?:es?|ed|ing)|suspect(?:s|ed)?|(?:shells?|shots?|rockets?|fire|drone|missiles?) (?:had |have )?(?:came|come) from (?:the )?(?:positions of )?|point(?:s|ed|ing)? (?:the finger |a finger )?(?:at|to)|(?<!-)(?:held|holds|holding)(?= (?:[\w-]+ ){1,5}(?:responsible|accountable|liable))|lays? the blame|laid the blame|put (?:the attack |it )?down to|attribut(?:es?|ed|ing) (?:it|them|the \w+|this) to)\s+(?:(?:the [\w-]+ |it |this )?(?:on |squarely on |to ))?"
)
_RESPONSIBLE = re.compile(
    r"(?i)\b(?:was|were|are|is|had been) (?:behind|responsible for|to blame for|the work of|carried out by|the attackers|the planes were)\b|\bplanes were\b"
)
_DENYING = frozenset({"denied", "denies", "deny", "rejected", "rejects", "reject", "dismissed"})
_TURNS = re.compile(
    r"(?i)\b(?:and|but|instead|adding|,) (?:instead |it |he |she |they |in turn |later )?(?:sa(?:id|ys|ying)|accus(?:ed|es|ing)|blam(?:ed|es|ing)|claim(?:ed|s|ing)|insist(?:ed|s|ing))\b|, (?:saying|accusing|blaming)\b"
)
_POSSESSIVE_FORCE = re.compile(r"(?i)\b(?:its|his|our|their) (?:own )?$")


@dataclass
class Draft:
    """A claim in the making; offsets count in the report's text."""

    sentence: Sentence
    start: int
    end: int
    kind: Kind
    trigger: Trigger | None
    offset: int
    roles: Roles
    effects: list[EffectHit]
    place: PlaceMention | None
    date: DateMention | None
    attributions: list[Attribution]
    weapon: tuple[int, int] | None
    acts: tuple[int, int, Count] | None
    modality: Modality = Modality.ASSERTED
    possible: bool = False
    withheld: tuple[int, int] | None = None
    denial: Attribution | None = None
    self_claim: bool = False
    blame: tuple[int, int] | None = None
    toll: bool = False
    history: bool = False
    superseded: bool = False
    ledger: bool = False
    non_hostile: bool = False
    follows: bool = False
    looks_back: bool = False
    unplaced_date: tuple[int, int] | None = None


def drafts_of(reading: Reading, *, book: ActorBook, violent_report: bool, speaker: str | None = None) -> list[Draft]:
    """Drafts of one sentence, in order. `speaker` is the author of a report that speaks for itself ("our units")."""
    reading = replace(
        reading, actors=tuple(_possessed(reading.sentence.text, a, reading, book, speaker) for a in reading.actors)
    )
    text = reading.sentence.text
    if is_commemoration(text) and not any(d.when.start for d in reading.dates):
        return []
    if re.match(r"(?i)(?:not|never) since\b", text):
        return []
    ledger = _ledger_draft(reading)
    if ledger is not None:
        return [ledger]
    triggers = [t for t in reading.triggers if _counts(text, t, reading)]
    effects = [e for e in reading.effects if _harms(text, e, triggers, violent_report)]
    segments = _segments(reading, triggers, effects)
    out: list[Draft] = []
    for span, inside, hurt in segments:
        draft = _segment_draft(reading, span, inside, hurt, book=book)
        if draft is not None:
            out.append(draft)
    return out or _stance_draft(reading)


def _counts(text: str, t: Trigger, reading: Reading) -> bool:
    """Whether a trigger speaks of an act here, and not of a plan's absence, a stop or a bare word."""
    if is_negated(text, t.start, t.end):
        return False
    if any(a.start <= t.start and t.end <= a.end for a in reading.attributions):
        return False
    if not t.weak:
        return True
    near = any(a.form != "state" and abs(a.start - t.end) < 90 for a in reading.actors)
    hurt = any(e.people for e in reading.effects)
    return near or hurt or t.definite


def _harms(text: str, e: EffectHit, triggers: Sequence[Trigger], violent_report: bool) -> bool:
    """Whether an effect is harm by violence, or at least to a soldier; deaths by accident or illness are not."""
    if e.negated and not e.people:
        return bool(triggers) or violent_report
    if is_negated(text, e.start, e.end) or not any(p.count or p.names for p in e.people):
        return False
    accident = vague_pattern("accident").search(text)
    strong = any(not t.weak and is_violent(t.kind) for t in triggers)
    armed = any(p.category in _ARMED or p.actor for p in e.people)
    if accident and not strong:
        return armed and bool(vague_pattern("non_hostile").search(text))
    return strong or armed or violent_report


Segment = tuple[tuple[int, int], list[Trigger], list[EffectHit]]


def _segments(reading: Reading, triggers: Sequence[Trigger], effects: Sequence[EffectHit]) -> list[Segment]:
    """Cut a sentence where a second act of its own begins; casualties go with the act that they stand beside."""
    text = reading.sentence.text
    heads = [t for t in triggers if not _subordinate(t, triggers)]
    cuts: list[int] = []
    for m in _SPLIT.finditer(text):
        left = [t for t in heads if t.end <= m.start() and t.start >= (cuts[-1] if cuts else 0)]
        right = [t for t in heads if t.start >= m.end()]
        if left and right and _parts(reading, left, right[0], m):
            cuts.append(m.end())
    bounds = [0, *cuts, len(text)]
    out: list[Segment] = []
    for low, high in itertools.pairwise(bounds):
        out.append(
            ((low, high), [t for t in triggers if low <= t.start < high], [e for e in effects if low <= e.start < high])
        )
    return [s for s in out if s[1] or s[2]]


def _subordinate(t: Trigger, triggers: Sequence[Trigger]) -> bool:
    """A weak word beside a stronger one of the same act ("an air strike hit") does not make an act of its own."""
    return t.weak and any(o is not t and not o.weak and abs(o.start - t.end) < 45 for o in triggers)


def _parts(reading: Reading, left: Sequence[Trigger], right: Trigger, cut: re.Match[str]) -> bool:
    """Whether words on both sides of a conjunction are acts apart: other kind, or an actor of its own."""
    text = reading.sentence.text
    last = left[-1]
    if right.definite and right.frame != "verb":
        return False
    own_actor = any(cut.end() <= a.start and a.end <= right.start for a in reading.actors)
    word = cut.group().strip(" ,;:.").split(" ")[0].lower()
    if last.kind == right.kind and not own_actor:
        return word in {"and", "", "while"} and bool(re.match(r"(?i)(?:at|in|on|near) ", text[cut.end() :])) and False
    if word in {"when", "as", "after", "before"}:
        return (
            own_actor
            and is_violent(last.kind)
            and is_violent(right.kind)
            and last.kind != right.kind
            and not (last.weak or right.weak)
        )
    return last.kind != right.kind or own_actor


def _segment_draft(
    reading: Reading, span: tuple[int, int], triggers: list[Trigger], effects: list[EffectHit], *, book: ActorBook
) -> Draft | None:
    text = reading.sentence.text
    low, high = span
    head = _head(triggers)
    if head is not None and not is_violent(head.kind) and any(e.people for e in effects) and head.strength < 5:
        head = None
    hurt = [p for e in effects for p in e.people]
    actors = [
        a
        for a in reading.actors
        if not _is_source(a, reading.attributions)
        and not any(p.start <= a.start < p.end for p in hurt)
        and (a.actor or not is_weapon_only(a.text))
    ]
    if head is not None:
        roles = find_roles(text, head, span, actors=actors, people=reading.people, things=reading.things, book=book)
        if not roles.agents and not roles.mutual:
            roles = _from_other_words(text, head, triggers, effects, span, actors, reading, book, roles)
    else:
        roles = _effect_roles(text, effects, span, actors)
    if not roles.agents and not roles.mutual:
        starts = [t.start for t in triggers if t.frame == "verb"] + [e.start for e in effects if e.active]
        said = next((a for at in starts for a in [_speaking_subject(text, at, reading, book)] if a is not None), None)
        roles = Roles((said,), roles.targets, False) if said is not None else roles
    kind = _kind(head, roles, effects, text)
    if kind is None:
        return None
    anchor = head.start if head else effects[0].start
    modality = Modality.HYPOTHETICAL if is_hypothetical(text, anchor) else Modality.ASSERTED
    offset = reading.sentence.start
    draft = Draft(
        sentence=reading.sentence,
        start=offset + low,
        end=offset + high,
        kind=kind,
        trigger=head,
        offset=offset,
        roles=roles,
        effects=effects,
        place=_place(reading, span, anchor),
        date=_date(reading, span, anchor),
        attributions=_attributions(reading, span),
        weapon=_weapon(text, span, offset),
        acts=_acts_count(reading, span, offset),
        modality=modality,
        possible=is_possible(text[low:high]) and bool(roles.agents),
        toll=_is_toll(text[low:high] if high - low > 40 else text, head, effects),
        history=is_history(text),
        superseded=is_superseded(text),
        non_hostile=bool(vague_pattern("non_hostile").search(text)) and (head is None or head.weak),
    )
    if draft.date is None:
        loose = next((d for d in reading.dates if d.when.start is None and span[0] <= d.start < span[1]), None)
        draft.unplaced_date = None if loose is None else (offset + loose.start, offset + loose.end)
    _stances(draft, reading, span)
    if head is None and effects and all(e.negated for e in effects) and not draft.toll:
        draft.looks_back = draft.follows = True
    return draft


def _head(triggers: Sequence[Trigger]) -> Trigger | None:
    """The strongest act of a segment; ties go to the one that is no verb, then to the first."""
    if not triggers:
        return None
    return min(triggers, key=lambda t: (t.weak, -t.strength, t.start))


def _is_source(a: ActorMention, attributions: Sequence[Attribution]) -> bool:
    return any(x.start < a.end and a.start < x.end and not x.pronoun for x in attributions)


def _possessed(text: str, a: ActorMention, reading: Reading, book: ActorBook, speaker: str | None) -> ActorMention:
    """Give "its forces" to whoever is speaking in the sentence, "our units" to the author of the report."""
    if a.actor is not None or a.form != "force":
        return a
    own = _POSSESSIVE_FORCE.search(text[: a.start])
    if not own:
        return a
    names = [x.name for x in reading.attributions if x.start < a.start and not x.pronoun]
    if own.group().lower().startswith("our") or not names:
        names = [speaker] if speaker else []
    for name in names:
        spoken = book.mentions(name)
        if spoken:
            s = spoken[0]
            return replace(
                a, actor=s.actor, label=None if s.actor else a.label, side=s.side, country=a.country or s.country
            )
    return a


def _speaking_subject(text: str, start: int, reading: Reading, book: ActorBook) -> ActorMention | None:
    """The speaker is the one who acts: "the army said it had struck"."""
    m = re.search(
        r"(?i)\b(it|they|we|he)(?: (?:had|have|has|also|then|later|immediately|\w+ly))*\s*[\"“]?$", text[:start]
    )
    if not m:
        return None
    for x in reversed(reading.attributions):
        if x.end <= m.start() and not x.pronoun:
            spoken = book.mentions(x.text)
            if spoken:
                return replace(spoken[0], start=m.start(1), end=m.end(1), text=m.group(1))
    return None


def _from_other_words(
    text: str, head: Trigger, triggers: Sequence[Trigger], effects: Sequence[EffectHit], span: tuple[int, int],
    actors: Sequence[ActorMention], reading: Reading, book: ActorBook, roles: Roles,
) -> Roles:  # fmt: skip
    """Where the head names no agent, another act word or "killed by" in the same segment may."""
    for t in triggers:
        if t is head or t.frame == "mutual":
            continue
        other = find_roles(text, t, span, actors=actors, people=reading.people, things=reading.things, book=book)
        if other.agents or (other.targets and not roles.targets):
            roles = Roles(roles.agents or other.agents, roles.targets or other.targets, False)
            if roles.agents:
                return roles
    other = _effect_roles(text, effects, span, actors)
    return Roles(roles.agents or other.agents, roles.targets or other.targets, False)


def _effect_roles(
    text: str, effects: Sequence[EffectHit], span: tuple[int, int], actors: Sequence[ActorMention]
) -> Roles:
    """Who killed or wounded: "Ruritanian troops killed two farmers", "was shot dead by gunmen"."""
    low, high = span
    for e in effects:
        if e.voice != "transitive":
            continue
        if e.active:
            for a in reversed(actors):
                gap = text[a.end : e.start]
                if (
                    low <= a.start
                    and a.end <= e.start
                    and len(gap) < 40
                    and not re.search(
                        r";|,|\b(?:that|when|which|who|attack|strike|fire|shelling|blast|explosion|clash\w*|fighting|bomb\w*|on|in)\b",
                        gap,
                    )
                    and not re.search(r"(?i)\b(?:by|on|against|of|from|in|at|with|near)\s+(?:the )?$", text[: a.start])
                ):
                    return Roles((a,), (), False)
        else:
            by = re.match(r"(?i)\s*(?:\w+ ){0,3}by (?:suspected |the |a |an |some )?", text[e.end : high])
            if by:
                at = e.end + by.end()
                for a in actors:
                    if at - 2 <= a.start <= at + 12:
                        return Roles((a,), (), False)
    return Roles((), (), False)


def _kind(head: Trigger | None, roles: Roles, effects: Sequence[EffectHit], text: str) -> Kind | None:
    struck = [t.category for t in roles.targets] + [p.category for e in effects for p in e.people]
    armed = any(c in _ARMED for c in struck)
    civil = any(c in (Category.CIVILIAN, Category.AID_WORKER, Category.JOURNALIST) for c in struck)
    if head is None:
        if not effects:
            return None
        if roles.agents:
            return Kind.ATTACK if civil and not armed else Kind.ARMED_CLASH
        return Kind.CASUALTY
    if effects and tells_period(text) and tells_toll(text) and head.kind in _LOOSE_KINDS:
        return Kind.CASUALTY
    if head.kind is Kind.SHELLING_ARTILLERY_MISSILE and any(a.nature == "aircraft" for a in roles.agents):
        return Kind.AIR_DRONE_STRIKE
    if head.kind is Kind.SMALL_ARMS_FIRE and head.frame == "verb" and not _SMALL_ARMS.search(text):
        return Kind.ATTACK if civil and not armed else Kind.ARMED_CLASH
    if head.kind is Kind.ATTACK and not civil and (armed or head.weak):
        return Kind.ARMED_CLASH
    if head.kind is Kind.ARMED_CLASH and head.frame == "verb" and civil and not armed and effects:
        return Kind.ATTACK
    if head.kind is Kind.REMOTE_EXPLOSIVE_LANDMINE_IED and re.search(r"(?i)suicide", text):
        return Kind.SUICIDE_BOMB
    return head.kind


def _place(reading: Reading, span: tuple[int, int], anchor: int) -> PlaceMention | None:
    """The place of the act: in the segment after its words first, then before them, then in the sentence."""
    low, high = span
    text = reading.sentence.text
    usable = [
        p
        for p in reading.places
        if p.after not in {"from", "by", "for", "against", "to", "toward", "towards"}
        or (p.surety > 0.8 and p.after in {"to", "from"})
        or (p.surety >= 0.45 and p.after in {"toward", "towards"})
    ]
    inside = [p for p in usable if low <= p.start < high]
    tied = [p for p in inside if p.after or p.text[:1].islower()]
    tied = [p for p in tied if p.after not in {"to", "from", "toward", "towards"}] or tied
    after = [p for p in tied if p.start >= anchor]
    pool = after or tied or inside or [p for p in usable if p.after or p.text[:1].islower()]
    if not pool:
        return None
    if after:
        return after[0]
    del text
    return min(pool, key=lambda p: abs(p.start - anchor))


def _date(reading: Reading, span: tuple[int, int], anchor: int) -> DateMention | None:
    """The date of the act: in its segment or its sentence, never that of the saying."""
    low, high = span
    dates = act_dates(reading)
    inside = [d for d in dates if low <= d.start < high] or dates
    wide = {DatePrecision.PERIOD, DatePrecision.MONTH, DatePrecision.YEAR}
    return min(inside, key=lambda d: (d.when.precision in wide, abs(d.start - anchor))) if inside else None


def _attributions(reading: Reading, span: tuple[int, int]) -> list[Attribution]:
    low, high = span
    inside = [a for a in reading.attributions if low <= a.start < high]
    return inside or list(reading.attributions)


def _weapon(text: str, span: tuple[int, int], offset: int) -> tuple[int, int] | None:
    m = _WEAPON.search(text, span[0], span[1])
    return (offset + m.start(), offset + m.end()) if m else None


def _acts_count(reading: Reading, span: tuple[int, int], offset: int) -> tuple[int, int, Count] | None:
    text = reading.sentence.text
    for n in reading.numbers:
        if n.role is not NumberRole.PLAIN or n.article or n.rank is not None or not span[0] <= n.start < span[1]:
            continue
        noun = _ACT_NOUN.match(text[n.end :])
        if noun and not any(p.start <= n.start < p.end and p.head for p in reading.people):
            return offset + n.start, offset + n.end + noun.end(), n.count
    return None


_SUPERLATIVE = re.compile(
    r"(?i)\b(?:the |its |their |in the )?(?:first|deadliest|worst|highest|bloodiest|heaviest|most serious)\b[^.;]*?\bsince\b[^,.;]*"
)


def _is_toll(text: str, head: Trigger | None, effects: Sequence[EffectHit]) -> bool:
    text = _SUPERLATIVE.sub("", text)
    if not tells_period(text):
        return False
    if re.search(r"(?i)\b(?:twice|thrice|(?:three|four|five|six|seven|\\d+) times)\b", text):
        return True
    counted = any(p.count and ((p.count.low or p.count.high or 0) > 2) for e in effects for p in e.people)
    ordinal = any(p.additional and p.generic for e in effects for p in e.people)
    return tells_toll(text) and (
        counted
        or ordinal
        or any(e.negated for e in effects)
        or (head is not None and head.text.lower().endswith("s") and not head.definite)
    )


def _accused(text: str, at: int, actors: Sequence[ActorMention]) -> ActorMention | None:
    """Who is blamed from `at` on: a known actor, else the words themselves as a label."""
    known = next((a for a in actors if at - 1 <= a.start <= at + 14), None)
    if known is not None:
        return known
    at += len(text[at:]) - len(text[at:].lstrip())
    skip = re.match(r"(?i)(?:the|a|an) ", text[at:])
    at += skip.end() if skip else 0
    words = _BLAMED_WORDS.match(text, at)
    if not words or re.search(
        r"(?i)\b(?:attack|shelling|killing|death|ceasefire|truce|him|her|lack|failure|delay|weather|violence)s?$",
        words.group("who"),
    ):
        return None
    who = words.group("who").strip()
    start = words.start("who")
    return ActorMention(start, start + len(who), who, None, who, None, Category.ARMED_GROUP, "force", "ground", None)


def _stances(draft: Draft, reading: Reading, span: tuple[int, int]) -> None:
    """Who denies, blames, claims, or says that nobody is known."""
    text = reading.sentence.text
    local = withheld_span(text)
    if local:
        draft.withheld = (draft.offset + local[0], draft.offset + local[1])
        # "No group claimed the killing": "no group" is not nobody killed, and the killing is the one told before.
        if any(e.negated and e.start < local[1] and local[0] < e.end for e in draft.effects):
            draft.effects = [e for e in draft.effects if not e.negated]
            draft.looks_back = draft.follows = not draft.effects and draft.date is None
    draft.self_claim = bool(_SELF_CLAIM.search(text)) and not local
    if draft.self_claim and not draft.roles.agents and not draft.roles.mutual:
        claim = _SELF_CLAIM.search(text)
        who = next((a for a in reversed(reading.actors) if claim and a.end <= claim.start()), None)
        draft.roles = Roles((who,), draft.roles.targets, False) if who is not None else draft.roles
    denier = next((a for a in reading.attributions if a.verb in _DENYING), None)
    if denier is not None and span[0] <= denier.start < span[1] and not _turns(text, denier, draft):
        draft.denial = denier
    blame = _BLAME.search(text)
    if blame and not draft.roles.mutual:
        accused = _accused(text, blame.end(), reading.actors)
        if accused is not None:
            draft.roles = Roles(
                (accused,),
                draft.roles.targets if not any(t.start == accused.start for t in draft.roles.targets) else (),
                False,
            )
            draft.blame = (draft.offset + blame.start(), draft.offset + accused.end)
            draft.looks_back = not draft.effects and draft.trigger is not None and draft.date is None


def _turns(text: str, denier: Attribution, draft: Draft) -> bool:
    """Whether a denial of one act goes on to tell another ("denied the charge and accused the rebels of ...")."""
    act = draft.trigger.start if draft.trigger is not None else draft.start - draft.offset
    return bool(_TURNS.search(text[denier.end : max(denier.end, act)]))


def _ledger_draft(reading: Reading) -> Draft | None:
    """An entry of a ledger, a toll of kind `other`: "19 breaches in the past 24 hours", "no cases"."""
    text = reading.sentence.text
    for n in reading.numbers:
        if n.role not in (NumberRole.PLAIN, NumberRole.TIMES) or n.article or n.rank is not None:
            continue
        noun = re.match(r"\s*(?:[\w-]+ ){0,3}?" + _LEDGER.pattern.removeprefix("(?i)"), text[n.end :], re.IGNORECASE)
        word = noun.group().strip().lower() if noun else ""
        times = n.role is NumberRole.TIMES or word.endswith("times")
        if times and not _LEDGER_VERB.search(text):
            continue
        if not noun and not times:
            continue
        end = n.end + noun.end() if noun else n.end
        return _ledger(reading, n, end)
    return None


def _ledger(reading: Reading, n: NumberMention, end: int) -> Draft:
    text = reading.sentence.text
    kind = Kind.OVERFLIGHT if re.match(r"(?i) (?:of |in )?(?:the |its )?(?:\w+ )?airspace", text[end:]) else Kind.OTHER
    trigger = Trigger(n.start, end, text[n.start : end], kind, "noun", 1, False, False)
    offset = reading.sentence.start
    actors = [a for a in reading.actors if not _is_source(a, reading.attributions)]
    verb = _LEDGER_VERB.search(text)
    agents = (
        tuple(a for a in actors if verb and a.end <= verb.start())[:1]
        or tuple(a for a in actors if re.search(r"(?i)\bby (?:the )?$", text[: a.start]))[:1]
    )
    return Draft(
        sentence=reading.sentence,
        start=offset,
        end=offset + len(text),
        kind=kind,
        trigger=trigger,
        offset=offset,
        roles=Roles(agents, (), False),
        effects=[],
        place=_place(reading, (0, len(text)), n.start),
        date=_date(reading, (0, len(text)), n.start),
        attributions=list(reading.attributions),
        weapon=None,
        acts=(offset + n.start, offset + end, n.count),
        toll=True,
        ledger=True,
        history=is_history(text),
    )


def _stance_draft(reading: Reading) -> list[Draft]:
    """A sentence without an act that blames, denies, claims or withholds: it speaks of the act told before."""
    text = reading.sentence.text
    local = withheld_span(text)
    denier = next((a for a in reading.attributions if a.verb in _DENYING), None)
    involvement = re.search(
        r"(?i)\b(?:den(?:y|ied|ies)|reject(?:s|ed)?|dismiss(?:ed|es)?|disown(?:ed|s)?)\b[^.;]{0,40}\b(?:involvement|connection|link|hand|responsib\w+|role|part in|part|accusations?|charges?|allegations?|claims?|it|any|having)\b",
        text,
    )
    blame = _BLAME.search(text)
    claim = _SELF_CLAIM.search(text)
    responsible = _RESPONSIBLE.search(text)
    accused = None
    if blame:
        accused = _accused(text, blame.end(), reading.actors)
    elif responsible:
        accused = next((a for a in reversed(reading.actors) if a.end <= responsible.start()), None) or next(
            (a for a in reading.actors if 0 <= a.start - responsible.end() < 20), None
        )
        if accused is not None and (
            _is_source(accused, reading.attributions) or not (reading.attributions or is_possible(text))
        ):
            accused = None
    elif claim and not local:
        accused = next((a for a in reversed(reading.actors) if a.end <= claim.start()), None)
    if not (local or (denier and involvement) or accused):
        return []
    offset = reading.sentence.start
    span = local or (involvement.span() if involvement else None) or (blame or responsible or claim).span()  # type: ignore[union-attr]
    trigger = Trigger(span[0], span[1], text[span[0] : span[1]], Kind.ARMED_CLASH, "noun", 0, True, True)
    draft = Draft(
        sentence=reading.sentence,
        start=offset,
        end=offset + len(text),
        kind=Kind.ARMED_CLASH,
        trigger=trigger,
        offset=offset,
        roles=Roles((accused,) if accused and not local else (), (), False),
        effects=[],
        place=None,
        date=None,
        attributions=list(reading.attributions),
        weapon=None,
        acts=None,
        possible=is_possible(text),
        withheld=(offset + local[0], offset + local[1]) if local else None,
        denial=denier if denier and involvement else None,
        self_claim=bool(claim) and not local,
        blame=(offset + span[0], offset + span[1]) if accused else None,
        follows=True,
    )
    return [draft]
