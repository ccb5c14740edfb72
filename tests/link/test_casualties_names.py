"""Names of casualties across spellings: sure, not so, and not to be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.link.casualties import merge_names, name_words, people_at_least, same_person
from trucewatch.model import Outcome

NAMES = [
    "Odo Marn", "Marn Odo", "O. Marn", "Marn", "Ina Vesk", "Mohammed Ali", "Muhammad Aly", "Mohamed Hassan Ali",
    "Hasan Ali", "Hussein Ali", "Ivan Sidorov", "Pvt Ivan Petrovich Sidorov", "Abu Omar", "Abd al-Rahman Saleh",
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Ali", "Muhammad Aly"),
        ("Sgt. Mohamed al-Hassan", "Muhammad el-Hasan"),
        ("Abd al-Rahman Saleh", "Abdulrahman Salih"),
        ("Salah ad-Din Omar", "Salahuddin Umar"),
        ("Zia-ul-Haq", "Ziaul Haq"),
        ("Pvt Ivan Petrovich Sidorov", "Ivan Sidorov"),
        ("Sidorov Ivan Petrovich", "Ivan Sidorov"),
        ("Oleksandr Kovalenko", "Alexander Kovalenko"),
        ("Havildar Vikram Chaudhary", "Vikram Choudhury"),
        ("Mehmet Yıldız", "Mehmet Yildiz"),
        ("Odo Marn", "Marn Odo"),
        ("Иван Сидоров", "Ivan Sidorov"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert same_person(one, other) is same_person(other, one) is Outcome.YES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali Hassan", "Omar Hassan"),
        ("Odo Marn", "Ina Vesk"),
        ("Ivan Petrovich Sidorov", "Ivan Ivanovich Sidorov"),
        ("Abu Omar", "Abu Bakr"),
        ("Odo Marn Jr.", "Odo Marn, Senior"),
    ],
)
def test_different_given_names_are_different_people(one: str, other: str) -> None:
    assert same_person(one, other) is same_person(other, one) is Outcome.NO


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hasan Ali", "Hussein Ali"),  # brothers, or one name misspelled
        ("Karim Saleh", "Karam Saleh"),
        ("Mahmoud Abbas", "Mohammed Abbas"),
        ("Mohammed Ali", "Mohammed Hassan"),  # two halves of one longer name, or two men
        ("Hassan Ali", "Mohammed Hassan Ali"),  # the father, or the son without his own name
        ("Marn", "Odo Marn"),
        ("Odo Marn Jr", "Odo Marn"),  # father and son, or one man
        ("M. Ali Khan", "Mohammad Ali Khan"),
        ("Abu Omar", "Mohammed Hassan"),  # a name of war may be anybody's
        ("محمد علي", "Omar Hassan"),  # without vowels nothing is sure
    ],
)
def test_what_cannot_be_told_stays_unknown(one: str, other: str) -> None:
    assert same_person(one, other) is same_person(other, one) is Outcome.UNKNOWN


def test_ranks_and_particles_are_no_part_of_a_name() -> None:
    assert name_words("Lance Naik Abdul al-Qadir (22)") == ("abdqadir",)
    assert name_words("Major") == ("major",)


def test_merging_keeps_the_first_spelling_of_each() -> None:
    assert merge_names(["Odo Marn", "Ina Vesk", "Pvt Odo Marn", "Mohammed Ali", "Muhammad Aly"]) == (
        "Odo Marn", "Ina Vesk", "Mohammed Ali",
    )  # fmt: skip


def test_doubtful_names_are_kept_and_counted_as_one() -> None:
    names = ["Hasan Ali", "Hussein Ali"]
    assert merge_names(names) == tuple(names)
    assert people_at_least(names) == 1
    assert people_at_least([*names, "Odo Marn"]) == 2


@given(st.lists(st.sampled_from(NAMES)), st.randoms(use_true_random=False))
def test_order_and_repetition_change_no_number(names: list[str], rng: object) -> None:
    shuffled = [*names, *names]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert people_at_least(shuffled) == people_at_least(names) <= len(merge_names(names))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_strings_compare_the_same_either_way_round(one: str, other: str) -> None:
    assert same_person(one, other) is same_person(other, one)
