"""People in a sentence: who was hurt or struck, how many, of which side, by which names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from trucewatch.extract.actors import ActorMention
from trucewatch.extract.lexicon import WordTable, modifier_pattern, noun_patterns, noun_words, one_pattern
from trucewatch.extract.numbers import NumberMention, NumberRole, find_numbers
from trucewatch.locate import find_capital, find_country, find_demonym
from trucewatch.model import Category, Count

_NAME_STOP = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "And",
        "But",
        "As",
        "When",
        "While",
        "After",
        "Before",
        "Since",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "President",
        "Minister",
        "Prime",
        "Defence",
        "Defense",
        "Foreign",
        "Interior",
        "Ministry",
        "Army",
        "Government",
        "United",
        "Nations",
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Central",
        "National",
        "General",
        "State",
        "Council",
        "Party",
        "Front",
        "Force",
        "Forces",
        "Army",
        "It",
        "He",
        "She",
        "They",
        "His",
        "Her",
        "Their",
        "Its",
        "That",
        "This",
        "These",
        "Those",
        "One",
        "Both",
        "No",
        "Not",
        "None",
        "Nobody",
        "Who",
        "Which",
        "Local",
        "Earlier",
        "Later",
        "Meanwhile",
        "Another",
        "Also",
    ]
)
_RANK = r"(?:Sgt|Sergeant|Staff Sergeant|Cpl|Corporal|Lance Corporal|Pvt|Private|Lt|Lieutenant|Second Lieutenant|First Lieutenant|Capt|Captain|Maj|Major|Col|Colonel|Lieutenant Colonel|Gen|General|Brigadier|Specialist|Constable|Inspector|Dr|Mr|Mrs|Ms|Soldier|Naik|Sepoy|Havildar|Subedar|Jawan|Rifleman|Gunner|Master Sergeant|Warrant Officer|Sub-Inspector)\.?"
_PERSON_NAME = re.compile(
    rf"(?:\b{_RANK} )?\b(?P<name>[A-Z][\w'’-]+(?: (?:al-|bin |ibn |van |de |el-|ul-)?[A-Z][\w'’.-]+){{1,3}})(?P<age>, (?:aged )?\d{{1,2}}\b)?"
)
_DETERMINER = re.compile(
    r"(?i)\b(?:the|a|an|its|their|his|her|our|these|those|this|all|both|some of the|one of the|another)\s+$"
)
_PARTITIVE = re.compile(
    r"(?i)\s+(?:more\s+)?of\s+(?:(?:the|its|their|his|our|those|these|her)\s+)?$|\s+(?:of\s+)?(?:other|more|further|additional|civilian|young|armed)\s+$|\s+$"
)
_OF_GROUP = re.compile(r"(?i)\s+(?:of|from|belonging to|loyal to|with|serving with|in)\s+(?:the\s+|its\s+)?$")
_PRONOUN = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|several|some|many|most|all|none|both) of (?:them|those|whom|the (?:wounded|injured|dead|victims|men|soldiers))\b"
)
_EFFECT_NOUN = re.compile(
    r"(?i)wounded|injured|dead|lives|bodies|casualties|others?|souls?|figures?|leaders?|corpses?|victims?|individuals?|members?"
)
_PLACE_BEFORE = re.compile(
    r"(?i)\b(?:in|near|at|from|to|outside|around|towards?|into|between|across|on|over|reached|entered|town of|village of|city of|district of|area of|south of|north of|east of|west of)(?: the)? $"
)
_TITLE = re.compile(r"[A-Z][a-z]+ (?:[A-Z][a-z]+ )?(?=[A-Z][\w'’-]+ [A-Z])")
_POLICE_RANK = re.compile(r"(?:Constable|Inspector|Sub-Inspector|Superintendent)\.? $")
_ARMY_RANK = re.compile(rf"(?:{_RANK}) $")
_AGE_OF = re.compile(
    r"(?i)\b(?:an?|the|his|her|their|another) (?:[\w-]+ ){0,2}(?:man|woman|boy|girl|child|farmer|soldier|[a-z]+er|[a-z]+man|[a-z]+ist|student|pupil|son|daughter) of $"
)
_HURT_NOUN = re.compile(
    r"(?i)\s+(?P<noun>(?!(?:dead|wounded|injured|killed|more|others?|of|were|was|and|have|had)\b)(?:[\w-]+ ){0,2}?[a-z][\w-]*)(?: (?:in (?:his|her|their) \w+|of \d+|aged \d+|born in \d+),?)? (?:(?:was|were|has been|have been|had been|being) (?:\w+ )?(?:killed|wounded|injured|hurt|shot dead|maimed|martyred)|died|perished|lost (?:his|her|their|a)|(?:received|sustained|suffered) (?:\w+ )?(?:injuries|wounds|burns)|embraced martyrdom|fell in)\b"
)
_OTHERS = re.compile(r"(?i)(?:\s+(?:others?|more|of them|of whom|of those))+")


@dataclass(frozen=True, slots=True)
class PeopleMention:
    """Some people in a sentence, half-open offsets into the text that was searched.

    Attributes:
        count: How many, or null for a bare plural ("villagers").
        head: The noun, or null for a number that stands alone ("two were hurt").
        additional: True where the words add to others ("another", "a third").
        generic: True for "the dead", "others", a number alone: the category is that of people told of before.
    """

    start: int
    end: int
    text: str
    count: Count | None
    head: str | None
    category: Category
    actor: str | None
    label: str | None
    side: str | None
    additional: bool
    generic: bool
    names: tuple[str, ...] = ()


@cache
def _person() -> WordTable[None]:
    rows = [words for _, words in noun_words("person")]
    return WordTable([(None, one_pattern(rows), chain.from_iterable(rows))])


@lru_cache(maxsize=4096)
def _category(noun: str) -> Category:
    for name in ("peacekeeper", "journalist", "aid_worker", "police", "armed_group", "military", "civilian", "unknown"):
        for category, pattern in noun_patterns("person"):
            if category == name and pattern.fullmatch(noun):
                return Category(category)
    return Category.UNKNOWN


_PLURAL = re.compile(
    r"(?i)(?:people|children|men|women|troops|personnel|others|police|dead|wounded|injured|families|\w+s|\w+men)$"
)


def _is_plural(noun: str) -> bool:
    return bool(_PLURAL.search(noun)) and noun.lower() not in {"police officer", "boss"}


def find_people(
    text: str, actors: Sequence[ActorMention], numbers: Sequence[NumberMention] | None = None
) -> list[PeopleMention]:
    """People mentioned in a sentence, in order, never overlapping; numbers that stand alone included."""
    numbers = find_numbers(text, articles=True) if numbers is None else numbers
    counts = [n for n in numbers if n.role is NumberRole.PLAIN and n.rank != 1 and not _AGE_OF.search(text[: n.start])]
    found: list[PeopleMention] = []
    for _, m in _person().find(text):
        if found and m.start() < found[-1].end:
            continue
        if _TITLE.match(text, m.start()):
            continue
        mention = _noun_mention(text, m.start(), m.end(), actors, counts)
        if (
            mention.count is None
            and _EFFECT_NOUN.fullmatch(m.group())
            and not re.search(r"(?i)\bthe $", text[: m.start()])
        ):
            continue
        if found and mention.start < found[-1].end:
            mention = replace(mention, start=found[-1].end)
        found.append(mention)
    found.extend(_named_people(text, actors, found))
    taken = [(p.start, p.end) for p in found]
    for n in counts:
        if any(n.start < e and s < n.end for s, e in taken):
            continue
        hurt = _HURT_NOUN.match(text, n.end)
        if hurt and not any(n.start < e and s < hurt.end("noun") for s, e in taken):
            noun = text[n.start : hurt.end("noun")]
            count = n.count.model_copy(update={"text": noun})
            found.append(
                PeopleMention(
                    n.start,
                    hurt.end("noun"),
                    noun,
                    count,
                    hurt.group("noun"),
                    Category.UNKNOWN,
                    None,
                    None,
                    None,
                    n.additional,
                    True,
                )
            )
            continue
        if n.article or any(n.start < e and s < n.end for s, e in taken):
            continue
        if _counts_something_else(text, n) or re.fullmatch(r", \d\d?[,.)]?", text[max(0, n.start - 2) : n.end + 1]):
            continue
        more = _OTHERS.match(text, n.end)
        end = more.end() if more else n.end
        found.append(
            PeopleMention(
                n.start,
                end,
                text[n.start : end],
                n.count,
                None,
                Category.UNKNOWN,
                None,
                None,
                None,
                n.additional or n.ordinal,
                True,
            )
        )
    found.sort(key=lambda p: p.start)
    return found


def _counts_something_else(text: str, number: NumberMention) -> bool:
    """Whether a number belongs to a thing that follows it ("two tanks", "six shells") and not to people."""
    after = re.match(r"\s+([\w-]+)", text[number.end :])
    if not after:
        return False
    word = after.group(1).lower()
    plain = {
        "were",
        "was",
        "are",
        "is",
        "have",
        "had",
        "has",
        "and",
        "or",
        "in",
        "on",
        "at",
        "by",
        "when",
        "as",
        "of",
        "more",
        "others",
        "other",
        "dead",
        "killed",
        "wounded",
        "injured",
        "hurt",
        "died",
        "seriously",
        "badly",
        "critically",
        "lightly",
        "slightly",
        "who",
        "lost",
        "after",
        "from",
        "among",
        "including",
        "but",
        "while",
        "to",
        "with",
        "during",
        "so",
        "sustained",
        "suffered",
        "later",
        "missing",
        "captured",
        "succumbed",
        "that",
        "since",
        "near",
        "perished",
        "also",
        "deaths",
        "killings",
        "fatalities",
        "lay",
        "lie",
        "fell",
    }
    return word not in plain


def _noun_mention(
    text: str, start: int, end: int, actors: Sequence[ActorMention], counts: Sequence[NumberMention]
) -> PeopleMention:
    head = text[start:end]
    left = _extend_left(text, start)
    beside = next(
        (
            a
            for a in actors
            if a.form != "state" and (a.start < left < a.end or re.fullmatch(r" (?:\w+ )?", text[a.end : left]))
        ),
        None,
    )
    if beside is not None and beside.form == "named":
        left = beside.start
    number = _number_before(text, left, counts)
    group = next((a for a in actors if a.form != "state" and a.start <= start < a.end), None) or beside
    right = end
    if group is None or group.actor is None:
        behind = next((a for a in actors if a.start >= end and _OF_GROUP.fullmatch(text[end : a.start])), None)
        if behind is not None and (behind.form != "state" or _category(head) is not Category.CIVILIAN):
            group, right = behind, behind.end
    if group is not None and group.end > right:
        right = group.end
    count = number.count if number else None
    begin = min(number.start, left) if number else left
    determiner = _DETERMINER.search(text[:left])
    if count is None and not _is_plural(head) and (determiner or left < start):
        count = Count(low=1, high=1, approximate=False, unconfirmed=False, stated=True, text=text[left:right])
    if number is None and determiner and count is not None:
        begin = determiner.start()
    if number is not None and number.article:
        count = number.count
    category = _category(head)
    if category is Category.UNKNOWN and group is not None:
        category = group.category
    if group is not None and group.form == "named" and category in (Category.MILITARY, Category.ARMED_GROUP):
        category = group.category
    if category is Category.MILITARY and group is not None and group.category is Category.PEACEKEEPER:
        category = Category.PEACEKEEPER
    armed = category in (
        Category.MILITARY,
        Category.ARMED_GROUP,
        Category.POLICE,
        Category.PEACEKEEPER,
        Category.UNKNOWN,
    )
    span = text[begin:right]
    if count is not None:
        count = count.model_copy(update={"text": span})
    return PeopleMention(
        begin,
        right,
        span,
        count,
        head,
        category,
        group.actor if group and armed else None,
        group.label if group and armed else None,
        group.side if group and armed else None,
        bool(number and (number.additional or number.ordinal)),
        category is Category.UNKNOWN,
    )


def _extend_left(text: str, start: int) -> int:
    while True:
        before = re.search(r"([\w'’.-]+)[ -]$", text[:start])
        if not before:
            return start
        word = before.group(1)
        bare = re.sub(r"['’]s?$", "", word)
        capital = word[0].isupper()
        two = re.search(r"([A-Z][\w'’-]+ [A-Z][\w'’-]+)[ -]$", text[:start])
        if two and find_demonym(two.group(1)):
            start = two.start(1)
            continue
        if (
            (capital and (find_demonym(bare) or find_country(bare) or (bare != word and find_capital(bare))))
            or re.fullmatch(r"[A-Z][A-Z0-9-]{1,7}", word)
            or modifier_pattern().match(bare)
            or re.fullmatch(r"(?i)\w+-(?:backed|led|held|allied|year-old|\w+ed)|\w+-year-old|\d+-year-old", word)
        ):
            start = before.start(1)
        else:
            return start


def _number_before(text: str, left: int, counts: Sequence[NumberMention]) -> NumberMention | None:
    """The number that counts the people that begin at `left`, directly or by "of its"."""
    for n in reversed(counts):
        if n.end <= left and _PARTITIVE.fullmatch(text[n.end : left]):
            return n
        if n.start <= left < n.end:
            return n
    return None


def fallback_people(text: str, start: int, numbers: Sequence[NumberMention]) -> PeopleMention | None:
    """People by a noun that no list holds, right after `start`: "wounding a caretaker", "killed two sextons"."""
    for n in numbers:
        if (
            n.role is not NumberRole.PLAIN
            or n.rank == 1
            or not re.fullmatch(r"\s+(?:at least )?", text[start : n.start])
        ):
            continue
        noun = re.match(
            r"\s+(?:[\w-]+ ){0,2}?[a-z][\w-]*(?=[,.;:]| (?:and|in|at|on|near|when|as|who|by|from|with|outside|inside)\b|$)",
            text[n.end :],
        )
        end = n.end + noun.end() if noun else n.end
        words = text[n.start : end]
        return PeopleMention(
            n.start,
            end,
            words,
            n.count.model_copy(update={"text": words}),
            words.split()[-1],
            Category.UNKNOWN,
            None,
            None,
            None,
            n.additional,
            True,
        )
    return None


def _named_people(text: str, actors: Sequence[ActorMention], found: Sequence[PeopleMention]) -> list[PeopleMention]:
    """Persons told by name; each counts as one. Names beside a noun ("a soldier, Ali Kaya") join that noun later."""
    if text.upper() == text:
        return []
    out = []
    for m in _PERSON_NAME.finditer(text):
        words = m.group("name").split()
        while words and words[0] in _NAME_STOP:
            words = words[1:]
        if len(words) < 2 or any(w in _NAME_STOP for w in words):
            continue
        name = " ".join(words)
        start = m.end("name") - len(name)
        if name.endswith(".") and len(words[-1]) > 2:
            name = name[:-1]
        if any(a.start < m.end("name") and start < a.end for a in actors) or any(
            p.start < m.end("name") and start < p.end for p in found
        ):
            continue
        if find_country(name) or find_demonym(words[0]) or find_capital(name) or _PLACE_BEFORE.search(text[:start]):
            continue
        end = m.end("age") if m.group("age") else start + len(name)
        count = Count(low=1, high=1, approximate=False, unconfirmed=False, stated=True, text=text[start:end])
        category = _rank_category(text[:start])
        generic = category is Category.UNKNOWN
        out.append(
            PeopleMention(start, end, text[start:end], count, None, category, None, None, None, False, generic, (name,))
        )
    return out


def _rank_category(before: str) -> Category:
    """Soldier or police officer by the rank before a name."""
    if _POLICE_RANK.search(before):
        return Category.POLICE
    return (
        Category.MILITARY
        if _ARMY_RANK.search(before) and not re.search(r"(?:Mr|Mrs|Ms|Dr)\.? $", before)
        else Category.UNKNOWN
    )
