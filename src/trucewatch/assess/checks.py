"""Statements of reports against the record: supported, contradicted or undetermined, now and as known when published.

The record is a sample. It does not cover what lies before its first report, so a statement about such a time is never
supported by silence; and a number above what the record holds is undetermined, not wrong. A counter-example inside
the record contradicts a first, a zero or a superlative wherever the record begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from trucewatch.assess._known import Index, Known, Timeline
from trucewatch.assess._subjects import Lexicon, Reading, read_subject
from trucewatch.assess._verdicts import Answer, answer
from trucewatch.assess.statements import Statement, find_statements
from trucewatch.model import (
    Agreement,
    Check,
    Claim,
    Incident,
    Kind,
    Modality,
    Report,
    content_id,
)


def check_statements(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    *,
    agreement: Agreement | None,
    silent: Collection[str] = (),
) -> tuple[Check, ...]:
    """Find the statements about the record in the reports and say what the record says of each.

    Args:
        reports: All reports of the record.
        claims: All claims drawn from them.
        incidents: The incidents that the claims were merged into.
        agreement: Gives actors, their sides and the day on which the ceasefire took effect; without it that day is
            the one on which most claims put the start of a truce, if any do.
        silent: Ids of reports that are known to make no statement; they are not searched for any.

    Returns:
        One check a statement, in order of report and place in it. `verdict_as_published` looks at the statement's
        own report and at those published on earlier days only.
    """
    effective = _effective(claims, agreement)
    searched = {r.id: r for r in reports if r.id not in silent}
    told = {id_: today for id_, r in searched.items() if (today := find_statements(r, effective=effective))}
    if not told:
        return ()  # what the record knows takes long to put in order, and nobody asks
    by_claim = {c.id: c for c in claims}
    now = Known({r.id: r for r in reports}, by_claim, {i.id: i for i in incidents}, Index(by_claim, incidents))
    lexicon, timeline = Lexicon(claims, agreement), Timeline(now, agreement)
    checks: list[Check] = []
    by_day = sorted(told, key=lambda k: (searched[k].published is not None, (searched[k].published or "")[:10], k))
    for report in (searched[id_] for id_ in by_day):
        today = told[report.id]
        then = timeline.before(report)
        as_then = _effective(then.claims.values(), agreement)
        published = today if as_then == effective else find_statements(report, effective=as_then)
        states = ((today, now, lexicon), (published, then, timeline.lexicon(report)))
        checks += _checks_of(*states)
    return tuple(sorted(checks, key=lambda c: (c.report, c.start, c.end, c.type.value)))


_State = tuple[Sequence[Statement], Known, Lexicon]


def _checks_of(now: _State, then: _State) -> list[Check]:
    """The checks of one report's statements by the record of today, with the verdict by that of its own day."""
    known_then = {(s.start, s.end, s.type): s for s in then[0]}
    made = []
    for statement in now[0]:
        reading, today = _answered(statement, now[1], now[2])
        before = known_then.get((statement.start, statement.end, statement.type), statement)
        _, published = _answered(before, then[1], then[2])
        made.append(_check(statement, reading, today, published))
    return made


def _check(statement: Statement, reading: Reading, today: Answer, published: Answer) -> Check:
    return Check(
        id=content_id("k", statement.report, statement.start, statement.end, statement.type.value),
        report=statement.report,
        start=statement.start,
        end=statement.end,
        quote=statement.quote,
        type=statement.type,
        subject=reading.subject,
        comparator=statement.comparator,
        period=statement.period,
        value=statement.value,
        tolerance=statement.tolerance,
        verdict=today.verdict,
        verdict_as_published=published.verdict,
        record=today.record,
        incidents=today.incidents,
        claims=today.claims,
    )


def _answered(statement: Statement, known: Known, lexicon: Lexicon) -> tuple[Reading, Answer]:
    """What a statement speaks of, and what one state of the record says of it."""
    own = known.own_incident(statement, lexicon)
    reading = read_subject(statement, lexicon, own)
    return reading, answer(statement, reading, own, known, lexicon)


def _effective(claims: Iterable[Claim], agreement: Agreement | None) -> str | None:
    """The day the truce took effect: the agreement's, else the day that most claims of a truce name."""
    if agreement is not None:
        return agreement.effective or agreement.declared
    days = Counter(
        c.when.start[:10]
        for c in claims
        if c.kind in (Kind.AGREEMENT, Kind.CEASEFIRE_DECLARED)
        and c.modality is Modality.ASSERTED
        and c.when is not None
        and c.when.start is not None
        and c.when.start == c.when.end
    )
    return min(days, key=lambda d: (-days[d], d)) if days else None
