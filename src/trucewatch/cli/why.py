"""`trucewatch why`: why two claims are one incident or not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, as_of_option, printable, reading, weights_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.model import Claim
    from trucewatch.record import Address, Reading


@click.command(short_help="Why two claims are one incident, or not.")
@click.argument("first", metavar="CLAIM")
@click.argument("second", metavar="CLAIM")
@click.option(
    "--record", "address", metavar="DIR", default=".", show_default=True,
    type=RECORD, help="What `trucewatch run` wrote.",
)  # fmt: skip
@weights_option(None, "Without it those of the record.")
@as_of_option
def why(
    first: str,
    second: str,
    address: Address,
    weights: str | None,
    as_of: dt.date | None,
    decided_by: dt.date | None,
) -> None:
    """Say why two claims are one incident or not: what was compared, what it weighs, and the score.

    The last step is what more is asked for where many claims tell of the same place and day.

    CLAIM is the id of a claim, or as much of its beginning as no other has.
    """
    from trucewatch.link import Crowds, LinkOptions, WeightSet, explain_pair

    with reading(address, as_of, decided_by) as store:
        a, b = _claim(store, first), _claim(store, second)
        if a.id == b.id:
            raise UsageError("both are the same claim", where=a.id, remedy="give two claims")
        basis = store.basis()
        together = [incident for incident in store.incidents() if {a.id, b.id} & set(incident.claims)]
    reports = {report.id: report for report in basis.reports}
    options = LinkOptions(weights=(WeightSet(weights) if weights else basis.weights).load())
    explained = explain_pair(a, b, reports, options=options, crowds=Crowds(basis.claims, reports))
    for line in explained.waterfall().splitlines():
        click.echo(printable(line))
    homes = {claim: incident.id for incident in together for claim in incident.claims}
    if a.id in homes and homes[a.id] == homes.get(b.id):
        click.echo(f"in the record: one incident, {homes[a.id]}")
    else:
        places = " and ".join(f"{claim.id} in {homes.get(claim.id, 'no incident')}" for claim in (a, b))
        click.echo(f"in the record: {printable(places)}")


def _claim(store: Reading, given: str) -> Claim:
    """The claim of an id, or of a beginning that only one id has."""
    exact = store.claim(given)
    if exact is not None:
        return exact
    found = [claim for claim in store.claims() if claim.id.startswith(given)]
    if len(found) != 1:
        raise UsageError(
            "no claim has this id" if not found else f"{len(found)} claims have ids that begin so",
            where=given,
            remedy="see the ids in claims.jsonl",
        )
    return found[0]
