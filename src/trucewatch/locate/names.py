"""Forms of place names that two spellings of one place share.

Two forms are used. The *fold* takes away what typing and house style change: case, diacritics, apostrophes, hyphens,
spaces, the Arabic article with its assimilated forms. The *skeleton* goes on to what romanisation changes: it
keeps a row of consonant classes and drops the vowels, so that Hodeidah and Hudaydah are one, and so are
Kyiv and Kiev, Mekelle and Makale, Kharkiv and Kharkov. The classes follow the ways in which Arabic, Persian,
Turkish, Cyrillic, Hebrew, Amharic and Burmese names are romanised in English, French and Russian-derived spelling.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

_MARKS = re.compile(r"['’‘ʼʻʽʾʿˈ`´ʹʺ\"“”]")
_BREAKS = re.compile(r"[^a-z0-9]+")
_ARTICLES = frozenset({"al", "el", "ul", "il"})
_SUN_ARTICLES = frozenset(
    vowel + consonant for vowel in "aeiou" for consonant in ("s", "sh", "d", "dh", "r", "z", "t", "th", "n", "l", "ch")
)
_ALL_ARTICLES = _ARTICLES | _SUN_ARTICLES
_SUN_LETTERS = re.compile(r"[aeiou](sh|ch|dh|th|[sdrztnl])$")


def ascii_name(name: str) -> str:
    """The name in plain ASCII letters with its case and breaks, as an English paper would print it."""
    return anyascii(_MARKS.sub("", unicodedata.normalize("NFC", name)))


def _is_article(token: str, following: str) -> bool:
    """Whether a token is the Arabic article: al and el, or a form whose consonant the next word begins with."""
    if token in _ARTICLES:
        return True
    if token not in _SUN_ARTICLES:
        return False
    letters = _SUN_LETTERS.search(token)
    return letters is not None and following.startswith(letters[1])


_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_PLAIN |= {ord(mark): "" for mark in "'`\""}
"""What small letters and breaks each ASCII character is; marks are nothing."""


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in small ASCII letters, Arabic articles left out where another word follows."""
    if name.isascii():  # most names, and nothing need be looked up for them
        parts = name.translate(_PLAIN).split()
    else:
        parts = [part for part in _BREAKS.split(ascii_name(name).casefold()) if part]
    if len(parts) == 1:
        word = parts[0]
        return (word[2:] if word.startswith("al") and len(word) > 5 and "-" in name else word,)
    if _ALL_ARTICLES.isdisjoint(parts):
        return tuple(parts)
    return (*(part for part, following in pairwise(parts) if not _is_article(part, following)), *parts[-1:])


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The name without case, diacritics, apostrophes, breaks and articles: `Aḑ-Ḑāli‘` -> `dali`."""
    if name.isascii() and name.isalpha():  # one plain word, as most names are
        return name.lower()
    return "".join(tokens(name))


_DIGRAPHS = (
    ("sch", "s"), ("shch", "s"), ("tch", "s"), ("tsh", "s"), ("dzh", "j"), ("dsh", "s"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "s"), ("zh", "j"), ("dj", "j"),
    ("ph", "f"), ("hp", "p"), ("ts", "s"), ("tz", "s"), ("cz", "s"), ("sz", "s"), ("dz", "z"), ("ck", "k"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_CODA_H = re.compile(r"h(?![aeiouyw])")
_GLIDE_W = re.compile(r"(?<=[aeiouy])w(?![aeiouy])")
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLES = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton_of_fold(folded: str) -> str:
    """The consonant classes of a folded name; empty where fewer than two are left and so nothing can be told."""
    text = _DOUBLES.sub(r"\1", folded)
    for old, new in _DIGRAPHS:
        if old in text:
            text = text.replace(old, new)
    text = _GLIDE_W.sub("u", _CODA_H.sub("", text))
    text = _VOWELS.sub("", text.replace("w", "v")).replace("nb", "mb").replace("np", "mp")
    return text if len(text) >= 2 else ""


def skeleton(name: str) -> str:
    """The consonant classes of a name: `Ḩudaydah`, `Hodeidah` and `Hudeida` all give `hdd`."""
    return skeleton_of_fold(fold(name))


SKELETON_LETTERS = "bdfghjklmnprstvz"
"""Every consonant class that a skeleton may hold, digits apart."""


def key_hash(key: str) -> int:
    """The 32-bit hash under which a fold or skeleton is indexed (CRC-32: quick, and the same everywhere)."""
    return zlib.crc32(key.encode("ascii", "replace"))


_GENERIC = re.compile(
    r"\s+(governorate|province|oblast|oblast'|region|state|district|county|department|prefecture|raion|rayon|"
    r"voivodeship|municipality|division|territory|republic|krai|wilayat|wilaya|parish|canton|metropolitan city|"
    r"autonomous (?:region|okrug|oblast|republic)|special (?:region|zone)|sub-?district|subdistrict)$",
    re.IGNORECASE,
)
_GENERIC_FRONT = re.compile(
    r"^(muhafazat|wilayat|wilaya(?: de| d')?|ostan-e|gouvernorat de|province of|state of|region of|republic of|"
    r"departamento de(?:l| la)?|provincia de(?:l| la)?|provinsi|prov[ií]nce d[eu]|mintaqat(?: markaz)?|markaz|"
    r"d[ée]partement d[eu]|kabupaten|gobolka|kota)\s+",
    re.IGNORECASE,
)


def core_name(name: str) -> str:
    """A name without the word that says what it is: `Muhafazat Hadramaout` -> `Hadramaout`."""
    core = _GENERIC.sub("", _GENERIC_FRONT.sub("", name.strip()))
    return core or name
