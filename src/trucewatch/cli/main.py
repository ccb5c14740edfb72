"""The command `trucewatch` and how its errors end it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click

from trucewatch import __version__
from trucewatch.errors import TrucewatchError, UsageError

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "trucewatch.cli.run:run",
        "extract": "trucewatch.cli.extract:extract",
        "link": "trucewatch.cli.link:link",
        "assess": "trucewatch.cli.assess:assess",
        "why": "trucewatch.cli.why:why",
        "check": "trucewatch.cli.check:check",
        "trend": "trucewatch.cli.trend:trend",
        "ledger": "trucewatch.cli.ledger:ledger",
        "diff": "trucewatch.cli.diff:diff",
        "decide": "trucewatch.cli.decide:decide",
        "decisions": "trucewatch.cli.decide:decisions",
        "rebuild": "trucewatch.cli.rebuild:rebuild",
        "audit": "trucewatch.cli.audit:audit",
        "serve": "trucewatch.cli.serve:serve",
        "accounts": "trucewatch.cli.accounts:accounts",
        "export": "trucewatch.cli.export:export",
        "report": "trucewatch.cli.report:report",
        "agreement": "trucewatch.cli.agreement:agreement",
        "gazetteer": "trucewatch.cli.gazetteer:gazetteer",
    }
)
"""Commands in the order in which a newcomer meets them, each with the place of its function."""


class _Failure(click.ClickException):
    """An error of ours as click shows it: `Error: where: message [code] (remedy)` and exit status 1."""

    exit_code = 1


class _Misuse(click.ClickException):
    """A command called in a way that cannot work: exit status 2, as for an unknown option."""

    exit_code = 2


class _Commands(click.Group):
    """Commands that are imported when they are called, so that the start stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise _Misuse(str(error)) from error
        except TrucewatchError as error:
            raise _Failure(str(error)) from error


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="trucewatch")
def main() -> None:
    """Turn reports of violence into a ceasefire record that anyone can check.

    Exit status: 0 all is well, 1 something given could not be read (the rest is done), 2 the command was called in a
    way that cannot work.
    """
