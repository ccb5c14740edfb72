"""How a long job tells where it is, without knowing to whom."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What the engine tells while it works. Stages come one after another, never inside each other."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` is the number of its steps, or null where nobody knows."""

    def advance(self) -> None:
        """One step of the stage is done."""

    def end(self) -> None:
        """The stage is done."""


class Silent:
    """Progress that nobody watches."""

    def begin(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""
