"""Who says it: claimants cited in a sentence, their kind, who relays whom, and reports that speak for a side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trucewatch.extract.lexicon import any_of
from trucewatch.locate import Country, find_capital, find_country, find_demonym, find_metonym
from trucewatch.model import ClaimantKind, Report

_K = ClaimantKind
_KINDS: tuple[tuple[ClaimantKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?i)\b(?:{words})\b"))
    for kind, words in (
        (_K.MEDIA, r"news agency|state agency|agency (?:quoted|reported)|newspapers?|television|tv|radio|broadcasters?|media|website|news site|channel|daily|newswire|correspondents?|press"),
        (_K.MEDICAL, r"hospitals?|medics?|medical|doctors?|surgeons?|health (?:officials?|authorities|workers?|department|director)|morgue|ambulance|paramedics?|clinic|red cross|red crescent|nurses?"),
        (_K.UN, r"un|u\.n\.|united nations|unifil|unhcr|ocha|ohchr|unicef|unmiss|monusco|minusma|unmha|unamid|secretary-general's"),
        (_K.MONITOR, r"observator(?:y|ies)|monitors?|monitoring|watchdog|observers?|osce|smm|rights (?:group|network|office|monitor|centre|organi[sz]ation)|human rights|documentation|verification|ceasefire (?:committee|commission)|joint commission|watch|airwars|ngos?|charity|conflict tracker|response coordinators|mechanism"),
        (_K.POLICE, r"police|constabulary|gendarmerie|investigators?|prosecutors?"),
        (_K.GOVERNMENT, r"ministr(?:y|ies)|ministers?|government|governor(?:ate)?(?:['’]s)?|presidents?|presidency|prime minister|officials?|foreign office|state department|administration|authorit(?:y|ies)|district commissioner|prefect|mayors?|kremlin|cabinet|white house|secretary of state|junta|regime|interior|embassy|department of|national security|civil defen[cs]e (?:agency|authority)|emergency services?|deputy commissioner|pentagon|council of ministers|directorate|press secretary"),
        (_K.ARMED_GROUP, r"rebels?|militants?|insurgents?|separatists?|guerrillas?|fighters|jihadists?|militia|faction|front|movement|armed group|liberation|opposition group|commander of the (?:rebels|group)|group(?:['’]s)?|taliban|houthis?|hezbollah|hamas"),
        (_K.MILITARY, r"army|military|armed forces|general staff|general|colonel|lieutenant|major|brigadier|commanders?|forces?|defen[cs]e forces|navy|air force|idf|soldiers?|troops|operations? command|command|battalion|brigade|border (?:guard|service|security)|garrison|reconciliation cent(?:re|er)|headquarters"),
        (_K.WITNESS, r"witness(?:es)?|eyewitness(?:es)?|residents?|villagers?|locals|survivors?|relatives?|neighbou?rs?|inhabitants|people (?:in|living)|shopkeepers?|farmers?|a (?:man|woman|teacher|driver|mother|father)|townspeople|elders?|famil(?:y|ies)"),
        (_K.POLITICIAN, r"lawmakers?|mps?|senators?|members? of parliament|party|part(?:y|ies)['’]?s?|opposition leader|politicians?|deputy chairm[ae]n|deputy leader|parliamentarians?|legislators?|congressm[ae]n|councillors?"),
        (_K.OTHER, r"activists?|analysts?|sources?|voices|experts?|researchers?|campaigners?|organi[sz]ers?|rescuers?|rescue workers?|white helmets|civil defen[cs]e|network|cent(?:re|er)|group|church|bishop|imam|clerics?|institute|union|community leaders?|tribal|accounts|statement|reports?|officer|spokes(?:man|woman|person)|aid workers?|charit(?:y|ies)|volunteers?"),
    )
)  # fmt: skip
_SPEECH = re.compile(
    r"\b(?:said|says|say|saying|told|tells|reported|reports|report|announced|announces|confirmed|confirms|stated|states|added|adds|claimed|claims|alleged|alleges|tweeted|tweets|wrote|writes|written|named|names|identified|identifies|noted|notes|put the|puts the|estimated|estimates|counted|counts|documented|documents|recorded|records|listed|lists|acknowledged|acknowledges|admitted|admits|insisted|insists|informs|informed|described|spoke of|speaks of|maintained|declared|disclosed|revealed|warned|charged|blamed|blames|blame|accused|accuses|accuse|denied|denies|deny|rejected|rejects|reject|suspects?|suspected|dismissed|conceded|recalled|explained|believes?|logged|registered|observed|published|made known|complained|protested|cited|verified|responded|countered|quoted|gave|boasted|vowed|contested|disputed|disputes|tallied|heard|attributed|pointed|lays the blame|laid the blame|posted)\b"
)
_ADVERBS = re.compile(
    r"(?i)(?:,? (?:has|have|had|also|later|earlier|already|previously|then|however|only|separately|on \w+|immediately|initially|itself|himself|herself|did not|does not|do not|has not|in turn|for (?:its|his|her|their) part,?|since|in (?:a|its|their) (?:\w+ )?(?:statement|bulletin|report|update|briefing|note),?|further|repeatedly|again|meanwhile|publicly|quickly|categorically|flatly|firmly|strongly)){1,3}$"
)
_LAST_WORDS = re.compile(r"(?:[\w'’().“”\"/-]+,? ){0,11}[\w'’().“”\"/-]+,?$")
_ACCORDING = re.compile(
    r"(?i)\baccording to (?P<np>[^,.;:]{2,90}?)(?=[,.;:]|$| (?:who|which|that|and (?:two|three|\d)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|said|were|was|killed)\b)"
)
_SAID_NP = re.compile(
    r"[,”\"] (?P<verb>said|says|reported|according to) (?P<np>(?:the |a |an )?[A-Z\w][^,.;:]{2,80}?)(?=[,.;:]|$)"
)
_REPORTED_BY = re.compile(
    r"\b(?:was|were|been|is|are) (?:also |first )?(?:reported|confirmed|announced|recorded|documented|noted|logged|described)(?: [^.;,]{2,40}?)? by (?P<np>(?:the |a |an )?[A-Za-z][^,.;:]{2,70}?)(?=[,.;:]|$)"
)
_COLON = re.compile(
    r"^(?P<np>(?:\d{1,2}[.)] |[-•*] |\d{1,2}[:.]\d{2}[ :–—-]+)?[A-Z][^:.;]{2,60}?)(?:, (?:via|on) [^:]{2,30})?: "
)
_PRONOUN = re.compile(
    r"(?i)^(?:it|he|she|they|the (?:statement|spokes\w+|report|bulletin|source|sources|group|official|officials|ministry|army|military|monitor|observatory|agency|governor|commander|office|mission|organi[sz]ation|command|police|centre|center|network|minister|same sources?|tweet|post|message|note|general|colonel|activists|witnesses|residents|hospital|director|watchdog|rebels|government))$"
)
_DROP_LEAD = re.compile(
    r"(?i)^(?:(?:but|and|while|as|when|that|which|who|although|though|meanwhile|however|later|earlier|in (?:a|an|its|their) (?:\w+ ){0,2}(?:statement|bulletin|report|update|briefing|tweet|post),?|on \w+day,?|for (?:its|his|her|their) part,?|separately,?|a spokes(?:man|woman|person) (?:for|of)|spokes(?:man|woman|person) (?:for|of)|the head of|the spokes(?:man|woman|person) (?:for|of)|elsewhere,?|both|local|only|where|because|since|after|before|so|or|\d{1,2}[.)]|[-•*]|\d{1,2}[:.]\d{2}[ :–—-]*) )+"
)
_NOT_SOURCE = re.compile(
    r"(?i)\b(?:killed|wounded|died|injured|attack(?:ed)?|strike|shelling|shells?|fire|explosion|truce|ceasefire|ceremony|patrol|talks|deaths?|bodies|clash(?:es)?|blast|bomb)$"
)
_QUOTES = re.compile(r"(?i) (?:quot|cit)(?:ed|ing) ")
_QUOTED = re.compile(
    r"(?i)(?P<relay>[^,.;]{3,60}?) (?:quoted|cited|citing|quoting) (?P<np>[^,.;]{3,80}?)(?= as saying| as reporting| that|,|\.|;|$| saying)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cited source in a sentence, half-open offsets into the text that was searched.

    Attributes:
        name: The words without article and rank, or of the claimant that a pronoun stands for.
        pronoun: True for "it", "the ministry": the caller finds whom it stands for.
        verb: The speech verb, lower case ("denied", "blamed"), or "according to".
        country: Whose ministry or army it is, ISO 3166-1 alpha-2, where the words say so.
        via_next: True where the claimant after this one in the list relays it.
    """

    start: int
    end: int
    text: str
    name: str
    kind: ClaimantKind
    pronoun: bool
    verb: str
    country: str | None
    via_next: bool = False


