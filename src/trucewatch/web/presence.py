"""Who is looking at what, kept in memory for as long as their pages say so."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

SECONDS: Final = 45.0
"""A page tells every 15 seconds that it is still open; after three that did not come nobody looks any more."""
_MOST: Final = 10_000


class Presence:
    """Who is looking; threads may share it. Lost when the server stops, as it should be."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, seconds: float = SECONDS) -> None:
        """Keep nobody yet.

        Args:
            clock: Seconds that never go back.
            seconds: How long somebody counts as looking.
        """
        self._clock, self._seconds = clock, seconds
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()

    def look(self, subject: str, name: str) -> tuple[str, ...]:
        """Somebody looks at a thing; returns who else does, by name."""
        with self._lock:
            self._forget()
            self._seen.pop((subject, name), None)
            self._seen[subject, name] = self._clock()
            while len(self._seen) > _MOST:
                self._seen.popitem(last=False)
            return tuple(sorted(who for what, who in self._seen if what == subject and who != name))

    def leave(self, subject: str, name: str) -> None:
        """Somebody has done with a thing."""
        with self._lock:
            self._seen.pop((subject, name), None)

    def everywhere(self, name: str) -> dict[str, tuple[str, ...]]:
        """Who else looks at what, by subject."""
        with self._lock:
            self._forget()
            found: dict[str, tuple[str, ...]] = {}
            for what, who in sorted(self._seen):
                if who != name:
                    found[what] = (*found.get(what, ()), who)
            return found

    def _forget(self) -> None:
        """Entries stand in order of time."""
        old = self._clock() - self._seconds
        while self._seen and next(iter(self._seen.values())) <= old:
            self._seen.popitem(last=False)
