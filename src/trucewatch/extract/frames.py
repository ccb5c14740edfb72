"""Who did it to whom: the actor and the targets of an act, from where they stand to its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.acts import Trigger
from trucewatch.extract.lexicon import noun_table
from trucewatch.extract.people import PeopleMention
from trucewatch.locate import find_demonym
from trucewatch.model import Category

_BY = re.compile(
    r"(?i)(?:^|[\s,])(?:by|(?:carried out|launched|fired|conducted|staged|planted|laid|set|mounted|dropped|left|claimed|thrown) by|blamed on|attributed to|at the hands of)\s+(?:(?:what [^.]{3,25} (?:called|described as)|members of|elements of|suspected|alleged|\w+ly)\s+)?(?:the |a |an |some |several |two |three |its )?(?:certain |various |local |armed |\w+-\w+ )?[\"“]?$"
)
_WEAPON_ONLY = re.compile(
    r"(?i)^(?:(?:a|an|the|enemy|hostile|unidentified|unknown) )?(?:snipers?|drones?|UAVs?|planes?|aircraft|warplanes?|fighter jets?|jets?|helicopters?|gunships?|artillery|guns?|mortars?|tanks?|howitzers?|batter(?:y|ies)|rocket launchers?|suicide bombers?|bombers?|quadcopters?|units?|command|guards?|military|army artillery)$"
)
_FROM = re.compile(
    r"(?i)\bfrom\s+(?:the |a |an |positions? (?:held by|of) (?:the )?|areas? (?:held|controlled) by (?:the )?)?$"
)
_FROM_POSITIONS = re.compile(
    r"\bfrom (?:the )?(?P<who>[A-Z][\w-]+) (?:positions?|posts?|side|territory|lines|soil|guns|bases?|tanks?|aircraft)\b"
)
_PERCEIVED = re.compile(
    r"(?i)\b(?:heard|hears?|detected|saw|seen|observed|recorded|witnessed|reported|documented|counted|located|found|noted|came upon|registered|investigat\w+|visited|condemned|deplores?|confirmed)\b"
)
_EFFECT_WORD = re.compile(r"(?i)wounded|injured|dead|killed|others?|lives|victims?|casualties|bodies|corpses?")
_ON = re.compile(
    r"(?i)\b(?:on|against|at|targeting|targeted|hit|hitting|struck|striking|upon|towards?|into|towards|aimed at|inside|killed|wounded|beside|near|under|next to|close to|past|through|with|of)\s+(?:the |a |an |their |its |his |her |two |three |several |some |one of the |one of its )?(?:\w+[- ])?$"
)
_NOT_SUBJECT = re.compile(
    r"(?i)\b(?:on|against|at|in|with|to|near|from|targeting|between|of|into|for|over|behind|under|beside|inside|through|across|killed|killing|wounded|wounding|hit|hitting|struck|by|including|as|like|about|toward|towards)\s+(?:the |a |an |its |their |his |all |two |three |several |some |other )?$"
)
_BREAK = re.compile(
    r"(?i);|\b(?:that|when|after|before|while|because|which|as|but|where|although|since|until|if|whether|and said|saying|said)\b"
)
_LIGHT = re.compile(
    r"(?i)\b(?:launch(?:ed|es|ing)?|carried out|carrying out|conduct(?:ed|ing)|staged?|staging|mount(?:ed|ing)|made|making|unleash(?:ed|ing)|resum(?:ed|ing)|commit(?:ted|ting)|perpetrat(?:ed|ing)|open(?:ed|ing)|began|begun|started|execut(?:ed|ing)|replied with|responded with|answered with|retaliated with|used|using|fir(?:ed|ing)|dropp(?:ed|ing)|detonat(?:ed|ing)|plant(?:ed|ing)|laid|laying|threw|beat off|repelled|repulsed|tried to \w+|attempted|had|set off|blew up|blown up)\b[^.;]{0,45}$"
)
_CAME_UNDER = re.compile(
    r"(?i)\b(?:c[ao]mes?|coming|came|were|was|been|drew|took)\s+(?:also )?(?:under|into|in) (?:\w+[- ]){0,3}$|\b(?:hit|struck|targeted|shelled|attacked) (?:by|with|in) (?:\w+[- ]){0,4}$"
)
_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|be|is|are|got)\s+(?:(?:\w+ly|also|then|later|again|first|twice|repeatedly|hit and|shot and)\s+){0,2}$"
)
_BETWEEN = re.compile(r"(?i)\b(?:between|pitted|pitting|involving)\b")
_BY_NONHUMAN = re.compile(
    r"(?i)\bby (?:a |an |the )?(?:\w+[- ]){0,2}(?:mine|bomb|shell|rocket|mortar|device|explosion|blast|sniper|bullet|fire|shrapnel|drone)"
)


@dataclass(frozen=True, slots=True)
class Struck:
    """A target, half-open offsets into the sentence."""

    start: int
    end: int
    text: str
    actor: str | None
    side: str | None
    category: Category


@dataclass(frozen=True, slots=True)
class Roles:
    """The actor of an act (several where the words join them), its targets, and whether both sides fought."""

    agents: tuple[ActorMention, ...]
    targets: tuple[Struck, ...]
    mutual: bool


def find_things(text: str, actors: Sequence[ActorMention]) -> list[Struck]:
    """Things that can be struck ("positions", "a market"), with whose they are where the words before say so."""
    out: list[Struck] = []
    for category, m in noun_table("thing").find(text):
        owner = next(
            (
                a
                for a in actors
                if a.end <= m.start() and re.fullmatch(r"(?:['’]s?)? (?:\w+ ){0,1}", text[a.end : m.start()])
            ),
            None,
        )
        over = next((a for a in actors if a.start <= m.start() < a.end), None)
        owner = owner or over
        start = owner.start if owner else m.start()
        if owner is None:
            lead = re.search(r"(?:[\w-]+ ){0,2}$", text[: m.start()])
            words = lead.group().split() if lead else []
            if words and (
                find_demonym(words[-1])
                or words[-1].lower()
                in {
                    "government",
                    "rebel",
                    "army",
                    "military",
                    "enemy",
                    "police",
                    "militia",
                    "separatist",
                    "opposition",
                    "regime",
                    "residential",
                    "civilian",
                    "crowded",
                    "army's",
                }
            ):
                start = m.start() - len(words[-1]) - 1
        end = max(m.end(), owner.end if owner else 0)
        if any(o.start < end and start < o.end for o in out):
            continue
        kind = (
            owner.category
            if owner and owner.form != "state" and category == Category.MILITARY
            else Category(str(category))
        )
        if owner is None and re.match(r"(?i)(?:rebel|separatist|militia|opposition|militant)", text[start:end]):
            kind = Category.ARMED_GROUP if category == Category.MILITARY else kind
        actor, side = (owner.actor, owner.side) if owner and kind is not Category.CIVILIAN else (None, None)
        out.append(Struck(start, end, text[start:end], actor, side, kind))
    return sorted(out, key=lambda s: s.start)


def is_weapon_only(words: str) -> bool:
    """Whether words name a weapon or a man behind one ("a sniper", "artillery") and nobody's forces."""
    return bool(_WEAPON_ONLY.match(words))


