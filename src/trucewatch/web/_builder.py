"""What the process does that builds the read model of a large record; see `trucewatch.web.building`."""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import sqlite3
import sys
import threading
from pathlib import Path

import duckdb

from trucewatch.errors import RecordError, TrucewatchError
from trucewatch.record import Address, Store
from trucewatch.web._place import Place
from trucewatch.web.index import Index

_TOLD_EVERY, _COLLECTED_EVERY = 1_000, 10


def main() -> None:
    """Take address and folder from standard input, and say on standard output how far it is and what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits for this ends it
    address, folder = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    # Millions of objects come and go by their count of references; to look for rings among them takes a quarter of the
    # time. It is done at each 10,000 steps, and not of what stands from the start.
    gc.freeze()
    gc.disable()
    try:
        build(address, folder)
    except TrucewatchError as error:
        _say("wrong", type(error).__name__, error.message, error.where, error.remedy)
    finally:
        gc.unfreeze()
        gc.enable()


def build(address: Address, folder: Path) -> None:
    """Build the read model of a record, or bring it up to date, in a folder that a server holds.

    Raises:
        RecordError: The folder cannot be written; or the record cannot be read.
    """
    try:
        with Store.open(address, create=False) as store:
            Index(store, store, Place.at(folder), progress=_Telling()).close()
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        raise RecordError(
            f"the read model cannot be built: {error}",
            where=str(folder),
            remedy="see that the folder can be written and that there is room on the disk",
        ) from error


class _Telling:
    """Progress that is said to who waits, by the thousand."""

    def __init__(self) -> None:
        self._waiting, self._batches = 0, 0

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        _say("begin", stage, total)

    def advance(self) -> None:
        """One step is done."""
        self._waiting += 1
        if self._waiting == _TOLD_EVERY:
            self._tell()

    def end(self) -> None:
        """The stage is done."""
        self._tell()
        _say("end")

    def _tell(self) -> None:
        _say("advance", self._waiting)
        self._waiting = 0
        self._batches += 1
        if self._batches % _COLLECTED_EVERY == 0:
            gc.collect()


def _say(*words: str | int | None) -> None:
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


def _end_with_the_other() -> None:
    """Nobody waits for a read model whose server has gone, and another server may want the folder."""
    os.read(sys.stdin.fileno(), 1)  # it is closed when the other ends, however that ends
    os._exit(1)
