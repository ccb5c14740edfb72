"""Days of the month that stand alone, ranges of months and years, and words that point back at a day told before."""

import time

import pytest

from trucewatch.extract.dates import find_dates

TUESDAY = "2031-03-11"


def spans(text: str, published: str | None = TUESDAY) -> list[tuple[str | None, str | None]]:
    return [(m.when.start, m.when.end) for m in find_dates(text, published=published)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A crowd beat two teachers on the 9th beside the bank.", "2031-03-09"),
        ("On the 9th shells fell.", "2031-03-09"),
        ("A bad day was the nineteenth.", "2031-02-19"),
        ("The garrison came on the eleventh of this month.", "2031-03-11"),
        ("The garrison came on the 11th of last month.", "2031-02-11"),
        ("Fri 7 | convoy | one hurt", "2031-03-07"),
        ("The Saturday 8, a mine went off.", "2031-03-08"),
        ("Sat 15:40 - firing in the forest.", "2031-03-08"),
        ("A nurse was killed on the second Saturday of February.", "2031-02-08"),
        ("A nurse was killed on the last Friday in May 2029.", "2029-05-25"),
        ("Shells fell in mid-afternoon on Sunday.", "2031-03-09"),
        ("Nothing fell at the new year.", "2031-01-01"),
        ("BARIA, 3 MARCH 2015 HRS. GRENADE LOBBED AT A POLICE MOBILE.", "2031-03-03"),
    ],
)
def test_find_dates_reads_a_day_of_the_month_that_stands_alone(text: str, day: str) -> None:
    assert spans(text) == [(day, day)]


@pytest.mark.parametrize(
    "text",
    [
        "They met on the 5th floor.",
        "He fell on the 38th parallel.",
        "The 3rd Brigade lost men.",
        "Mon Repos",
        "Sun 120",
    ],
)
def test_find_dates_finds_no_day_where_a_number_counts_something(text: str) -> None:
    assert spans(text) == []


def test_find_dates_takes_the_month_told_before_for_a_later_day_of_it() -> None:
    assert spans("On 19 January one fell; on the 25th outside Sur a second fell.")[1] == ("2031-01-25", "2031-01-25")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Between the 5th and the 7th shots were heard.", "2031-03-05", "2031-03-07"),
        ("Between the tenth and the twelfth shots were heard.", "2031-02-10", "2031-02-12"),
        ("From the 28th to the 3rd shots were heard.", "2031-02-28", "2031-03-03"),
        ("On the night of the 4th to the 5th somebody threw a grenade.", "2031-03-04", "2031-03-05"),
        ("night of 5/6 March", "2031-03-05", "2031-03-06"),
        ("From January to August 2029 it was 209.", "2029-01-01", "2029-08-31"),
        ("between July and November", "2030-07-01", "2030-11-30"),
        ("between November and February", "2030-11-01", "2031-02-28"),
        ("Between January 1994 and July 1998 many were lost.", "1994-01-01", "1998-07-31"),
        ("between late May and the end of July", "2030-05-21", "2030-07-31"),
        ("200 were killed between 1998 and 2000.", "1998-01-01", "2000-12-31"),
        ("between 1992 and the end of 1997", "1992-01-01", "1997-12-31"),
        ("March-May 2029", "2029-03-01", "2029-05-31"),
        ("40 deaths in the first nine months of 2029", "2029-01-01", "2029-09-30"),
        ("seven in the week ending 28 February", "2031-02-22", "2031-02-28"),
        ("seven in the week to March 2", "2031-02-24", "2031-03-02"),
        ("seven in the two weeks ending on Sunday", "2031-02-24", "2031-03-09"),
        ("seven in the week of March 5", "2031-03-03", "2031-03-09"),
        ("Since the New Year they lost nine.", "2031-01-01", "2031-03-11"),
        ("Figures for the year 2029.", "2029-01-01", "2029-12-31"),
        ("They took him last month after a raid.", "2031-02-01", "2031-02-28"),
        ("Last month's raid was the worst.", "2031-02-01", "2031-02-28"),
    ],
)
def test_find_dates_reads_a_range_of_days_months_or_years(text: str, start: str, end: str) -> None:
    assert spans(text) == [(start, end)]


