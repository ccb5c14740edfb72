"""Whose word a claim is: a claimant's name from the words that cite it, and an author's from the line that names the outlet."""

from __future__ import annotations

import re

from trucewatch.extract import _naming_words as lex
from trucewatch.extract._broadcast import issuer
from trucewatch.extract._person_names import fuller_person, person_in
from trucewatch.extract.naming import Namer
from trucewatch.extract.sources import country_in, source_kind
from trucewatch.locate import Country, find_capital, find_country
from trucewatch.model import Category, Claim, Claimant, ClaimantKind

_PRONOUN = re.compile(
    r"(?i)(?:it|he|she|they|we|i|both|who|the group|the (?:same )?(?:statement|source|sources|official|officials|spokes\w+|general|colonel))"
)
_THE_BODY = re.compile(
    r"(?:[Tt]he|[Tt]his|[Tt]hat) (mission|force|committee|commission|council|organi[sz]ation|agency|league|observatory|centre|center|network|association|union|charity|company|bureau|alliance|coalition|institute|society)"
)
"""A body by what it is alone, told by its name before."""
_LEAD = re.compile(r"(?i)^(?:(?:the|a|an|both|according to|said)\s+)+")
_BEHIND_NAME = re.compile(r"(?i)(?:\s+--.*|\s+as an? .*|\s+(?:today|yesterday|tonight|here|and|or|said|that))+$")
"""What the tagger may hold for the end of a claimant's name."""
_TITLE = re.compile(
    r"(?i)^(?:(?:a|an|the)\s+)?(?:(?:chief|deputy|senior|army|military|police|government|rebel|ministry|regional|provincial|local)\s+)*(?:spokes(?:man|woman|person)|spokespeople|officials?|statement|communiqu[eé]|bulletin|count|tally|toll|figures|records|log)\s+(?:kept\s+|issued\s+|released\s+)?(?:for|of|from|at|by)\s+(?:the\s+)?"
)
_INITIALS = re.compile(r"(?<=\w\w\w) (?:\([A-Z][A-Z/-]+\)|\[[A-Z][A-Z/-]+\])$")


def is_pronoun(words: str) -> bool:
    """Whether words only point back at somebody named before."""
    return _PRONOUN.fullmatch(words.strip()) is not None


_BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]\s|\d{1,2}[:.]\d{2}\b(?: [A-Z]{3,4}\b)?)[\s:–—-]*")
_NAME = r"[A-Z][\w'’-]*\.?(?: (?:(?:de|del|da|do|dos|la|le|al|el|bin|ibn|ben|van|von|den|y|e) |(?:al|el|an|as|ul|ad)-)?[A-Z][\w'’-]*\.?){1,5}"
_APPOSED = re.compile(rf"^(?P<name>(?:[Tt]he )?{_NAME}), (?:an? |the |[a-z]).*$")
_CALLED = re.compile(rf"^[^,]*\b[a-z]+, (?P<name>{_NAME})$")
_OFFICE = r"teacher|rector|professor|student|trader|farmer|resident|villager|neighbou?r|shopkeeper|driver|worker|chief|elder|survivor|witness|doctor|nurse|surgeon|medic|director|lawyer|lawmaker|senator|deputy|councillor|activist|campaigner|analyst|researcher|journalist|reporter|priest|pastor|bishop|archbishop|imam|headman|mayor|governor|prefect|sub-prefect|administrator|commissioner|magistrate|coroner|father|mother|brother|sister|husband|wife|widow|son|daughter|cousin|uncle"
_BODY = r"group|agency|league|organi[sz]ation|association|charity|network|broadcaster|newspaper|website|site|station|channel|party|movement|watchdog|monitor|union|outlet|platform|think-tank"
_LED = re.compile(
    rf"^(?:[\w'’-]+ ){{0,5}}(?:{_OFFICE}) (?:(?:Mr|Mrs|Ms|Dr|Prof|Rev)\.? )?(?P<name>{_NAME})$"
    rf"|^(?:[\w'’-]+ ){{0,5}}(?:{_BODY}) (?P<body>[A-Z][A-Za-z-]+(?: .*)?)$"
)
_MINISTER = re.compile(r"(?i)\b(?:minister|president|premier|spokes\w+)\b")
_HONOUR = re.compile(rf"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Constable)\.? )+(?={_NAME}$)")
_PEOPLE_BY_NAME = frozenset(
    {ClaimantKind.WITNESS, ClaimantKind.MEDICAL, ClaimantKind.OTHER, ClaimantKind.POLITICIAN, ClaimantKind.GOVERNMENT}
)
"""Kinds of claimants who, where a report names them, speak for themselves and not for an army, a police or a group."""


