"""The rule extractor: a report in, grounded claims out. Pure: same report, same claims, on any machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import TypeVar

from trucewatch.extract._builder import Lead, build_claim
from trucewatch.extract.actors import ActorBook
from trucewatch.extract.acts import is_violent
from trucewatch.extract.assembly import Cited, Dated, Piece, Placed, assemble
from trucewatch.extract.dates import infer_published
from trucewatch.extract.drafts import Draft, drafts_of
from trucewatch.extract.grounding import is_grounded
from trucewatch.extract.places import PlaceMention
from trucewatch.extract.reading import Reading, act_dates, find_report_dates, read_sentence, speech_date
from trucewatch.extract.sentences import Sentence, dateline_city, dateline_end, split_sentences
from trucewatch.extract.sources import Attribution, country_in, own_voice
from trucewatch.extract.support import about_accident, has_support, is_playful, is_quiet
from trucewatch.extract.triage import violence_probability
from trucewatch.locate import Locator, PlaceContext, apart_km, find_capital, find_country, find_demonym
from trucewatch.model import Agreement, Category, Claim, ClaimantKind, DatePrecision, Report, Where

RULES_VERSION = "rules-1"
"""Name and version of this extractor; a change of rules changes it, so that resumed runs extract again."""


_T = TypeVar("_T")
Resolve = Callable[..., Where]
"""A place phrase of one report, and the names told before it, to where it lies."""
_BOOKS: dict[str, ActorBook] = {}


def actor_book(agreement: Agreement | None) -> ActorBook:
    """The book of an agreement's actors and of those that ship, made once."""
    key = "" if agreement is None else agreement.to_json()
    if key not in _BOOKS:
        _BOOKS[key] = ActorBook(agreement)
    return _BOOKS[key]


def extract_claims(report: Report, *, locator: Locator, agreement: Agreement | None = None) -> list[Claim]:
    """Every claim that the rules find in a report, in report order, each grounded.

    Args:
        report: The report; a missing date is inferred from its own words and the agreement where they allow it.
        locator: Resolves place phrases; made with the same agreement.
        agreement: Gives canonical names and sides of actors; without it sides are null.
    """
    book = actor_book(agreement)
    effective = effective_day(agreement)
    report = report if report.published else infer_published(report, effective=effective)
    readings = read_report(report, split_sentences(report.text), book, locator, agreement)
    return rule_claims(report, readings, locator=locator, agreement=agreement)


def rule_claims(
    report: Report,
    readings: list[Reading],
    *,
    locator: Locator,
    agreement: Agreement | None = None,
    resolve: Resolve | None = None,
) -> list[Claim]:
    """The same of a report that is read already; its date is inferred where that can be, its places by `resolve`."""
    book = actor_book(agreement)
    acts = sum(1 for r in readings for t in r.triggers if not t.weak and is_violent(t.kind))
    hurt = any(e.voice == "transitive" and e.people for r in readings for e in r.effects)
    violent = (acts > 0 or hurt) and not about_accident(report.text, acts)
    if resolve is None:
        resolve = resolver(locator, place_context(report, readings, locator))
    speaker = report.source if own_voice(report) else None
    drafts = [d for r in readings for d in drafts_of(r, book=book, violent_report=violent, speaker=speaker)]
    playful = is_playful(report.text)
    drafts = [d for d in drafts if has_support(d, drafts, playful=playful)]
    if is_quiet(violence_probability(report.text), drafts):
        drafts = [d for d in drafts if not is_violent(d.kind)]
    pieces = _pieces(report, drafts, readings, resolve)
    lead = _lead(report, readings, pieces, resolve)
    claims = [
        build_claim(c, report=report, book=book, number=i, extractor=RULES_VERSION, lead=lead)
        for i, c in enumerate(assemble(pieces, distance_km=apart_km))
    ]
    return [c for c in claims if c is not None and is_grounded(c, report)]


def resolver(locator: Locator, context: PlaceContext) -> Resolve:
    """Looks up the places of one report; one that is named again is not looked up again."""
    return cache(partial(locator.resolve, context=context))


def effective_day(agreement: Agreement | None) -> str | None:
    """The day on which an agreement took effect, else that on which it was declared."""
    moment = agreement and (agreement.effective or agreement.declared)
    return moment[:10] if moment else None


