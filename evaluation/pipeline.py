"""The pipeline in process over one set: extract, link, assess, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from evaluation.corpus import Corpus
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, Report

if TYPE_CHECKING:
    from trucewatch.locate import Gazetteer


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the software says of a set."""

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    from trucewatch.locate import Gazetteer

    return Gazetteer.load()


def load_agreement_of(corpus: Corpus) -> Agreement | None:
    """The agreement of a set, or null."""
    if corpus.agreement is None:
        return None
    from trucewatch.read import load_agreement

    return load_agreement(corpus.agreement)


def extract(
    corpus: Corpus, agreement: Agreement | None, extractor: str = "model"
) -> tuple[tuple[Report, ...], tuple[Claim, ...]]:
    """The reports with their dates inferred where they had none, and the claims of an extractor."""
    from trucewatch.extract import EXTRACTORS, infer_published
    from trucewatch.locate import Locator

    locator = Locator(_gazetteer(), agreement)
    reports = tuple(r if r.published else infer_published(r, agreement) for r in corpus.reports)
    claims = [c for r in reports for c in EXTRACTORS[extractor](r, locator=locator, agreement=agreement)]
    return reports, tuple(claims)


def predict(
    corpus: Corpus,
    *,
    claims: Sequence[Claim] | None = None,
    claims_only: bool = False,
    extractor: str = "model",
) -> Predicted:
    """Run the pipeline over a set.

    Args:
        corpus: The set; its gold is not looked at.
        claims: Claims to take instead of extracting.
        claims_only: Stop after extraction.
        extractor: `rules` or `model`.
    """
    agreement = None if claims is not None and claims_only else load_agreement_of(corpus)
    if claims is None:
        reports, found = extract(corpus, agreement, extractor)
    else:
        ids = {r.id for r in corpus.reports}
        reports, found = corpus.reports, tuple(c for c in claims if c.report in ids)
    if claims_only:
        return Predicted(found)
    from trucewatch.assess import assess_incidents, check_statements
    from trucewatch.link import link_claims

    by_report, by_claim = {r.id: r for r in reports}, {c.id: c for c in found}
    incidents = link_claims(found, by_report)
    findings = assess_incidents(incidents, by_claim, by_report, agreement) if agreement else ()
    checks = check_statements(reports, found, incidents, agreement=agreement)
    return Predicted(found, tuple(incidents), tuple(findings), tuple(checks))