_SPEAK_FOR = frozenset({ClaimantKind.MEDIA, ClaimantKind.MONITOR, ClaimantKind.OTHER})
"""Kinds of claimants whose officers speak for the body that their words name."""


_SEVERAL = re.compile(
    r"(?:(?:the|local|both|The|Local|Both) )?(?P<one>(?:[a-z-]+ ){0,2}(?:[A-Za-z]?[a-z-]+s|[Pp]olice|army|military)) and "
    r"(?P<other>(?:the )?(?:[a-z-]+ ){0,2}(?:[a-z-]+s|police|army|military|government))"
)


def apart(words: str) -> list[tuple[int, int]]:
    """Where each claimant's words stand in the words for several: "officials and police" are two, each with its own."""
    told = _SEVERAL.fullmatch(words) if len(words) <= _LONGEST else None
    if told is None or source_kind(told["one"]) is None or source_kind(told["other"]) is None:
        return [(0, len(words))]
    return [(0, told.end("one")), told.span("other")]


def within(name: str, other: str) -> bool:
    """Whether a name is the end of a longer one: the surname of a person, "police" of a town's police."""
    return len(name) < len(other) and f" {other}".casefold().endswith(f" {name}".casefold())


_LONGEST = 160
"""Code points of the longest words that are looked into for a name."""


def claimant_name(words: str, kind: ClaimantKind | None = None) -> str:
    """A claimant's name: the words without article, spokesman, possessive; a person's or a body's own name.

    "The prefect, Ann Bell" is Ann Bell, "the rights group Open Door" is Open Door.
    """
    words = _BEHIND_NAME.sub("", _BULLET.sub("", words)) or words
    name = _TITLE.sub("", words.strip(' ,;:"“”'))
    name = _INITIALS.sub("", _LEAD.sub("", name).strip(" ,"))
    if kind is not None and len(name) <= _LONGEST:
        spoken = _SPOKEN_FOR.fullmatch(name) if kind in _SPEAK_FOR and not name.isupper() else None
        body = spoken["body"] if spoken is not None and not lex.of_word(spoken["body"]) else None
        name = _own_name(body or name, kind)
    return re.sub(r"['’]s?$", "", name) or words


def _own_name(name: str, kind: ClaimantKind) -> str:
    """The name of the person or body within words that say too what it is."""
    told = _APPOSED.match(name)
    if told and kind not in (ClaimantKind.MILITARY, ClaimantKind.POLICE, ClaimantKind.ARMED_GROUP):
        return re.sub(r"^[Tt]he ", "", _HONOUR.sub("", told["name"]))
    led = _LED.match(name)
    if led and led["body"] and kind is not ClaimantKind.ARMED_GROUP:
        return led["body"]
    if kind not in _PEOPLE_BY_NAME or _MINISTER.search(name):
        return name
    called = _CALLED.match(name) or (led if led and led["name"] else None)
    return _HONOUR.sub("", called["name"] if called else name)


_CAPITALS = re.compile(r"[A-Z][\w-]+(?: (?:of |for |and |the )*[A-Z][\w-]+)*")


def fuller_name(name: str, text: str) -> str:
    """The longest name in a text that ends as a name of one or two words does: "Mission", "Valley Border Mission"."""
    if not re.fullmatch(r"[A-Z]\w+(?: [A-Z]\w+)?", name) or text.isupper():
        return name
    longer = [n for n in _CAPITALS.findall(text) if n.endswith(f" {name}") and len(n.split()) <= 7]
    return max(longer, key=lambda n: (longer.count(n), len(n)), default=name).removeprefix("The ")


