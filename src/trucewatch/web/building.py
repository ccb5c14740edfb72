"""The read model of a large record is built by a process of its own, which takes the memory that this needs with it.

The process writes into the folder of the read model and ends; the server takes up what stands there, as at a second
start. It is a new process and no copy of the server's, and it ends when the server does.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from trucewatch import errors
from trucewatch.engine import Progress
from trucewatch.errors import RecordError, TrucewatchError
from trucewatch.record import Address

APART_FROM: Final = 50_000
"""Claims of a record from which a process of its own is worth it: some 20,000 incidents.

Measured on invented records (`evaluation.bench_web`): its start takes 4 s of processor, and it saves some 3 s for
10,000 incidents, since it looks for garbage seldom. A server that reads these itself then holds 308 MB, else 222 MB.
"""
_BUILDER: Final = "trucewatch.web._builder"


def build_apart(address: Address, folder: Path, progress: Progress) -> None:
    """Let a process of its own build a read model or bring it up to date, and wait until it is done.

    Args:
        address: The record.
        folder: Where the read model stands; nobody may have its files open.
        progress: Who is told how far it is.

    Raises:
        TrucewatchError: What the process says is wrong.
        RecordError: It cannot write there, or ended before it was done.
    """
    # It finds the package where this process did, and stands in a session of its own, where Ctrl-C does not reach it.
    code = f"import sys; sys.path[:] = {sys.path!r}; from {_BUILDER} import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(BrokenPipeError):  # it has ended already, and its status tells
                # An address may hold a password, which other users could read in the list of processes.
                process.stdin.write(pickle.dumps((address, folder)))
                process.stdin.flush()  # and not closed: by it the process knows to its end that somebody waits
            wrong = _listen(process.stdout, progress)
            status = process.wait()
        except BaseException:  # somebody lost patience
            process.kill()
            raise
    if wrong is not None:
        raise wrong
    if status:
        by = f"signal {-status}" if status < 0 else f"exit status {status}"
        raise RecordError(
            f"the process that builds the read model ended before it was done ({by})",
            where=str(folder),
            remedy="see whether memory or disk ran out, and start again",
        )


def _listen(said: IO[bytes], progress: Progress) -> TrucewatchError | None:
    """Pass on how far it is, until there is no more to hear; returns what is wrong."""
    wrong: TrucewatchError | None = None
    for line in said:
        match json.loads(line):
            case ["begin", stage, total]:
                progress.begin(stage, total)
            case ["advance", number]:
                for _ in range(number):
                    progress.advance()
            case ["end"]:
                progress.end()
            case ["wrong", name, message, where, remedy]:
                wrong = getattr(errors, name)(message, where=where, remedy=remedy)
    return wrong
