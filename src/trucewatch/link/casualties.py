"""Whether two names of casualties are one person's, three-valued, and how many people a list of names holds at least.

Precision first: `yes` only where every word of the shorter name is found in the longer one and the given name stands
first in both, or the words are the same in another order. Spellings of Arabic, Persian, Turkic, Russian, Ukrainian
and South Asian names in Latin letters meet; ranks and particles are no part of a name. `no` only where the given
names differ beyond doubt. Everything between is `unknown`: both names are then kept, and counted as one at least.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import OSA

from trucewatch.link.names import fold
from trucewatch.model import Outcome

_SERVANT: Final = re.compile(r"(?:abd|ebd|gabd)[aeiou]?(?:l|([b-df-hj-np-tv-xz])(?=\1))?([a-z]{3,})")
_SERVANTS: Final = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "abdu", "abdool", "abdus"})
_KUNYA: Final = {"abu": "abu", "abou": "abu", "aboo": "abu", "abo": "abu", "ebu": "abu", "um": "umm", "umm": "umm"}
_OF: Final = re.compile(r"([a-z]{3,})u[lr]")
_OWNED: Final = frozenset({"haq", "haqq", "haque", "hasan", "hassan", "huda", "islam", "mulk", "rahman", "rehman"})
"""What an article that is written onto the word before belongs to: "Ziaul Haq" is "Zia ul-Haq"."""
_UNVOWELLED: Final = re.compile(r"[\u0590-\u07bf]")
"""Letters of Hebrew, Arabic and the like, whose words stand without most of their vowels."""
_FAITH: Final = re.compile(r"([a-z]{2,}?)(?:u|e|a|o)?(?:d{1,2}|ld)(?:i|ee|ie|y)n(?:e)?")
_PATRONYMIC: Final = re.compile(
    r"[a-z]{3,}(?:ovich|evich|ovych|evych|yevich|iyovych|ovna|evna|ivna|ovitch|evitch|oglu|ogly|ohlu|kyzy|qizi)"
)

_SOUNDS: Final = (
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"dzh|dj"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"bh"), "b"),
    (re.compile(r"ck|q|c(?!h)"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee|ii|iy|yi|ie(?=$)"), "i"),
    (re.compile(r"aa"), "a"),
    (re.compile(r"[ae][iy]"), "E"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvxz])y(?=$|[bcdfghjklmnpqrstvxz])"), "i"),
    (re.compile(r"ian$"), "yan"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aeEiou])h$"), ""),
    (re.compile(r"d$"), "t"),
    (re.compile(r"b$"), "p"),
)
"""Spellings of one sound, in the order in which they are put right."""

_VOWEL: Final = re.compile(r"[aeEiou]")
_ALIKE: Final = frozenset({frozenset("ae"), frozenset("ei"), frozenset("ou"), frozenset("eE")})
"""Vowels that stand for one another between transliterations, `E` for ai, ay, ei and ey.

`a` and `i`, `a` and `u` tell names apart.
"""

_TYPO_FROM: Final = 5
"""Letters from which on a word that differs by one slip may be the other."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What `casualties.toml` holds."""

    ranks: frozenset[str]
    particles: frozenset[str]
    forms: Mapping[str, str]