_ACCOUNT = re.compile(r"(?i)^(?:the )?(?:\w+ )?(?:account|channel|page|feed) of (?:the )?")
_PRODUCT = re.compile(
    r"(?<=\w\w)(?: (?:daily|weekly|fortnightly|monthly|quarterly|press|situation|incident|spot|flash|field|public))* "
    r"(?:notes?|bulletins?|newsletter|sheet|communiqu[eé]s?|statements?|release|reports?|sitreps?|update|digest|log|briefing)$"
)
_SECTION = re.compile(
    r"(?i) (?:(?:central )?(?:political|(?:public )?information|media|press|publicity|public relations) (?:bureau|office|wing|department|cent(?:re|er)|desk|committee|secretariat|unit|section)"
    r"|(?:bureau|office|department|secretariat) (?:of|for) (?:information|publicity|the press|communications?)"
    r"|public information|military media|military observers)$"
)
_SECTION_OF = re.compile(
    r"(?i)^(?:the )?(?:(?:press|media|information) (?:cent(?:re|er)|office|service|department)|(?:general|high|supreme) command) of (?:the )?(?=.*\w)"
)
_SECTION_FIRST = re.compile(
    r"(?i)^(?:directorate|department|bureau|office|committee|coordinating committee)\b[^,]*, (?:the )?"
)


def author_name(source: str) -> str:
    """An author's name without its section, town, channel or product ("Northern Command, press office (telex)")."""
    name = re.split(r"\s*(?:,|\((?![A-Z][a-z]+ists?\)))", _SECTION_FIRST.sub("", source))[0].strip()
    name = _SECTION.sub("", _SECTION_OF.sub("", _ACCOUNT.sub("", name))) or name
    bare = _PRODUCT.sub("", name)
    return (bare if " " in bare or bare.isupper() else name) or source


def author_of(text: str, source: str | None) -> str | None:
    """Whose word a report is: the issuer or station of a monitored broadcast, else its source; null where neither is told."""
    return issuer(text) or (author_name(source) if source else None)


def _mentioned(name: str) -> str | None:
    """The surname that is all there is of a name ("Bell", "Mr Bell"), or null."""
    bare = re.sub(r"^(?:Mrs?|Ms|Dr|MRS?|MS|DR)\.? ", "", name)
    if not re.fullmatch(r"[A-Z][\w'’-]{2,}", bare) or find_country(bare) or find_capital(bare) or source_kind(bare):
        return None
    return bare


_BEFORE_OFFICE = 20
"""How far before a ministry the words for its state may stand, in code points."""
_CHARGES = (
    ("defen[cs]e", "Defence"),
    ("interior", "the Interior"),
    ("foreign", "Foreign Affairs"),
    ("information", "Information"),
    ("health", "Health"),
    ("home", "Home Affairs"),
    ("communications?", "Communications"),
)
"""What ministries are called by, and how their formal names end."""
_AGENCY = re.compile(
    r"(?i)refugee|children|food|human rights|humanitarian|headquarters|relief|development|health|envoy|secretary|council|agency|commissioner"
    r"|co-?ordinat|\bmines?\b|\band\b|New York|Geneva"
)
"""Words of those who speak for the United Nations and not for a mission."""
_OF_MISSION = re.compile(
    r"(?i)\b(?:(?:UN|U\.N\.|United Nations) \w+|mission|peacekeepers?|blue helmets|observers?|monitors?|spokes\w+|forces?|commander|officers?|battalion|patrol|they)\b"
)
"""Words of those who speak for a mission, named in the report or not."""
_COALITION = re.compile(r"\b[A-Z][\w.]+-led (?:\w+ )?coalition\b")
_POLICED_BY_TOWNS = frozenset({"US"})
"""States without a police of their own: "police" are those of a town or county, which the report may not name."""
_DEPARTMENT = re.compile(
    r"(?:(?!The )[A-Z][\w’'-]+ ){1,4}?(?:Police(?: Department)?|(?:County )?Sheriff['’]s Office)\b"
)
_SPOKEN_FOR = re.compile(
    r"(?!(?:Its|Their|His|Her|An?|The|One|Two|Three|Four|Five|Several|Some|Many|Both|Other|Western|Eastern|Local|Senior|Top|Former|State|Government|Official)\b)"
    r"(?P<body>[A-Z][\w.'’&-]*(?: (?:(?:of|for|the|and) ){0,2}[A-Z][\w.'’&-]*){0,6}?)(?:['’]s?)? (?:(?:field|local|staff|press|news|military) )?"
    r"(?:spokes\w+|officials?|officers?|figures|data|journalists?|correspondents?|reporters?|newsm[ae]n|reports?|statements?|communiqu[eé]s?|staff|delegates?|captain|head of delegation)"
    r"(?: (?:in|at|on|from) .*)?"
)
"""Words for somebody who speaks for a body that they name first ("a Red Cross delegate")."""
_CORPS = re.compile(r"(?:[A-Z][\w-]+ ){1,3}(?:Rifles|Rangers|Scouts|Legion)")


