"""Is a text English? Everything else is skipped by name, so the question must not be guessed at.

The detector is py3langid. A text counts as another language only where that is sure: its letters are mostly of
another script, or English has next to no share in what the detector sees. Measured on 14,545 sentences of the UD
English Web Treebank and 1,500 documents of MUC-3/4: one sentence, which is French, is taken for another language.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.errors import UnsupportedLanguage

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 5_000
"""Code points that the detector looks at; more changes nothing and costs time."""
_MIN_LETTERS = 20
"""Below this many Latin letters a text is too short to tell (a place name alone looks like any language)."""
_MAX_ENGLISH = 0.001
"""Share of English below which a text in Latin script is another language; see the measurement above."""
_ENGLISH_LIKE = ("en", "pcm")
"""English, and Nigerian Pidgin, which takes a good part of short English headlines."""
_REMEDY = "only English is read; leave it out, or give an English translation"

_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "ary": "Arabic", "arz": "Arabic", "az": "Azerbaijani",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "ig": "Igbo", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "ln": "Lingala", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "mn": "Mongolian", "ms": "Malay", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "om": "Oromo", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "rw": "Kinyarwanda", "sdh": "Kurdish", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovenian", "sn": "Shona", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen",
    "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def check_language(text: str, lang: str | None, *, stated_by_reader: bool = True) -> str | None:
    """The language tag to keep, or an error where the text is surely not English.

    Args:
        text: of the report.
        lang: BCP 47 tag that came with it, if any.
        stated_by_reader: false where the tag is a page's boilerplate, which is often wrong; then the text decides,
            and the tag only where the text is too short to tell.

    Returns:
        The tag as given, `en` where English was detected, or null where the text is too short to tell.

    Raises:
        UnsupportedLanguage: the tag names another language, or the text is surely in one.
    """
    given = (lang or "").strip()
    if given.lower() in {"und", "mul"}:  # BCP 47 for undetermined, and for several languages
        given = ""
    english_tag = given.lower().replace("_", "-").split("-")[0] in {"en", "eng", "english"}
    if given and not english_tag and stated_by_reader:
        raise UnsupportedLanguage(f"the report is in {language_name(given)}", remedy=_REMEDY)
    found, sure = _detect(text, trust_latin=bool(given) and stated_by_reader)
    if sure and found != "en":
        raise UnsupportedLanguage(f"the text is in {language_name(found)}", remedy=_REMEDY)
    if found == "en" and sure:
        return given if english_tag else "en"
    if given and not english_tag:
        raise UnsupportedLanguage(f"the page says that it is in {language_name(given)}", remedy=_REMEDY)
    return given or None


def language_name(tag: str) -> str:
    """`Arabic (ar)`, or the tag itself where the name is not in the table."""
    name = _NAMES.get(tag.lower().replace("_", "-").split("-")[0])
    return f"{name} ({tag})" if name else f"language {tag!r}"


def _detect(text: str, *, trust_latin: bool) -> tuple[str, bool]:
    """Language and whether it is sure. `trust_latin`: a text in Latin script is taken for what its tag says."""
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    latin = sum(_is_latin(c) for c in letters)
    if len(letters) > 2 * latin:
        return _rank(sample)[0][0], True
    if latin < _MIN_LETTERS or trust_latin:
        return "en", trust_latin
    # Names in their own script stand in brackets in many English reports and must not decide.
    ranked = _rank("".join(c for c in sample if not c.isalpha() or _is_latin(c)))
    english = sum(share for code, share in ranked if code in _ENGLISH_LIKE)
    if english < _MAX_ENGLISH:
        return ranked[0][0], True
    return "en", ranked[0][0] in _ENGLISH_LIKE


def _is_latin(char: str) -> bool:
    return char < "\u0250" or unicodedata.name(char, "").startswith("LATIN")


def _rank(text: str) -> list[tuple[str, float]]:
    return [(str(code), float(share)) for code, share in _identifier().rank(text)]


@cache
def _identifier() -> LanguageIdentifier:
    # Loading takes most of a second, so it waits for the first text.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
