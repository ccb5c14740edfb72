"""The lists of a situation report: incidents, the accounts of each, disagreements, stated totals, and checks."""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.assess.disputes import Disagreement, Saying, Tally, TollRow
from trucewatch.model import Check, Incident, Range, Reliability
from trucewatch.publish.report_blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Look,
    Prose,
    Row,
    Run,
    Table,
    joined,
    plain,
    quiet,
)
from trucewatch.publish.report_facts import Facts, Told
from trucewatch.publish.report_words import (
    account_words,
    accounts_short,
    claimants_of,
    finding_words,
    findings_short,
    grade_run,
    heading_of,
    incident_link,
    incident_links,
    number,
    place_words,
    quote_of,
    report_link,
    report_links,
    said_author,
    said_count,
    span,
    victim_words,
)
from trucewatch.publish.wording import (
    CREDIBILITY_LABELS,
    RELIABILITY_LABELS,
    day,
    kind,
    when,
    words,
)

_TALLIES = {
    Tally.SAME: "the same",
    Tally.MAY_AGREE: "may agree",
    Tally.RECORD_LESS: "the record holds fewer",
    Tally.RECORD_MORE: "the record holds more",
}


def incidents(facts: Facts) -> Iterator[Block]:
    """The incidents as a table, by date."""
    if facts.counted > len(facts.told):
        yield Prose(
            plain(
                f"{number(len(facts.told), 'incident')} of {facts.counted} are listed: alleged violations first, then "
                "what is undetermined, then by the dead. All are counted above; an export holds them all."
            ),
            is_note=True,
        )
    columns = (
        Column("No.", True, 0.5),
        Column("Day", share=1.2),
        Column("What and where", share=2.4),
        Column("Killed", True, 0.8),
        Column("Injured", True, 0.8),
        Column("Said to have done it", share=2.3),
        Column("Grade", share=1.0),
        Column("Findings", share=2.2),
    )
    rows = tuple(_incident_row(told, facts) for told in facts.told)
    yield Table("Incidents by day: best figure (low–high)", columns, rows, "No incident lies in the period.")


def _incident_row(told: Told, facts: Facts) -> Row:
    n = told.incident
    days: Cell = plain(when(n.when))
    if not told.is_sure:
        days = (*days, Run(" perhaps", Look.QUIET))
    return Row(
        (
            (Run(str(told.number), to=f"incident-{told.number}"),),
            days,
            (Run(kind(n.kind), Look.STRONG), Run(", "), *place_words(n)),
            plain(span(n.killed)),
            plain(span(n.injured)),
            accounts_short(n),
            (grade_run(n.grade),),
            findings_short(told.findings, facts.agreement),
        )
    )


# ---- accounts side by side


def accounts(facts: Facts) -> Iterator[Block]:
    """Every incident with its figures, its findings, and what each claimant says of it."""
    yield Prose(
        plain(
            "Each row is one account: who says so, whom they say it was, and the words it rests on. That nobody is "
            "blamed is said as such. Two outlets that quote one ministry are one origin."
        ),
        is_note=True,
    )
    for told in facts.told:
        yield _entry(told, facts)


def _entry(told: Told, facts: Facts) -> Entry:
    n = told.incident
    columns = (
        Column("Who says so", share=1.8),
        Column("Who did it, by this account", share=1.8),
        Column("Killed", True, 0.8),
        Column("Injured", True, 0.8),
        Column("Report", share=0.7),
        Column("In its words", share=3.4),
    )
    rows = tuple(
        Row(
            (
                claimants_of(claim, facts),
                said_author(claim),
                said_count(claim, "killed"),
                said_count(claim, "injured"),
                report_link(facts, claim.report),
                quote_of(claim),
            )
        )
        for claim in told.claims
    )
    heading = f"{told.number}. {heading_of(n)}"
    return Entry(
        f"incident-{told.number}",
        heading,
        tuple(_facts_of(told, facts)),
        Table(f"Accounts of incident {told.number}", columns, rows),
    )