_WORDS_OF_BODY = 9
"""The most words of a body's name."""
_BODIES = frozenset({ClaimantKind.MONITOR, ClaimantKind.UN, ClaimantKind.ARMED_GROUP, ClaimantKind.OTHER})
"""Claimants that a report may call by the end of their name ("the Mission")."""


class ClaimantNamer(Namer):
    """Names the claimants of one report too."""

    def renamed(self, claim: Claim) -> Claim:
        """A claim of the rules with its claimants named as this class names those of the network."""
        spans = {e.field: (e.start, e.end) for e in reversed(claim.evidence) if e.field.startswith("claimants[")}
        names = [self._name_of(c, spans.get(f"claimants[{i}]")) for i, c in enumerate(claim.claimants)]
        told = [c.model_copy(update={"name": n}) for c, n in zip(claim.claimants, names, strict=True)]
        return claim.model_copy(update={"claimants": tuple(told)})

    def _name_of(self, claimant: Claimant, span: tuple[int, int] | None) -> str:
        if claimant.text is None and claimant.via == "self":
            return self.author(claimant.name, claimant.kind)
        if span is None or is_pronoun(claimant.text or ""):
            return claimant_name(claimant.name, claimant.kind)
        return self.called(*span, claimant.kind)

    def author(self, source: str, kind: ClaimantKind) -> str:
        """The name of an author that speaks for itself: an armed group's initials and a mission's office in full.

        A monitored broadcast is its issuer's or its station's, whoever monitored it.
        """
        name = author_of(self._text, source) or source
        known = self._book.known(name)
        if known is not None and known[1] is Category.PEACEKEEPER:
            return self._canonical(known[0], name)
        if kind is ClaimantKind.UN:
            return (self._mission(name) if _OF_MISSION.search(name) else None) or name
        if kind in (ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY) and re.match(r"(?i)ministry\b", name):
            state = country_in(source)  # "Ministry of National Defence, Phnom Penh"
            return self._official(0, f"{state.demonyms[0]} {name}" if state and state.demonyms else name, name)
        if kind is not ClaimantKind.ARMED_GROUP:
            return name
        return self._canonical(known[0], name) if known is not None else self._fullest(name)

    def called(self, start: int, end: int, kind: ClaimantKind) -> str:
        """The name of the claimant that words of the report cite; those words alone where nothing tells more."""
        words = self._text[start:end]
        if (
            kind is not ClaimantKind.UN
            and (body := _THE_BODY.fullmatch(words))
            and (told := self._body_told(start, body.group(1)))
        ):
            return told
        name = claimant_name(words, kind)
        if kind in _PEOPLE_BY_NAME and (person := person_in(words) or _mentioned(name)):
            full = fuller_person(person, self._text)
            if full != name:
                return re.sub(r" - ", "-", full)
        name = self.claimant(start, end, name, kind)
        return fuller_name(name, self._text) if name in words and kind in _BODIES else name

    def _body_told(self, start: int, noun: str) -> str | None:
        """The last body before a place in the report whose name holds a noun ("the mission": "Valley Border Mission")."""
        held = [r for r in self._runs if noun.capitalize() in r.split() and len(r.split()) <= _WORDS_OF_BODY]
        return max(held, key=lambda r: (self._text.rfind(r, 0, start), len(r)), default=None)

    def claimant(self, start: int, end: int, name: str, kind: ClaimantKind) -> str:
        """A claimant's name with the people, the state or the group that it speaks for, where its own words leave it out.

        Args:
            start: First code point of its words.
            end: One past the last.
            name: Its words without article and spokesman.
            kind: What it is.
        """
        words = self._text[start:end]
        if kind is ClaimantKind.ARMED_GROUP:
            return self._speaker(start, end) or name
        if kind is ClaimantKind.UN:
            return self._mission(words) or name
        if kind in (ClaimantKind.MILITARY, ClaimantKind.POLICE):
            return self._officer(start, end, name, kind)
        if kind is ClaimantKind.GOVERNMENT:
            return self._official(start, words, name)
        return name

    def _speaker(self, start: int, end: int) -> str | None:
        """The group that a spokesman, a statement or a commander speaks for."""
        words = self._text[start:end]
        inside = [a for s, e, a in self._actors if s < end and start < e]
        group = next((a for a in inside if a.actor and a.form == "named"), None)
        if group is not None:
            named = self._named(start, end, inside)
            return named.actor if named and named.actor else self._canonical(group.actor or "", words)
        told = next((n for at, n in self._groups if start <= at < end), None)
        if told is not None:
            return told
        if lex.FIRST_PERSON.search(words):
            spoken = self._first_person(start, end, ())
            return spoken.actor if spoken else None
        own = self._proper(start, end)
        if own is not None and not self._is_people(own) and not lex.RANK.search(own):
            full = self._fullest(own)
            if (
                full != own
                or lex.GROUP_HEAD.match(own.split()[-1])
                or words.removeprefix("the ").removeprefix("The ") == own
            ):
                return full
        noun = re.search(r"(?i)\b(?:junta|front|movement|party|union|army|council)\b", words)
        if noun:
            ends = [n for _, n in self._groups if noun.group().lower() in n.lower().split()]
            if ends:
                return ends[0]
        if words.lower().removeprefix("the ").removeprefix("a ").strip() in {"junta", "movement", "front", "party"}:
            return self._only_group
        found = (self._group_told() if lex.REBELS.search(words) else None) or self._last_group(start)
        found = found or self._group_told()
        return found.actor if found else None

    def _mission(self, words: str) -> str | None:
        """The mission that UN officers speak for: the one that the report names, else the one in its country at that time."""
        known = self._book.mentions(words[:300], self._local)
        here = next((a for a in known if a.actor and a.form == "named"), None)
        if here is not None:
            full = self._canonical(here.actor or "", words)
            return full if full in self._text or not here.text.isupper() else here.text
        if _AGENCY.search(words):
            return None
        missions = [a.actor for _, _, a in self._actors if a.form == "named" and a.category is Category.PEACEKEEPER]
        told = [m.group() for m in lex.MISSION.finditer(self._text)]
        best = next((m for m in (*missions, *told) if m and m.startswith(("United Nations ", "UN "))), None)
        if best:
            return self._canonical(best, best)
        if self._home is None or self._year is None or not _OF_MISSION.search(words):
            return None
        return lex.mission_in(self._home.iso2, self._year)

    def _officer(self, start: int, end: int, name: str, kind: ClaimantKind) -> str:
        """The army or the police that an officer, a spokesman or a headquarters speaks for."""
        words = self._text[start:end]
        people = self._people_in(words) or self._seat(words) or self._home
        adjective = people.demonyms[0] if people is not None and people.demonyms else None
        if lex.SOURCES.search(name) and kind is ClaimantKind.MILITARY and not self._people_in(words):
            return name
        if re.search(r"(?i)\bcoalition\b", words) and (led := _COALITION.search(self._text)):
            return led.group()
        if (office := lex.MINISTRY.search(words)) and adjective:
            return f"{adjective} {self._ministry(office.group(1))}"
        if name.lower() == "ministry" and (told := self._ministry_told(start)):
            return told
        if (services := lex.SECURITY.search(words)) and adjective:
            return f"{adjective} security services" if services else name
        inside = [a for s, e, a in self._actors if s < end and start < e and a.form == "named" and a.actor]
        if inside and not lex.UNIT.search(inside[0].text):
            return self._canonical(inside[0].actor or "", words)
        own = None if self._upper else self._proper(start, end)
        if own is not None and _CORPS.fullmatch(own):
            return own
        if own is not None and not lex.RANK.search(own) and not self._is_people(own):
            if re.search(
                r"(?i)\b(?:force|command|cell|police|service|guard|staff|rifle|ranger|scout|legion|corps)s?\b", own
            ):
                return self._fullest(own)
            local = re.fullmatch(rf"(?:the )?{re.escape(own)} (police)", words)
            if local:
                return f"{own} {local.group(1).title()}"
        if people is None:
            return name
        police = kind is ClaimantKind.POLICE
        if police and people.iso2 in _POLICED_BY_TOWNS:
            return self._department(words) or name
        made = self._forces("gendarmes" if re.search(r"(?i)\bgendarme", words) else "police", people, police=True)
        if police:
            return made.actor or name
        if re.fullmatch(r"(?i)(?:the )?(?:navy|air force)", words):
            return f"{adjective} {name.title()}" if adjective else name
        return self._forces("army", people, police=False).actor or name

    def _department(self, words: str) -> str | None:
        """The police of a town or county that words name, else the only one that the report does."""
        here = _DEPARTMENT.search(words)
        if here is not None:
            return here.group()
        told = {m.group() for m in _DEPARTMENT.finditer(self._text) if "Sheriff" not in m.group()}
        shortest = min(told, key=len, default=None)
        return shortest if shortest is not None and all(t.startswith(shortest) for t in told) else None

    def _official(self, start: int, words: str, name: str) -> str:
        """A ministry with its state; ministers, the presidency and a state's own name are its government."""
        people = self._people_in(words) or self._seat(words)
        bare = re.sub(r"(?i)^the ", "", name)
        if people is not None and (find_country(bare) or find_capital(bare)):
            return f"Government of {people.name}"
        people = people or self._home
        if people is None or not people.demonyms:
            return name
        if (office := lex.MINISTRY.search(words)) and not re.search(r"(?i)\b(?:region|province)", words):
            return f"{people.demonyms[0]} {self._ministry(office.group(1))}"
        if name.lower() == "ministry" and (told := self._ministry_told(start)):
            return told
        if lex.MINISTER.match(words) or (lex.GOVERNMENT.match(name) and not lex.LOCAL.search(words)):
            return f"Government of {people.name}"
        return name

    def _ministry_told(self, start: int) -> str | None:
        """The ministry that the report names before a place in it, with its state; the first one where none is before."""
        offices = list(lex.MINISTRY.finditer(self._text))
        found = next((m for m in reversed(offices) if m.end() <= start), offices[0] if offices else None)
        if found is None:
            return None
        around = self._text[max(0, found.start() - _BEFORE_OFFICE) : found.end()]
        people = self._people_in(around) or self._seat(around) or self._home
        named = self._ministry(found.group(1))
        return f"{people.demonyms[0]} {named}" if people is not None and people.demonyms else None

    def _ministry(self, words: str) -> str:
        """A ministry's formal name: the one that the report gives it, else the usual one for its charge."""
        charge = next(((c, n) for c, n in _CHARGES if re.search(rf"(?i)\b{c}\b", words)), None)
        if charge is None:
            return words
        told = re.search(rf"(?i)\bministry of (?:the )?(?:national )?{charge[0]}(?: affairs)?\b", self._text)
        if told is None:
            return f"Ministry of {charge[1]}"
        return lex.titled(told.group()).replace("Defense", "Defence")

    @staticmethod
    def _seat(words: str) -> Country | None:
        """The state of a capital before "'s"."""
        m = re.search(r"\b([A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s\b", words) or re.fullmatch(
            r"([A-Z][\w-]+(?: [A-Z][\w-]+)?)", words
        )
        found = find_capital(m.group(1)) if m else ()
        return found[0] if found else None
