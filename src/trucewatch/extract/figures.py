"""The figures of a claim: which words count its dead, hurt, missing and taken, and what they add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from trucewatch.extract._claim_values import Evidences, at_most, figure_of, is_total, sum_counts
from trucewatch.extract._number_words import CARDINAL
from trucewatch.extract.grouping import Group, says_something
from trucewatch.extract.numbers import NumberRole, find_numbers
from trucewatch.extract.reading import Reading
from trucewatch.extract.roles import EFFECT_OF_ROLE, FIGURES, Role
from trucewatch.extract.tagger import Tagged
from trucewatch.model import Count, Effect

_TAKEN = re.compile(
    r"(?i)\b(?:took(?! (?:place|part|responsib|control))|taken(?! (?:place|part))|abduct|kidnap|seiz|hostage|led away"
    r"|captur|detain|snatch|wound|injur|hurt|hospital)"
)
_DEATH = re.compile(
    r"(?i)\b(?:kill|dead|die[ds]?\b|dying|death|bod(?:y|ies)|corpse|perish|li(?:fe|ves)\b|slain|slay|murder|massacr|execut"
    r"|fatal|toll|behead|assassinat|buri|funeral|martyr|succumb|drown|lynch|hang|mourn|slaughter|victim|throats?\b|and shot\b)"
)
_SHOT = re.compile(r"(?i)\b(?:was|were|is|are|been|being|got) (?:\w+ )?shot\b(?! (?:dead|to death|and killed))")
_CASUALTIES = re.compile(r"(?i)\bcasualties(?:,? (?:including|dead or|both) .*)?$")
_CASUALTIES_BEHIND = re.compile(r"(?i)\s+(?:[\w-]+\s+)?casualties\b")
_NOT_TOLD = re.compile(
    r"(?i)\b(?:g[ai]v(?:e|es|ing|en)|provid(?:e|es|ed|ing)|mention(?:s|ed|ing)?|specif(?:y|ied|ies))\s+$"
)
_NO_FIGURES = re.compile(
    r"(?i)\bno (?:casualty|casualties) figures?\b|\bno (?:\w+ )?(?:reports?|word|news|details|information|figures)(?: (?:on|of|about)\b|$)"
)
"""Nobody tells a figure: "it gave no casualties", "no casualty figures", "no word on casualties"."""
_DENIED = re.compile(r"(?i)\b(?:not|n[o'’]t|without|nor|never)\s+(?:[\w-]+\s+){0,4}$")
_ANY_HARM = re.compile(
    r"(?i)any\s+(?:[\w-]+\s+)?(?:casualt|deaths?\b|dead\b|injur|wound|fatalit|victims?\b|loss of life|losses\b)"
)
_UNSAID = re.compile(r"(?i)\b(?:mention|report|know|say|specif|confirm|g[ai]v|provid|rule|exclud|disclos|reveal)\w*\b")
_PART_BEFORE = re.compile(
    r"(?i)\b(?:including|among (?:them|those|whom)|(?:of|amongst?) (?:them|whom)|which included?)\W*(?:at least )?$"
)
"""Before a figure that is part of one told before it."""
_ASIDE = re.compile(r"\s*(?:--|—|–|\()\s*")
_LISTED = re.compile(r"(?i)\s*(?:,|--|—|–|\(|:|,?\s+and)\s*(?:and\s+)?")
_GENERIC = re.compile(r"(?i)\b(?:people|persons|men|others|members|victims|bodies|officials|leaders|passengers)\b")
"""Words for people of whom a list may follow: "two others, his brother and a cousin"."""
_APART_ONE = re.compile(r"(?i)(?:an?|the|one of the)\s")
_THINGS_BEHIND = re.compile(
    r"(?i)\s+(?:[\w-]+\s+)?(?:attacks?|massacres|explosions|blasts|clashes|bombings|bombs|shells|rockets|strikes|raids|incidents|houses"
    r"|homes|vehicles|days|hours|weeks|months|years|km|kilomet\w+|miles|dollars|pesos|shots|bullets)\b"
)
"""Behind a bare number that counts no people."""
_NUMBER_BEFORE = re.compile(
    rf"(?i)(?:\b(?:least|most|than|over|to|as|nearly|almost|about|around|approximately|some|estimated|between|above)|\d|\b(?:{CARDINAL})"
    r"|\b(?:several|dozens of|both))\s+$"
)
_COUNTED_BEFORE = re.compile(
    r"(?i)\b(?:counted|logged|heard|recorded|registered|put (?:them|it|these|their number|the number) at)\s+(?:(?:about|some|around)\s+)?$"
)
"""Before a bare number of shots, shells or blasts that were told of before: "she had counted five"."""
_BARE_START = re.compile(r"(?i)(?:for|of|now|inflicting|and other|against)\b")
_NOT_HARMED_BEHIND = re.compile(
    r"(?i)\s*(?:(?:others?|more|people|persons|men|soldiers|civilians|villagers)\s+)?(?:(?:were|was|are|is|have been|had been|being)\s+)?(?:also\s+|still\s+)?"
    r"(?:abducted|kidnapped|missing|captured|detained|arrested|taken|led away|questioned|being questioned|prisoners?|unhurt|unharmed|evacuated|displaced|rescued)\b"
)
_NOT_HARMED_BEFORE = re.compile(
    r"(?i)\b(?:abduct\w*|kidnap\w*|captur\w*|detain\w*|arrest\w*|(?:took|taken|taking) (?:away|prisoner|hostage)|according to)\s+(?:(?:at least|about|some|another|up to)\s+)?$"
)
_HURT_BEHIND = re.compile(
    r"(?i)\s*(?:and (?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten) [\w-]+\s+(?=were|was))?(?:(?:others?|more|people|persons|men)\s+)?(?:(?:were|was|are|have been|had been|being)\s+)?(?:also\s+|seriously\s+|slightly\s+|badly\s+|critically\s+)?"
    r"(?:wounded|injured|hurt|maimed|bruised|burned|burnt|beaten|slashed|grazed|in hospital|being treated|hospitali[sz]ed"
    r"|(?:lost|losing|lose)\s+(?:his|her|their|an?|one|both|two|three)\s+(?:(?:left|right|lower|fore)\s+)?(?:legs?|foot|feet|arms?|hands?|eyes?|sight|fingers?|toes?|limbs?)"
    r"|(?:hit|shot|struck|cut) (?:in|about|across|through) (?:the|his|her|their|both) (?:(?:left|right|lower|upper)\s+)?(?:legs?|foot|feet|arms?|hands?|thighs?|calf|knees?|shoulders?|ankles?))\b"
)
_HURT_BEFORE = re.compile(
    r"(?i)(?<!killed and )(?<!killing and )(?<!killed or )(?<!kill and )\b(?:injur(?:e|ing|ed)|wound(?:ing|ed)?|hurting|hurt)\s+(?:(?:at least|about|some|another|up to|more than|over|as many as|nearly)\s+)?$"
)
_KILLED_BEHIND = re.compile(
    r"(?i)\s*(?:(?:others?|more|people|persons|men)\s+)?(?:(?:had|have|has)\s+)?(?:(?:were|was|are|been|being|lay)\s+)?(?:also\s+|instantly\s+)?"
    r"(?:killed|died|dead|fell|murdered|slain|martyred|perished|succumbed)\b(?!\s+(?:and|or)\s+(?:wounded|injured|hurt|maimed)|\s+(?:to|back|in|into|under|ill|asleep|upon|on)\b)"
)
_REVISED = re.compile(r"(?i)\b(?:to|at)\s+[\w,]+(?: \w+)?,?\s+(?:up |down )?from\s+$")
"""Before a figure that the one before it has replaced: "has risen to nine from five"."""
_LIVES = re.compile(r"(?i)^\W*(?:\w+\W+){0,6}?(?:loss of life|lives lost|killed|died|deaths?|fatalities)\b")
_HURT = re.compile(r"(?i)\b(?:hurt|injur|wound|casualt|harmed)")
_NUMBER_SIGN = re.compile(r"(?i)\bno\.? ?\d$")
_PARTLY = re.compile(
    r"(?i)(?!.*casualt)(?:s?he\b|no (?!one\b|casualt|injur|deaths?\b|dead\b|loss|victims?\b|people|persons?\b|fatal|wounded|body\b|reports?\b)\w+)"
)
_THEN_DIED = re.compile(
    r"(?i)[^.;\n]{0,180}[.;]\s+(?:he|she|the (?:victim|man|woman|boy|girl|child|driver|officer|soldier))\s+(?:later\s+|then\s+)?"
    r"(?:died|succumbed|was pronounced dead|bled to death)\b"
)
_LATER = 240
_SOMEBODY = re.compile(r"(?i)(?:one|an?) (?:person|individual|people)\b")
_NO_PEOPLE = re.compile(
    r"(?i)(?:both|either|each|all) sides?|(?:there|for|and|but|which|that)(?: (?:were|was|are|is|had|has))?"
)
_BESIDE = 40
"""How far from a figure the words may stand that say at once what befell its people."""
_LEAD_IN = 45
"""How far before a number the words may stand that make it a total."""
_BARE_NAME = re.compile(r"(?:[A-Z][\w'’.-]+ ?)+")
_NAMED = re.compile(r"(?:[A-Z][\w'’.-]+ ){1,4}[A-Z][\w'’.-]+(?:, \d{1,3})?")
_SENTENCES_BETWEEN = re.compile(r"[a-z\d]{2}[.!?][\"”’)]*\s|\n")
_BEFORE_AGE = re.compile(r"[A-Z][\w'’-]+, $")
_NEUTRALISED = re.compile(r"(?i)\bneutrali[sz]\w+")
SURE = 0.9
"""Score above which the tagger is believed that words count the dead, though their sentence tells of no death."""


class Figures:
    """Reads the figures of groups of mentions of one report."""

    def __init__(self, tagged: Tagged, text: str, readings: Sequence[Reading]) -> None:
        self._tagged = tagged
        self._text = text
        self._readings = readings
        self._spans: dict[int, tuple[int, int]] = {}
        self._counts: dict[int, Count | None] = {}
        self._effects = [
            (r.sentence.start + p.start, r.sentence.start + p.end, hit.effect)
            for r in readings
            for hit in r.effects
            for p in hit.people
            if hit.effect in (Effect.KILLED, Effect.INJURED)
        ]

    def counts(self, group: Group, evidence: Evidences) -> Mapping[Role, Count | None]:
        """The number of each figure that a claim gives; "nobody was hurt" says that nobody was killed either."""
        out = {role: self._count(group, role, evidence) for role in FIGURES}
        for told, silent in ((Role.INJURED, Role.KILLED), (Role.KILLED, Role.INJURED)):
            none = out[told]
            if out[silent] is not None or none is None or none.high != 0:
                continue
            if any(self._only_deaths(i) if told is Role.KILLED else self._is_partly(i) for i in self.of(group, told)):
                continue
            for i in self.of(group, told):
                evidence.add(silent.value, *self._tagged.span(i))
            out[silent] = none
        return out

    def of(self, group: Group, role: Role) -> list[int]:
        """The mentions of a figure, each word in one; where the words about them say killed or injured, that decides."""
        if role not in (Role.KILLED, Role.INJURED):
            return self._apart(group.of(self._tagged, role))
        out: list[int] = []
        for i in group.of(self._tagged, Role.KILLED, Role.INJURED):
            mention = self._tagged.mentions[i]
            if self._is_casualties(i):
                out.append(i)  # dead or hurt, nobody says which
                continue
            read = self._read(i)
            nobody = read is not None and read.high == 0
            if self._unharmed(i):
                continue
            if nobody:
                partly = Effect.INJURED if self._is_partly(i) else None
                plain = Effect.KILLED if self._only_deaths(i) else partly
            else:
                plain = self._plain_effect(i) or self._beside(i) or self._only_shot(i)
            mine = mention.role is role if plain is None else plain is EFFECT_OF_ROLE[role]
            doubtful = plain is None and role is Role.KILLED and not nobody and mention.score < SURE
            if mine and not (doubtful and self._alive(i)):
                out.append(i)
        return self._apart(out)

    def _around(self, i: int) -> tuple[str, str]:
        """What stands before and behind the words of a mention, as far as words say at once what befell people."""
        start, end = self._tagged.span(i)
        return self._text[max(0, start - _BESIDE) : start], self._text[end : end + _BESIDE]

    def _unharmed(self, i: int) -> bool:
        """Whether the words beside a figure say at once that its people were taken, are missing or were not hurt."""
        before, behind = self._around(i)
        return bool(_NOT_HARMED_BEHIND.match(behind) or _NOT_HARMED_BEFORE.search(before))

    def _beside(self, i: int) -> Effect | None:
        """Killed or injured, where the words beside a figure say so at once."""
        before, behind = self._around(i)
        if _HURT_BEHIND.match(behind) or _HURT_BEFORE.search(before):
            return Effect.INJURED
        if _KILLED_BEHIND.match(behind):
            return Effect.KILLED
        count = self._read(i)
        after = self._tagged.span(i)[1]
        died = count is not None and count.high == 1 and _THEN_DIED.match(self._text, after, after + _LATER)
        return Effect.KILLED if died else None

    def _is_casualties(self, i: int) -> bool:
        """Whether a figure counts casualties, dead or hurt: "EIGHT CASUALTIES", or "eight" before that word."""
        words = self._words(i)
        return bool(_CASUALTIES.search(words) or (_CASUALTIES_BEHIND.match(self._around(i)[1]) and find_numbers(words)))

    def _span(self, i: int) -> tuple[int, int]:
        """A mention with the number right before it, or what belongs to its number: "two [stone-throwing boys]", "at least [41]"."""
        if i not in self._spans:
            start, end = self._tagged.span(i)
            before = self._text[max(0, start - _LEAD_IN) : start]
            lead = _lead(before, self._text[start:end]) if _NUMBER_BEFORE.search(before) else 0
            self._spans[i] = start - lead, end
        return self._spans[i]

    def _words(self, i: int) -> str:
        return self._text[slice(*self._span(i))]

    def _only_deaths(self, i: int) -> bool:
        """Whether words for nobody speak of the dead alone: "nobody was killed", "no loss of life"."""
        words = self._tagged.words(i, self._text) + self._around(i)[1]
        return bool(_LIVES.match(words)) and not _HURT.search(words)

    def _is_partly(self, i: int) -> bool:
        """Whether words for nobody hurt speak of some people alone: "she was not hurt", "no soldier was hurt"."""
        return bool(_PARTLY.match(self._tagged.words(i, self._text)))

    def _apart(self, mentions: Sequence[int]) -> list[int]:
        """The mentions without those whose words stand in another one's, in order of the text."""
        kept: list[int] = []
        for i in sorted(mentions, key=lambda i: (self._tagged.span(i)[0] - self._tagged.span(i)[1], i)):
            start, end = self._tagged.span(i)
            if not any(a < end and start < b for a, b in map(self._tagged.span, kept)):
                kept.append(i)
        return sorted(kept, key=self._tagged.span)

    def _alive(self, i: int) -> bool:
        """Whether the sentence of a mention tells of people taken or struck and no word in it of anybody's death."""
        sentence = self._sentence(i)
        return bool(_TAKEN.search(sentence)) and not _DEATH.search(sentence)

    def _only_shot(self, i: int) -> Effect | None:
        """Injured, where the tagger is not sure of the dead and their sentence tells of people shot and of no death."""
        mention = self._tagged.mentions[i]
        if mention.role is not Role.KILLED or mention.score >= SURE:
            return None
        sentence = self._sentence(i)
        return Effect.INJURED if _SHOT.search(sentence) and not _DEATH.search(sentence) else None

    def _sentence(self, i: int) -> str:
        start = self._tagged.span(i)[0]
        return next((r.sentence.text for r in reversed(self._readings) if r.sentence.start <= start), "")

    def _plain_effect(self, i: int) -> Effect | None:
        """Killed or injured, where the words beside a mention say one of them and not the other."""
        start, end = self._tagged.span(i)
        said = {e for s, t, e in self._effects if s < end and start < t}
        return said.pop() if len(said) == 1 else None

    def _count(self, group: Group, role: Role, evidence: Evidences) -> Count | None:
        spots = self.of(group, role)
        counted = self._adding_up(spots)
        if not counted:
            return None
        total = sum_counts([c for _, c in counted], [""])
        mixed = self._is_mixed(group, role, spots)
        if mixed and total.high is None:
            return None  # "killing and wounding several" tells of neither how many
        texts = [evidence.add(role.value, *self._span(i)) for i, _ in counted]
        total = sum_counts([c for _, c in counted], texts)
        return at_most(total) if mixed else total

    def _adding_up(self, spots: Sequence[int]) -> list[tuple[int, Count]]:
        """The mentions whose figures add up: a total alone, or parts without ages, and without who is counted already."""
        read = [
            (i, c)
            for i in spots
            if self._says_something(i) and not self._is_age(i) and (c := self._read(i)) is not None
        ]
        totals = [
            (i, c)
            for i, c in read
            if is_total(self._text[max(0, self._tagged.span(i)[0] - _LEAD_IN) : self._tagged.span(i)[1]])
        ]
        if totals:
            return totals[-1:]
        many = any((c.low or c.high or 0) > 1 for _, c in read)
        again = set() if many else self._names_again([i for i, _ in read])
        kept = [(i, c) for i, c in read if not (many and self._is_bare_name(i)) and i not in again]
        told: list[tuple[int, Count]] = []
        for i, c in kept:
            repeated = re.match(r"(?i)(?:the|these|those|all) ", self._tagged.words(i, self._text)) and any(
                c.low == d.low for _, d in told
            )
            if not repeated and not (told and self._is_part(*told[-1], i, c)):
                told.append((i, c))
        return self._without_parts(told)

    def _names_again(self, singles: Sequence[int]) -> set[int]:
        """Names of people of whom a sentence before has told: "A soldier was shot dead. ... Ann Bell, 24, ..."."""
        told = [i for i in singles if re.match(r"(?i)(?:an?|one) ", self._words(i))]
        named = [i for i in singles if _NAMED.fullmatch(self._tagged.words(i, self._text))]
        if len(singles) == 2 and not named and _SOMEBODY.match(self._words(singles[0])):
            told, named = [singles[0]], [singles[1]]  # "one person was hurt. ... injured a passer-by"
        if not told or not 0 < len(named) <= len(told):
            return set()
        gap = self._text[self._tagged.span(told[-1])[1] : self._tagged.span(named[0])[0]]
        return set(named) if _SENTENCES_BETWEEN.search(gap) else set()

    def _is_part(self, i: int, whole: Count, j: int, part: Count) -> bool:
        """Whether a figure is part of the one told before it: "including", an aside, or what a named person is."""
        gap = self._text[self._tagged.span(i)[1] : self._span(j)[0]]
        most = whole.high or whole.low or 0
        if _ASIDE.fullmatch(gap) or ("." not in gap and "\n" not in gap and _PART_BEFORE.search(gap)):
            return (part.low or 0) <= most
        named = self._is_name(i) and most == 1 == part.low
        return bool(named and gap == ", " and _APART_ONE.match(self._words(j)))

    def _without_parts(self, told: list[tuple[int, Count]]) -> list[tuple[int, Count]]:
        """The figures without those that only part another: "13 people ..., ten rebels and three soldiers"."""
        lows = [c.low or 0 for _, c in told]
        for k, whole in enumerate(lows):
            rest = lows[:k] + lows[k + 1 :]
            if len(rest) > 1 and whole == sum(rest) and k in (0, len(lows) - 1) and not self._listed(told, k):
                return [told[k]]
        for k, (i, c) in enumerate(told[:-1]):
            if not _GENERIC.search(self._words(i)):
                continue
            reach, end = 0, self._tagged.span(i)[1]
            for n, (j, part) in enumerate(told[k + 1 :], k + 1):
                start, after = self._span(j)
                if not _LISTED.fullmatch(self._text[end:start]):
                    break
                reach, end = reach + (part.low or 0), after
                if reach == c.low and c.low > 1 and self._text[self._tagged.span(i)[1] :].lstrip()[:1] in ",(-–—:":
                    return self._without_parts(told[: k + 1] + told[n + 1 :])
        return told

    def _listed(self, told: list[tuple[int, Count]], k: int) -> bool:
        """Whether a figure stands in one list with the one beside it."""
        (i, _), (j, _) = told[:2] if k == 0 else told[-2:]
        return bool(_LISTED.fullmatch(self._text[self._span(i)[1] : self._span(j)[0]]))

    def _is_name(self, i: int) -> bool:
        words = self._tagged.words(i, self._text)
        return bool(_BARE_NAME.fullmatch(words)) and not find_numbers(words, articles=True)

    def _read(self, i: int) -> Count | None:
        """The number that a mention gives; casualties are dead or hurt, so that they are a high end alone."""
        if i not in self._counts:
            self._counts[i] = self._counted(i)
        return self._counts[i]

    def _counted(self, i: int) -> Count | None:
        words = self._words(i)
        count = figure_of(words)
        before, behind = self._around(i)
        if _BARE_START.match(words) and not find_numbers(words, articles=True):
            return None
        if (
            count is not None
            and count.high == 0
            and (_NOT_TOLD.search(before) or _NO_FIGURES.search(words + behind[:12]))
        ):
            return None
        if re.match(r"(?i)any\b", words):
            denied = _DENIED.search(before)
            told = denied is not None and not _UNSAID.search(denied.group()) and _ANY_HARM.match(words + behind)
            return figure_of(f"no {words[4:] or 'one'}") if told else None
        things, told_before = _THINGS_BEHIND.match(behind), _COUNTED_BEFORE.search(before)
        if (
            (things or told_before)
            and (numbers := find_numbers(words))
            and numbers[-1].end == len(words)
            and (things or (len(numbers) == 1 and numbers[0].start == 0))
        ):
            return None
        if count is None or not self._is_casualties(i):
            return count
        return at_most(count) if count.high is not None else None

    def _says_something(self, i: int) -> bool:
        words = self._tagged.words(i, self._text)
        if (
            _NO_PEOPLE.fullmatch(words)
            or _NUMBER_SIGN.search(self._around(i)[0] + words[:1])
            or _REVISED.search(self._around(i)[0])
        ):
            return False
        return says_something(words) or any(c.isdigit() for c in words) or words.lower() in ("he", "she")

    def _is_bare_name(self, i: int) -> bool:
        """Whether words are somebody's name and no figure; in capitals throughout nothing tells names from other words."""
        words = self._tagged.words(i, self._text)
        return bool(_BARE_NAME.fullmatch(words)) and not words.isupper() and not find_numbers(words)

    def _is_age(self, i: int) -> bool:
        """Whether a bare number stands behind a name and a comma."""
        start, end = self._tagged.span(i)
        return self._text[start:end].isdigit() and bool(_BEFORE_AGE.search(self._text[max(0, start - 40) : start]))

    def _is_mixed(self, group: Group, role: Role, spots: Sequence[int]) -> bool:
        """Whether the same words count the dead and the hurt together, or those "neutralised"."""
        if role not in (Role.KILLED, Role.INJURED):
            return False
        if any(_NEUTRALISED.search(self._tagged.words(i, self._text)) for i in group.acts):
            return True
        other = Role.INJURED if role is Role.KILLED else Role.KILLED
        return {self._tagged.span(i) for i in spots} == {self._tagged.span(i) for i in self.of(group, other)}


@lru_cache(maxsize=4096)
def _lead(before: str, words: str) -> int:
    """How many code points before words belong to their number, or are the number that they lack."""
    at = len(before)
    bare = not find_numbers(words)
    for n in find_numbers(before + words):
        reaches = n.end > at or (bare and n.end == len(before.rstrip()))
        if n.start < at and reaches and n.role is NumberRole.PLAIN and n.rank is None:
            return at - n.start
    return 0