def test_find_dates_finds_no_years_in_numbers_of_people() -> None:
    assert ("1998-01-01", "2000-12-31") not in spans("between 1998 and 2000 people fled")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Three cases:\n\nOn 11 January a man was taken.\n\nTwo days later a girl was tied up.", "2031-01-13"),
        ("Men burned a hall on 2 February.\n\nThe following evening a man was shot.", "2031-02-03"),
        ("Two died on Friday, police said on Monday.\n\nThe same day a bus was stopped.", "2031-03-07"),
        (
            "He died on Friday. The army said in a statement on Monday it knew nothing. He was buried the next day.",
            "2031-03-08",
        ),
        ("Men fired on Sunday at foes of a vote due on 30 March.\n\nA day earlier shells fell.", "2031-03-08"),
        ("On 22 February they fired. ON THE SAME DATE a tractor burned.", "2031-02-22"),
    ],
)
def test_find_dates_points_back_at_what_happened_and_not_at_what_was_said(text: str, day: str) -> None:
    assert spans(text)[-1] == (day, day)


@pytest.mark.parametrize(
    "words", ["the next day. ", "between January and ", "Sat 12 ", "\n\nSaid on Monday. Two days later "]
)
def test_find_dates_takes_time_in_step_with_the_text(words: str) -> None:
    def taken(n: int) -> float:
        start = time.process_time()
        find_dates(words * (n // len(words)), published=TUESDAY)
        return time.process_time() - start

    taken(1000)
    assert taken(24_000) < 8 * taken(8_000) + 0.5


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Fighting began in October. Forty died since then.", "2030-10-01", "2031-03-11"),
        ("Men died on 19 February. The same week a store was looted.", "2031-02-17", "2031-02-23"),
        (
            "They told of January as well. In January many fell, and in that month 40 were freed.",
            "2031-01-01",
            "2031-01-31",
        ),
        ("From 22 to 28 February it was calm. Breaches in the week: three.", "2031-02-22", "2031-02-28"),
        ("In February it was calm. Nobody died in the month.", "2031-02-01", "2031-02-28"),
        ("From 1 to 15 February it was calm. Two died in the period.", "2031-02-01", "2031-02-15"),
        ("A raid struck Sur on Monday. It comes three days after men burned a bus.", "2031-03-07", "2031-03-07"),
        ("A bomb went off before noon on Tuesday. In Sur ten died that afternoon.", "2031-03-11", "2031-03-11"),
        (
            "He was found dead on Sunday. He had been kidnapped on 2 March. The same evening shells fell.",
            "2031-03-09",
            "2031-03-09",
        ),
        ("Sat 12:40: x\nState radio, 9 March, 0700: Yesterday two died.", "2031-03-08", "2031-03-08"),
    ],
)
def test_find_dates_reads_what_hangs_on_a_time_told_before(text: str, start: str, end: str) -> None:
    assert spans(text)[-1] == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Mortars fell for the third day.", "2031-03-09", "2031-03-11"),
        ("Nine killed in twelve months.", "2030-03-11", "2031-03-11"),
        ("Nine killed in two weeks.", "2031-02-25", "2031-03-11"),
        ("It was taken the year before last.", "2029-01-01", "2029-12-31"),
        ("It began on Thursday and ended on Saturday.", "2031-03-06", "2031-03-08"),
        ("Nine between Saturday noon and Sunday noon.", "2031-03-08", "2031-03-09"),
        ("On All Souls men burned a hall.", "2030-11-02", "2030-11-02"),
        ("It struck at 1115.", "2031-03-11", "2031-03-11"),
        ("Burst of fire, 0310 to 0316, nobody hurt.", "2031-03-11", "2031-03-11"),
        ("They shelled us all afternoon.", "2031-03-11", "2031-03-11"),
        ("That on March 6 men stripped the fields.", "2031-03-06", "2031-03-06"),
    ],
)
def test_find_dates_reads_counted_and_military_times(text: str, start: str, end: str) -> None:
    assert spans(text) == [(start, end)]


