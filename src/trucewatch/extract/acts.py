"""Acts and effects in a sentence: which words name an act, which say that people were hurt, and which mean neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trucewatch.extract.actors import ActorMention
from trucewatch.extract.lexicon import Frame, Voice, act_table, casualty_pattern, effect_table, quiet_table
from trucewatch.extract.numbers import NumberMention, NumberRole
from trucewatch.extract.people import PeopleMention, fallback_people
from trucewatch.model import VIOLENT_KINDS, Category, Effect, Kind

_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|be|is|are|get|gets|got)\s+(?:(?:\w+ly|also|both|all|either|then|later|now|not|shot and|killed or|killed and|seriously|said to have been|believed|feared|reported|among those|themselves|first|again|hit and|wounded and)\s+){0,3}$"
)
_REDUCED_NEXT = re.compile(
    r"(?i)^\s*(?:[,.;:)]|$|in\b|by\b|when\b|as\b|on\b|near\b|during\b|at\b|after\b|while\b|since\b|and\b|or\b|outside\b|over\b|there\b|this\b|last\b|today\b|yesterday\b|overnight\b|late\b|early\b|before\b|along\b|around\b|inside\b|from\b|so far|to date|with\b)"
)
_BREAK = re.compile(r";|\b(?:which|who|whose|that)\b")
_INCLUDED = re.compile(
    r"(?i)\b(?:including|among them|among whom|of whom|of them|amongst them|counting|notably|besides|other than|apart from)\s+(?:at least |the |a |an )?$"
)
_CONJOINED = re.compile(
    r"(?i),? (?:and|as well as|along with|plus|together with)\s+(?:his |her |their |its |the |a |an )?(?-i:(?:[A-Z][\w.-]+ ){0,2})$"
)
_LISTED = re.compile(r"(?i), (?:his |her |a |an )?$")
_TOTAL = re.compile(
    r"(?i)\b(?:(?:death )?toll|(?:number|total|count) of (?:the )?(?:dead|deaths|killed|fatalities|people killed|those killed|soldiers killed|civilians killed|victims)|the dead|dead|deaths)\b[^.;:]{0,70}?\b(?:to|at|reached|reaching|now|is|was|stood at|stands at)\s+(?:at least |about |around |nearly |more than )?$"
)
_TOTAL_MAKES = re.compile(r"(?i)\b(?:makes|making|brings|takes) (?:it )?$")
_NOBODY = re.compile(
    r"(?i)\b(?:nobody|no one|no(?: \w+){1,2}|none(?: of (?:the |them)\w*)?)\b(?P<who>[^,;.]{0,45}?)\b(?:was|were|has been|had been|have been|is|are|being|lost|died|suffered)?\s*(?:\w+ )?$"
)
_NO_FIGURE = re.compile(
    r"(?i)\b(?:gave|give|given|giving|without|no word (?:of|on)|no figures? (?:for|of|on)|no details? (?:of|on|about)|did not (?:mention|report|give)|no information (?:on|about)|mentioned|mentions|no immediate (?:word|reports?) (?:of|on))\s+(?:\w+\s+){0,2}$"
)
_NEGATED = re.compile(r"(?i)\b(?:no|without|nobody|no one|none)\s+(?:\w+\s+){0,3}$")
_DEFINITE = re.compile(r"(?i)\b(?:the|this|that|these|those|their|its|his|both)\s+(?:\w+\s+){0,2}$")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an act, half-open offsets into the sentence."""

    start: int
    end: int
    text: str
    kind: Kind
    frame: Frame
    strength: int
    weak: bool
    definite: bool


@dataclass(frozen=True, slots=True)
class EffectHit:
    """Words that say what happened to people, and the people they speak of (several where conjoined)."""

    start: int
    end: int
    text: str
    effect: Effect
    voice: Voice
    active: bool
    people: tuple[PeopleMention, ...]
    negated: bool
    total: bool = False


def quiet_spans(text: str) -> list[tuple[int, int]]:
    """Stretches in which words of violence mean none ("price war", "heart attack", "strike a deal")."""
    return [m.span() for _, m in quiet_table().find(text)]