def _struck(p: PeopleMention | ActorMention) -> Struck:
    return Struck(p.start, p.end, p.text, p.actor, p.side, p.category)


def _objects(actors: Sequence[ActorMention], people: Sequence[PeopleMention], things: Sequence[Struck]) -> list[Struck]:
    """Everything that can be struck in a sentence; people and things win over the bare actor in them."""
    found = [
        *things,
        *(
            _struck(p)
            for p in people
            if (p.head or p.names) and not _EFFECT_WORD.fullmatch(p.head or "") and not is_weapon_only(p.head or "")
        ),
    ]
    found.extend(_struck(a) for a in actors if a.form != "state" and (a.actor or not is_weapon_only(a.text)))
    found.sort(key=lambda s: (s.start, -s.end))
    kept: list[Struck] = []
    for s in found:
        if kept and s.start < kept[-1].end:
            if kept[-1].actor is None and s.actor is not None and kept[-1].category is not Category.CIVILIAN:
                kept[-1] = Struck(kept[-1].start, kept[-1].end, kept[-1].text, s.actor, s.side, kept[-1].category)
            continue
        kept.append(s)
    return kept


def find_roles(
    text: str,
    trigger: Trigger,
    span: tuple[int, int],
    *,
    actors: Sequence[ActorMention],
    people: Sequence[PeopleMention],
    things: Sequence[Struck],
    book: ActorBook,
) -> Roles:
    """Agent and targets of one act within `span` of the sentence.

    Mutual frames give both sides as targets and no agent. A passive verb has its agent after "by", a noun has it
    before ("Ruritanian shelling", "the rebels' attack"), after "by", or before a light verb ("launched an attack").
    """
    low, high = span
    inside = [a for a in actors if low <= a.start and a.end <= high]
    objects = [o for o in _objects(actors, people, things) if low <= o.start and o.end <= high]
    armed = [a for a in inside if a.form != "state" or _adjectival(text, a)]
    if trigger.frame == "mutual":
        return _mutual(text, trigger, inside, armed)
    passive = trigger.frame == "verb" and bool(_PASSIVE.search(text[low : trigger.start]))
    under = bool(_CAME_UNDER.search(text[low : trigger.start])) or trigger.text.lower().startswith(
        ("came under", "come under", "coming under", "under fire")
    )
    inside = [a for a in inside if a.actor or not is_weapon_only(a.text)]
    agents = _by_agents(text, trigger, inside)
    if not agents and (under or trigger.frame == "noun"):
        agents = _from_agents(text, trigger, inside, book)
    if not agents and trigger.frame in ("noun", "device"):
        agents = _before_noun(text, trigger, inside, book) or _light_verb(text, trigger, inside, low)
    if not agents and trigger.frame == "verb" and not passive and not under:
        agents = _subjects(text, trigger.start, inside, low)
    taken = {a.start for a in agents}
    targets = _targets(text, trigger, objects, taken, passive=passive, under=under)
    return Roles(agents, targets, False)


