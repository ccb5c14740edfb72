"""Records of the contract as JSON Lines, for commands that take the output of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TypeVar

from pydantic import ValidationError

from trucewatch.errors import InputError
from trucewatch.model import Record
from trucewatch.read._result import ReadOptions
from trucewatch.read.json_lines import numbered_lines, parse_object

R = TypeVar("R", bound=Record)


def read_records(stream: IO[bytes], kind: type[R], where: str, *, options: ReadOptions | None = None) -> Iterator[R]:
    """Records of one kind, in order. Unlike reports, these are our own output, so the first bad line ends it.

    Raises:
        InputError: with the line and the key that does not fit the contract.
    """
    for number, line in numbered_lines(stream, (options or ReadOptions()).max_row_bytes):
        place = f"{where}:{number}"
        if line is None:
            raise InputError("the line is too long", where=place, remedy=f"give {kind.__name__} records")
        if not line.strip():
            continue
        try:
            # In JSON mode, so that lists become tuples and words become members, as the contract writes them.
            parse_object(line)
            yield kind.model_validate_json(line)
        except InputError as error:
            raise InputError(error.message, where=place, remedy=error.remedy) from None
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the object"
            raise InputError(
                f"no {kind.__name__.lower()}: {key}: {first['msg']}",
                where=place,
                remedy=f"give the {kind.__name__.lower()}s that trucewatch wrote",
            ) from None
