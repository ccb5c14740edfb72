import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.numbers import NumberRole, find_numbers


def counts(text: str) -> list[tuple[str, int | None, int | None, bool]]:
    return [
        (text[m.start : m.end], m.count.low, m.count.high, m.count.approximate)
        for m in find_numbers(text)
        if m.role is NumberRole.PLAIN
    ]


def roles(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.role.value) for m in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate"),
    [
        ("5,311 people fled", 5311, 5311, False),
        ("twenty-two soldiers died", 22, 22, False),
        ("two hundred and six civilians", 206, 206, False),
        ("Two thousand five hundred families left", 2500, 2500, False),
        ("1.5 million people fled", 1_500_000, 1_500_000, False),
        ("two lakh voters", 200_000, 200_000, False),
        ("a dozen rebels died", 12, 12, False),
        ("half a dozen men", 6, 6, False),
        ("two dozen houses burned", 24, 24, False),
        ("dozens of villagers were hurt", 24, None, True),
        ("scores of fighters", 40, None, True),
        ("Hundreds died", 200, None, True),
        ("thousands of people marched", 2000, None, True),
        ("tens of thousands fled", 20_000, None, True),
        ("several dozen rockets", 24, None, True),
        ("at least 15 people", 15, None, False),
        ("no fewer than seven men", 7, None, False),
        ("more than 20 people", 20, None, False),
        ("upwards of 40 shells", 40, None, False),
        ("30 or more people", 30, None, False),
        ("up to 50 troops", None, 50, True),
        ("as many as 50 soldiers", None, 50, True),
        ("no more than ten men", None, 10, True),
        ("nearly 60 soldiers", 55, 60, True),
        ("almost 300 people", 276, 300, True),
        ("nearly 120 people", 115, 120, True),
        ("close to ten homes", 9, 10, True),
        ("about 90 soldiers", 90, 90, True),
        ("an estimated 200 fighters", 200, 200, True),
        ("some 20 men", 20, 20, True),
        ("20 or so men", 20, 20, True),
        ("at least some 20 men", 20, None, True),
        ("between 5 and 7 civilians", 5, 7, False),
        ("5-7 shells", 5, 7, False),
        ("five or six shots", 5, 6, False),
        ("two to three hundred men", 200, 300, False),
        ("several soldiers", 2, None, True),
        ("a number of houses", 2, None, True),
        ("a large number of houses", 2, None, True),
        ("some soldiers were hurt", 2, None, True),
        ("a couple of men", 2, 2, True),
        ("both pilots died", 2, 2, False),
        ("nobody was hurt", 0, 0, False),
        ("no casualties", 0, 0, False),
        ("not a single shot", 0, 0, False),
        ("MORE THAN 20 PEOPLE", 20, None, False),
    ],
)
def test_find_numbers_reads_counts_with_bounds(text: str, low: int | None, high: int | None, approximate: bool) -> None:
    assert [(c[1], c[2], c[3]) for c in counts(text)] == [(low, high, approximate)]


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Sgt. Ali Demo, 25, from Sur", "25", "age"),
        ("a 19-year-old student", "19", "age"),
        ("children aged 7", "7", "age"),
        ("about 300 metres east", "about 300", "distance"),
        ("12 km north", "12", "distance"),
        ("3km north", "3km", "distance"),
        ("40 kg of explosives", "40", "measure"),
        ("in the past 36 hours", "36", "duration"),
        ("a three-month offensive", "three", "duration"),
        ("122mm rockets", "122mm", "calibre"),
        ("120-mm mortars", "120-mm", "calibre"),
        ("the war of 1999", "1999", "year"),
        ("since 2014", "2014", "year"),
        ("on 15 March", "15 March", "date"),
        ("on March 15, 2020", "March 15, 2020", "date"),
        ("2020-03-15", "2020-03-15", "date"),
        ("at 14:30", "14:30", "time"),
        ("by 3 p.m.", "3 p.m.", "time"),
        ("60 percent of homes", "60", "percent"),
        ("a third of the town", "a third", "fraction"),
        ("$5 million in aid", "$5 million", "money"),
        ("along the M4", "M4", "designation"),
        ("a Su-24 bomber", "Su-24", "designation"),
        ("Resolution 2254", "2254", "designation"),
        ("the 95th Air Assault Brigade", "95th", "designation"),
        ("Camp 16", "16", "designation"),
        ("a ten-vehicle column", "ten", "compound"),
        ("call +44 20 7946 0000", "+44 20 7946 0000", "phone"),
        ("violated the truce 19 times", "19 times", "times"),
        ("attacked twice", "twice", "times"),
    ],
)
def test_find_numbers_tells_what_a_number_is_for(text: str, words: str, role: str) -> None:
    assert roles(text) == [(words, role)]


