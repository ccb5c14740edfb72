"""Tests of who acted and who was struck, and the rule for attribution."""

from __future__ import annotations

from trucewatch.assess.case import Answer, Case, View, Who, agreed, both, either
from trucewatch.link.voices import Voices
from trucewatch.model import Category, Confidence, Outcome, Term

_OWN_WORD = (Confidence.FACT, Confidence.CLAIMED)
_ACCUSED = (Confidence.ACCUSED, Confidence.ACCUSED_BY_AUTHORITY)
_ANYBODY = (None, Category.ARMED_GROUP, Category.UNKNOWN)


def bound_actor(case: Case) -> Answer:
    """Whether the term binds the side of the actor, for each account; unknown where no side is known."""
    outcomes = tuple(bound_side(case.view, case.term, who.side) for who in case.who)
    return Answer(outcomes, {"by_account": [outcome.value for outcome in outcomes]})


def bound_side(view: View, term: Term, side: str | None) -> Outcome:
    """Whether a term binds a side: the agreement binds it, itself and through whom, and the term names it or them.

    Where it is unknown whether a side is bound at all, no list of `binds` makes that a no.
    """
    if side is None or side not in view.sides:
        return Outcome.UNKNOWN
    chain, here = [side], view.sides[side].through
    while here is not None and here in view.sides and here not in chain:
        chain.append(here)
        here = view.sides[here].through
    bound = both(view.sides[one].bound for one in chain)
    if not term.binds or bound is not Outcome.YES:
        return bound
    through = {*chain, *([here] if here is not None else [])}
    return Outcome.YES if through & _named(view, term) else Outcome.NO


def _named(view: View, term: Term) -> set[str]:
    """The sides that a term binds: those it names, and those that a party it names answers for."""
    parties = {party.id: party.answers_for for party in view.agreement.parties}
    named = set(term.binds)
    for name in term.binds:
        if name not in view.sides:
            named |= set(parties.get(name, ()))
    return named


def exempt_group(case: Case) -> Answer:
    """Whether an exempt group acted or was struck, for each account.

    An exemption must be raised by a claim: where no target is named nobody says that an exempt group was struck.
    Claims of one account that differ on it leave it unknown.
    """
    if not case.view.exempt:
        return Answer.same(case, Outcome.NO, by_account=[Outcome.NO.value] * len(case.accounts))
    outcomes = []
    for index, who in enumerate(case.who):
        acted = _exempt(case.view, who, None)
        struck = [
            either(_exempt(case.view, case.view.of_target(target), target.category) for target in claim.targets)
            for claim in case.claims_of(index)
        ]
        outcomes.append(either((acted, agreed(struck) if struck else Outcome.NO)))
    return Answer(tuple(outcomes), {"by_account": [outcome.value for outcome in outcomes]})


def _exempt(view: View, who: Who, category: Category | None) -> Outcome:
    """Whether somebody is exempt; unknown for the unnamed of a side that holds exempt groups, and for anybody."""
    if who.actor is not None and who.actor in view.exempt:
        return view.exempt[who.actor]
    if who.side in view.exempt_sides:
        return Outcome.UNKNOWN
    nobody = who.actor is None and who.side is None and category in _ANYBODY
    return Outcome.UNKNOWN if nobody else Outcome.NO


def attributed_to(case: Case) -> str | None:
    """The side that an alleged violation is put down to, or null.

    Only where every account that is not denied names the same side and at least one is fact, claimed by the side
    itself, or an accusation by two independent origins.
    """
    sides = {who.side for who in case.who}
    if len(sides) != 1 or any(a.confidence in (Confidence.WITHHELD, Confidence.NOT_STATED) for a in case.accounts):
        return None
    side = sides.pop()
    if side is None:
        return None
    if any(account.confidence in _OWN_WORD for account in case.accounts):
        return side
    voices = Voices.of(case.claims, case.reports)
    accusers = {
        origin
        for claim in case.asserted
        if claim.perpetrator.confidence in _ACCUSED and case.view.of_perpetrator(claim.perpetrator).side == side
        for origin in voices.origins(claim)
    }
    return side if len(accusers) > 1 else None
