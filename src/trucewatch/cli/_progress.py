"""Progress on a terminal as a bar, elsewhere as plain lines, both on standard error."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from trucewatch.engine import Progress


class _Lines:
    """A line when a stage begins, at each tenth of it, and when it ends."""

    def __init__(self) -> None:
        self._stage, self._total, self._done = "", 0, 0

    def begin(self, stage: str, total: int | None) -> None:
        self._stage, self._total, self._done = stage, total or 0, 0
        click.echo(f"{stage} ..." if total is None else f"{stage}: {total} to do", err=True)

    def advance(self) -> None:
        self._done += 1
        tenth = self._total // 10
        if tenth and self._done % tenth == 0 and self._done < self._total:
            click.echo(f"{self._stage}: {self._done} of {self._total}", err=True)

    def end(self) -> None:
        click.echo(f"{self._stage}: done ({self._done})", err=True)


class _Bar:
    """A bar a stage; where the number of steps is not known, a count."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None, visible=False)

    def begin(self, stage: str, total: int | None) -> None:
        self._task = self._bars.add_task(stage, total=total)

    def advance(self) -> None:
        self._bars.advance(self._task)

    def end(self) -> None:
        done = self._bars.tasks[self._task].completed
        self._bars.update(self._task, total=done or 1, completed=done or 1)


def progress() -> AbstractContextManager[Progress]:
    """Where the job is, for whoever looks at standard error."""
    if not sys.stderr.isatty():
        return nullcontext(_Lines())
    return _terminal()


def _terminal() -> AbstractContextManager[Progress]:
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    @contextmanager
    def bars():  # type: ignore[no-untyped-def]
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True)) as drawn:
            yield _Bar(drawn)

    return bars()
