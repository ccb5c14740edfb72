"""From mentions to claims: what the pair scores say is followed, and noise makes no claims."""

import itertools
import re
from dataclasses import replace

from trucewatch.extract.grouping import Group, group_claims
from trucewatch.extract.roles import Mention, Role
from trucewatch.extract.tagger import Tagged

ROLE = {
    "k": Role.ACT,
    "t": Role.TIME,
    "w": Role.PLACE,
    "p": Role.PERPETRATOR,
    "v": Role.TARGET,
    "d": Role.KILLED,
    "c": Role.CLAIMANT,
    "n": Role.DENIER,
}
_MARK = re.compile(r"\[(\w\d) ([^\]]+)\]")


def tagged_of(marked: str, *claims: str, sure: float = 4.0) -> tuple[Tagged, str, dict[str, int]]:
    """A report tagged by hand: `[k1 shelled]` marks a mention, each claim names those that share it."""
    text, keys, spans, at = "", [], [], 0
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        keys.append(m.group(1))
        spans.append((len(text), len(text) + len(m.group(2))))
        text += m.group(2)
        at = m.end()
    text += marked[at:]
    together = {frozenset(p) for c in claims for p in itertools.combinations(c.split(), 2)}
    tagged = Tagged(heads=None)  # type: ignore[arg-type]
    tagged.mentions = [Mention(ROLE[k[0]], a, b, 0.8) for k, (a, b) in zip(keys, spans, strict=True)]
    for i, j in itertools.combinations(range(len(keys)), 2):
        tagged.pairs[i, j] = sure if frozenset((keys[i], keys[j])) in together else -sure
    return tagged, text, {k: i for i, k in enumerate(keys)}


def named(groups: list[Group], keys: dict[str, int]) -> list[str]:
    names = {i: k for k, i in keys.items()}
    return [" ".join(names[i] for i in sorted((*g.acts, *g.others))) for g in groups]


def test_one_act_with_all_its_mentions_is_one_claim() -> None:
    tagged, text, keys = tagged_of(
        "[p1 Rebels] [k1 shelled] [w1 Kalo] [t1 on Monday], killing [d1 two men], [c1 police] said.",
        "p1 k1 w1 t1 d1 c1",
    )
    assert named(group_claims(tagged, text), keys) == ["p1 k1 w1 t1 d1 c1"]


def test_two_figures_of_two_claimants_are_two_claims_of_one_act() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Fighting] at [w1 Kalo]: [c1 police] say [d1 two dead], [c2 rebels] say [d2 nine].",
        "k1 w1 c1 d1",
        "k1 w1 c2 d2",
    )
    assert named(group_claims(tagged, text), keys) == ["k1 w1 c1 d1", "k1 w1 c2 d2"]


def test_two_acts_keep_their_own_mentions() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Shelling] killed [d1 one] at [w1 Kalo]. A [k2 mine] killed [d2 two] at [w2 Teno].", "k1 d1 w1", "k2 d2 w2"
    )
    assert named(group_claims(tagged, text), keys) == ["k1 d1 w1", "k2 d2 w2"]


def test_words_for_one_act_with_the_same_victims_are_one_act() -> None:
    tagged, text, keys = tagged_of("[k1 Attacked] and [k2 stabbed] [v1 a farmer].", "k1 v1", "k2 v1")
    assert named(group_claims(tagged, text), keys) == ["k1 k2 v1"]


def test_people_that_are_tied_far_less_to_one_act_do_not_make_two_acts_one() -> None:
    tagged, text, keys = tagged_of(
        "Four died when gunmen [k1 attacked]; [k2 shells] killed [d2 two traders].", "k2 d2", sure=3.0
    )
    tagged.pairs[keys["k1"], keys["d2"]] = 0.5
    tagged.mentions[keys["k1"]] = replace(tagged.mentions[keys["k1"]], score=0.95)
    assert named(group_claims(tagged, text), keys) == ["k1", "k2 d2"]


def test_a_claimant_without_figure_joins_the_claim_that_it_is_near() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Fired], [c1 police] said; [d1 one] died, [c2 a doctor] added.", "k1 c1", "k1 c2 d1", sure=1.0
    )
    assert len(group_claims(tagged, text)) == 1, keys


def test_words_that_say_nothing_are_no_act() -> None:
    tagged, text, _ = tagged_of("[k1 and the] [v1 farmer]", "k1 v1")
    assert group_claims(tagged, text) == []


def test_an_act_that_nothing_is_tied_to_is_dropped() -> None:
    tagged, text, _ = tagged_of("[k1 shelling] stopped. [w1 Kalo] is quiet.")
    assert group_claims(tagged, text) == []


def test_a_denier_stays_apart_from_claimants() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Shelled] by [p1 rebels], [c1 police] said; [n1 rebels] denied it.", "k1 p1 c1", "k1 p1 n1"
    )
    assert named(group_claims(tagged, text), keys) == ["k1 p1 c1", "k1 p1 n1"]


def test_a_claimant_who_alone_names_a_culprit_gives_an_account_of_his_own() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Shells] killed [d1 two], [c1 doctors] said. [c2 The Front] said [p1 the army] had fired.",
        "k1 d1 c1",
        "k1 c2 p1",
        sure=2.0,
    )
    assert named(group_claims(tagged, text), keys) == ["k1 d1 c1", "k1 c2 p1"]