@pytest.mark.parametrize("text", ["They camped at 1500 metres.", "It fell 99999999999 weeks ago."])
def test_find_dates_finds_no_time_in_heights_and_numbers_beyond_all_calendars(text: str) -> None:
    assert spans(text) == []


def test_find_dates_reads_the_weekday_behind_the_day_counted() -> None:
    assert spans("Mortars fell for the second day running on Monday.") == [
        ("2031-03-09", "2031-03-10"),
        ("2031-03-10", "2031-03-10"),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("FIRING ON THE NIGHT OF THE 2ND AGAINST A TOWER.", "2031-03-02", "2031-03-03"),
        ("In the night of 10 February bursts were heard.", "2031-02-10", "2031-02-11"),
        ("On the night of the 8th guns fired on the ford.", "2031-03-08", "2031-03-09"),
        ("On Monday night guns fired on the ford.", "2031-03-10", "2031-03-10"),
        ("He was shot before midnight on Sunday.", "2031-03-09", "2031-03-09"),
        ("A tug was fired upon in the autumn at the bar.", "2030-09-01", "2030-11-30"),
    ],
)
def test_find_dates_reads_nights_and_hours_before_midnight(text: str, start: str, end: str) -> None:
    assert spans(text) == [(start, end)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Buses were pelted there in January, and on the 21st of that month one burnt.", "2031-01-21"),
        ("Four lay in hospital on Thursday, hit by bullets the evening before.", "2031-03-05"),
        ("On Thursday he said that shots had been fired the afternoon before.", "2031-03-05"),
    ],
)
def test_find_dates_counts_from_the_month_or_day_told_before(text: str, day: str) -> None:
    assert spans(text)[-1] == (day, day)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Shells have fallen since mid-February.", "2031-02-15", "2031-03-11"),
        ("Shells have fallen since the end of February.", "2031-02-28", "2031-03-11"),
        ("Shells have fallen since early February.", "2031-02-01", "2031-03-11"),
        ("SHELLS FELL IN FEBRUARY IN THE NORTH.", "2031-02-01", "2031-02-28"),
        ("Shells fell during the 2d week of February.", "2031-02-08", "2031-02-14"),
        ("Shells fell early this month.", "2031-03-01", "2031-03-10"),
        ("Shells fell late last year.", "2030-09-01", "2030-12-31"),
        ("Shells fell in the last week.", "2031-03-04", "2031-03-11"),
        ("Shells fell in the last 12 hours.", "2031-03-10", "2031-03-11"),
        ("Shells fell in the past few minutes.", "2031-03-11", "2031-03-11"),
        ("Shells fell the night before last.", "2031-03-09", "2031-03-09"),
        ("He was shot in the early morning hours Saturday.", "2031-03-08", "2031-03-08"),
        ("Shells fell for a second day.", "2031-03-10", "2031-03-11"),
        ("Shells fell between midnight and dawn.", "2031-03-11", "2031-03-11"),
        ("Crops failed in the early 1900s.", None, None),
        ("Nine died in the 1960's.", "1960-01-01", "1969-12-31"),
        ("Night of 7 March: a grenade went off.", "2031-03-07", "2031-03-08"),
        ('It has killed 90 since the "Red Path" began its armed struggle in 2020.', "2020-01-01", "2031-03-11"),
    ],
)
def test_find_dates_reads_parts_and_recent_times(text: str, start: str | None, end: str | None) -> None:
    last = find_dates(text, published="2031-03-11")[-1]
    assert (last.when.start, last.when.end) == (start, end)


@pytest.mark.parametrize(
    ("first", "day"),
    [("On Thursday a chief was killed.", "2031-03-06"), ("On Thursday night a chief was killed.", "2031-03-07")],
)
def test_find_dates_counts_the_following_night_from_day_or_night(first: str, day: str) -> None:
    last = find_dates(f"{first} The following night a mine went off.", published="2031-03-11")[-1]
    assert (last.when.start, last.when.end) == (day, day)