def find_triggers(text: str, actors: Sequence[ActorMention]) -> list[Trigger]:
    """Acts named in a sentence, in order, the strongest where words overlap."""
    quiet = quiet_spans(text)
    found: list[Trigger] = []
    for act, m in act_table().find(text):
        if any(s < m.end() and m.start() < e for s, e in quiet):
            continue
        if act.subject and not _has_subject(text, m.start(), act.subject, actors):
            continue
        definite = act.frame != "verb" and bool(_DEFINITE.search(text[: m.start()]))
        found.append(Trigger(m.start(), m.end(), m.group(), act.kind, act.frame, act.strength, act.weak, definite))
    found.sort(key=lambda t: (-t.strength, -(t.end - t.start), t.start))
    kept: list[Trigger] = []
    for t in found:
        if all(t.end <= k.start or t.start >= k.end for k in kept):
            kept.append(t)
    return sorted(kept, key=lambda t: t.start)


def _has_subject(text: str, start: int, nature: str, actors: Sequence[ActorMention]) -> bool:
    """Whether an aircraft or a gun stands as subject before a verb such as "struck" or "hit"."""
    before = [a for a in actors if a.end <= start and start - a.end < 60]
    if not before:
        return False
    last = before[-1]
    gap = text[last.end : start]
    return last.nature == nature and not _BREAK.search(gap) and "," not in gap


def find_effects(text: str, people: Sequence[PeopleMention], numbers: Sequence[NumberMention] = ()) -> list[EffectHit]:
    """What happened to people in a sentence, in order, with the people found for each."""
    quiet = quiet_spans(text)
    raw: list[tuple[int, int, Effect, Voice]] = [
        (m.start(), m.end(), row.effect, row.voice)
        for row, m in effect_table().find(text)
        if not any(s < m.end() and m.start() < e for s, e in quiet)
    ]
    rank = {"object": 0, "intransitive": 1, "transitive": 2, "adjective": 3}
    raw.sort(key=lambda r: (r[0], -(r[1] - r[0]), rank[r[3]]))
    out: list[EffectHit] = []
    used: set[tuple[int, Effect]] = set()
    for start, end, effect, voice in raw:
        if out and start < out[-1].end:
            continue
        hit = _attach(text, start, end, effect, voice, people, used, numbers)
        used.update((p.start, effect) for p in hit.people)
        out.append(hit)
    named = [h for h in _named_dead(text, people) if not any(h.people[0] in o.people for o in out)]
    out = [o for o in out if not any(h.start <= o.start < h.end and o.effect is h.effect for h in named)]
    return _casualties(text, [*_totals(text, people, numbers), *out, *named])


_NAMED_AS = re.compile(
    r"(?i)\b(?:named|identified|names|identifies)\b[^.;]{0,40}?\b(?:dead|killed|victims?|soldiers?|fallen|one|other|others|another|second|first|two|three|men|policem[ae]n|casualt\w+|them)\b[^.;]{0,60}?\b(?:as|were|was)\s+$"
)
_ONE_WAS = re.compile(
    r"(?i)\b(?:(?:one|two|another|the (?:other|second|first|third)s?|the others?) of (?:them|the (?:[\w-]+ ){0,3}(?:dead|killed|victims|soldiers|men|fallen))(?: killed)?|the (?:dead|victims|fallen)|the others?|another|gave the names? of [^.;]{2,40}?)\s*(?:was|is|were|are|:|,)\s+$"
)
_WAS_ONE = re.compile(
    r"(?i)^,? (?:\d+,? )?(?:was|is|were|are) (?:the (?:other|others|second|third)\b|(?:one|two|another|among|some) of (?:the |those )?(?:two|three|four|dead|killed|victims|soldiers|men|fallen|them)|among the (?:dead|killed|victims|fallen))"
)


def _named_dead(text: str, people: Sequence[PeopleMention]) -> list[EffectHit]:
    """Deaths told of before, by name: "named one of the dead as ...", "one of them was ..."."""
    for i, p in enumerate(people):
        if not p.names:
            continue
        rank = re.search(r"(?:[A-Z][\w.-]* ){0,3}$", text[: p.start])
        start = rank.start() if rank else p.start
        before = _NAMED_AS.search(text[:start]) or _ONE_WAS.search(text[:start])
        after = _WAS_ONE.match(text[p.end :])
        if not before and not after:
            continue
        chain = [p]
        for q in people[i + 1 :]:
            gap = text[chain[-1].end : q.start]
            if not q.names or not re.fullmatch(r",? (?:and|,) (?:[A-Z][\w.-]* ){0,3}|, (?:[A-Z][\w.-]* ){0,3}", gap):
                break
            chain.append(q)
        low = before.start() if before else p.start
        end = max(chain[-1].end, p.end + after.end() if after else 0)
        return [EffectHit(low, end, text[low:end], Effect.KILLED, "object", False, tuple(chain), False)]
    return []