@lru_cache(maxsize=1)
def _known() -> _Words:
    data = tomllib.loads(files("trucewatch.link").joinpath("casualties.toml").read_text(encoding="utf-8"))
    forms = {form: row[0] for row in data["forms"] for form in row}
    return _Words(frozenset(data["ranks"]), frozenset(data["particles"]), MappingProxyType(forms))


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell: folded, ranks and particles dropped, "Abd al-X", "Abu X" and "X al-Din" joined."""
    words = fold(re.sub(r"\(.*?\)", " ", name).replace("-", " ")).split()
    while len(words) > 1 and words[0] in _known().ranks:
        words = words[1:]
    out: list[str] = []
    head = ""
    for at, word in enumerate(words):
        is_last = at == len(words) - 1
        if word in _SERVANTS and not head:
            head = "abd"
        elif word in _KUNYA and not head:
            head = _KUNYA[word]
        elif word in _known().particles and not is_last:
            continue
        elif word in ("allah", "ullah") and out and not head:
            out[-1] += "ullah"
        elif word in ("din", "deen", "dine", "dyn") and out and not head:
            out[-1] += "din"
        else:
            rest = "" if is_last else words[at + 1]
            out.append(_joined(head, _OF.sub(r"\1", word) if rest in _OWNED else word))
            head = ""
    if head:
        out.append(head)
    return tuple(out) or tuple(words)


def _joined(head: str, word: str) -> str:
    if head:
        word = _known().forms.get(word, word)
        return "abdallah" if head == "abd" and word in ("lah", "allah", "ullah", "ulah") else head + word
    if word in _known().forms:
        return word
    servant = _SERVANT.fullmatch(word)
    if servant is not None:
        return f"abd{servant[2]}"
    faith = _FAITH.fullmatch(word)
    if faith is not None and len(faith[1]) > 2 and re.search(r"[aeou](?:d{1,2}|ld)(?:i|ee|ie|y)ne?$", word):
        return f"{faith[1]}din"
    return word


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    word = _known().forms.get(word, word)
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> Outcome:
    """Whether two words of names are spellings of one name. An initial may be any word that begins so."""
    a, b = _sound(one), _sound(other)
    if a == b:
        return Outcome.YES
    if min(len(one), len(other)) == 1:
        return Outcome.UNKNOWN if one[0] == other[0] else Outcome.NO
    bones = [_VOWEL.sub("", w) for w in (a, b)]
    if bones[0] == bones[1] and len(bones[0]) > 1:
        vowels = [_VOWEL.findall(w) for w in (a, b)]
        shape = [_VOWEL.sub("a", w) for w in (a, b)]
        alike = shape[0] == shape[1] and all(
            x == y or frozenset((x, y)) in _ALIKE for x, y in zip(*vowels, strict=True)
        )
        known = one in _known().forms and other in _known().forms
        return Outcome.YES if alike and not known else Outcome.UNKNOWN
    slip = min(len(a), len(b)) >= _TYPO_FROM and OSA.distance(a, b, score_cutoff=1) <= 1
    return Outcome.UNKNOWN if slip else Outcome.NO


_GENERATION: Final = re.compile(r"[, ]+(jr|sr|junior|senior|ii|iii|iv|vi?)\.?$", re.IGNORECASE)
"""What tells a son from a father of the same name."""
_MARKS: Final = {"junior": "jr", "senior": "sr"}


def _generation(name: str) -> tuple[str, str | None]:
    """A name without the mark of its generation, and the mark."""
    found = _GENERATION.search(name.strip())
    return (name.strip()[: found.start()], _MARKS.get(found[1].lower(), found[1].lower())) if found else (name, None)


@lru_cache(maxsize=65536)
def same_person(one: str, other: str) -> Outcome:
    """Whether two names of casualties of one event are one person's.

    `yes`: the same words, in any order; or all words of the shorter name, two at least, stand in the longer one and
    both begin with the given name ("Ivan Sidorov", "Pvt Ivan Petrovich Sidorov"). `no`: a word of each is left over
    and the given names differ beyond doubt, or two fathers' names do. Else `unknown`: one bare word, an initial, a
    misspelling, one given name with other words behind it; "Jr." on one of two equal names.
    """
    (bare_one, first), (bare_other, second) = _generation(one), _generation(other)
    if first is None and second is None:
        return _same_bare(one, other)
    if first is not None and second is not None and first != second:
        return Outcome.NO
    found = _same_bare(bare_one, bare_other)
    return found if first == second or found is not Outcome.YES else Outcome.UNKNOWN


def _same_bare(one: str, other: str) -> Outcome:
    a, b = name_words(one), name_words(other)
    if not a or not b:
        return Outcome.UNKNOWN
    if a == b:
        return Outcome.YES
    if bool(_UNVOWELLED.search(one)) != bool(_UNVOWELLED.search(other)):
        return Outcome.UNKNOWN
    if _is_by_name(a) != _is_by_name(b):
        return Outcome.UNKNOWN
    fathers = [[w for w in words[1:] if _PATRONYMIC.fullmatch(w)] for words in (a, b)]
    if fathers[0] and fathers[1] and same_word(fathers[0][0], fathers[1][0]) is Outcome.NO:
        return Outcome.NO
    if bool(fathers[0]) != bool(fathers[1]):
        # One of them is told without the father's name.
        a, b = (tuple(w for w in words if w not in dropped) for words, dropped in ((a, fathers[0]), (b, fathers[1])))
    short, long = sorted((a, b), key=lambda words: (len(words), words))
    surely, perhaps = _found(short, long)
    if surely == len(short):
        if len(short) == len(long) or (len(short) > 1 and same_word(short[0], long[0]) is Outcome.YES):
            return Outcome.YES
        return Outcome.UNKNOWN
    if surely + perhaps == len(short):
        return Outcome.UNKNOWN
    servants = short[0].startswith("abd") and long[0].startswith("abd")  # "Abdul" alone is cut from a longer name
    return Outcome.UNKNOWN if servants or same_word(short[0], long[0]) is not Outcome.NO else Outcome.NO


def _found(short: Sequence[str], long: Sequence[str]) -> tuple[int, int]:
    """How many words of the shorter name stand in the longer one, surely and perhaps; each word serves once."""
    left = list(long)
    counts = {Outcome.YES: 0, Outcome.UNKNOWN: 0}
    rest = list(short)
    for wanted in counts:
        for word in list(rest):
            at = next((i for i, other in enumerate(left) if same_word(word, other) is wanted), None)
            if at is not None:
                counts[wanted] += 1
                del left[at]
                rest.remove(word)
    return counts[Outcome.YES], counts[Outcome.UNKNOWN]


def _is_by_name(words: Sequence[str]) -> bool:
    """Whether somebody is named after a child, as fighters call themselves: anybody may bear such a name."""
    return words[0].startswith(("abu", "umm")) and len(words[0]) > _TYPO_FROM


def merge_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names with further spellings of one person left out: the first spelling of each stays, in order."""
    kept: dict[str, None] = {}
    by_bones: dict[str, list[str]] = {}
    for name in names:
        bones = {_VOWEL.sub("", _sound(word)) for word in name_words(name)}
        near = [known for b in bones for known in by_bones.get(b, ())]
        if name in kept or any(same_person(name, known) is Outcome.YES for known in near):
            continue
        kept[name] = None
        for b in bones:
            by_bones.setdefault(b, []).append(name)
    return tuple(kept)


def people_at_least(names: Sequence[str]) -> int:
    """How many people a list of names holds at least: those that are surely different, in groups that may be one."""
    groups: list[list[str]] = []
    for name in sorted(set(names)):
        mine = [g for g in groups if any(same_person(name, known) is not Outcome.NO for known in g)]
        groups = [*(g for g in groups if g not in mine), [name, *(n for g in mine for n in g)]]
    return len(groups)