def source_kind(words: str) -> ClaimantKind | None:
    """The kind of claimant that the words name, or None where they name none."""
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    return None


def country_in(words: str) -> Country | None:
    """The country whose name, demonym, capital or metonym stands in the words."""
    tokens = re.findall(r"[A-Z][\w-]*(?:\.[A-Z]\.)*", words)
    for size in (2, 1):
        for i in range(len(tokens) - size + 1):
            name = " ".join(tokens[i : i + size])
            bare = re.sub(r"['’]s?$", "", name)
            hit = find_demonym(bare) or find_country(bare) or find_metonym(bare) or find_capital(bare)
            if hit:
                return hit[0]
    return None


def _clean(words: str) -> str:
    words = words.strip(" ,\"“”'’-–—")
    words = _DROP_LEAD.sub("", words).strip(" ,")
    words = re.sub(r"(?i)^(?:the|a|an) ", "", words)
    return re.sub(r", (?:a|an|the|which|who) [^,]*$", "", words).strip(" ,") or words


_FINITE = re.compile(
    r"(?i)\b(?:was|were|is|are|has|have|had|killed|wounded|died|hit|struck|shelled|fired|clashed|attacked|exploded|makes?|made|puts?|brings?|brought|takes?|took|says?|said|leaves?|left|came|went|fell|began|broke|will|would|can|could|may|ran|set|saw|lost)\b"
)


