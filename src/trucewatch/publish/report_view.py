"""A situation report as sections: what the facts of a period say, in the order in which a reader needs it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from trucewatch.assess.ledgers import FindingRow, LedgerRow
from trucewatch.assess.trend import ratio_words
from trucewatch.model import Agreement, CheckVerdict, Moment, Range, Verdict, day_of
from trucewatch.publish.report_annex import incident_annex, method, proof, report_annex, sources, unknowns
from trucewatch.publish.report_blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Look,
    Picture,
    Prose,
    Row,
    Run,
    Section,
    SituationReport,
    Table,
    plain,
    quiet,
)
from trucewatch.publish.report_facts import Counts, Facts, Provenance, SituationOptions, gather
from trucewatch.publish.report_lists import accounts, checks, disputes, incidents
from trucewatch.publish.report_map import Ground, draw_map
from trucewatch.publish.report_timeline import draw_timeline
from trucewatch.publish.report_words import (
    best,
    bounds,
    days_in_words,
    incident_links,
    number,
    open_end,
    side_name,
    span,
    tally,
)
from trucewatch.publish.wording import day
from trucewatch.record import Reading

WARNING = (
    "A machine made this record from what reports say. An alleged violation is no judgment: it says that what is "
    "reported meets every test of a term. A count is a count of what was reported, and fewer reports are not less "
    "violence. A person must review this before it is used against anybody."
)


def make_report(
    reading: Reading, options: SituationOptions, provenance: Provenance, ground: Ground | None = None
) -> SituationReport:
    """The situation report of a period of a record.

    Args:
        reading: The record, as it is or as it was known on a day.
        options: The period, and what to leave out.
        provenance: How the record can be checked.
        ground: What the map is drawn on; without it there is neither map nor timeline.

    Raises:
        UsageError: Pictures are to be drawn, and the extra `report` is not installed.
    """
    facts = gather(reading, options, provenance)
    drawn = () if ground is None else (draw_map(facts, ground), draw_timeline(facts))
    return situation(facts, tuple(picture for picture in drawn if picture is not None))


def situation(facts: Facts, pictures: tuple[Picture, ...] = ()) -> SituationReport:
    """A report of the facts.

    Args:
        facts: Of one period.
        pictures: The map and the timeline, where they are drawn.
    """
    agreement = facts.agreement
    parts: tuple[tuple[str, str, Iterator[Block]], ...] = (
        ("summary", "Summary", _summary(facts)),
        ("findings", "Findings under each term", _findings(facts)),
        ("sides", "By side", _sides(facts)),
        ("where-and-when", "Where and when", iter(pictures)),
        ("change", "Compared with before", _change(facts)),
        ("incidents", "Incidents", incidents(facts)),
        ("accounts", "Accounts side by side", accounts(facts)),
        ("disagreements", "Where claimants disagree", disputes(facts)),
        ("checks", "What reports say about the record", checks(facts)),
        ("unknown", "What the record does not know", unknowns(facts)),
        ("method", "Method and caveats", method(facts)),
        ("sources", "Sources", sources(facts)),
    )
    annexes: tuple[tuple[str, str, Iterator[Block]], ...] = (
        ("annex-reports", "Reports", report_annex(facts)),
        ("annex-incidents", "Incidents and their claims", incident_annex(facts)),
        ("annex-proof", "How to check this report", proof(facts)),
    )
    made = [(anchor, title, tuple(blocks)) for anchor, title, blocks in parts]
    numbered = enumerate(((anchor, title, blocks) for anchor, title, blocks in made if blocks), 1)
    sections = [Section(anchor, f"{i}", title, blocks) for i, (anchor, title, blocks) in numbered]
    sections += [
        Section(anchor, f"Annex {letter}", title, tuple(blocks))
        for letter, (anchor, title, blocks) in zip("ABC", annexes, strict=True)
    ]
    return SituationReport(
        title=agreement.name if agreement else "Reported violence",
        period=_period(facts),
        facts=tuple(_head(facts)),
        warning=WARNING,
        sections=tuple(sections),
    )


def _period(facts: Facts) -> str:
    if facts.period is None:
        return "no report of the record has a date"
    told = days_in_words(facts.period.start, facts.period.end)
    whole = facts.options.start is None and facts.options.end is None
    return f"{told} (the whole record)" if whole else told


def _head(facts: Facts) -> Iterator[tuple[str, str]]:
    options = facts.options
    if options.as_of is not None:
        yield "As of", f"{day(options.as_of)}: by what was published by that day"
    elif facts.ends is not None:
        yield "As of", f"{day(facts.ends)}, the day of the last report"
    if facts.agreement is not None:
        yield "Agreement", f"{facts.agreement.id}, declared {day(facts.agreement.declared)}"
        yield "In force", _in_force(facts.agreement, facts.period.end if facts.period else facts.ends)
    if options.made_on is not None:
        yield "Made on", day(options.made_on)
    yield "Names", "Victims' names are told" if options.names else "Victims' names are left out"


def _in_force(agreement: Agreement, until: dt.date | None) -> str:
    """Days in force at the end of the period, the first one counted."""
    if agreement.effective is None:
        return "the day on which it takes effect is not known"
    since = day_of(agreement.effective)
    told = f"since {day(agreement.effective)}"
    if until is None:
        return told
    ended = day_of(agreement.ended) if agreement.ended else None
    last = min(until, ended) if ended else until
    days = (last - since).days + 1
    if days < 1:
        return f"not yet, at the end of the period; from {day(agreement.effective)} on"
    if ended and ended <= until:
        return f"{told} until {day(agreement.ended)}: {number(days, 'day')}"
    return f"{told}: day {days} at the end of the period"


# ---- summary


def _summary(facts: Facts) -> Iterator[Block]:
    row = facts.whole
    figures = [
        KeyFigure(str(row.violent), "acts of violence", _perhaps(row)),
        KeyFigure(str(best(row.killed)), "killed", _spread(row.killed)),
        KeyFigure(str(best(row.injured)), "injured", _spread(row.injured)),
    ]
    if facts.agreement is not None:
        named = (
            (Verdict.ALLEGED_VIOLATION, "alleged violations", "incidents, under any term"),
            (Verdict.UNDETERMINED, "undetermined", "incidents of which nobody can say"),
        )
        for verdict, label, told in named:
            more = facts.perhaps.verdicts[verdict]
            bounds_ = f"{told}; {more} more in the period, perhaps" if more else told
            figures.append(KeyFigure(str(facts.sure.verdicts[verdict]), label, bounds_))
    figures.append(KeyFigure(str(len(facts.reports)), "reports", number(len(facts.sources), "source")))
    yield KeyFigures(tuple(figures))
    yield Bullets(tuple(_sentences(facts)))
    yield _numbers(facts)


def _perhaps(row: LedgerRow) -> str:
    return f"up to {row.perhaps} incidents more, perhaps" if row.perhaps else ""


def _spread(range_: Range) -> str:
    low, high = range_.low or 0, range_.high
    return f"{low} or more" if high is None else "" if low == high else f"{low} to {high}"


def _sentences(facts: Facts) -> Iterator[Cell]:
    row = facts.whole
    yield plain(
        f"The record tells of {number(row.violent, 'act')} of violence, {number(row.breaches, 'breach', 'breaches')} "
        f"without violence, and {number(row.conduct, 'act')} of conduct such as patrols, agreements and withdrawals"
        + (f"; {number(row.perhaps, 'more incident')} may lie in the period." if row.perhaps else ".")
    )
    yield plain(
        f"Killed by hostile acts, or by acts of unknown cause: {bounds(row.killed)}; the best figure is "
        f"{best(row.killed)}. Injured: {bounds(row.injured)}; best {best(row.injured)}."
    )
    for label, killed, injured in facts.harmed:
        yield plain(f"Of these, {label}: killed {span(killed)}, injured {span(injured)}.")
    held = facts.in_force
    if held is not None and facts.agreement is not None and (held.violent, held.killed) != (row.violent, row.killed):
        yield plain(
            f"While the agreement was in force: {number(held.violent, 'act')} of violence and "
            f"{number(held.perhaps, 'incident')} more that may fall in that time; killed {span(held.killed)}, "
            f"injured {span(held.injured)}."
        )
    if facts.agreement is not None:
        yield _alleged(facts)
    yield plain(f"Acts of violence by grade: {_graded(facts.sure)}.{_beside(_graded(facts.perhaps))}")
    if facts.disputes:
        ids = dict.fromkeys(d.incident for d in facts.disputes)
        unsure = sum(i in facts.unsure for i in ids)
        told = f" ({unsure} of them only perhaps in the period)" if unsure else ""
        said = f"On {number(len(ids), 'incident')}{told} claimants disagree: "
        yield (*plain(said), *incident_links(facts, ids), Run("."))
    if facts.comparison is not None:
        yield plain(f"Compared with before: {facts.comparison.words}. {_shown(facts)}")
    if facts.checks:
        counted = Counter(k.verdict.value for k in facts.checks)
        yield plain(
            f"Reports make {number(len(facts.checks), 'statement')} about the record: "
            f"{tally(counted, [v.value for v in CheckVerdict])}."
        )


def _graded(counts: Counts) -> str:
    order = ("confirmed", "fair", "weak", "contested", "discounted")
    return tally({grade.value: count for grade, count in counts.grades.items()}, order)


def _beside(told: str) -> str:
    """What is told of incidents that only perhaps lie in the period; nothing where there are none."""
    return "" if told == "none" else f" Of those that only perhaps lie in the period: {told}."


def _alleged(facts: Facts) -> Cell:
    counts = facts.sure
    alleged = counts.verdicts[Verdict.ALLEGED_VIOLATION]
    told = f"{number(alleged, 'incident')} {'is' if alleged == 1 else 'are'} alleged to violate a term"
    put = ""
    if alleged:
        rest = " and the rest to nobody" if 0 < counts.attributed < alleged else ""
        put = f", {counts.attributed or 'none'} of them attributed to a side{rest}"
    open_ = counts.verdicts[Verdict.UNDETERMINED]
    unknown = f"; of {number(open_, 'incident')} more nobody can say from what is reported." if open_ else "."
    further = facts.perhaps.verdicts
    names = {v.value: further[v] for v in (Verdict.ALLEGED_VIOLATION, Verdict.UNDETERMINED)}
    return plain(told + put + unknown + _beside(tally(names, tuple(names))))


def _shown(facts: Facts) -> str:
    assert facts.comparison is not None
    change = facts.comparison.change.value
    if change == "not_shown":
        return "The interval holds 1: no change is shown, which is not the same as none."
    return f"The interval shows {'an' if change == 'increase' else 'a'} {change} of what is reported."


def _numbers(facts: Facts) -> Table:
    rows = [("In the period", facts.whole)]
    if facts.in_force is not None:
        rows.append(("Of these while the agreement was in force", facts.in_force))
    columns = (
        Column("", share=2.4),
        Column("Acts of violence", True),
        Column("Breaches without violence", True),
        Column("Conduct", True),
        Column("Perhaps more", True),
        *(Column(f"{name}, {end}", True) for name in ("Killed", "Injured") for end in ("low", "best", "high")),
    )
    made = [
        Row(
            (
                plain(label),
                *(plain(str(n)) for n in (row.violent, row.breaches, row.conduct, row.perhaps)),
                *_three(row.killed),
                *_three(row.injured),
            )
        )
        for label, row in rows
    ]
    return Table("In numbers", columns, tuple(made))


def _three(range_: Range) -> tuple[Cell, Cell, Cell]:
    return plain(str(range_.low or 0)), plain(str(best(range_))), plain(open_end(range_.high))


# ---- findings


def _findings(facts: Facts) -> Iterator[Block]:
    agreement = facts.agreement
    if agreement is None:
        yield Prose(plain("Nothing was tested: no agreement was given."))
        return
    yield _terms_table(facts, agreement)
    untested = [t.id for t in agreement.terms if not t.testable]
    if untested:
        yield Prose(plain(f"No report of an incident can test: {', '.join(untested)}."), is_note=True)
    yield _alleged_table(facts, agreement)
    yield Prose(
        plain(
            "What is undetermined is neither a violation nor none: a test cannot be answered from what is reported. "
            "One answer would decide the incidents of the last column."
        ),
        is_note=True,
    )
    yield _needs_table(facts)


def _terms_table(facts: Facts, agreement: Agreement) -> Table:
    terms = {t.id: t for t in agreement.terms}
    further = {row.key: row for row in facts.perhaps.findings}
    rows = []
    for row in facts.sure.findings:
        term = terms.get(row.key)
        told: Cell = (Run(row.key, Look.STRONG), Run(f" {term.article}. {term.meaning}" if term else ""))
        put = [f"{side_name(side, agreement)} {n}" for side, n in row.attributed]
        nobody = row.alleged_violation - sum(n for _, n in row.attributed)
        put += [f"nobody {nobody}"] if nobody else []
        counts = (_with_perhaps(row, further.get(row.key), name) for name in _VERDICTS)
        rows.append(Row((told, *(plain(n) for n in counts), plain("; ".join(put) or "–"))))
    columns = (
        Column("Term", share=4.0),
        Column("Alleged violation", True),
        Column("Undetermined", True, 1.2),
        Column("Consistent", True, 1.1),
        Column("Out of scope", True),
        Column("Attributed to", share=1.6),
    )
    caption = "Findings: incidents by what each term says of them"
    return Table(caption + (_PLUS if facts.unsure else ""), columns, tuple(rows))


_VERDICTS = ("alleged_violation", "undetermined", "consistent", "out_of_scope")
_PLUS = "; after a plus those that only perhaps lie in the period"


def _with_perhaps(row: FindingRow, further: FindingRow | None, name: str) -> str:
    more = getattr(further, name) if further is not None else 0
    return f"{getattr(row, name)} + {more}" if more else f"{getattr(row, name)}"


def _alleged_table(facts: Facts, agreement: Agreement) -> Table:
    rows = []
    for term in (t for t in agreement.terms if t.testable):
        by_side: dict[str | None, list[str]] = {}
        kept: list[str] = []
        for told in facts.told:
            for f in told.findings:
                if f.term == term.id and f.verdict is Verdict.ALLEGED_VIOLATION:
                    by_side.setdefault(f.attributed_to, []).append(f.incident)
                elif f.term == term.id and f.verdict is Verdict.CONSISTENT:
                    kept.append(f.incident)
        for side, ids in sorted(by_side.items(), key=lambda item: (item[0] is None, item[0] or "")):
            whose = side_name(side, agreement) if side else "nobody: accounts differ, or nobody is named surely enough"
            rows.append(Row((plain(term.id), plain("alleged violation"), plain(whose), incident_links(facts, ids))))
        if kept:
            rows.append(Row((plain(term.id), plain("consistent"), quiet("–"), incident_links(facts, kept))))
    columns = (Column("Term"), Column("Verdict"), Column("Attributed to", share=2.0), Column("Incidents", share=2.4))
    return Table("Alleged violations, and commitments kept", columns, tuple(rows))


def _needs_table(facts: Facts) -> Table:
    lacking = Counter((g.incident, g.term) for g in facts.gaps)
    of: dict[tuple[str, str], list[str]] = {}
    for gap in facts.gaps:
        of.setdefault((gap.term, gap.need.value), []).append(gap.incident)
    rows = []
    for (term, need), ids in sorted(of.items(), key=lambda item: (item[0][0], -len(set(item[1])), item[0][1])):
        alone = [i for i in dict.fromkeys(ids) if lacking[i, term] == 1]
        unsure = len(set(ids) & facts.unsure)
        many = f"{len(set(ids)) - unsure} + {unsure}" if unsure else f"{len(set(ids))}"
        cells = (plain(term), plain(_NEEDS.get(need, need)), plain(many), incident_links(facts, alone))
        rows.append(Row(cells if alone else (*cells[:3], quiet("–"))))
    columns = (
        Column("Term"),
        Column("What is not known", share=2.4),
        Column("Incidents", True),
        Column("Where it is all that is missing", share=2.0),
    )
    caption = "Why findings are undetermined" + (_PLUS if facts.unsure else "")
    return Table(caption, columns, tuple(rows), "Every finding has an answer.")


_NEEDS: Mapping[str, str] = {
    "assertion": "whether it happened: there are only denials",
    "act": "what kind of act it was",
    "target": "whether forces were the target",
    "date": "a day that lies wholly on one side of the edge",
    "hour": "the hour, on the day on which force begins or ends",
    "place": "a place that is on the map, or more exact",
    "outline": "where the zone lay at that time",
    "crossing": "whether one side acted against the other",
    "author": "who did it",
    "side": "which side an actor belongs to",
    "bound": "whether the agreement binds a side",
    "exempt": "whether an exempt group acted or was struck",
    "partners": "who took part",
    "force": "when the agreement takes effect",
    "account": "which of the accounts is right",
}


# ---- sides


def _sides(facts: Facts) -> Iterator[Block]:
    yield Prose(
        plain(
            "An account is not a fact. An act stands surely in the row of a side where every account that is not "
            "denied "
            "names that side and nobody denies it; else it stands there perhaps. Rows are not to be added, and not to "
            "be ranked: a side of whose acts more is published stands higher."
        ),
        is_note=True,
    )
    yield _accused(facts)
    if facts.side_ledgers:
        yield _reported(facts)
        yield Prose(
            plain(
                "Here each side's own figures stand as it gave them, before they are settled against those of others: "
                "a row may hold more than the record does, which takes the figure that most independent origins give, "
                "the lower one on a tie."
            ),
            is_note=True,
        )


def _accused(facts: Facts) -> Table:
    rows = []
    for row in facts.by_side:
        is_all = row.key == "all"
        counts = (row.violent, row.breaches, row.perhaps)
        own = [plain(span(r)) if r is not None else quiet("–") for r in (row.own_killed, row.own_injured)]
        name = "All incidents" if is_all else side_name(row.key, facts.agreement)
        cells = (plain(name), *(plain(str(n)) for n in counts), plain(span(row.killed)), plain(span(row.injured)))
        rows.append(Row((*cells, *own), is_total=is_all))
    columns = (
        Column("Said to have acted", share=2.6),
        Column("Acts of violence", True),
        Column("Breaches", True),
        Column("Perhaps", True),
        Column("Killed", True, 1.3),
        Column("Injured", True, 1.3),
        Column("Own killed", True, 1.3),
        Column("Own injured", True, 1.3),
    )
    return Table(
        "What each side is said to have done, and lost: best figure (low–high)", columns, tuple(rows), "No incidents."
    )


def _stated_days(start: Moment | None, end: Moment | None) -> str:
    if start is None and end is None:
        return "days not stated"
    if start is None or end is None:
        return f"from {day(start[:10])}" if start else f"until {day((end or '')[:10])}"
    return days_in_words(day_of(start), day_of(end))


def _reported(facts: Facts) -> Table:
    rows = []
    for row in facts.side_ledgers:
        stated = "; ".join(
            f"{'?' if n is None else n} ({_stated_days(start, end)}, {who})" for _, start, end, n, who in row.stated
        )
        cells = (
            plain(side_name(row.by, facts.agreement)),
            plain(side_name(row.of, facts.agreement)),
            plain(str(row.violent)),
            plain(str(row.breaches)),
            plain(span(row.killed)),
            plain(span(row.injured)),
            plain(stated or "–"),
        )
        rows.append(Row(cells))
    columns = (
        Column("Reported by", share=2.0),
        Column("Said to be done by", share=2.0),
        Column("Acts of violence", True),
        Column("Breaches", True),
        Column("Killed", True, 1.2),
        Column("Injured", True, 1.2),
        Column("Totals of acts that it states, never added", share=2.0),
    )
    caption = "What each side reports of each, by its own word; incidents that surely lie in the period"
    return Table(caption, columns, tuple(rows))


# ---- change


def _change(facts: Facts) -> Iterator[Block]:
    row = facts.comparison
    if row is None:
        yield Prose(plain(facts.no_comparison))
        return
    made = []
    for name, p in (("Earlier", row.before), ("Later", row.after)):
        killed = Range(low=p.killed_low, best=p.killed, high=p.killed_high)
        late = "–" if p.unreported is None else f"{p.unreported:.0%}"
        days = days_in_words(dt.date.fromisoformat(p.start), dt.date.fromisoformat(p.end))
        cells = (
            f"{name}: {days}",
            str(p.days),
            f"{p.acts}" + (f" + {p.perhaps} perhaps" if p.perhaps else ""),
            f"{p.acts_a_day:.2g} ({p.acts_a_day_low:.2g}–{p.acts_a_day_high:.2g})",
            span(killed),
            str(p.reports),
            str(p.sources),
            late,
        )
        made.append(Row(tuple(plain(c) for c in cells)))
    columns = (
        Column("Period", share=2.2),
        Column("Days", True),
        Column("Acts of violence", True, 1.2),
        Column("A day, with exact 95% interval", True, 1.5),
        Column("Killed", True, 1.2),
        Column("Reports", True),
        Column("Sources", True),
        Column("Likely not reported yet", True, 1.2),
    )
    yield Table("Two periods of equal length", columns, tuple(made))
    told = [f"Acts a day, later over earlier: {ratio_words(row.acts)}. {_shown(facts)}"]
    if row.by_same_sources is not None:
        told.append(
            f"By the {number(row.same_sources, 'source')} that published in both: {ratio_words(row.by_same_sources)}."
        )
    yield Bullets(tuple(plain(t) for t in (*told, *row.caveats)))
