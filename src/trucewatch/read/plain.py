"""Plain text: one report a file, with an optional title line."""

from __future__ import annotations

import re

from trucewatch.errors import InputError
from trucewatch.model import Report, normalise_text
from trucewatch.read._fields import build_report
from trucewatch.read._result import ReadOptions

_MAX_TITLE = 150
"""Code points: a first line above this is a paragraph."""
_DATELINE = re.compile(
    r"[A-Z][A-Z'’.\- ]+[A-Z](?:,? ?[^\n]{0,60})?\s(?:--|—|–|-)\s"  # CITY, Region --
    r"|[A-Z][\w'’.\- ]{1,40}(?:, [\w'’. ]{1,40})? \([\w .'’/]{2,40}\)\s?(?:--|—|–|-)\s"  # City (Agency) -
)
_SENTENCE_END = re.compile(r"(?<!\.)\.[\"”’')]?$")


def read_plain(data: bytes, options: ReadOptions) -> Report:
    """The report of a plain text file.

    A short first line followed by an empty line is the title. A line that opens with a dateline or ends as a
    sentence does is the body's first paragraph, however short. A dateline stays in the text.

    Raises:
        InputError: not UTF-8, empty, or over the bounds.
    """
    title, text = split_title(normalise_text(decode(data)))
    return build_report({"title": title, "text": text}, data=data, options=options)


def decode(data: bytes) -> str:
    """UTF-8 text of a file, or an error that says what it is instead and how to convert it."""
    for mark, name in ((b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE")):
        if data.startswith(mark):
            raise InputError("the file is UTF-16", remedy=f"save it as UTF-8 (iconv -f {name} -t UTF-8)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"not UTF-8 at byte {error.start}, in line {line}",
            remedy="save it as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)",
        ) from None


def split_title(text: str) -> tuple[str | None, str]:
    """Title, if there is one, and body without empty lines around it."""
    text = text.strip("\n") if text.strip() else ""
    first, _, rest = text.partition("\n")
    second, _, body = rest.partition("\n")
    is_title = (
        0 < len(first.strip()) <= _MAX_TITLE
        and not second.strip()
        and body.strip()
        and not _DATELINE.match(first)
        and not _SENTENCE_END.search(first.strip())
    )
    return (first.strip(), body.strip("\n")) if is_title else (None, text)