def _adjectival(text: str, a: ActorMention) -> bool:
    return not re.match(r"['’]s|,| in\b", text[a.end : a.end + 3])


def _mutual(text: str, trigger: Trigger, inside: Sequence[ActorMention], armed: Sequence[ActorMention]) -> Roles:
    between = _BETWEEN.search(text, trigger.start) or _BETWEEN.search(text)
    near = [a for a in armed if abs(a.start - trigger.end) < 110 or abs(trigger.start - a.end) < 110]
    if between:
        after = [a for a in inside if a.start >= between.end() and a.start - between.end() < 120]
        near = after or near
    else:
        near = [
            a
            for a in near
            if a.form != "state"
            or re.match(r"\s+(?:and|traded|exchanged|fought|clashed)", text[a.end :])
            or re.search(r"(?i)\b(?:and|with)\s+$", text[: a.start])
        ]
    return Roles((), tuple(_struck(a) for a in near[:3]), True)


def _by_agents(text: str, trigger: Trigger, inside: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    for a in inside:
        if a.start < trigger.end or a.start - trigger.end > 90:
            continue
        gap = text[trigger.end : a.start]
        if (
            _BY.search(gap)
            and not _BREAK.search(gap)
            and not _BY_NONHUMAN.match(text[a.start - 12 : a.end + 25] if a.start > 12 else "")
        ):
            return _with_partner(text, a, inside)
    return ()


def _with_partner(text: str, a: ActorMention, inside: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    partner = next(
        (
            b
            for b in inside
            if b.start > a.end and re.fullmatch(r" and (?:the |its )?(?:allied )?", text[a.end : b.start])
        ),
        None,
    )
    return (a, partner) if partner else (a,)


def _from_agents(
    text: str, trigger: Trigger, inside: Sequence[ActorMention], book: ActorBook
) -> tuple[ActorMention, ...]:
    for a in inside:
        if a.start >= trigger.end and a.start - trigger.end < 60:
            gap = text[trigger.end : a.start]
            if _FROM.search(gap) and not _BREAK.search(gap) and a.form != "state":
                return (a,)
    held = _FROM_POSITIONS.search(text, trigger.end)
    states = find_demonym(held.group("who")) if held and held.start() - trigger.end < 60 else ()
    if held and states:
        return (book.state(text, held.start("who"), held.end("who"), states[0]),)
    return ()


def _before_noun(
    text: str, trigger: Trigger, inside: Sequence[ActorMention], book: ActorBook
) -> tuple[ActorMention, ...]:
    """The actor before a noun: "Ruritanian shelling", "the rebels' attack", "government artillery fire"."""
    for a in reversed(inside):
        if (
            a.end <= trigger.start
            and re.fullmatch(
                r"(?:['’]s?)?,? ?(?:(?!on|in|at|and|or|to|of|from|with)[\w-]+ ){0,2}", text[a.end : trigger.start]
            )
            and not _NOT_SUBJECT.search(text[: a.start].rstrip() + " ")
            and not re.search(r"(?i)\b(?:was|were|had|has|have|killed|said|by)\b", text[a.end : trigger.start])
        ):
            return (a,)
        if a.start <= trigger.start < a.end and a.start < trigger.start:
            return (a,)
    lead = re.search(r"([\w’'-]+) (?:(?:\w+[- ]){0,2})$", text[: trigger.start])
    words = [lead.group(1)] if lead else []
    last = re.search(r"([\w’'-]+) $", text[: trigger.start])
    words.extend([last.group(1)] if last else [])
    for word in words:
        states = find_demonym(word) if word[:1].isupper() else ()
        if states:
            at = text.rindex(word, 0, trigger.start)
            return (book.state(text, at, at + len(word), states[0]),)
    group = re.search(
        r"(?i)\b(rebel|government|insurgent|separatist|militant|opposition|regime|army|militia|jihadist|guerrilla|police|junta|paramilitary|islamist|loyalist|coalition)(?:['’]s)? (?:[\w-]+ ){0,1}$",
        text[: trigger.start],
    )
    if group:
        found = book.mentions(group.group(1) + " forces")
        if found:
            a = found[0]
            at = group.start(1)
            end = at + len(group.group(1))
            label = None if a.actor else text[at:end]
            return (ActorMention(at, end, text[at:end], a.actor, label, a.side, a.category, "force", "ground", None),)
    return ()


def _light_verb(text: str, trigger: Trigger, inside: Sequence[ActorMention], low: int) -> tuple[ActorMention, ...]:
    light = _LIGHT.search(text[low : trigger.start])
    if not light:
        verb_inside = re.match(
            r"(?i)(?:fir|launch|lobb|rain|drop|hurl|sen|loos|put|blew|blow|detonat|plant|threw|throw|toss|shot|dug|digging|built|erect|sent|moved|closed|block|kept|set|seized|found|discover|defus|disarm|brought|intercept|downed|stole|loot|torch|burn|massed|massing|over|flew|violat|jam|denied|prevent|stopp|turned|demolish|freed|released|captur|took|gunners|guns)",
            trigger.text,
        )
        if not verb_inside:
            return ()
        return _subjects(text, trigger.start, inside, low)
    return _subjects(text, low + light.start(), inside, low)


def _subjects(text: str, start: int, inside: Sequence[ActorMention], low: int) -> tuple[ActorMention, ...]:
    """The actor that stands as subject before a verb, with the one that "and" joins to it."""
    before = [a for a in inside if a.end <= start and start - a.end < 75]
    for i in range(len(before) - 1, -1, -1):
        a = before[i]
        gap = text[a.end : start]
        if _BREAK.search(gap) or _PERCEIVED.search(gap):
            return ()
        if re.match(r"['’]s?\s", gap) and a.form == "state" and not re.fullmatch(r"['’]s?\s+", gap):
            continue
        if _NOT_SUBJECT.search(text[low : a.start]) or re.search(r"(?i)\bby\s+(?:the )?$", text[low : a.start]):
            continue
        if re.search(r",.*\b(?:was|were|had been)\b", gap) or len(gap.split()) > 9:
            return ()
        joined = i > 0 and re.fullmatch(r" and (?:the |its )?", text[before[i - 1].end : a.start])
        return (before[i - 1], a) if joined and not _NOT_SUBJECT.search(text[low : before[i - 1].start]) else (a,)
    return ()


def _targets(
    text: str, trigger: Trigger, objects: Sequence[Struck], taken: set[int], *, passive: bool, under: bool
) -> tuple[Struck, ...]:
    free = [o for o in objects if o.start not in taken]
    if passive or under:
        before = [
            o
            for o in free
            if o.end <= trigger.start
            and trigger.start - o.end < (130 if under else 70)
            and not re.search(r"(?i)\bby (?:the |a )?$", text[: o.start])
        ]
        if before:
            return (before[-1],)
    after = [o for o in free if o.start >= trigger.end and o.start - trigger.end < 75]
    for o in after:
        gap = text[trigger.end : o.start]
        if _BREAK.search(gap) or "," in gap:
            break
        if trigger.frame == "verb" and re.fullmatch(
            r"(?i)\s+(?:on |at |upon |towards? |into |against |over |back at )?(?:the |a |an |its |their |two |three |several |one of the |some |his |at least )?(?:[\w-]+ ){0,2}",
            gap,
        ):
            return (o,)
        if _ON.search(gap):
            return (o,)
    inside = [o for o in free if o.start < trigger.end and trigger.start < o.end]
    return tuple(inside[:1])
