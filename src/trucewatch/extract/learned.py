"""The learned extractor: the trained tagger finds mentions and claims, the same finders as the rules' read their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trucewatch.extract._claim_time import entry_day, is_shared, told_time
from trucewatch.extract._claim_values import (
    Evidences,
    claimant_country,
    figure_of,
    home_of,
)
from trucewatch.extract._whereabouts import NAMED, NOT_OF_AN_ACT, Whereabouts
from trucewatch.extract.actors import ActorBook, ActorMention
from trucewatch.extract.claimants import ClaimantNamer, apart, author_of, is_pronoun, within
from trucewatch.extract.claims import (
    Resolve,
    actor_book,
    effective_day,
    place_context,
    read_report,
    resolver,
    rule_claims,
    spelled,
)
from trucewatch.extract.dates import infer_published
from trucewatch.extract.figures import Figures
from trucewatch.extract.grounding import is_grounded
from trucewatch.extract.grouping import Group, group_claims, most_tied
from trucewatch.extract.joining import AUTHORITIES, MODEL_VERSION, Setting, has_authority, joined
from trucewatch.extract.reading import Reading, act_dates
from trucewatch.extract.roles import ATTRIBUTES, EFFECT_OF_ROLE, Role
from trucewatch.extract.sentences import split_sentences
from trucewatch.extract.sources import own_voice, source_kind
from trucewatch.extract.stance import names_nobody
from trucewatch.extract.tagger import Attributes, Proposal, Tagged, Tagger, load_tagger
from trucewatch.extract.triage import passes_triage
from trucewatch.extract.voices import Voices
from trucewatch.locate import Locator, PlaceContext
from trucewatch.model import (
    Agreement,
    Category,
    Cause,
    Claim,
    Claimant,
    ClaimantKind,
    Confidence,
    Count,
    Effect,
    Modality,
    Perpetrator,
    Report,
    Scope,
    Target,
    Victim,
    When,
)


def extract_learned(
    report: Report, *, locator: Locator, agreement: Agreement | None = None, tagger: Tagger | None = None
) -> list[Claim]:
    """Every claim that the trained extractor finds in a report, in report order, each grounded.

    Args:
        report: The report; a missing date is inferred from its own words and the agreement where they allow it.
        locator: Resolves place phrases; made with the same agreement.
        agreement: Gives canonical names and sides of actors; without it sides are null.
        tagger: The network; the one that ships with the package where none is given.
    """
    if not passes_triage(report):
        return []
    found = read_by_both(report, locator=locator, agreement=agreement, tagger=tagger)
    claims = joined(found.network, found.rules, found.tagged, found.setting)
    return [c for c in claims if is_grounded(c, found.report)]


@dataclass(frozen=True, slots=True)
class FoundByBoth:
    """A report with its date, and what network and rules find in it."""

    report: Report
    network: Sequence[tuple[Group, Claim]]
    rules: Sequence[Claim]
    tagged: Tagged
    setting: Setting


def read_by_both(
    report: Report, *, locator: Locator, agreement: Agreement | None = None, tagger: Tagger | None = None
) -> FoundByBoth:
    """The claims of network and rules, from one reading of a report; arguments as for `extract_learned`."""
    effective = effective_day(agreement)
    report = report if report.published else infer_published(report, effective=effective)
    sentences = split_sentences(report.text)
    readings = read_report(report, sentences, actor_book(agreement), locator, agreement)
    tagged = (tagger or load_tagger()).tag(report, tuple(proposals_of(readings)), sentences)
    places = places_of(report, readings, tagged, locator)
    namer = namer_of(report, readings, actor_book(agreement), places.context)
    network = network_claims(report, readings, tagged, agreement=agreement, places=places, namer=namer)
    rules = rule_claims(report, readings, locator=locator, agreement=agreement, resolve=places.resolve)
    rules = [namer.renamed(c) for c in rules]
    return FoundByBoth(report, network, rules, tagged, Setting.of(report, (s.start for s in sentences)))


def network_claims(
    report: Report,
    readings: list[Reading],
    tagged: Tagged,
    *,
    agreement: Agreement | None,
    places: Places,
    namer: ClaimantNamer | None = None,
) -> list[tuple[Group, Claim]]:
    """The claims that the network finds in a report that is read already, each with the mentions it rests on.

    `namer` is that of the report, where there is one already.
    """
    groups = group_claims(tagged, report.text)
    if not groups:
        return []
    book = actor_book(agreement)
    namer = namer or namer_of(report, readings, book, places.context)
    writer = _Writer(report, tagged, groups, readings, places, book, namer)
    return [(g, writer.claim(g)) for g in groups]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a report is set, and what looks its places up."""

    context: PlaceContext
    resolve: Resolve


