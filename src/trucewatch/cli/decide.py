"""`trucewatch decide`: one review decision; `trucewatch decisions`: those that were made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from trucewatch.cli._options import RECORD, printable
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.model import Decision, DecisionAction, Record, Topic, Value
    from trucewatch.record import Address, Store

_ACTIONS = ("confirm", "correct", "merge", "split", "reject", "place", "rate_source", "note", "undo")
_FORMATS = ("text", "jsonl")


@click.command(short_help="Make one review decision.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("subjects", metavar="SUBJECT...", nargs=-1, required=True)
@click.option("--actor", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", metavar="TEXT", help="Why; needed for everything but confirm and note.")
@click.option("--set", "written", metavar="FIELD=VALUE", help="For correct: killed=3, killed=2-5, when=2020-03-19 ...")
@click.option("--point", metavar="LAT,LON,KM", help="For place: the point, and how far off it may be.")
@click.option("--name", metavar="NAME", help="For place: what the place is called.")
@click.option("--country", metavar="CODE", help="For place: its country (ISO 3166-1, two letters).")
@click.option("--claim", "claims", multiple=True, metavar="ID", help="For split: a claim to take out; may stand again.")
@click.option("--letter", type=click.Choice(list("ABCDEF")), help="For rate_source: the Admiralty letter.")
@click.option("--text", metavar="TEXT", help="For note: its words.")
@click.option("--seen", metavar="DIGEST", help="Refuse unless the subject is still what this digest was taken of.")
@click.option("--preview", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="text", show_default=True, help="What to write."
)
def decide(
    address: Address,
    action: str,
    subjects: tuple[str, ...],
    actor: str,
    reason: str | None,
    written: str | None,
    point: str | None,
    name: str | None,
    country: str | None,
    claims: tuple[str, ...],
    letter: str | None,
    text: str | None,
    seen: str | None,
    preview: bool,
    shape: str,
) -> None:
    """Make a review decision on the record of DIR, and bring everything derived from it and its files up to date.

    SUBJECT is claim:ID, incident:ID, finding:INCIDENT/AGREEMENT/TERM, source:NAME or decision:ID; a bare id will do
    where only one thing has it. merge takes two or more incidents. What changes is listed as by diff.
    """
    from trucewatch.cli._changes import change_lines, change_rows
    from trucewatch.engine import write_beside
    from trucewatch.model import DecisionAction, Topic
    from trucewatch.record import Proposal, ReviewService, Store

    does = DecisionAction(action)
    with Store.open(address, create=False) as store:
        named = [_subject(store, does, one) for one in subjects]
        if len(named) > 1 and does is not DecisionAction.MERGE:
            raise UsageError(f"{action} is about one subject", where=" ".join(subjects), remedy="decide one by one")
        place = {"name": name, "country": country}
        proposal = Proposal(
            actor=actor,
            action=does,
            subject=named[0],
            others=tuple(named[1:]),
            claims=tuple(_subject(store, DecisionAction.REJECT, c).removeprefix("claim:") for c in claims),
            value=_value(Topic.parse(named[0]), written=written, point=point, place=place, letter=letter, text=text),
            reason=reason,
            seen={named[0]: seen} if seen else {},
        )
        service = ReviewService(store)
        made = None if preview else service.decide(proposal)
        changes = made.changes if made else service.preview(proposal)
        if made:
            write_beside(store)
    if shape == "jsonl":
        rows = change_rows(changes)
        for row in [made.decision.to_json(), *rows] if made else rows:
            click.echo(row)
        return
    for line in change_lines(changes):
        click.echo(line)
    click.echo(f"decided: decision:{made.decision.id}" if made else "nothing was written")


def _subject(store: Store, action: DecisionAction, written: str) -> str:
    """A subject in full; a bare id is looked up among what the action can be about."""
    from trucewatch.model import ACTIONS, Topic, TopicType

    if written.partition(":")[0] in set(TopicType):
        return written
    allowed = ACTIONS[action].subjects
    if allowed == {TopicType.SOURCE}:
        return str(Topic(TopicType.SOURCE, written))
    found = sorted({str(topic) for topic in _named(store, written) if topic.type in allowed})
    exact = [one for one in found if one.partition(":")[2] == written]
    found = exact or found
    if len(found) != 1:
        raise UsageError(
            "nothing that this can be about has this id" if not found else f"this may be {' or '.join(found[:4])}",
            where=written,
            remedy="write claim:ID, incident:ID, finding:INCIDENT/AGREEMENT/TERM, source:NAME or decision:ID",
        )
    return found[0]


def _named(store: Store, written: str) -> Iterator[Topic]:
    """Everything whose id begins so."""
    from trucewatch.model import Claim, Decision, Incident, Topic, TopicType

    kinds: dict[TopicType, type[Record]] = {
        TopicType.CLAIM: Claim,
        TopicType.INCIDENT: Incident,
        TopicType.DECISION: Decision,
    }
    for type_, kind in kinds.items():
        yield from (Topic(type_, name) for name, _ in store.lines(kind) if name.startswith(written))
    incident, slash, rest = written.partition("/")
    if slash:
        yield Topic(TopicType.FINDING, f"{incident}/{rest}")


def _value(
    on: Topic,
    *,
    written: str | None,
    point: str | None,
    place: dict[str, str | None],
    letter: str | None,
    text: str | None,
) -> Value | None:
    """The value that the options give; at most one of them may."""
    from trucewatch.cli._values import change_of, point_of, validated
    from trucewatch.model import Note, Rating

    given = {"--set": written, "--point": point, "--letter": letter, "--text": text}
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1:
        raise UsageError(f"{' and '.join(names)} do not go together", remedy="make two decisions")
    if any(place.values()) and point is None:
        raise UsageError("--name and --country go with --point", remedy="give --point LAT,LON,KM too")
    if written is not None:
        return change_of(written, on.type)
    if point is not None:
        return point_of(point, **place)
    if letter is not None:
        return validated(Rating, {"reliability": letter}, letter)
    return None if text is None else validated(Note, {"text": text}, text)


@click.command(short_help="List the review decisions that were made.")
@click.argument("address", metavar="DIR", type=RECORD)
@click.option("--about", metavar="SUBJECT", help="Only those that speak of claim:ID, incident:ID and so on.")
@click.option(
    "--format", "shape", type=click.Choice(_FORMATS), default="text", show_default=True, help="What to write."
)
def decisions(address: Address, about: str | None, shape: str) -> None:
    """List the review decisions on the record of DIR, the oldest first; those undone are marked."""
    from trucewatch.model import in_force
    from trucewatch.record import ReviewService, Store

    with Store.open(address, create=False) as store:
        rows = tuple(store.decisions())
        standing = {d.id for d in in_force(rows)}
        if about is not None:
            rows = tuple(past.decision for past in ReviewService(store).history(about))
    for row in rows:
        click.echo(row.to_json() if shape == "jsonl" else printable(_line(row, standing=row.id in standing)))


def _line(decision: Decision, *, standing: bool) -> str:
    """One decision in one line."""
    others = [seen.subject for seen in decision.before.seen[1:]]
    about = " with ".join([decision.subject, *others])
    value = f" {_words(decision)}" if decision.after is not None else ""
    reason = f": {decision.reason}" if decision.reason else ""
    undone = "" if standing else " (undone)"
    return f"{decision.at} {decision.id} {decision.actor} {decision.action} {about}{value}{reason}{undone}"


def _words(decision: Decision) -> str:
    """What a decision sets, as JSON without its type."""
    from trucewatch.model import Apart, ClaimValue, IncidentValue, Together

    after = decision.after
    if isinstance(after, ClaimValue | IncidentValue):
        row = after.change.model_dump(mode="json")
        return f"{row['field']} = {json.dumps(row['value'], ensure_ascii=False)}"
    if isinstance(after, Together):
        return f"({len(after.claims)} claims)"
    if isinstance(after, Apart):
        return f"({', '.join(a.claim for a in after.claims)})"
    values = after.model_dump(mode="json", exclude={"type"}, exclude_none=True) if after else {}
    return ", ".join(f"{k} {v}" for k, v in values.items())
