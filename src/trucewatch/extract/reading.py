"""Everything that the finders see in one sentence, before any of it is put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.acts import EffectHit, Trigger, find_effects, find_triggers
from trucewatch.extract.dates import DateMention, find_dates
from trucewatch.extract.frames import Struck, find_things
from trucewatch.extract.numbers import NumberMention, find_numbers
from trucewatch.extract.people import PeopleMention, find_people
from trucewatch.extract.places import PlaceMention, find_places
from trucewatch.extract.sentences import Sentence
from trucewatch.extract.sources import Attribution, find_attributions
from trucewatch.locate import Locator


@dataclass(frozen=True)
class Reading:
    """Everything found in one sentence, offsets local to it."""

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    numbers: tuple[NumberMention, ...]
    people: tuple[PeopleMention, ...]
    things: tuple[Struck, ...]
    triggers: tuple[Trigger, ...]
    effects: tuple[EffectHit, ...]
    attributions: tuple[Attribution, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]


def read_sentence(
    sentence: Sentence,
    *,
    book: ActorBook,
    local: Mapping[str, str],
    locator: Locator,
    lines: Sequence[str],
    dates: Sequence[DateMention],
    skip_until: int = 0,
) -> Reading:
    """Run every finder over one sentence. `dates` are those of the whole text; `skip_until` ends a dateline."""
    text = sentence.text
    blank = max(0, min(len(text), skip_until - sentence.start))
    text = " " * blank + text[blank:]
    actors = book.mentions(text, local)
    numbers = find_numbers(text, articles=True)
    people = find_people(text, actors, numbers)
    attributions = find_attributions(text)
    taken = [(a.start, a.end) for a in actors if a.form != "state"]
    taken += [(a.start, a.end) for a in attributions]
    taken += [(p.start, p.end) for p in people if p.names]
    places = find_places(text, known=locator.known, taken=taken, lines=lines)
    own_dates = tuple(
        replace(d, start=d.start - sentence.start, end=d.end - sentence.start)
        for d in dates
        if sentence.start + blank <= d.start and d.end <= sentence.end
    )
    return Reading(
        sentence,
        tuple(actors),
        tuple(numbers),
        tuple(people),
        tuple(find_things(text, actors)),
        tuple(find_triggers(text, actors)),
        tuple(find_effects(text, [p for p in people if not _speaks(p, attributions)], numbers)),
        tuple(attributions),
        tuple(places),
        own_dates,
    )


def _speaks(p: PeopleMention, attributions: Sequence[Attribution]) -> bool:
    """Whether people are the source of the sentence ("a doctor said") and not those hurt."""
    return any(a.start <= p.start < a.end for a in attributions) and not p.names


def find_report_dates(text: str, published: str | None, effective: str | None) -> list[DateMention]:
    """Dates of a whole text, so that one finder sees the context of all of them."""
    return find_dates(text, published=published, effective=effective)


def act_dates(reading: Reading) -> list[DateMention]:
    """Dates of a sentence that may date an act: with bounds, and not those of a statement."""
    return [
        d
        for d in reading.dates
        if d.when.start and not _speech_date(reading, d) and not _SAME_DAY.search(d.when.text or "")
    ]


def speech_date(reading: Reading) -> DateMention | None:
    """The date of the saying ("said on Friday"), or None."""
    return next((d for d in reading.dates if d.when.start and _speech_date(reading, d)), None)


_SAME_DAY = re.compile(r"(?i)\b(?:same|that) (?:day|morning|afternoon|evening|night)\b")
_SAYING = re.compile(
    r"(?i)\b(?:said|says|announced|reported|told|stated|saying|confirmed|added|tweeted|wrote|accused|blamed|denied|rejected|made known|statement|bulletin|briefing|report|posted|claimed|acknowledged|condemned|welcomed|met|spoke|telephoned|called|urged|warned)\b(?P<gap>[^.;]{0,48})$"
)


def _speech_date(reading: Reading, d: DateMention) -> bool:
    """Whether a date follows a speech verb with no act between them."""
    text = reading.sentence.text
    found = _SAYING.search(text[: d.start])
    if not found:
        return False
    start = found.start("gap")
    if re.search(r"(?i)\bthat\b|,|\bwhen\b", found.group("gap")) and found.group("gap").strip(" ,") not in (
        "",
        "in a statement",
    ):
        return False
    return not any(start <= t.start < d.start for t in reading.triggers) and not any(
        start <= e.start < d.start and e.voice != "object" for e in reading.effects
    )