def read_report(
    report: Report, sentences: list[Sentence], book: ActorBook, locator: Locator, agreement: Agreement | None
) -> list[Reading]:
    """What the finders see in each sentence of a report."""
    local = book.report_names(report.text)
    lines = tuple(n for z in (agreement.zones if agreement else ()) for n in re.findall(r"\b[A-Z]-?\d{1,3}\b", z.name))
    dates = find_report_dates(report.text, report.published, effective_day(agreement))
    skip = dateline_end(report.text)
    return [
        read_sentence(s, book=book, local=local, locator=locator, lines=lines, dates=dates, skip_until=skip)
        for s in sentences
    ]


_CAPITALISED = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")


def place_context(
    report: Report, readings: list[Reading], locator: Locator, *, phrases: Iterable[str] = ()
) -> PlaceContext:
    """Where a report is set: by its places, by the states and peoples that it names anywhere, by headline and dateline.

    `phrases` are further place phrases of the report, for an extractor that finds places of its own.
    """
    names = [n for r in readings for p in r.places for n in p.names]
    names += phrases
    title = report.title or ""
    names += [n for n in _CAPITALISED.findall(title) if locator.known(n) >= _TITLE_PLACE]
    names += _states_told((title, report.text, report.source or ""), set(names))
    end = dateline_end(report.text)
    dateline = re.split(r"[—(–]|--| - |, ", report.text[:end])[0].strip() if end else None
    return locator.context(names, dateline=dateline or dateline_city(report.text))


_TITLE_PLACE = 0.5
"""How surely a name in a headline, where most words have capitals, must be a place."""


def _states_told(parts: Iterable[str], told: set[str]) -> list[str]:
    """States and peoples that texts name, each as often as they do; those of `told` are counted already.

    In a text in capitals a car is not the Central African Republic.
    """
    plain = "\n".join(text.title() if text.isupper() else text for text in parts)
    alone: list[str] = []
    for m in _WORD.finditer(plain):
        word = m.group().removesuffix("'s").removesuffix("’s")
        pair = f"{word} {m['next']}" if m["next"] else ""
        if pair and find_country(pair):
            alone.append(pair)
        elif find_demonym(word) or (not pair and find_country(word)):  # "Niger Delta" does not name Niger
            alone.append(word)
    return [n for n in alone if n not in told]


_WORD = re.compile(r"[A-Z][\w'’-]+(?= (?P<next>[A-Z][\w-]+))?")


def _lead(report: Report, readings: list[Reading], pieces: list[Piece], resolve: Resolve) -> Lead:
    """Date and place of the report's news, which hold for acts told without their own."""
    news = [p for p in pieces if not p.draft.toll and not p.draft.history and is_violent(p.draft.kind)]
    placed = [p for p in news if p.where is not None and p.where.lat is not None]
    first = min((p.draft.sentence.paragraph for p in news), default=0)
    date = next((p.date() for p in news if p.own_date and p.draft.sentence.paragraph <= first + 1), None)
    place = next((p.place() for p in placed if p.draft.sentence.paragraph == first), None)
    place = place or dateline_place(report, resolve) or next((p.place() for p in placed), None)
    said = next(((r, d) for r in readings for d in [speech_date(r)] if d is not None), None)
    spoken = None if said is None else said[1].when
    return Lead(date, place, spoken)


def dateline_place(report: Report, resolve: Resolve) -> Placed | None:
    """A local reporter's dateline, where a report names no other place; a capital is where agencies sit."""
    end = dateline_end(report.text)
    if not end:
        return None
    city = re.match(r"\s*[^—(–,/\d-]+", report.text[:end])
    name = city.group().strip() if city else ""
    if not name or find_capital(name.title()) or find_capital(name):
        return None
    where = resolve(name.title() if name.isupper() else name)
    start = report.text.index(name)
    return Placed(start, start + len(name), where) if where.lat is not None else None


def _pieces(report: Report, drafts: list[Draft], readings: list[Reading], resolve: Resolve) -> list[Piece]:
    voice = own_voice(report)
    spoken = _Speakers(report, readings, voice)
    told = _Told(readings, resolve)
    out: list[Piece] = []
    for d in drafts:
        where = None if d.place is None else resolve(spelled(d.place.text))
        near_date, near_place = told.before(d)
        out.append(Piece(d, spoken.claimants(d), where, d.date is not None, near_date, near_place))
    return out