def _tail_clause(words: str) -> tuple[str, str]:
    """The subject of a speech verb, cut from what stands before it, and all words that tell its kind."""
    parts = re.split(
        r"[,;:—–]\s|\b(?:that|because|when|while|after|before|but|although|whereas) |\s(?:and) (?=the |a |[A-Z])", words
    )
    kept = parts[-1].strip(' ,"”')
    before = parts[-2].strip(" ,-–—•*") if len(parts) > 1 else ""
    if _is_person(before) and source_kind(kept) and not _FINITE.search(kept) and kept != before:
        return before, f"{before}, {kept}"
    if (
        re.match(r"(?i)^(?:a|an|the|whose|head of|deputy|its) ", kept)
        and re.match(r"(?:[Tt]he )?[A-Z]", before)
        and not _FINITE.search(before)
    ):
        return before, f"{before}, {kept}"
    return kept, kept


def _is_person(words: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z][\w'’.-]+ ?){2,5}", words.strip()))


def find_attributions(text: str) -> list[Attribution]:
    """Everyone cited in a sentence, in order of appearance, each stretch of text once."""
    found: list[Attribution] = []

    def add(start: int, end: int, raw: str, verb: str, via_next: bool = False, about: str | None = None) -> None:
        words = raw.strip(' ,"“”')
        if re.match(r"(?i)(?:they|it|he|she|we|this|that|there|these|those) (?:is|are|was|were|has|have|had)\b", words):
            return
        if re.search(r"\b(?:was|were|been|being)\b", words) or re.match(r"(?i)(?:no|nobody|none|neither)\b", words):
            return
        pronoun = bool(_PRONOUN.match(words))
        name = _clean(words)
        if not name or len(name) > 90 or (not pronoun and _NOT_SOURCE.search(name)):
            return
        kind = source_kind(name) or (source_kind(about) if about else None)
        if kind is None:
            state = find_country(name) or find_metonym(name) or find_capital(name)
            if state:
                kind = ClaimantKind.GOVERNMENT
            elif pronoun or _is_person(name) or re.fullmatch(r"[A-Z][A-Za-z/-]{1,9}", name) or re.match(r"[A-Z]", name):
                kind = ClaimantKind.OTHER
            else:
                return
        if any(f.start < end and start < f.end for f in found):
            return
        country = country_in(name)
        found.append(
            Attribution(
                start, end, raw.strip(" ,"), name, kind, pronoun, verb, country.iso2 if country else None, via_next
            )
        )

    for m in _QUOTED.finditer(text) if _QUOTES.search(text) else ():
        relay, _ = _tail_clause(m.group("relay"))
        if source_kind(relay) is None and not re.match(r"[A-Z]", relay):
            continue
        add(m.start("np"), m.end("np"), m.group("np"), "said", via_next=True)
        at = m.start("relay") + m.group("relay").rfind(relay)
        add(at, at + len(relay), relay, "quoted")
    for m in _ACCORDING.finditer(text):
        add(m.start("np"), m.end("np"), m.group("np"), "according to")
    for m in _REPORTED_BY.finditer(text):
        add(m.start("np"), m.end("np"), m.group("np"), "said")
    for m in _SAID_NP.finditer(text):
        if _FINITE.search(m.group("np")):  # "The governor, X, said rebels shelled Y": what is said, not who says it
            continue
        add(m.start("np"), m.end("np"), m.group("np"), m.group("verb"))
    for m in _SPEECH.finditer(text):
        head = text[: m.start()]
        subject = _ADVERBS.sub("", head.rstrip())
        words = _LAST_WORDS.search(subject)
        if words is None:
            continue
        raw, about = _tail_clause(words.group())
        at = head.rfind(raw) if raw else -1
        if at >= 0 and raw:
            verb = m.group().lower()
            if verb in _WEAK_VERBS and source_kind(raw) is None and not _PRONOUN.match(raw):
                continue
            if re.search(r"(?i)\b(?:was|were|been|being|be|is|are|who|which|by)$", head.strip()) and verb not in {
                "said",
                "told",
            }:
                continue
            add(at, at + len(raw), raw, verb, about=about)
    colon = _COLON.match(text)
    if colon and not found and (source_kind(colon.group("np")) or _is_person(colon.group("np"))):
        who, _, rest = colon.group("np").partition(",")
        person = bool(rest) and _is_person(who)
        raw = who if person else colon.group("np")
        add(colon.start("np"), colon.start("np") + len(raw), raw, "said", about=colon.group("np"))
    found.sort(key=lambda a: a.start)
    return found


_WEAK_VERBS = frozenset(
    [
        "suspect",
        "suspects",
        "suspected",
        "reject",
        "deny",
        "blame",
        "accuse",
        "counted",
        "counts",
        "recorded",
        "records",
        "registered",
        "observed",
        "gave",
        "listed",
        "lists",
        "heard",
        "report",
        "reports",
        "states",
        "notes",
        "claims",
        "pointed",
        "declared",
        "published",
        "described",
        "charged",
        "protested",
        "cited",
        "responded",
        "attributed",
        "disputed",
        "contested",
        "claimed",
        "posted",
        "put the",
        "puts the",
    ]
)


@cache
def _state_media() -> re.Pattern[str]:
    rows = files("trucewatch.extract").joinpath("data", "state_media.txt").read_text(encoding="utf-8").splitlines()
    return any_of(re.escape(r.strip()) for r in rows if r.strip() and not r.startswith("#"))


def own_voice(report: Report) -> tuple[ClaimantKind, str | None] | None:
    """Kind and country of a report's author where it speaks for itself: a ministry, an army, a monitor, state media.

    None for an outlet with no side. An agency that is named in brackets behind another outlet ("Gazette (Agency)")
    does not make the outlet its own.
    """
    source = (report.source or "").strip()
    if not source or re.search(r"\(.*\)$", source):
        return None
    country = country_in(source)
    iso = country.iso2 if country else None
    if _state_media().search(source):
        return ClaimantKind.MEDIA, iso
    kind = source_kind(source)
    if kind in (_K.GOVERNMENT, _K.MILITARY, _K.MONITOR, _K.UN, _K.ARMED_GROUP, _K.POLICE, _K.MEDICAL):
        if re.search(
            r"(?i)\b(?:times|post|news|herald|tribune|gazette|courier|mail|journal|chronicle|star|sun|telegraph|guardian|wire|today|observer|dispatch|monitor|press|media|radio|tv|online)\b",
            source,
        ) and not re.search(r"(?i)ministry|observatory|army|forces|for human rights|mission|command", source):
            return None
        return kind, iso
    if re.search(
        r"(?i)\b(?:network for human rights|response coordinators|documentation|rights|monitoring|tracker|commission|mission|cent(?:re|er) for)\b",
        source,
    ):
        return _K.MONITOR, iso
    return None
