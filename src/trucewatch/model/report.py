"""A report: one published account, as it was read."""

from __future__ import annotations

import hashlib
import unicodedata

from trucewatch.model._base import Moment, Record, content_id
from trucewatch.model.vocabulary import PublishedBasis


class Report(Record):
    """One published account. `text` is NFC with line ends as LF; offsets count code points in it."""

    id: str
    url: str | None = None
    source: str | None = None
    lang: str | None = None
    published: Moment | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    title: str | None = None
    text: str
    sha256: str
    retold: bool = False
    synthetic: bool = False
    facts_from: tuple[str, ...] = ()

    def field_text(self, field: str) -> str:
        """The string that offsets of an evidence field count in: the title for `title:...`, else the text."""
        return (self.title or "") if field.startswith("title:") else self.text


def normalise_text(text: str) -> str:
    """NFC with LF line ends and no byte order mark: the form that offsets count in."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def report_id(title: str | None, text: str, source: str | None, published: str | None) -> str:
    """An id for a report that came without one, from what makes it this report."""
    return content_id("r", title, text, source, published)


def text_sha256(data: bytes | str) -> str:
    """SHA-256 in hexadecimal of the bytes that were read (a string is taken as UTF-8)."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