def _facts_of(told: Told, facts: Facts) -> Iterator[tuple[str, Cell]]:
    n = told.incident
    yield "Where", place_words(n)
    if not told.is_sure:
        yield "Period", plain("Its days reach beyond the period, or are not known: it counts as perhaps.")
    harmed = [f"{e} {span(r)}" for e in ("killed", "injured", "missing", "captured") if (r := getattr(n, e))]
    if harmed:
        yield "Figures", plain(", ".join(harmed))
    if n.victims:
        yield "Who was harmed", plain("; ".join(victim_words(v, facts.agreement) for v in n.victims))
    if n.weapon:
        yield "Weapon", plain(n.weapon)
    yield "Who did it", joined([account_words(a) for a in n.perpetrators], " — or — ") or quiet("nobody named")
    yield "Grade", (grade_run(n.grade), Run(f", {n.grade_reason}"))
    yield "Admiralty", plain(_admiralty(n))
    if told.findings:
        yield "Findings", joined([finding_words(f, facts.agreement) for f in told.findings], "; ")
    if n.part_of:
        yield "Part of", incident_link(facts, n.part_of)
    if n.note:
        yield "Note", plain(n.note)


def _admiralty(n: Incident) -> str:
    letter = Reliability(n.reliability).value
    return f"{letter}{n.credibility}: source {RELIABILITY_LABELS[letter]}, {CREDIBILITY_LABELS[n.credibility]}"


# ---- disagreements and totals


def disputes(facts: Facts) -> Iterator[Block]:
    """Where claimants disagree on one incident, and totals that they state beside what they reported."""
    columns = (
        Column("Incident", share=0.7),
        Column("On", share=0.9),
        Column("Who says what", share=5.0),
    )
    rows = tuple(
        Row((incident_link(facts, d.incident), plain(words(d.field)), _sayings(d, facts))) for d in facts.disputes
    )
    yield Table("What claimants say of one incident and cannot all be right about", columns, rows, "They do not.")
    if facts.tolls:
        yield _tolls(facts)


def _sayings(dispute: Disagreement, facts: Facts) -> Cell:
    told: dict[str, list[Saying]] = {}
    for said in dispute.sayings:
        told.setdefault(_saying(said), []).append(said)
    cells = []
    for what, sayings in told.items():
        reports = dict.fromkeys(r for s in sayings for r in s.reports)
        who = ", ".join(dict.fromkeys(s.claimant for s in sayings))
        cells.append((Run(what, Look.STRONG), Run(f": {who} ("), *report_links(facts, reports), Run(")")))
    return joined(cells, "; ")


def _saying(said: Saying) -> str:
    return said.words if said.words is not None else _bounds(said.low, said.high)


def _bounds(low: int | None, high: int | None) -> str:
    return span(Range(low=low, best=None, high=high)) if low is not None or high is not None else "open"


def _tolls(facts: Facts) -> Table:
    columns = (
        Column("Claimant", share=1.8),
        Column("Report", share=0.6),
        Column("Period", share=1.8),
        Column("Where", share=1.2),
        Column("What", share=0.8),
        Column("States", True, 0.8),
        Column("Reported here", True, 1.0),
        Column("Beside each other", share=1.4),
    )
    rows = tuple(_toll(row, facts) for row in facts.tolls)
    return Table("Totals that claimants state, beside the incidents that they reported themselves", columns, rows)


def _toll(row: TollRow, facts: Facts) -> Row:
    days = f"{day(row.start[:10]) if row.start else 'open'} – {day(row.end[:10]) if row.end else 'open'}"
    cells = (
        plain(row.claimant),
        report_link(facts, row.report),
        plain(days),
        plain(row.where or "–"),
        plain(row.counts),
        plain(_bounds(row.stated_low, row.stated_high)),
        plain(_bounds(row.reported_low, row.reported_high)),
        plain(_TALLIES[row.tally]),
    )
    return Row(cells)


# ---- checks


def checks(facts: Facts) -> Iterator[Block]:
    """Statements of reports about the record, with both verdicts."""
    yield Prose(
        plain(
            "The record can only answer for the days and places that its reports cover: what lies beyond is "
            "undetermined, never contradicted."
        ),
        is_note=True,
    )
    columns = (
        Column("Report", share=0.6),
        Column("Statement", share=3.0),
        Column("Now", share=1.2),
        Column("When published", share=1.2),
        Column("What the record holds", share=3.2),
        Column("Incidents", share=0.9),
    )
    rows = tuple(_check(k, facts) for k in facts.checks)
    yield Table("Statements about the record", columns, rows, "No report of the period makes one.")


def _check(k: Check, facts: Facts) -> Row:
    return Row(
        (
            report_link(facts, k.report),
            (Run(f"“{' '.join(k.quote.split())}”", Look.QUOTE),),
            plain(words(k.verdict.value)),
            plain(words(k.verdict_as_published.value)),
            plain(k.record),
            incident_links(facts, k.incidents, most=6) if k.incidents else quiet("–"),
        )
    )
