"""Tables that a browser keeps as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from starlette.responses import StreamingResponse

_MARK: Final = b"\xef\xbb\xbf"
"""Without the mark of UTF-8 a spreadsheet takes a file for the machine's old encoding, and spoils every name."""


def csv_file(name: str, parts: Iterable[str | bytes]) -> StreamingResponse:
    """CSV as a file for a spreadsheet.

    Args:
        name: Of the file.
        parts: Its text, one after the other.
    """

    def marked() -> Iterator[str | bytes]:
        yield _MARK
        yield from parts

    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(marked(), media_type="text/csv; charset=utf-8", headers=head)