def places_of(report: Report, readings: list[Reading], tagged: Tagged, locator: Locator) -> Places:
    """The places of a report by the finders and by the network."""
    spots = (report.text[m.start : m.end] for m in tagged.mentions if m.role is Role.PLACE)
    named = [spelled(words) for words in spots if NAMED.search(words)]
    context = place_context(report, readings, locator, phrases=named)
    return Places(context, resolver(locator, context))


def proposals_of(readings: Sequence[Reading]) -> Iterator[Proposal]:
    """What the finders hold for dates, places, figures and claimants, for the network to tie to acts or not."""
    for r in readings:
        at = r.sentence.start
        for d in act_dates(r):
            yield Proposal(Role.TIME, at + d.start, at + d.end)
        for p in r.places:
            if p.after not in NOT_OF_AN_ACT:
                yield Proposal(Role.PLACE, at + p.start, at + p.end)
        for a in r.attributions:
            yield Proposal(Role.CLAIMANT, at + a.start, at + a.end)
        for hit in r.effects:
            role = Role(hit.effect.value)
            for person in hit.people:
                if person.count is not None:
                    yield Proposal(role, at + person.start, at + person.end)


def namer_of(report: Report, readings: Sequence[Reading], book: ActorBook, context: PlaceContext) -> ClaimantNamer:
    """Names the actors and claimants of a report, at home in the country that it speaks of most."""
    author = author_of(report.text, report.source)
    year = int(report.published[:4]) if report.published else None
    home = context.top_country() or home_of(report)
    return ClaimantNamer(report.text, readings, book, home=home, author=author, year=year)


_ONLOOKERS = frozenset(
    {ClaimantKind.WITNESS, ClaimantKind.MEDICAL, ClaimantKind.MONITOR, ClaimantKind.POLITICIAN, ClaimantKind.OTHER}
)
"""Claimants whose own act no act of violence is."""
_NO_MORE_BETWEEN = frozenset({" ", " [", " (", ""})
"""What stands between two pieces of the words for one claimant."""
UNSTATED, STATED, LIKELY = -1.0, 1.0, -3.0
"""Whether anybody is said to have done it: at or under the first, by the log-odds of the attributes, nobody whom the ties name
is; above the second somebody is whom they name less surely than the third. Measured on the reports that the joining is
learned on: of 400 claims whose account is doubtful 264 were right and are 280."""


OWN_WORD = -1.0
"""Sum of the log-odds, of this claim and of the report's claims on average, that its author speaks for itself, above
which it does: 241 of 273 pairs of fresh reports and 991 of 1,045 of real text are right by it, 213 and 985 by the claim's
own odds alone."""

SURELY_NEWS = -3.0
"""Log-odds of being background up to which an act is surely of the news."""

LIKELY_DAY = -1.5
"""Log-odds above which the day that an act of the news is most tied to is its own, where none surely is."""