_SMALL_WORDS = re.compile(
    r"\b(?:A|An|And|At|By|From|For|In|Into|Of|Off|On|Onto|The|To|With|Near|Around|Outside|Between|Along|Across|Km|Kilomet(?:er|re)s|Miles?"
    r"|Over|Under|Inside|Behind|Beside|Beyond|Above|Below|Within|Through|Throughout|During|Towards?|Upon|Is|Was|Were|Are|Located|Some|Several|Various"
    r"|Other|Same|This|That|These|Those|His|Her|Its|Their|Our|My|Your|Here|There|Where|Who|Which|Half|Parts?|Cent(?:er|re)|Edge|Side|Corner"
    r"|Front|Blocks?|Places?|Met(?:er|re)s?|Section|Neighbou?rhood|Suburb|Country|Capital|Building|House|Home|Offices?|Residence"
    r"|North|South|East|West|North-?(?:East|West)|South-?(?:East|West)|(?:North|South|East|West)ern|District|Town|City|Village|Region|Area|Province"
    r"|Department|Road|Highway|Station|Bus|Market|Crowded|Busy|Post|Checkpoint|Camp|Base|Bridge|Border|School|Hospital|Church|Mosque|Outskirts|Zone)\b"
)


def spelled(phrase: str) -> str:
    """A phrase in capitals as it would stand in running text; "M4" and the like stay."""
    if not phrase.isupper() or len(phrase) <= 3:
        return phrase
    return _SMALL_WORDS.sub(lambda m: m.group().lower(), _titled(phrase))


def _titled(phrase: str) -> str:
    """A phrase with a capital to each word; no capital after a figure or an apostrophe ("7th", "Miguel's")."""
    return re.sub(r"(?<![\w'’])[^\W\d_]+|(?<=['’])[^\W\d_]{3,}", lambda m: m[0].capitalize(), phrase.lower())


class _Told:
    """The date and place last told before a draft: in its paragraph, or in a heading above it."""

    def __init__(self, readings: list[Reading], resolve: Resolve) -> None:
        self._resolve = resolve
        self._dates: list[tuple[int, int, bool, Dated]] = []
        self._places: list[tuple[int, int, bool, PlaceMention]] = []
        for r in readings:
            s = r.sentence
            heading = _is_heading(r)
            for d in act_dates(r) if not heading else [x for x in r.dates if x.when.start]:
                if d.when.precision is not DatePrecision.PERIOD:
                    at = s.start + d.start
                    self._dates.append((at, s.paragraph, heading, Dated(at, s.start + d.end, d.when, d.rule)))
            for p in r.places:
                if p.after not in {"from", "by", "for", "against"}:
                    self._places.append((s.start + p.start, s.paragraph, heading, p))

    def before(self, draft: Draft) -> tuple[Dated | None, Placed | None]:
        """Date and place that hold where a draft begins; places without a point hold for nothing."""
        date = next((d for _, d in self._earlier(self._dates, draft)), None)
        places = (self._placed(at, p) for at, p in self._earlier(self._places, draft))
        return date, next((p for p in places if p.where.lat is not None), None)

    def _placed(self, start: int, place: PlaceMention) -> Placed:
        return Placed(start, start + place.end - place.start, self._resolve(spelled(place.text)))

    @staticmethod
    def _earlier(rows: list[tuple[int, int, bool, _T]], draft: Draft) -> Iterator[tuple[int, _T]]:
        """What is told before a draft with where: in its paragraph from the last on, then in headings."""
        earlier = [r for r in reversed(rows) if r[0] < draft.end]
        yield from ((at, told) for at, paragraph, _, told in earlier if paragraph == draft.sentence.paragraph)
        yield from ((at, told) for at, _, heading, told in earlier if heading)


def _is_heading(reading: Reading) -> bool:
    """Whether a sentence is no more than a date or a place, over what follows ("TUESDAY.", "Riverton:")."""
    words = len(reading.sentence.text.split())
    return words <= 5 and not reading.triggers and not reading.effects and bool(reading.dates or reading.places)


def _within(name: str, source: str) -> bool:
    """Whether every word of a cited name stands in the author's own ("the ministry" of the Ministry of Defence)."""
    words = {w.lower() for w in re.findall(r"[A-Za-z]{3,}", name)} - {"the", "for", "and"}
    return bool(words) and words <= {w.lower() for w in re.findall(r"[A-Za-z]{3,}", source)}


_PERSONS = (ClaimantKind.WITNESS.value, ClaimantKind.POLITICIAN.value)


_QUOTATION = re.compile(r"“[^“”]{8,2000}”|(?<![\w\"])\"(?=\w)[^\"“”]{8,2000}\"")


def _quotations(text: str) -> list[tuple[int, int]]:
    """Quotations that hold the end of a sentence, so that their speaker stands in another sentence than some words."""
    return [m.span() for m in _QUOTATION.finditer(text) if re.search(r"[.!?]\s+\S", m.group())]


