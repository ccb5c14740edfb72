"""Raw fields, whatever format they came from, made into a report or refused with the field's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from trucewatch.errors import InputError
from trucewatch.model import PublishedBasis, Report, normalise_text, report_id, text_sha256
from trucewatch.read._language import check_language
from trucewatch.read._result import ReadOptions

FIELDS = tuple(Report.model_fields)
"""The fields that an input may give; only `text` is required."""

_MAX_SHORT = 2_000
"""Code points of any field but `text`: an id, a title or an address beyond this is a mistake."""
_HEX = re.compile(r"[0-9a-f]{64}")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_ISO_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)


def build_report(fields: Mapping[str, object], *, data: bytes, options: ReadOptions, trust_lang: bool = True) -> Report:
    """A report from raw fields.

    Args:
        fields: by the names of the contract; null and the empty string both mean not known. Keys that begin with
            `x_` are notes of the sender and ignored.
        data: the bytes that were read, for `sha256` where the sender gives none.
        options: bounds.
        trust_lang: false where `lang` is a page's boilerplate.

    Raises:
        InputError: an unknown key, a missing text, or a value that cannot stand, with the key's name.
        UnsupportedLanguage: the report is not in English.
    """
    check_keys(fields)
    text = _text(fields.get("text"), options)
    title, source = _string(fields, "title"), _string(fields, "source")
    published = _published(fields.get("published"))
    return Report(
        id=_identifier(fields.get("id")) or report_id(title, text, source, published),
        url=_string(fields, "url"),
        source=source,
        lang=check_language(text, _string(fields, "lang"), stated_by_reader=trust_lang),
        published=published,
        published_basis=_basis(_string(fields, "published_basis"), published),
        title=title,
        text=text,
        sha256=_sha256(_string(fields, "sha256")) or text_sha256(data),
        retold=_flag(fields, "retold"),
        synthetic=_flag(fields, "synthetic"),
        facts_from=_list(fields, "facts_from"),
    )


def check_keys(fields: Mapping[str, object]) -> None:
    """Refuse keys that are no field of a report: a misspelt `publshed` would lose the date without a word."""
    unknown = [str(key) for key in fields if key not in FIELDS and not str(key).startswith("x_")]
    if unknown:
        raise InputError(
            f"unknown key {unknown[0]!r}",
            remedy=f"use one of {', '.join(FIELDS)}, or begin a note of your own with x_",
        )


def _text(value: object, options: ReadOptions) -> str:
    if value is None or value == "":
        raise InputError(
            "there is no text",
            remedy="give the body of the report, in the field text where there are fields, or leave it out",
        )
    if not isinstance(value, str):
        raise InputError(f"text is {_shape(value)}", remedy="give the body of the report as a string")
    if len(value) > options.max_text_chars:
        raise InputError(
            f"the text has {len(value)} characters, more than {options.max_text_chars}",
            remedy="split it into the reports that it holds",
        )
    text = normalise_text(_clean("text", value))
    if not text.strip():
        raise InputError("the text is empty", remedy="give the body of the report in the field text")
    return text


def _string(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{key} is {_shape(value)}", remedy="give a string, or leave it out")
    if len(value) > _MAX_SHORT:
        raise InputError(f"{key} has more than {_MAX_SHORT} characters", remedy="is it in the right field?")
    normal = normalise_text(_clean(key, value))
    return normal if normal.strip() else None


def _identifier(value: object) -> str | None:
    """An id as given; a whole number is taken as its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    given = _string({"id": value}, "id")
    if given is None:
        return None
    given = given.strip()
    if len(given) > 200 or not given.isprintable():
        raise InputError("id is longer than 200 characters or holds control characters", remedy="leave it out")
    return given


def _clean(key: str, value: str) -> str:
    """Refuse what no text holds: NUL, and code points that are no characters (broken UTF-8 or JSON escapes)."""
    if "\0" in value:
        raise InputError(f"{key} holds a NUL byte", remedy="is this a text file? Save it as UTF-8 text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{key} is not valid UTF-8 at character {error.start}", remedy="save it as UTF-8") from None
    return value


def _published(value: object) -> str | None:
    text = _string({"published": value}, "published")
    return None if text is None else parse_moment(text.strip())


def parse_moment(text: str) -> str:
    """A date or time in ISO 8601 or RFC 5322 as the contract writes it.

    A time of day without a zone is dropped and its day kept: it could lie on either side of midnight.

    Raises:
        InputError: it is neither.
    """
    match = _ISO_TIME.fullmatch(text)
    try:
        if match:
            day, minute, second, zone = match.groups()
            moment = f"{day}T{minute}{second or ''}{_zone(zone) if zone else ''}"
            dt.datetime.fromisoformat(moment)
            return moment if zone else day
        if text[:4].isdigit():
            return dt.date.fromisoformat(text).isoformat()
        sent = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise InputError(
            f"published {text[:60]!r} is no date that can be read",
            remedy="write YYYY-MM-DD, or YYYY-MM-DDThh:mm with a zone (+02:00 or Z)",
        ) from None
    return sent.isoformat(timespec="seconds") if sent.tzinfo else sent.date().isoformat()


def _zone(zone: str) -> str:
    if zone in {"Z", "z", "UTC", "GMT"}:
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _basis(value: str | None, published: str | None) -> PublishedBasis:
    if published is None:
        return PublishedBasis.UNKNOWN
    if value is None:
        return PublishedBasis.GIVEN
    try:
        return PublishedBasis(value.strip().lower())
    except ValueError:
        words = ", ".join(PublishedBasis)
        raise InputError(f"published_basis is {value[:60]!r}", remedy=f"use one of {words}") from None


def _sha256(value: str | None) -> str | None:
    if value is None:
        return None
    digest = value.strip().lower()
    if not _HEX.fullmatch(digest):
        raise InputError("sha256 is not 64 hexadecimal digits", remedy="leave it out and it is computed")
    return digest


def _flag(fields: Mapping[str, object], key: str) -> bool:
    value = fields.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    word = str(value).strip().lower()
    if word == "":
        return False
    if word not in _WORDS:
        raise InputError(f"{key} is {word[:60]!r}", remedy="use true or false")
    return _WORDS[word]


def _list(fields: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    if value is None:
        return ()
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
        raise InputError(f"{key} is {_shape(value)}", remedy="give a list of addresses")
    return tuple(normalise_text(_clean(key, item)) for item in items)


def _shape(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return f"{names.get(type(value), type(value).__name__)}, not a string"
