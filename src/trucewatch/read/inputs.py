"""Files, folders and standard input, each by the reader of its type."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from trucewatch.errors import InputError, UnsupportedFormat
from trucewatch.model import Report
from trucewatch.read._result import Located, ReadOptions, Unreadable
from trucewatch.read.csv_rows import read_csv
from trucewatch.read.json_lines import read_json_lines
from trucewatch.read.markdown import read_markdown
from trucewatch.read.page import read_html
from trucewatch.read.plain import read_plain

if TYPE_CHECKING:
    from typing_extensions import Buffer

STDIN = "standard input"

_Rows = Callable[[IO[bytes], str, ReadOptions], Iterator[Located]]
_One = Callable[[bytes, ReadOptions], Report]

_ROWS: Mapping[str, _Rows] = MappingProxyType({".csv": read_csv, ".jsonl": read_json_lines, ".ndjson": read_json_lines})
"""Readers of files that hold many reports, which are streamed."""
_SINGLE: Mapping[str, _One] = MappingProxyType(
    {
        ".htm": read_html,
        ".html": read_html,
        ".markdown": read_markdown,
        ".md": read_markdown,
        ".text": read_plain,
        ".txt": read_plain,
        ".xhtml": read_html,
    }
)
"""Readers of files that hold one report."""
FORMATS = tuple(sorted((*_ROWS, *_SINGLE)))
"""File name endings that have a reader."""


def read_inputs(
    inputs: Sequence[str | Path], *, stdin: IO[bytes] | None = None, options: ReadOptions | None = None
) -> Iterator[Report | Unreadable]:
    """Every report of the inputs, in order, and a record of everything that gave none.

    Args:
        inputs: files, folders (read in the order of their names with all below them; hidden files are skipped), or
            `-` for standard input, which is JSON Lines where it begins with `{`, else the plain text of one report.
        stdin: the stream that `-` reads; without one `-` is an empty input.
        options: bounds.

    Yields:
        A report, or what could not be read with reason and remedy. Nothing is raised for a bad input.
    """
    return (item for _, item in locate_inputs(inputs, stdin=stdin, options=options))


def locate_inputs(
    inputs: Sequence[str | Path], *, stdin: IO[bytes] | None = None, options: ReadOptions | None = None
) -> Iterator[Located]:
    """As `read_inputs`, with the place of each report, so that a later error can say where it stands."""
    bounds = options or ReadOptions()
    for item in inputs:
        if str(item) == "-":
            yield from _guarded(lambda: _read_stdin(stdin or io.BytesIO(), bounds), STDIN)
        else:
            yield from _read_path(Path(item), bounds)


def _guarded(read: Callable[[], Iterator[Located]], where: str) -> Iterator[Located]:
    """What a reader yields; an error that ends it becomes the last item."""
    try:
        yield from read()
    except InputError as error:
        yield where, Unreadable.of(error, where)
    except OSError as error:
        problem = InputError(f"cannot be read: {error.strerror or error}", remedy="check the path and its permissions")
        yield where, Unreadable.of(problem, where)


def _read_path(path: Path, options: ReadOptions) -> Iterator[Located]:
    if path.is_dir():
        yield from _read_folder(path, options)
    else:
        yield from _guarded(lambda: _read_file(path, options), str(path))


def _read_folder(folder: Path, options: ReadOptions) -> Iterator[Located]:
    """Files below a folder, those of a folder before those of its subfolders; links to folders are not followed."""
    found = False
    failed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            found = True
            path = Path(root, name)
            yield from _guarded(lambda path=path: _read_file(path, options), str(path))  # type: ignore[misc]
    for error in failed:
        found = True
        problem = InputError(f"cannot be read: {error.strerror}", remedy="check its permissions")
        yield str(error.filename), Unreadable.of(problem, str(error.filename))
    if not found:
        problem = InputError("the folder holds no file", remedy=f"put reports there ({', '.join(FORMATS)})")
        yield str(folder), Unreadable.of(problem, str(folder))


def _read_file(path: Path, options: ReadOptions) -> Iterator[Located]:
    where, ending = str(path), path.suffix.lower()
    mode = path.stat().st_mode
    if ending not in FORMATS:
        raise UnsupportedFormat(
            f"no reader takes {ending or 'a file without an ending'}", remedy=f"what is read: {', '.join(FORMATS)}"
        )
    if not stat.S_ISREG(mode):
        raise InputError("not a regular file", remedy="give it through standard input as -")
    with path.open("rb") as stream:
        if ending in _ROWS:
            yield from _ROWS[ending](stream, where, options)
        else:
            yield where, _SINGLE[ending](_whole(stream, options), options)


def _whole(stream: IO[bytes], options: ReadOptions) -> bytes:
    data = stream.read(options.max_file_bytes + 1)
    if len(data) > options.max_file_bytes:
        raise InputError(
            f"the file has more than {options.max_file_bytes} bytes", remedy="split it, or give JSON Lines"
        )
    return data


class _Joined(io.RawIOBase):
    """A stream with what was already read from it put back in front."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(chunk)] = chunk
        return len(chunk)


def _read_stdin(stream: IO[bytes], options: ReadOptions) -> Iterator[Located]:
    head = b""
    while not head.removeprefix(b"\xef\xbb\xbf").strip():
        chunk = stream.readline(65_536)
        if not chunk:
            raise InputError("there is nothing on it", remedy="pipe JSON Lines or a plain text into it")
        head += chunk
        if len(head) > options.max_file_bytes:
            raise InputError("it begins with nothing but blanks", remedy="pipe JSON Lines or a plain text into it")
    rest = io.BufferedReader(_Joined(head, stream))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from read_json_lines(rest, STDIN, options)
    else:
        yield STDIN, read_plain(_whole(rest, options), options)
