"""The stories of the mission: their tellings as data beside this file, and the pipeline run over them in process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trucewatch.assess import assess_incidents, check_statements
from trucewatch.extract import extract_claims, infer_published
from trucewatch.link import link_claims
from trucewatch.locate import Gazetteer, Locator
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, PublishedBasis, Report, text_sha256
from trucewatch.read import load_agreement

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STYLES = ("wire", "local", "ministry", "tweets")
STORIES = ("idlib", "kashmir", "karabakh", "lebanon", "macomia")


@dataclass(frozen=True)
class Told:
    """What the software makes of some tellings of one story."""

    story: Mapping[str, Any]
    agreement: Agreement
    reports: Mapping[str, Report]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]

    def checks(self) -> tuple[Check, ...]:
        """What the record says of the statements in the reports."""
        return check_statements(list(self.reports.values()), self.claims, self.incidents, agreement=self.agreement)

    def deadly(self) -> list[Incident]:
        """Incidents in which somebody was killed."""
        return [i for i in self.incidents if i.killed is not None and i.killed.best]

    def attack(self) -> Incident:
        """The incident of the deaths, a toll taken for one aside; a test of its own says that it is the only one."""
        bound = self.story["expect"]["toll"]["low"]
        small = [i for i in self.deadly() if i.killed and (i.killed.low or 0) < bound]
        return max(small, key=lambda i: (len(i.claims), i.id))


@cache
def load(name: str) -> Mapping[str, Any]:
    """A story as its file holds it."""
    return tomllib.loads((HERE / "stories" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


@cache
def _agreement(path: str) -> Agreement:
    return load_agreement(ROOT / path)


def telling(name: str, style: str) -> Mapping[str, Any]:
    """One telling of a story."""
    found: Mapping[str, Any] = next(t for t in load(name)["tellings"] if t["style"] == style)
    return found


def _report(told: Mapping[str, Any], *, dated: bool) -> Report:
    text = told["text"].strip()
    return Report(
        id=told["style"],
        source=told["source"],
        lang="en",
        published=told["published"] if dated else None,
        published_basis=PublishedBasis.GIVEN if dated else PublishedBasis.UNKNOWN,
        title=told["title"],
        text=text,
        sha256=text_sha256(text),
        synthetic=True,
    )


@cache
def tell(name: str, *, dated: bool, styles: tuple[str, ...] = STYLES) -> Told:
    """Run extraction, linking, findings and checks over some tellings of a story."""
    story = load(name)
    agreement = _agreement(story["agreement"])
    locator = Locator(_gazetteer(), agreement)
    given = [_report(telling(name, style), dated=dated) for style in styles]
    reports = {r.id: r if r.published else infer_published(r, agreement) for r in given}
    claims = tuple(c for r in reports.values() for c in extract_claims(r, locator=locator, agreement=agreement))
    incidents = link_claims(claims, reports)
    findings = assess_incidents(incidents, {c.id: c for c in claims}, reports, agreement)
    return Told(story, agreement, reports, claims, incidents, findings)