class _Speakers:
    """Who is speaking at each point of a report: resolves pronouns and carries a source over its paragraph."""

    def __init__(self, report: Report, readings: list[Reading], voice: tuple[ClaimantKind, str | None] | None) -> None:
        self._author: Cited | None = None
        if voice is not None and report.source:
            self._author = Cited(report.source, voice[0].value, None, None, "self", voice[1])
        home = country_in(report.text[: dateline_end(report.text)].title())
        self._home = home.iso2 if home else (voice[1] if voice else None)
        self._heard = [
            (r.sentence.index, self._cited(a, r.sentence.start))
            for r in readings
            for a in r.attributions
            if not a.pronoun
        ]
        self._quotes = [(*span, c) for span in _quotations(report.text) if (c := self._quoted_by(span, readings))]

    def _quoted_by(self, span: tuple[int, int], readings: list[Reading]) -> Cited | None:
        """Who speaks a quotation of several sentences: the one named behind its end, or before its beginning."""
        beside = [
            (r.sentence, a)
            for r in readings
            for a in r.attributions
            for at in [r.sentence.start + a.start]
            if r.sentence.start < span[1] <= at + 1  # some begin with the closing mark
            or r.sentence.start <= at < span[0] < r.sentence.end
        ]
        if not beside:
            return None
        sentence, speaker = next(((s, a) for s, a in beside if not a.pronoun), beside[-1])
        earlier = self._named_before(sentence) if speaker.pronoun else []
        return earlier[-1] if earlier else self._cited(speaker, sentence.start)

    def _named_before(self, sentence: Sentence) -> list[Cited]:
        """Whoever was cited by name in the sentences before, in order."""
        return [c for index, c in self._heard if index < sentence.index]

    def _cited(self, a: Attribution, offset: int) -> Cited:
        """A ministry or army without a country in its name is that of the dateline; an author who names itself is self."""
        author = self._author
        if author is not None and a.kind.value == author.kind and _within(a.name, author.name):
            return author
        country = a.country
        if country is None and a.kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.POLICE):
            country = self._home
        return Cited(a.name, a.kind.value, offset + a.start, offset + a.end, None, country)

    def claimants(self, draft: Draft) -> tuple[Cited, ...]:
        """The claimants of a draft, own publication and relays included."""
        if draft.denial is not None:
            return ()
        named: list[Cited] = []
        via_next: list[bool] = []
        for a in draft.attributions:
            if a.pronoun and named:
                continue
            cited = self._cited(a, draft.offset) if not a.pronoun else self._antecedent(a, draft)
            if cited is None or any(c.name == cited.name for c in named):
                continue
            named.append(cited)
            via_next.append(a.via_next)
        if any(via_next) and len(named) > 1:
            named = self._relayed(named, via_next)
        if named:
            return tuple(named)
        quoted = next((c for start, end, c in self._quotes if start <= draft.start < end), None)
        if quoted is not None:
            return (quoted,)
        return (self._author,) if self._author is not None else ()

    @staticmethod
    def _relayed(named: list[Cited], via_next: list[bool]) -> list[Cited]:
        quoted = [c for c, v in zip(named, via_next, strict=True) if v]
        relays = [c for c, v in zip(named, via_next, strict=True) if not v]
        first = [Cited(c.name, c.kind, c.start, c.end, len(quoted), c.country) for c in quoted]
        return [*first, *relays[:1]]

    def _antecedent(self, a: Attribution, draft: Draft) -> Cited | None:
        """Whom "it said" or "the ministry said" stands for: the last one named before, of the same kind if it can be."""
        agent = next((x for x in draft.roles.agents if x.start < a.start), None)
        if a.name.lower() == "it" and agent is not None and agent.form != "state" and a.start > 0:
            kind = ClaimantKind.ARMED_GROUP if agent.category is Category.ARMED_GROUP else ClaimantKind.MILITARY
            return Cited(agent.text, kind.value, draft.offset + a.start, draft.offset + a.end, None, agent.country)
        earlier = self._named_before(draft.sentence)
        if a.name.lower() == "it":
            earlier = [c for c in earlier if c.kind not in _PERSONS] or earlier
        if not earlier:
            if self._author is not None:
                return self._author
            return self._cited(a, draft.offset) if a.name.lower() not in {"it", "he", "she", "they"} else None
        noun = re.sub(r"(?i)^the ", "", a.name).lower()
        alike = [c for c in earlier if noun in c.name.lower()] or [c for c in earlier if c.kind == a.kind.value]
        found = (alike or earlier)[-1]
        return Cited(found.name, found.kind, draft.offset + a.start, draft.offset + a.end, None, found.country)
