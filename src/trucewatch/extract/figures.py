"""The figures of a claim: which words count its dead, hurt, missing and taken, and what they add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trucewatch.extract._claim_values import Evidences, at_most, figure_of, is_total, sum_counts
from trucewatch.extract.grouping import Group, says_something
from trucewatch.extract.numbers import find_numbers
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
_SHOT = re.compile(r"(?i)\b(?:was|were|been|being|got) (?:\w+ )?shot\b(?! (?:dead|to death|and killed))")
_CASUALTIES = re.compile(r"(?i)\bcasualties$")
_NOT_HARMED_BEHIND = re.compile(
    r"(?i)\s*(?:(?:others?|more|people|persons|men|soldiers|civilians|villagers)\s+)?(?:(?:were|was|are|is|have been|had been|being)\s+)?(?:also\s+|still\s+)?"
    r"(?:abducted|kidnapped|missing|captured|detained|arrested|taken|led away|questioned|being questioned|prisoners?|unhurt|unharmed|evacuated|displaced|rescued)\b"
)
_NOT_HARMED_BEFORE = re.compile(
    r"(?i)\b(?:abduct\w*|kidnap\w*|captur\w*|detain\w*|arrest\w*|(?:took|taken|taking) (?:away|prisoner|hostage)|according to)\s+(?:(?:at least|about|some|another|up to)\s+)?$"
)
_HURT_BEHIND = re.compile(
    r"(?i)\s*(?:(?:others?|more|people|persons|men)\s+)?(?:(?:were|was|are|have been|had been|being)\s+)?(?:also\s+|seriously\s+|slightly\s+|badly\s+|critically\s+)?"
    r"(?:wounded|injured|hurt|in hospital|being treated|hospitali[sz]ed)\b"
)
_HURT_BEFORE = re.compile(
    r"(?i)(?<!killed and )(?<!killing and )(?<!killed or )\b(?:injur(?:ing|ed)|wound(?:ing|ed)|hurting|hurt)\s+(?:(?:at least|about|some|another|up to|more than|over|as many as|nearly)\s+)?$"
)
_REVISED = re.compile(r"(?i)\b(?:to|at)\s+[\w,]+(?: \w+)?,?\s+(?:up |down )?from\s+$")
"""Before a figure that the one before it has replaced: "has risen to nine from five"."""
_LIVES = re.compile(r"(?i)^\W*(?:\w+\W+){0,6}?(?:loss of life|lives lost|killed|died|deaths?|fatalities)\b")
_HURT = re.compile(r"(?i)\b(?:hurt|injur|wound|casualt|harmed)")
_NO_PEOPLE = re.compile(r"(?i)(?:there|for|and|but|which|that)(?: (?:were|was|are|is|had|has))?")
_BESIDE = 40
"""How far from a figure the words may stand that say at once what befell its people."""
_LEAD_IN = 45
"""How far before a number the words may stand that make it a total."""
_BARE_NAME = re.compile(r"(?:[A-Z][\w'’.-]+ ?)+")
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
            if told is Role.KILLED and any(self._only_deaths(i) for i in self.of(group, told)):
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
            if _CASUALTIES.search(self._tagged.words(i, self._text)):
                out.append(i)  # dead or hurt, nobody says which
                continue
            read = figure_of(self._tagged.words(i, self._text))
            nobody = read is not None and read.high == 0
            if self._unharmed(i):
                continue
            if nobody:
                plain = Effect.KILLED if self._only_deaths(i) else None
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
        """Injured, where the words beside a figure say so at once."""
        before, behind = self._around(i)
        return Effect.INJURED if _HURT_BEHIND.match(behind) or _HURT_BEFORE.search(before) else None

    def _only_deaths(self, i: int) -> bool:
        """Whether words for nobody speak of the dead alone: "nobody was killed", "no loss of life"."""
        words = self._tagged.words(i, self._text) + self._around(i)[1]
        return bool(_LIVES.match(words)) and not _HURT.search(words)

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
        texts = [evidence.add(role.value, *self._tagged.span(i)) for i, _ in counted]
        total = sum_counts([c for _, c in counted], texts)
        return at_most(total) if self._is_mixed(group, role, spots) else total

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
        kept = [(i, c) for i, c in read if not (many and self._is_bare_name(i))]
        told: list[tuple[int, Count]] = []
        for i, c in kept:
            again = re.match(r"(?i)(?:the|these|those|all) ", self._tagged.words(i, self._text)) and any(
                c.low == d.low for _, d in told
            )
            if not again:
                told.append((i, c))
        return told

    def _read(self, i: int) -> Count | None:
        """The number that a mention gives; casualties are dead or hurt, so that they are a high end alone."""
        words = self._tagged.words(i, self._text)
        count = figure_of(words)
        return at_most(count) if count is not None and _CASUALTIES.search(words) else count

    def _says_something(self, i: int) -> bool:
        words = self._tagged.words(i, self._text)
        if _NO_PEOPLE.fullmatch(words) or _REVISED.search(self._around(i)[0]):
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
