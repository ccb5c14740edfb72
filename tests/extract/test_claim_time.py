import pytest
from tests.extract.conftest import report_of

from trucewatch.extract._claim_time import entry_day, is_shared, told_time
from trucewatch.extract.dates import find_dates


def days_of(
    text: str, *words: str, toll: bool = False, published: str | None = "2031-03-12", title: str | None = None
) -> tuple[str | None, str | None] | None:
    report = report_of(text, published=published, title=title)
    dates = [(d.start, d.end, d) for d in find_dates(text, published=published)]
    spans = [(text.index(w), text.index(w) + len(w)) for w in words]
    when = told_time(spans, dates, report, toll=toll)[1]
    return None if when is None else (when.start, when.end)


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("in the past few days", (None, None)),
        ("a few weeks ago", (None, None)),
        ("more than three months ago", (None, None)),
        ("approximately two weeks ago", (None, None)),
        ("a few minutes ago", ("2031-03-12", "2031-03-12")),
        ("in the past few hours", ("2031-03-11", "2031-03-12")),
        ("right now", ("2031-03-12", "2031-03-12")),
    ],
)
def test_told_time_gives_no_bounds_to_words_without_days(words: str, bounds: tuple[str | None, str | None]) -> None:
    assert days_of(f"Guns fired {words}.", words) == bounds


def test_told_time_joins_times_told_with_and() -> None:
    words = "in April 2029 and April 2030"
    assert days_of(f"Mines killed six {words}.", words, toll=True) == ("2029-04-01", "2030-04-30")


def test_told_time_of_an_act_takes_no_period_that_its_words_do_not_open() -> None:
    assert days_of("Guns have been heard since 4 March.", "4 March") == ("2031-03-04", "2031-03-04")


@pytest.mark.parametrize(("published", "end"), [("2031-03-12", "2031-03-12"), (None, None)])
def test_told_time_does_not_place_a_count_without_an_end(published: str | None, end: str | None) -> None:
    start = "2029-01-01" if end else None
    assert days_of("The war has killed 900 since 2029.", "since 2029", toll=True, published=published) == (start, end)


def test_told_time_of_a_bulletins_toll_is_that_of_its_title() -> None:
    title = "Violations of the ceasefire, 1 to 7 March 2031"
    assert days_of("There were nine violations.", toll=True, title=title) == ("2031-03-01", "2031-03-07")
    assert days_of("A shell fell.", title=title) is None
    assert days_of("There were nine violations.", toll=True, title="Nine killed on Monday") is None


def test_told_time_of_an_entry_in_a_log_of_hours_is_the_day_of_the_log() -> None:
    log = "09:10 Shots at the ford.\n09:40 A shell fell.\n10:05 Quiet."
    assert days_of(log) == ("2031-03-12", "2031-03-12")
    assert days_of(log.replace("\n", " ")) is None
    assert days_of("1:19 Shots at the ford\n2:51 A shell fell\n0:50 Quiet") is None


def test_told_time_of_an_hour_in_a_log_is_the_day_of_the_log() -> None:
    text = "07:10 Calm.\n08:40 Shells fell in the dark.\n09:15 Calm again.\n"
    assert days_of(text, "in the dark") == ("2031-03-12", "2031-03-12")


def test_told_time_counts_from_the_day_on_which_it_began() -> None:
    words = "on 2 March"
    assert days_of(f"The raids that began {words} have cost 90 lives.", words, toll=True) == (
        "2031-03-02",
        "2031-03-12",
    )


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("in late January", ("2031-01-01", "2031-01-31")),
        ("in the last days of January", ("2031-01-01", "2031-01-31")),
        ("in the second half of January", ("2031-01-16", "2031-01-31")),
        ("on 3 March and on 5 March", ("2031-03-03", "2031-03-05")),
    ],
)
def test_told_time_takes_the_month_of_its_loose_parts_and_both_ends(words: str, bounds: tuple[str, str]) -> None:
    assert days_of(f"Guns fired {words}.", words) == bounds


@pytest.mark.parametrize(
    ("text", "words", "toll", "bounds"),
    [
        ("It is the first since 4 March, when a patrol came under fire.", "since 4 March", False, ("2031-03-04",) * 2),
        ("The war, unleashed by the Front in 2029, has cost 90 lives.", "in 2029", True, ("2029-01-01", "2031-03-12")),
        (
            "Guns fired late last night and early today.",
            "last night and early today",
            False,
            ("2031-03-11", "2031-03-12"),
        ),
        ("Guns fired during the night.", "during the night", False, ("2031-03-11", "2031-03-12")),
        ("Guns fired today. They fired during the night.", "during the night", False, ("2031-03-11", "2031-03-12")),
        ("Guns fired last night and early today.", "last night", False, ("2031-03-11", "2031-03-12")),
        ("Guns fired on 25 January and today.", "on 25 January", False, ("2031-01-25", "2031-01-25")),
        ("Guns fired since the night of 9 March.", "since the night of 9 March", False, ("2031-03-09", "2031-03-12")),
        ("Guns fired throughout the early hours.", "throughout the early hours", False, ("2031-03-12", "2031-03-12")),
        ("Guns fired the first week in January.", "the first week in January", False, ("2031-01-01", "2031-01-07")),
    ],
)
def test_told_time_of_further_forms(text: str, words: str, toll: bool, bounds: tuple[str, str]) -> None:
    assert days_of(text, words, toll=toll) == bounds


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Calm reigned.\n\nTUESDAY. A driver was shot.", "TUESDAY"),
        ("Calm reigned.\n- 3 March: a driver was shot.", "3 March"),
        ("Gihanga, 3 March. A team walked the ground. A driver was shot.", "3 March"),
        ("GIHANGA, 3 March: A driver was shot.", None),
        ("Calm reigned. On Tuesday a driver was shot.", None),
    ],
)
def test_an_entry_has_the_day_at_its_head(text: str, day: str | None) -> None:
    dates = [(d.start, d.end, d) for d in find_dates(text, published="2031-03-12")]
    spans = entry_day(text.index("shot"), dates, text)
    assert [text[a:b].removeprefix("On ") for a, b in spans] == ([day] if day else [])


def test_an_hour_is_not_that_of_an_act_far_off() -> None:
    assert not is_shared("at 0730 today", 900)
    assert is_shared("at 0730 today", 90)
    assert is_shared("today", 900)