def _totals(text: str, people: Sequence[PeopleMention], numbers: Sequence[NumberMention]) -> list[EffectHit]:
    """Find the figure for the whole act: "the death toll has risen to nine", "that makes three dead"."""
    for n in numbers:
        if n.role is not NumberRole.PLAIN or n.article or n.rank is not None:
            continue
        found = _TOTAL.search(text[: n.start])
        if not found and not (
            _TOTAL_MAKES.search(text[: n.start]) and re.match(r"(?i)\s+(?:dead|deaths)\b", text[n.end :])
        ):
            continue
        if re.match(r"(?i)\s+(?:km|days?|weeks?|months?|hours?|years?|per|percent|since)\b", text[n.end :]):
            continue
        over = next((p for p in people if p.start <= n.start < p.end and p.count is not None), None)
        whom = over or PeopleMention(
            n.start, n.end, text[n.start : n.end], n.count, None, Category.UNKNOWN, None, None, None, False, True
        )
        low = found.start() if found else n.start
        return [
            EffectHit(
                low, max(n.end, whom.end), text[low : n.end], Effect.KILLED, "object", False, (whom,), False, True
            )
        ]
    return []


def _casualties(text: str, hits: list[EffectHit]) -> list[EffectHit]:
    """Read "no casualties" as none killed and none injured; a number of casualties leaves both open."""
    for m in casualty_pattern().finditer(text):
        if (
            _NEGATED.search(text[: m.start()])
            and not _NO_FIGURE.search(text[: m.start()])
            and not any(h.start <= m.start() < h.end for h in hits)
        ):
            hits.extend(
                EffectHit(m.start(), m.end(), m.group(), e, "adjective", False, (), True)
                for e in (Effect.KILLED, Effect.INJURED)
            )
    return hits


def _attach(
    text: str,
    start: int,
    end: int,
    effect: Effect,
    voice: Voice,
    people: Sequence[PeopleMention],
    used: set[tuple[int, Effect]],
    numbers: Sequence[NumberMention],
) -> EffectHit:
    before, after = text[:start], text[end:]
    word = text[start:end]
    passive = bool(_PASSIVE.search(before))
    negated = bool(_NEGATED.search(before)) or bool(_NOBODY.search(before[-70:]))
    if negated and voice in ("transitive", "intransitive", "adjective"):
        nobody = _NOBODY.search(before[-70:])
        low = max(0, start - 70) + nobody.start() if nobody else start
        return EffectHit(low, end, text[low:end], effect, voice, False, (), True)
    right = [p for p in people if p.start >= end]
    left = [p for p in people if p.end <= start]
    chosen: tuple[PeopleMention, ...] = ()
    active = False
    direction = "left"
    over = [p for p in people if p.start < start < p.end and p.count is not None and p.head and p.end >= end]
    if over and over[-1].head and over[-1].head.lower() == word.lower():
        return EffectHit(start, end, word, effect, voice, False, (over[-1],), negated)
    if voice == "object":
        direction = "right"
    elif voice == "transitive" and not passive:
        finite = not re.search(r"(?i)(?:ed|t|n|en|dead)$", word) or not _REDUCED_NEXT.search(after)
        direction = "right" if finite else "left"
    elif voice == "adjective":
        direction = "adjacent"
    if direction == "right":
        chosen = _right_people(text, end, right)
        if not chosen and voice == "transitive":
            spare = fallback_people(text, end, numbers)
            chosen = (spare,) if spare else ()
        active = bool(chosen)
        if not chosen and voice == "transitive" and re.search(r"(?i)(?:ed|t|n)$", word):
            chosen = _left_people(text, start, left, used, effect)
    elif direction == "adjacent":
        chosen = _adjacent(text, start, end, left, right, people)
    else:
        chosen = _left_people(text, start, left, used, effect)
    return EffectHit(start, end, word, effect, voice, active, chosen, negated)