def test_find_numbers_reads_both_figures_of_a_score_as_no_count() -> None:
    assert [r for _, r in roles("The club won 3-2.")] == ["score", "score"]


def test_find_numbers_counts_people_before_a_modal_may() -> None:
    assert counts("12 may have died") == [("12", 12, 12, False)]


def test_find_numbers_keeps_a_rise_from_one_figure_to_another_apart() -> None:
    assert [c[0] for c in counts("The toll rose from 12 to 15.")] == ["12", "15"]


def test_find_numbers_gives_an_ordinal_its_rank_and_counts_one() -> None:
    (two, third) = find_numbers("Two were killed and a third hurt.")
    assert (third.rank, third.count.low, third.additional, third.ordinal) == (3, 1, True, True)
    assert not two.ordinal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("another soldier", "another"),
        ("another two soldiers", "another two"),
        ("a further 12 men", "a further 12"),
        ("two more men", "two more"),
        ("three others were hurt", "three others"),
        ("others were hurt", "others"),
    ],
)
def test_find_numbers_marks_what_is_additional(text: str, words: str) -> None:
    (m,) = find_numbers(text)
    assert (text[m.start : m.end], m.additional) == (words, True)


def test_find_numbers_marks_the_unconfirmed_figure_alone() -> None:
    one, two = find_numbers("There are unconfirmed reports that one was killed. Two were hurt.")
    assert (one.count.unconfirmed, two.count.unconfirmed) == (True, False)


def test_find_numbers_reads_unconfirmed_after_the_figure() -> None:
    for text in ("40 men died, a figure still unconfirmed", "40 men died (unconfirmed)"):
        (m,) = find_numbers(text)
        assert m.count.unconfirmed


def test_find_numbers_gives_articles_only_when_asked() -> None:
    assert find_numbers("killed a soldier") == []
    (m,) = find_numbers("killed a soldier", articles=True)
    assert (m.count.low, m.count.text, m.article) == (1, "a", True)


def test_find_numbers_leaves_one_another_and_no_longer_alone() -> None:
    assert find_numbers("They no longer fire at one another.") == []


@given(st.integers(min_value=2, max_value=3_000_000))
def test_find_numbers_reads_separators_like_plain_digits(n: int) -> None:
    (m,) = find_numbers(f"{n:,} rebels left.")
    assert (m.count.low, m.count.high) == (n, n)


@given(st.integers(min_value=2, max_value=10_000_000))
def test_find_numbers_nearly_stays_between_one_and_n(n: int) -> None:
    (m,) = find_numbers(f"nearly {n:,} rebels left.")
    assert m.count.high == n
    assert m.count.low is not None
    assert 1 <= m.count.low < n


@given(st.text(alphabet="abdehnorstuvy0123456789 ,.-'MP%$:\n", max_size=60))
def test_find_numbers_mentions_are_exact_and_do_not_overlap(text: str) -> None:
    end = 0
    for m in find_numbers(text, articles=True):
        assert end <= m.start < m.end <= len(text)
        assert m.count.text == text[m.start : m.end]
        end = m.end


@pytest.mark.parametrize("digits", ["9" * 16, "9" * 309, "9" * 5000, "1" + ",000" * 120, "9" * 400 + ".5"])
@pytest.mark.parametrize("after", ["", "th", "k", " billion"])
def test_find_numbers_takes_a_long_serial_for_no_count(digits: str, after: str) -> None:
    found = [m for m in find_numbers(f"Shell {digits}{after} killed four people.") if m.role is NumberRole.PLAIN]
    assert [m.count.text for m in found] == ["four"]


def test_find_numbers_keeps_every_count_below_a_thousand_million_million() -> None:
    assert counts("It cost 900,000 billion in all and 999999999999999 lives.")[-1][1] == 999_999_999_999_999


@pytest.mark.parametrize("words", ["five ", "five and ", "hundred ", "twenty-five ", "one "])
def test_find_numbers_reads_a_long_run_of_number_words_in_the_time_of_its_length(words: str) -> None:
    started = time.process_time()
    assert find_numbers(words * 1500)
    assert time.process_time() - started < 20