class _Writer:
    """Turns groups of mentions of one report into claims."""

    def __init__(
        self,
        report: Report,
        tagged: Tagged,
        groups: Sequence[Group],
        readings: Sequence[Reading],
        places: Places,
        book: ActorBook,
        namer: ClaimantNamer,
    ) -> None:
        self._report = report
        self._text = report.text
        self._tagged = tagged
        self._book = book
        self._readings = list(readings)
        self._voices = Voices(tagged, groups, [r.sentence.start for r in readings])
        self._whereabouts = Whereabouts(report, tagged, readings, places.context, places.resolve)
        self._voice = own_voice(report)
        self._attributes = {g: tagged.attributes(g.acts, g.others) for g in groups}
        self._owns = float(np.mean([self._attributes[g].flags["own"] for g in groups])) if groups else 0.0
        self._home = home_of(report)
        self._namer = namer
        self._figures = Figures(tagged, report.text, self._readings)
        self._dates = [
            (r.sentence.start + d.start, r.sentence.start + d.end, d) for r in self._readings for d in r.dates
        ]

    # ---- one claim

    def claim(self, group: Group) -> Claim:
        """The claim that a group of mentions makes, without a name of its own and a score."""
        tagged, evidence = self._tagged, Evidences(self._text)
        told = self._attributes[group]
        for i in group.acts:
            evidence.add("kind", *tagged.span(i))
        toll = self._best(told, "scope") is Scope.TOLL
        claimants = self._claimants(group, told, evidence)
        modality = self._best(told, "modality")
        perpetrator = self._perpetrator(group, told, claimants, modality, evidence)
        when = self._when(group, evidence, toll=toll, news=told.flags["background"] <= 0)
        where = self._whereabouts.where(group, evidence, of_news=not toll and told.flags["background"] <= SURELY_NEWS)
        counts = self._figures.counts(group, evidence)
        targets = self._targets(group, evidence)
        victims = self._victims(group, counts, targets, told, evidence)
        weapons = group.of(tagged, Role.WEAPON)
        weapon = evidence.add("weapon", *self._tagged.span(weapons[0])) if weapons else None
        return Claim(
            id="c-0",
            report=self._report.id,
            extractor=MODEL_VERSION,
            score=None,
            kind=self._best(told, "kind"),
            scope=Scope.TOLL if toll else Scope.INCIDENT,
            background=told.flags["background"] > 0,
            superseded=told.flags["superseded"] > 0,
            coverage=self._best(told, "coverage"),
            modality=modality,
            when=when,
            where=where,
            perpetrator=perpetrator,
            targets=tuple(targets),
            killed=counts[Role.KILLED],
            injured=counts[Role.INJURED],
            missing=counts[Role.MISSING],
            captured=counts[Role.CAPTURED],
            acts=counts[Role.ACTS],
            victims=tuple(victims),
            weapon=weapon,
            claimants=tuple(claimants),
            denied_by=self._deniers(group, evidence),
            evidence=evidence.sorted(),
        )

    @staticmethod
    def _best(told: Attributes, name: str):  # type: ignore[no-untyped-def]
        options = dict(ATTRIBUTES)[name]
        return options[int(np.argmax(told.values[name]))]

    # ---- time

    def _when(self, group: Group, evidence: Evidences, *, toll: bool, news: bool) -> When | None:
        """The time of a claim; an act of the news without one has that of its entry, or the one that it is most tied to."""
        spots = [self._tagged.span(i) for i in group.of(self._tagged, Role.TIME)]
        if not spots and news and not toll:
            at = min(self._tagged.span(i)[0] for i in group.acts)
            times = (i for i, m in enumerate(self._tagged.mentions) if m.role is Role.TIME)
            spots = entry_day(at, self._dates, self._text)
            near = (self._tagged.span(i) for i in most_tied(self._tagged, group.acts, times, LIKELY_DAY))
            spots = spots or [(a, b) for a, b in near if is_shared(self._text[a:b], abs(a - at))]
        n, when = told_time(spots, self._dates, self._report, toll=toll)
        if n is None or when is None:
            if when is not None and when.text:
                evidence.add_title("when", self._report.title or "", when.text)
            return when
        return when.model_copy(update={"text": evidence.add("when", *spots[n])})

    # ---- who says it

    def _claimants(self, group: Group, told: Attributes, evidence: Evidences) -> list[Claimant]:
        """Who is cited, then the author where it speaks for itself; what an author relays points to it."""
        out: list[Claimant] = []
        speaks = self._voice is not None or told.flags["own"] + self._owns > OWN_WORD
        author = self._author() if speaks else None
        cited = [c for i in self._pieces(self._voices.of(group)) for c in self._cited(*i)]
        names = [name for _, _, _, name in cited]
        for k, (start, end, kind, name) in enumerate(cited):
            if name in names[:k] or any(within(name, other) for other in names):
                continue
            if text := evidence.add(f"claimants[{len(out)}]", start, end):
                out.append(Claimant(text=text, name=name, kind=kind, via=None))
        if author is None:
            return out
        out = [c.model_copy(update={"via": len(out)}) for c in out]
        return [*out, author]

    def _pieces(self, mentions: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """The mentions that are the words for one claimant: those with no more than a space or a bracket between them."""
        spans = [self._tagged.span(i) for i in mentions]
        together: list[int] = []
        for i, (start, _) in zip(mentions, spans, strict=True):
            if together and self._text[self._tagged.span(together[-1])[1] : start] not in _NO_MORE_BETWEEN:
                yield tuple(together)
                together = []
            together.append(i)
        if together:
            yield tuple(together)

    def _cited(self, *pieces: int) -> Iterator[tuple[int, int, ClaimantKind, str]]:
        """Where the words for each claimant of a mention, or of the pieces of one, stand, its kind and its name."""
        start, end = self._tagged.span(pieces[0])[0], self._tagged.span(pieces[-1])[1]
        kind = self._tagged.claimant_kind(pieces[-1])
        spans = apart(self._text[start:end])
        if len(pieces) > 1:
            yield start, end, kind, self._namer.called(start, end, kind)
        elif len(spans) == 1:
            yield start, end, kind, self._claimant_name(pieces[0], kind)
        else:
            for a, b in spans:
                own = source_kind(self._text[start + a : start + b]) or kind
                yield start + a, start + b, own, self._namer.called(start + a, start + b, own)

    def _author(self) -> Claimant | None:
        """The report's own author as a claimant, or null where the report names no outlet."""
        source = self._report.source
        if not source:
            return None
        kind = self._voice[0] if self._voice is not None else self._tagged.author_kind()
        return Claimant(text=None, name=self._namer.author(source, kind), kind=kind, via="self")

    def _claimant_name(self, i: int, kind: ClaimantKind) -> str:
        """The name behind a mention; a pronoun has that of the claimant of its kind before it."""
        if is_pronoun(self._tagged.words(i, self._text)):
            earlier = [
                j
                for j, m in enumerate(self._tagged.mentions)
                if m.role in (Role.CLAIMANT, Role.DENIER)
                and m.end <= self._tagged.span(i)[0]
                and not is_pronoun(self._tagged.words(j, self._text))
            ]
            alike = [j for j in earlier if self._tagged.claimant_kind(j) is kind]
            i = (alike or earlier or [i])[-1]
        return self._namer.called(*self._tagged.span(i), kind)

    def _deniers(self, group: Group, evidence: Evidences) -> tuple[Claimant, ...]:
        out: list[Claimant] = []
        for i in group.of(self._tagged, Role.DENIER):
            kind = self._tagged.claimant_kind(i)
            name = self._claimant_name(i, kind)
            text = evidence.add(f"denied_by[{len(out)}]", *self._tagged.span(i))
            out.append(Claimant(text=text, name=name, kind=kind, via=None))
        return tuple(out)

    # ---- who did it

    def _perpetrator(
        self, group: Group, told: Attributes, claimants: list[Claimant], modality: Modality, evidence: Evidences
    ) -> Perpetrator:
        logits = dict(zip(dict(ATTRIBUTES)["confidence"], told.values["confidence"], strict=True))
        stated = max(v for c, v in logits.items() if c is not Confidence.NOT_STATED) - logits[Confidence.NOT_STATED]
        spots = group.of(self._tagged, Role.PERPETRATOR) if stated > UNSTATED else []
        if not spots and stated > STATED:
            marked = (i for i, m in enumerate(self._tagged.mentions) if m.role is Role.PERPETRATOR)
            spots = most_tied(self._tagged, group.acts, marked, LIKELY)
        if not spots:
            return Perpetrator(text=None, label=None, actor=None, side=None, confidence=Confidence.NOT_STATED)
        named = [(i, self._actor(i)) for i in spots]
        i, actor = next(((i, a) for i, a in named if a is not None and a.actor), named[0])
        text = evidence.add("perpetrator", *self._tagged.span(i))
        own, nameless = self._own_act(actor, claimants), names_nobody(text)
        confidence = _confidence(logits, claimants, modality, own, nameless=nameless)
        if confidence is Confidence.WITHHELD:
            return Perpetrator(text=text, label=None, actor=None, side=None, confidence=confidence)
        if actor is not None and actor.actor:
            return Perpetrator(text=text, label=None, actor=actor.actor, side=actor.side, confidence=confidence)
        label = re.sub(r"(?i)^(?:the|a|an) ", "", text)
        return Perpetrator(
            text=text, label=label, actor=None, side=actor.side if actor else None, confidence=confidence
        )

    def _actor(self, i: int) -> ActorMention | None:
        return self._namer.name(*self._tagged.span(i))

    def _own_act(self, actor: ActorMention | None, claimants: Sequence[Claimant]) -> bool | None:
        """Whether a claimant speaks of its own side's act; null where nothing tells."""
        if claimants and all(c.kind in _ONLOOKERS for c in claimants):
            return False
        if actor is None or not claimants:
            return None
        for c in [c for c in claimants if c.via != "self"] or claimants:  # who relays others does not speak for itself
            spoken = self._book.mentions(c.name)
            if actor.actor and c.name == actor.actor:
                return True
            if actor.actor and any(s.actor == actor.actor for s in spoken):
                return True
            theirs = claimant_country(c, self._home)
            if (
                c.kind in AUTHORITIES
                and theirs
                and theirs == actor.country
                and actor.category is not Category.ARMED_GROUP
            ):
                return True
        return None

    # ---- figures and people

    def _targets(self, group: Group, evidence: Evidences) -> list[Target]:
        out: list[Target] = []
        seen: set[tuple[str | None, Category]] = set()
        for i in group.of(self._tagged, Role.TARGET):
            actor = self._actor(i)
            category = self._tagged.category(i)
            name = actor.actor if actor else None
            if category is Category.CIVILIAN:
                name = None
            if (name, category) in seen:
                continue
            seen.add((name, category))
            text = evidence.add(f"targets[{len(out)}]", *self._tagged.span(i))
            out.append(Target(text=text, actor=name, side=actor.side if actor and name else None, category=category))
        return out

    def _victims(
        self,
        group: Group,
        counts: Mapping[Role, Count | None],
        targets: Sequence[Target],
        told: Attributes,
        evidence: Evidences,
    ) -> list[Victim]:
        """One row for each figure and kind of people in it; a cause for all."""
        cause: Cause = self._best(told, "cause")
        names = [(i, self._tagged.words(i, self._text)) for i in group.of(self._tagged, Role.VICTIM)]
        out: list[Victim] = []
        for role, effect in EFFECT_OF_ROLE.items():
            count = counts[role]
            if count is None or count.high == 0:
                continue
            spots = self._figures.of(group, role)
            for i in spots:
                part = figure_of(self._tagged.words(i, self._text))
                if part is None:
                    continue
                category = self._tagged.category(i)
                actor = self._actor(i)
                if actor is None or not actor.actor:
                    alike = [t for t in targets if t.category is category and t.actor]
                    name, side = (alike[0].actor, alike[0].side) if len(alike) == 1 else (None, None)
                else:
                    name, side = actor.actor, actor.side
                if category in (Category.CIVILIAN, Category.UNKNOWN):
                    name, side = None, None
                mine = [
                    n
                    for j, n in names
                    if i == min(spots, key=lambda s: abs(self._tagged.span(s)[0] - self._tagged.span(j)[0]))
                ]
                first = not any(v.effect is Effect.KILLED for v in out) or effect is Effect.KILLED
                victim = Victim(
                    effect=effect,
                    category=category,
                    actor=name,
                    side=side,
                    low=part.low,
                    high=part.high,
                    cause=cause,
                    names=tuple(dict.fromkeys(mine)) if first else (),
                )
                for j, n in names:
                    if n in victim.names:
                        evidence.add(f"victims[{len(out)}]", *self._tagged.span(j))
                out.append(victim)
        return out


def _confidence(
    logits: dict[Confidence, float],
    claimants: Sequence[Claimant],
    modality: Modality,
    own: bool | None,
    *,
    nameless: bool | None,
) -> Confidence:
    """The likeliest confidence of those that the claim allows; `nameless` where its words are known to name somebody or nobody."""
    if modality is Modality.DENIED:
        return Confidence.DENIED
    if nameless:
        return Confidence.WITHHELD
    allowed = set(logits) - {Confidence.NOT_STATED, Confidence.DENIED}
    if nameless is False:
        allowed.discard(Confidence.WITHHELD)
    if not claimants:
        allowed &= {Confidence.FACT, Confidence.POSSIBLE, Confidence.WITHHELD}
    else:
        allowed.discard(Confidence.FACT)
        if own:
            allowed -= {Confidence.ACCUSED, Confidence.ACCUSED_BY_AUTHORITY}
        elif own is False:
            allowed.discard(Confidence.CLAIMED)
        allowed.discard(Confidence.ACCUSED if has_authority(claimants) else Confidence.ACCUSED_BY_AUTHORITY)
    return max(sorted(allowed), key=lambda c: logits[c])
