"""What a run prints at its end: files, the ledger of incidents, findings, checks, and what could not be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Column, Table

from trucewatch.cli._console import add_row, head, open_console, say, table_of
from trucewatch.engine import RunResult
from trucewatch.model import (
    KINDS,
    Account,
    Agreement,
    Check,
    CheckVerdict,
    Confidence,
    Finding,
    Incident,
    Outcome,
    Range,
    Scope,
    Verdict,
    When,
    Where,
)

MAX_ROWS = 200
"""Rows of a table at most; the files hold all of them."""

_VERDICTS = (Verdict.ALLEGED_VIOLATION, Verdict.CONSISTENT, Verdict.UNDETERMINED, Verdict.OUT_OF_SCOPE)
_ACCOUNTS = {
    Confidence.FACT: "",
    Confidence.CLAIMED: "says so itself",
    Confidence.ACCUSED_BY_AUTHORITY: "accused by authority",
    Confidence.ACCUSED: "accused",
    Confidence.POSSIBLE: "possibly",
    Confidence.DENIED: "denied",
}


def print_result(result: RunResult, agreement: Agreement | None) -> None:
    """Everything that a run found, to standard output."""
    console = open_console()
    _print_ledger(console, result.incidents)
    if agreement is not None:
        _print_findings(console, result.findings, agreement)
    _print_checks(console, result.checks)
    _print_undecided(console, result, agreement)
    _print_files(console, result)


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.header == name)


def _print_ledger(console: Console, incidents: Sequence[Incident]) -> None:
    head(console, f"Incidents: {len(incidents)}")
    if not incidents:
        return
    table = table_of(["day", "what", "where", "killed", "injured", "who, by which account", "grade", "reports"])
    for name in ("killed", "injured", "reports"):
        _column(table, name).justify = "right"
    _column(table, "day").max_width = 13
    _column(table, "what").max_width = 24
    _column(table, "where").max_width = 34
    _column(table, "who, by which account").ratio = 1
    for incident in incidents[:MAX_ROWS]:
        add_row(
            table,
            day(incident.when),
            KINDS[incident.kind].label,
            place(incident.where),
            figure(incident.killed),
            figure(incident.injured),
            "; ".join(account(one) for one in incident.perpetrators),
            incident.grade,
            str(len(incident.reports)),
        )
    console.print(table)
    _more(console, len(incidents), "incidents.jsonl")


def _more(console: Console, total: int, file: str) -> None:
    if total > MAX_ROWS:
        say(console, f"... and {total - MAX_ROWS} more in {file}")


def day(when: When | None) -> str:
    """`2020-03-19`, `2020-03-19 to 2020-03-21`, or `?` where the day is not known."""
    if when is None or (when.start is None and when.end is None):
        return "?"
    start, end = (moment[:10] if moment else "?" for moment in (when.start, when.end))
    return start if start == end else f"{start} to {end}"


def place(where: Where | None) -> str:
    """The place with its country and how far off the point may be; a name that no gazetteer knows in quotes."""
    if where is None:
        return "?"
    if where.lat is None:
        return f'"{where.text or where.name}"' if where.text or where.name else "?"
    name = where.name or where.admin1 or where.text or "?"
    return f"{name}, {where.country or '?'} ±{where.radius_km:g} km"


def figure(range_: Range | None) -> str:
    """`2`, `2 (1-3)`, `15+` and `up to 50` where one bound is open, or nothing where no figure is known."""
    if range_ is None:
        return ""
    low, best, high = range_.low, range_.best, range_.high
    if high is None:
        return f"{best if best is not None else low}+"
    if low is None:
        return f"up to {high}"
    shown = best if best is not None else high
    return str(shown) if low == high else f"{shown} ({low}-{high})"


def account(one: Account) -> str:
    """One account of who did it, in words."""
    who = one.actor or one.label
    if one.confidence is Confidence.WITHHELD:
        return "nobody named"
    if who is None:
        return "not stated"
    notes = [_ACCOUNTS.get(one.confidence, "")]
    if one.denied_by and one.confidence is not Confidence.DENIED:
        notes.append("which is denied")
    told = ", ".join(note for note in notes if note)
    return f"{who} ({told})" if told else who


def _print_findings(console: Console, findings: Sequence[Finding], agreement: Agreement) -> None:
    head(console, f"Findings against {agreement.name}: {len(findings)}")
    counts = Counter((finding.term, finding.verdict) for finding in findings)
    table = table_of(["term", *(verdict.replace("_", " ") for verdict in _VERDICTS), "attributed to"])
    for name in (verdict.replace("_", " ") for verdict in _VERDICTS):
        _column(table, name).justify = "right"
    for term in agreement.terms:
        if term.testable:
            row = [str(counts[term.id, verdict]) for verdict in _VERDICTS]
            sides = Counter(f.attributed_to for f in findings if f.term == term.id and f.attributed_to is not None)
            told = ", ".join(f"{side} {count}" for side, count in sides.most_common())
            alleged = counts[term.id, Verdict.ALLEGED_VIOLATION]
            add_row(table, term.id, *row, told or ("nobody" if alleged else ""))
    console.print(table)
    untested = [term.id for term in agreement.terms if not term.testable]
    if untested:
        say(console, f"No report can test: {', '.join(untested)}.")


def _print_checks(console: Console, checks: Sequence[Check]) -> None:
    head(console, f"Checks of statements against this record: {len(checks)}")
    if not checks:
        return
    table = table_of(["report", "statement", "verdict", "what the record holds"])
    for check in checks[:MAX_ROWS]:
        add_row(table, check.report, check.quote, check.verdict, check.record)
    console.print(table)
    _more(console, len(checks), "checks.jsonl")


def _print_undecided(console: Console, result: RunResult, agreement: Agreement | None) -> None:
    head(console, "What could not be decided, and why")
    lines = undecided(result, agreement)
    for line in lines or ["Nothing: every incident has a day and a place, and every test an answer."]:
        say(console, f"- {line}")


def undecided(result: RunResult, agreement: Agreement | None) -> list[str]:
    """One line for each reason that left something open, with how often."""
    lines = []
    undated = [report.id for report in result.reports if report.published is None]
    if undated:
        lines.append(f"{_few(undated, 'report')} without a date of publication, so that days that hang on it are open")
    no_day = [incident for incident in result.incidents if day(incident.when) == "?"]
    if no_day:
        lines.append(f"{_count(len(no_day), 'incident')} without a day: no report gives one that can be resolved")
    nowhere = [incident for incident in result.incidents if incident.where is None or incident.where.lat is None]
    names = sorted({place(incident.where) for incident in nowhere} - {"?"})
    if nowhere:
        known = f"; the gazetteer does not know {_some(names)}" if names else ""
        lines.append(f"{_count(len(nowhere), 'incident')} without a point on the map{known}")
    contested = sum(incident.grade == "contested" for incident in result.incidents)
    if contested:
        lines.append(
            f"{_count(contested, 'incident')} with accounts that exclude each other; all are kept side by side"
        )
    lines += _open_findings(result.findings)
    if agreement is None:
        lines.append("no findings: no agreement was given (--agreement FILE)")
    open_checks = sum(check.verdict is CheckVerdict.UNDETERMINED for check in result.checks)
    if open_checks:
        lines.append(f"{_count(open_checks, 'check')} undetermined: the record does not reach as far as the statement")
    tolls = sum(claim.scope is Scope.TOLL for claim in result.claims)
    if tolls:
        lines.append(f"{_count(tolls, 'claim')} of a total over several acts, kept apart from incidents")
    if result.problems:
        lines.append(f"{_count(len(result.problems), 'input')} skipped, named above with reason and remedy")
    return lines


def _open_findings(findings: Sequence[Finding]) -> list[str]:
    """A line a term: how many findings are undetermined, and which tests left them so."""
    open_ = [finding for finding in findings if finding.verdict is Verdict.UNDETERMINED]
    lines = []
    for term in dict.fromkeys(finding.term for finding in findings):
        of_term = [finding for finding in open_ if finding.term == term]
        tests = Counter(
            reason.test for finding in of_term for reason in finding.reasons if reason.outcome is Outcome.UNKNOWN
        )
        why = ", ".join(f"{test.replace('_', ' ')} {count}" for test, count in tests.most_common())
        if of_term:
            lines.append(
                f"{_count(len(of_term), 'finding')} undetermined under {term}; not known: {why or 'see reasons'}"
            )
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _few(ids: Sequence[str], noun: str) -> str:
    return f"{_count(len(ids), noun)} ({_some(ids)})"


def _some(names: Sequence[str], most: int = 5) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _print_files(console: Console, result: RunResult) -> None:
    head(console, "Written")
    counts = {
        "reports.jsonl": len(result.reports),
        "claims.jsonl": len(result.claims),
        "incidents.jsonl": len(result.incidents),
        "findings.jsonl": len(result.findings),
        "checks.jsonl": len(result.checks),
    }
    if not result.files:
        say(console, result.where)
    for name, path in result.files.items():
        number = f"  {counts[name]} {name.partition('.')[0]}" if name in counts else ""
        say(console, f"{path}{number}")
    again = result.read - result.new
    known = f", {again} of them known already" if again else ""
    say(console, f"{_count(result.read, 'report')} read{known}; {result.extracted} extracted in this run.")
    say(console, "A machine made this record from what reports say. A person must review it before it is published.")
