"""JSON Lines: one report a line. A bad line is named and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from trucewatch.errors import InputError
from trucewatch.read._fields import build_report
from trucewatch.read._result import Located, ReadOptions, Unreadable


def read_json_lines(stream: IO[bytes], where: str, options: ReadOptions) -> Iterator[Located]:
    """Reports of a stream, in order; `where` names it in errors, with the line number.

    A row without `sha256` gets that of its line, the line end left out.
    """
    for number, line in numbered_lines(stream, options.max_row_bytes):
        place = f"{where}:{number}"
        try:
            if line is None:
                raise InputError(f"the line is longer than {options.max_row_bytes} bytes", remedy="is this JSON Lines?")
            if line.strip():
                yield place, build_report(parse_object(line), data=line, options=options)
        except InputError as error:
            yield place, Unreadable.of(error, place)


def numbered_lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their number from 1, without line ends or a byte order mark; null for one longer than `limit`."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line.rstrip(b"\r\n")) <= limit:
            yield number, line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield number, None


def parse_object(line: bytes) -> dict[str, object]:
    """The JSON object of a line.

    Raises:
        InputError: not UTF-8, not JSON, not an object, or a key that stands twice.
    """
    try:
        value = json.loads(line.decode(), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", remedy="save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg} at character {error.colno}", remedy="write one JSON object a line"
        ) from None
    except (RecursionError, ValueError):
        # Nesting beyond the interpreter's depth, or a number of thousands of digits.
        raise InputError("not JSON that can be read", remedy="write one flat JSON object a line") from None
    if not isinstance(value, dict):
        raise InputError("not a JSON object", remedy='write one object a line, such as {"text": "..."}')
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"the key {twice!r} stands twice", remedy="keep one of them")
    return fields
