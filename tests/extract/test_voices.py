"""Who speaks for a claim: where claimant, act and figures stand counts beside the ties."""

from tests.extract.test_grouping import tagged_of

from trucewatch.extract.grouping import Group
from trucewatch.extract.tagger import Tagged
from trucewatch.extract.voices import Voices


def spoken(tagged: Tagged, text: str, keys: dict[str, int], group: Group) -> list[str]:
    starts = [0, *(i + 2 for i in range(len(text)) if text.startswith(". ", i))]
    names = {i: k for k, i in keys.items()}
    return [names[i] for i in Voices(tagged, [group], starts).of(group)]


def test_the_claimant_of_the_acts_own_sentence_speaks_and_not_that_of_a_later_one() -> None:
    tagged, text, keys = tagged_of(
        "[k1 Shelling] killed [d1 two], [c1 the hospital] said. Talks go on. [c2 The ministry] said roads were shut.",
        "k1 d1 c1",
    )
    assert spoken(tagged, text, keys, Group((keys["k1"],), (keys["d1"],))) == ["c1"]


def test_two_who_are_tied_to_the_figures_both_speak() -> None:
    tagged, text, keys = tagged_of("[k1 Shelling] killed [d1 two], [c1 police] and [c2 doctors] said.", "k1 d1 c1 c2")
    assert spoken(tagged, text, keys, Group((keys["k1"],), (keys["d1"],))) == ["c1", "c2"]


def test_a_claimant_of_another_account_of_the_act_is_told_apart() -> None:
    tagged, _, keys = tagged_of(
        "[k1 Shelling] killed [d1 two], [c1 police] said; [c2 rebels] said [d2 nine].", "k1 d1 c1"
    )
    own, twin = Group((keys["k1"],), (keys["d1"], keys["c1"])), Group((keys["k1"],), (keys["d2"], keys["c2"]))
    told = dict(Voices(tagged, [own, twin], [0]).features(own))
    assert told[keys["c2"]]["twin"] == 1.0
    assert told[keys["c1"]]["twin"] == 0.0
