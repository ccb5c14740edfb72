"""Claims to incidents."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from trucewatch.errors import InputError
from trucewatch.link.consolidate import consolidate, incident_id, longer_id
from trucewatch.link.decided import Decided, Fixed, Group, linkable
from trucewatch.link.explain import explain_pair
from trucewatch.link.groups import group_ids
from trucewatch.link.memory import Memory
from trucewatch.link.options import LinkOptions
from trucewatch.link.waves import mark_waves
from trucewatch.link.weights import default_weights
from trucewatch.model import Claim, Incident, Report


def group_claims(
    claims: Sequence[Claim], reports: Mapping[str, Report], *, options: LinkOptions | None = None
) -> list[list[Claim]]:
    """Clusters of claims that tell of one event, each in order of id, by the id of their first claim.

    A pure function of the set of claims: their order and repetition change nothing.

    Raises:
        InputError: Two different claims bear one id.
    """
    rows = {c.id: c for c in _unique(c for c in claims if linkable(c))}
    return [[rows[i] for i in group] for group in group_ids(rows.values(), reports, options=options)]


def _unique(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by ascending id, each once."""
    by_id: dict[str, Claim] = {}
    for claim in claims:
        known = by_id.setdefault(claim.id, claim)
        if known is not claim and known != claim:
            raise InputError(
                "two different claims bear one id", where=claim.id, remedy="give each claim an id of its own"
            )
    return [by_id[k] for k in sorted(by_id)]


def link_claims(
    claims: Sequence[Claim], reports: Mapping[str, Report], *, options: LinkOptions | None = None
) -> tuple[Incident, ...]:
    """Merge claims into incidents, in order of date and id.

    Tolls and hypothetical claims are in no incident. A pure function of the set of claims and of the decisions in the
    options: the order and repetition of claims change nothing.

    Raises:
        InputError: Two different claims bear one id.
    """
    options = options or LinkOptions()
    memory = options.memory or Memory()
    groups = memory.groups(claims, reports, lambda: group_claims(claims, reports, options=options))
    incidents = consolidate_groups(groups, claims, reports, options=options)
    reviewed = options.decided.reviewed(claims) if options.decided else claims
    rows = sorted(_distinct(incidents), key=lambda n: (n.when.start or "" if n.when else "", n.id))
    return mark_waves(rows, {c.id: c for c in reviewed}, options.weights or default_weights())


def consolidate_groups(
    groups: Sequence[Sequence[Claim]], claims: Sequence[Claim], reports: Mapping[str, Report], *, options: LinkOptions
) -> list[Incident]:
    """One incident for each group, as decided by review where the options hold decisions.

    Args:
        groups: Claims as extracted, each in one group.
        claims: All claims as extracted.
        reports: Reports by id.
        options: With the decisions in force, if there are any.
    """
    return _consolidated(groups, claims, reports, options, options.memory or Memory(), lambda made, _: made())


def _consolidated(
    groups: Sequence[Sequence[Claim]],
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    options: LinkOptions,
    memory: Memory,
    known: Callable[[Callable[[], Incident], Sequence[Claim]], Incident],
) -> list[Incident]:
    """The incidents of all groups as decided; `known` may have one that need not be made."""
    ratings = options.decided.ratings if options.decided else {}
    rated = replace(options, reliability={**options.reliability, **ratings})
    memory.rated(rated.reliability, rated.rating_notes)
    rows: list[tuple[Sequence[Claim], Fixed | None]] = [(g, None) for g in groups]
    if options.decided is not None:
        decided = decide_groups(options.decided, groups, claims, reports, options=options)
        rows = [(g.claims, g.fixed or None) for g in decided]
    return [
        memory.incident(g, f, partial(known, partial(consolidate, g, reports, options=rated, fixed=f), g))
        for g, f in rows
    ]


def recall_incidents(
    incidents: Sequence[Incident], claims: Sequence[Claim], reports: Mapping[str, Report], *, options: LinkOptions
) -> None:
    """Put incidents that were linked before into the memory of the options, which must hold the groups of the claims.

    An incident whose claims are not those of a group is left out; it is then consolidated anew.
    """
    memory = options.memory or Memory()
    homes = {claim: n for n in incidents for claim in n.claims}

    def known(made: Callable[[], Incident], group: Sequence[Claim]) -> Incident:
        found = homes.get(group[0].id)
        if found is None or set(found.claims) != {c.id for c in group}:
            return made()
        # As consolidation made it: a longer id and the umbrella come after, from all incidents together.
        id_ = incident_id(found.kind, found.when, found.where, found.claims)
        if (found.id, found.part_of) == (id_, None):
            return found
        return found.model_copy(update={"id": id_, "part_of": None})

    _consolidated(memory.groups(claims, reports, lambda: []), claims, reports, options, memory, known)


def decide_groups(
    decided: Decided,
    groups: Sequence[Sequence[Claim]],
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    *,
    options: LinkOptions,
) -> list[Group]:
    """The groups that linking found as review decisions leave them; see `Decided.regroup`."""

    def score(a: Claim, b: Claim) -> float:
        pair = explain_pair(a, b, reports, options=options)
        return -math.inf if pair.cannot_link else pair.score

    return decided.regroup(groups, list({c.id: c for c in claims}.values()), score)


def _distinct(incidents: Sequence[Incident]) -> list[Incident]:
    """Incidents whose short ids fall together get the longer hash, all of them."""
    shared = {k for k, n in Counter(i.id for i in incidents).items() if n > 1}
    return [i if i.id not in shared else i.model_copy(update={"id": longer_id(i)}) for i in incidents]