def _right_people(text: str, end: int, right: Sequence[PeopleMention]) -> tuple[PeopleMention, ...]:
    if not right:
        return ()
    first = right[0]
    gap = text[end : first.start]
    if len(gap) > 32 or _BREAK.search(gap) or re.search(r"(?i)\b(?:when|after|while|by|as|in|near|at|on)\b", gap):
        return ()
    return _conjoined(text, _with_names(text, [first, *right[1:]]), forward=True)


def _left_people(
    text: str, start: int, left: Sequence[PeopleMention], used: set[tuple[int, Effect]], effect: Effect
) -> tuple[PeopleMention, ...]:
    candidates = [p for p in left if (p.start, effect) not in used and ";" not in text[p.end : start]]
    plain = [
        p
        for p in candidates
        if not _INCLUDED.search(text[: p.start])
        and not re.match(r"(?i),? among (?:them|those|whom)", text[p.end :])
        and not re.search(r"(?i)\b(?:by|against|on|between|from|for)\s+(?:the |a |an )?$", text[: p.start])
    ]
    pool = plain or candidates
    if not pool:
        return ()
    last = pool[-1]
    if start - last.end > 110:
        return ()
    taken = {at for at, _ in used}
    pool = _with_names(text, [p for p in pool if p is last or p.start not in taken])
    return _conjoined(text, pool, forward=False)


def _with_names(text: str, pool: Sequence[PeopleMention]) -> list[PeopleMention]:
    """Join a name and the noun beside it: "a soldier, Ali Kaya," and "Ali Kaya, 25, a soldier" are one person."""
    out: list[PeopleMention] = []
    for p in pool:
        last = out[-1] if out else None
        beside = last is not None and bool(
            re.fullmatch(
                r",? (?:a |an |the |identified as |named )?(?:[A-Z][\w.-]+ ){0,2}|, ", text[last.end : p.start]
            )
        )
        if last is not None and beside and bool(last.names) != bool(p.names) and _is_one(last) and _is_one(p):
            noun, name = (p, last) if last.names else (last, p)
            out[-1] = replace(noun, names=name.names, start=noun.start, end=noun.end)
        else:
            out.append(p)
    return out


def _is_one(p: PeopleMention) -> bool:
    return p.count is not None and p.count.low == 1 and p.count.high == 1


def _conjoined(text: str, pool: Sequence[PeopleMention], *, forward: bool) -> tuple[PeopleMention, ...]:
    """People joined by "and" and of one verb: "a farmer and his two sons"; a name beside its noun joins too."""
    chain = [pool[0]] if forward else [pool[-1]]
    rest = list(pool[1:]) if forward else list(reversed(pool[:-1]))
    for p in rest:
        low, high = (chain[-1], p) if forward else (p, chain[0])
        gap = text[low.end : high.start]
        joined = bool(_CONJOINED.fullmatch(gap)) or (len(chain) > 1 and bool(_LISTED.fullmatch(gap)))
        if not joined or any(q.count is None and not q.names for q in (low, high)):
            break
        if forward:
            chain.append(p)
        else:
            chain.insert(0, p)
        if len(chain) > 4:
            break
    return tuple(chain)


def _adjacent(
    text: str,
    start: int,
    end: int,
    left: Sequence[PeopleMention],
    right: Sequence[PeopleMention],
    people: Sequence[PeopleMention],
) -> tuple[PeopleMention, ...]:
    over = [p for p in people if p.start < end and start < p.end and p.count is not None]
    if over:
        return (over[-1],)
    if (
        left
        and start - left[-1].end <= 14
        and not re.search(r"[,;:]", text[left[-1].end : start])
        and left[-1].count is not None
    ):
        return (left[-1],)
    if (
        right
        and right[0].start - end <= 12
        and right[0].count is not None
        and re.match(r"(?i)\s*(?:were|was|are|is|of|include|included|:)?\s", text[end : right[0].start] or " ")
    ):
        return (right[0],)
    return ()


def is_violent(kind: Kind) -> bool:
    """Whether a kind is among the violent ones."""
    return kind in VIOLENT_KINDS
