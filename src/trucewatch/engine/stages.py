"""The rooms' functions as the engine calls them, bound to one agreement and one gazetteer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from trucewatch import __version__
from trucewatch.errors import InputError
from trucewatch.model import Agreement, Check, Claim, Finding, Incident, Report
from trucewatch.record import Link, Rules, rules_for

_CODE = ("model", "locate", "extract")
"""What the claims of a report depend on beside the report and the agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of the job. All are pure, so that any of them can be run again and give the same.

    Attributes:
        extractor: everything that the claims depend on beside the report, in one string: two runs with the same
            string give the same claims, so that what is done need not be done again.
        infer: fills in a date of publication that the report's own words and the agreement allow.
        extract: the claims of one report.
        link: claims and reports by id to incidents, with review decisions and ratings of sources among the options.
        assess: incidents, with claims and reports by id, to findings; none without an agreement.
        check: statements in the reports, tested against the record.
        derivation: names the code of the last three; empty where what they derived is never used again.
    """

    extractor: str
    infer: Callable[[Report], Report]
    extract: Callable[[Report], Sequence[Claim]]
    link: Link
    assess: Callable[[Sequence[Incident], Mapping[str, Claim], Mapping[str, Report]], Sequence[Finding]]
    check: Callable[[Sequence[Report], Sequence[Claim], Sequence[Incident]], Sequence[Check]]
    derivation: str = ""

    @property
    def rules(self) -> Rules:
        """The stages that derive."""
        return Rules(link=self.link, assess=self.assess, check=self.check, key=self.derivation)


def default_stages(agreement: Agreement | None, *, gazetteers: Sequence[Path] = (), extractor: str = "model") -> Stages:
    """The stages that ship with the package.

    Args:
        agreement: names actors and sides, and is what findings are made against.
        gazetteers: the user's own files of places, for this run, beside those added for good.
        extractor: `rules` or `model`.

    Raises:
        GazetteerError: a file of places does not load.
    """
    from trucewatch.extract import EXTRACTORS, infer_published
    from trucewatch.locate import Gazetteer, Locator, user_folder

    locator = Locator(Gazetteer.load(tuple(gazetteers)), agreement)
    extract = EXTRACTORS[extractor]
    rules = rules_for(agreement)
    added = sorted(path for path in user_folder().glob("*") if path.is_file())
    return Stages(
        extractor=_extractor_key(extractor, agreement, (*added, *gazetteers)),
        infer=lambda report: infer_published(report, agreement),
        extract=lambda report: extract(report, locator=locator, agreement=agreement),
        link=rules.link,
        assess=rules.assess,
        check=rules.check,
        derivation=rules.key,
    )


def ensure_claims_fit(claims: Iterable[Claim], reports: Mapping[str, Report]) -> None:
    """Refuse claims whose report is not among the reports given.

    Raises:
        InputError: with the claim's id.
    """
    for claim in claims:
        if claim.report not in reports:
            raise InputError(
                f"the claim is of report {claim.report!r}, which is not given",
                where=claim.id,
                remedy="give the reports that the claims were extracted from",
            )


def _extractor_key(name: str, agreement: Agreement | None, places: Sequence[Path]) -> str:
    """`<name>/<version>` with digests of the code and its data, of the agreement, and of the user's places.

    The version alone is not enough: in a checkout the rules change between versions, and claims of yesterday's rules
    must not pass for today's.
    """
    room = files("trucewatch")
    code = hashlib.sha256()
    for part in _CODE:
        _feed(code, room.joinpath(part), part)
    used = hashlib.sha256(agreement.to_json().encode() if agreement else b"")
    for path in places:
        used.update(path.read_bytes())
    return f"{name}/{__version__}+{code.hexdigest()[:12]}.{used.hexdigest()[:12]}"


def _feed(digest: hashlib._Hash, item: Traversable, name: str) -> None:
    if item.is_dir():
        for child in sorted(item.iterdir(), key=lambda child: child.name):
            if child.name != "__pycache__":
                _feed(digest, child, f"{name}/{child.name}")
    elif not item.name.endswith((".pyc", "~")) and not item.name.startswith("."):
        data = item.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
