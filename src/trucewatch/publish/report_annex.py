"""What a situation report says about itself: what is not known, how it was made, its sources, and how to check it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from trucewatch.model import (
    CheckVerdict,
    Grade,
    Incident,
    Outcome,
    Scope,
    Verdict,
    When,
    canonical_json,
    in_force,
    text_sha256,
)
from trucewatch.publish.report_blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Look,
    Prose,
    Row,
    Run,
    Table,
    joined,
    plain,
    quiet,
)
from trucewatch.publish.report_facts import Facts
from trucewatch.publish.report_words import incident_link, incident_links, number, report_links
from trucewatch.publish.wording import (
    GRADE_MEANINGS,
    RELIABILITY_LABELS,
    VERDICT_LABELS,
    VERDICT_MEANINGS,
    day,
    outside,
    words,
)

# ---- what is not known


def unknowns(facts: Facts) -> Iterator[Block]:
    """One line for each thing that is open, with how often."""
    yield Bullets(tuple(_open(facts)) or (plain("Every incident has a day and a place, and every test an answer."),))


def _open(facts: Facts) -> Iterator[Cell]:
    told = facts.told
    undated = [r.id for r in facts.reports.values() if r.published is None]
    if undated:
        yield (
            *plain(
                f"{number(len(undated), 'report')} without a date of publication, so that days that hang on it are "
                "open: "
            ),
            *report_links(facts, undated),
            Run("."),
        )
    for label, ids in (
        ("without a day that any report gives", [t.incident.id for t in told if not _has_day(t.incident.when)]),
        (
            "without a point on the map, as no gazetteer has the name or none is given",
            [t.incident.id for t in told if t.incident.where is None or t.incident.where.lat is None],
        ),
        ("of which nobody is named, or said to be known", [t.incident.id for t in told if not _is_named(t.incident)]),
        (
            "with accounts that exclude each other; all are kept side by side",
            [t.incident.id for t in told if t.incident.grade is Grade.CONTESTED],
        ),
        ("that may lie in the period, or outside it", [t.incident.id for t in told if not t.is_sure]),
    ):
        if ids:
            yield (*plain(f"{number(len(ids), 'incident')} {label}: "), *incident_links(facts, ids), Run("."))
    alone = sum(t.incident.grade is Grade.WEAK for t in told)
    if alone:
        yield plain(f"{number(alone, 'incident')} by the word of one origin alone, however often it is repeated.")
    yield from _open_findings(facts)
    open_checks = sum(k.verdict is CheckVerdict.UNDETERMINED for k in facts.checks)
    if open_checks:
        yield plain(f"{number(open_checks, 'statement')} that the record does not reach far enough to check.")
    tolls = sum(c.scope is Scope.TOLL for c in facts.basis.claims)
    if tolls:
        yield plain(
            f"{number(tolls, 'claim')} of the record of a total over several acts: kept apart, never added to "
            "incidents."
        )
    late = facts.comparison.after.unreported_last if facts.comparison else None
    if late is not None:
        yield plain(f"Of the acts of the last seven days, {late:.0%} are likely not reported yet, by the lags seen.")
    if facts.provenance.unreadable:
        yield plain(
            f"{number(len(facts.provenance.unreadable), 'input')} of the last run could not be read: "
            + "; ".join(f"{where} ({why})" for where, why in facts.provenance.unreadable[:20])
        )
    yield plain(
        "What nobody reported, what was reported in other languages or by outlets that are not among the sources, and "
        "whether what is said is true."
    )


def _has_day(when: When | None) -> bool:
    return when is not None and (when.start or when.end) is not None


def _is_named(incident: Incident) -> bool:
    return any(a.actor or a.label or a.side for a in incident.perpetrators)


def _open_findings(facts: Facts) -> Iterator[Cell]:
    for term in dict.fromkeys(row.key for row in facts.sure.findings):
        open_ = [f for t in facts.told for f in t.findings if f.term == term and f.verdict is Verdict.UNDETERMINED]
        tests = Counter(r.test for f in open_ for r in f.reasons if r.outcome is Outcome.UNKNOWN)
        if open_:
            why = ", ".join(f"{words(test)} {n}" for test, n in sorted(tests.items(), key=lambda i: (-i[1], i[0])))
            yield plain(f"{number(len(open_), 'finding')} under {term}; tests without an answer: {why or 'see there'}.")


# ---- method


def method(facts: Facts) -> Iterator[Block]:
    """How the record was made, and what its words mean."""
    basis, made = facts.basis, facts.provenance
    standing = len(in_force(basis.decisions))
    by = ", ".join(f"{name} ({number(n, 'report')})" for name, n in sorted(made.extractors.items()))
    told = [
        f"{number(len(basis.reports), 'report')} of the record were read into {number(len(basis.claims), 'claim')}"
        + (f" by {by}" if by else "")
        + ". Claims that tell of one event were merged into incidents by written rules and weights.",
        f"{number(len(basis.decisions), 'decision')} of reviewers {'is' if len(basis.decisions) == 1 else 'are'} in "
        "the "
        f"record, {standing} of which stand. "
        + (
            "What no reviewer touched is the work of a machine."
            if basis.decisions
            else "No person has reviewed it: all of it is the work of a machine."
        ),
        "An act is counted once, a wave and its parts once. An incident counts surely where its days lie in the "
        "period, "
        "perhaps where they reach beyond it or are not known: perhaps is in no best figure, and widens the high one.",
        "Killed and injured have a low, a best and a high figure over the accounts; an open high has no upper bound "
        "in any "
        "report. Deaths by no hostile act, and acts shown to be none, are counted apart.",
        "Places have a radius. Whether an act lay in a zone is asked with the radius and the zone's own uncertainty; "
        "where "
        "they leave it open, so is the finding.",
        "A violation is attributed to a side only where every account that is not denied names this side, and the "
        "actor "
        "says so itself, an outlet without a side says it in its own voice, or two independent origins accuse it.",
        "How many incidents a record holds depends on who publishes, where reporters can go, and who has reason to "
        "be silent "
        "or loud. Periods and sides may be compared only with the same sources over the whole time. An absence of "
        "reports "
        "is no absence of violations.",
        "Numbers of incidents and reports are of this report alone; the annexes give the ids of the record.",
    ]
    yield Bullets(tuple(plain(t) for t in told))
    grades = tuple(Row(((Run(g, Look.STRONG),), plain(meaning))) for g, meaning in GRADE_MEANINGS.items())
    yield Table("Grades, after Airwars", (Column("Grade"), Column("Meaning", share=4.0)), grades)
    verdicts = tuple(
        Row(((Run(VERDICT_LABELS[v], Look.STRONG),), plain(meaning))) for v, meaning in VERDICT_MEANINGS.items()
    )
    yield Table("Verdicts", (Column("Verdict"), Column("Meaning", share=4.0)), verdicts)


# ---- sources


def sources(facts: Facts) -> Iterator[Block]:
    """Outlets with their ratings."""
    rows = []
    for row in facts.sources:
        days = f"{day(row.first)} – {day(row.last)}" if row.first and row.first != row.last else day(row.first)
        rating = f"{row.rating.value}: {RELIABILITY_LABELS[row.rating.value]}"
        cells = (
            plain(row.name or "no outlet given"),
            plain(str(row.reports)),
            plain(str(row.incidents)),
            plain(str(row.alone)),
            plain(days),
            plain(rating + (f" ({row.note})" if row.note else "")),
        )
        rows.append(Row(cells))
    columns = (
        Column("Outlet", share=2.4),
        Column("Reports", True),
        Column("Incidents", True),
        Column("Of these alone", True),
        Column("Published", share=2.0),
        Column("Reliability (Admiralty)", share=2.0),
    )
    yield Table("Outlets of the reports behind this one, and of the period", columns, tuple(rows), "No reports.")
    rated = sum(row.rating.value != "F" for row in facts.sources)
    if not rated:
        yield Prose(plain("No outlet is rated: the record was made without a file of ratings."), is_note=True)


# ---- annexes


def report_annex(facts: Facts) -> Iterator[Block]:
    """Every report with the digest of the bytes that were read."""
    of: dict[str, list[str]] = {}
    for told in facts.told:
        for name in told.incident.reports:
            of.setdefault(name, []).append(told.incident.id)
    rows = []
    for report in facts.reports.values():
        link = outside(report.url)
        title = report.title or report.url or report.id
        marks = [w for w, on in (("retold", report.retold), ("invented", report.synthetic)) if on]
        where = (Run(title, href=link), Run(f" ({', '.join(marks)})" if marks else "", Look.QUIET))
        number_ = facts.cited[report.id]
        basis = "" if report.published_basis.value == "given" else f" ({report.published_basis.value})"
        cells: tuple[Cell, ...] = (
            plain(f"R{number_}"),
            plain((day(report.published) + basis) if report.published else "no date"),
            (Run(report.source or "no outlet given", Look.STRONG), Run(". "), *where),
            incident_links(facts, of.get(report.id, ())) or quiet("–"),
            (Run(report.id, Look.CODE), Run(" sha256 "), Run(report.sha256, Look.CODE)),
        )
        rows.append(Row(cells, anchor=f"report-{number_}"))
    columns = (
        Column("No.", share=0.6),
        Column("Published", share=1.2),
        Column("Outlet and title", share=3.0),
        Column("Incidents", share=1.2),
        Column("Id, and SHA-256 of what was read", share=3.6),
    )
    yield Table("Reports", columns, tuple(rows), "None.")


def incident_annex(facts: Facts) -> Iterator[Block]:
    """Ids of the incidents, of their claims, and of those reports."""
    rows = []
    for told in facts.told:
        n = told.incident
        rows.append(
            Row(
                (
                    incident_link(facts, n.id),
                    (Run(n.id, Look.CODE),),
                    joined([(Run(c, Look.CODE),) for c in n.claims]),
                    report_links(facts, n.reports),
                )
            )
        )
    columns = (
        Column("No.", True, 0.5),
        Column("Id", share=2.6),
        Column("Claims", share=3.6),
        Column("Reports", share=1.2),
    )
    yield Table("Incidents of this report, as the record calls them", columns, tuple(rows), "None.")


def proof(facts: Facts) -> Iterator[Block]:
    """What the report rests on, as hashes, and how to compare them."""
    made, basis = facts.provenance, facts.basis
    agreement = text_sha256(canonical_json(facts.agreement)) if facts.agreement else None
    rows: Sequence[tuple[str, str | None]] = (
        ("End of the chain of what was stored", made.stored),
        ("End of the chain of decisions", made.decisions),
        ("Agreement, as canonical JSON, SHA-256", agreement),
        ("Reports of the record", str(len(basis.reports))),
        ("Claims of the record", str(len(basis.claims))),
        ("Decisions of the record", str(len(basis.decisions))),
        ("Claims linked with the weights", basis.weights.value),
        ("Made with Trucewatch", made.version or None),
    )
    columns = (Column("What", share=1.6), Column("Value", share=3.4))
    yield Table(
        "What this report rests on",
        columns,
        tuple(Row((plain(what), (Run(value, Look.CODE),) if value else quiet("none"))) for what, value in rows),
    )
    steps = [
        "Whoever has the record compares the ends of both chains with those that `trucewatch audit verify` prints; "
        "it names "
        "every row that was changed, and rebuilds incidents, findings and checks from reports, claims and decisions.",
        "The same record, period and version give this report again, byte for byte; no clock and no network is asked.",
        "Whoever has a report alone compares the SHA-256 of the bytes that were read with Annex A.",
        "`trucewatch why CLAIM CLAIM` says why two claims of Annex B are one incident or not.",
    ]
    yield Bullets(tuple(plain(s) for s in steps))
