import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.dates import DateMention, find_dates, infer_published
from trucewatch.model import Report

TUESDAY = "2031-03-11"
TRUCE = "2031-02-20T00:00:00+02:00"


def one(text: str, published: str | None = TUESDAY, effective: str | None = TRUCE) -> DateMention:
    (mention,) = find_dates(text, published=published, effective=effective)
    return mention


def days(text: str, published: str | None = TUESDAY) -> tuple[str | None, str | None, str]:
    when = one(text, published).when
    return when.start, when.end, when.precision.value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells fell on Tuesday.", "2031-03-11"),
        ("Shells fell on Monday.", "2031-03-10"),
        ("Shells fell on Thrusday.", "2031-03-06"),
        ("Shells fell early Wednesday.", "2031-03-05"),
        ("Shells fell late on Sunday night.", "2031-03-09"),
        ("Shells fell at dawn on Sunday.", "2031-03-09"),
        ("Shells fell last Tuesday.", "2031-03-04"),
        ("Sunday's raid", "2031-03-09"),
        ("They will meet on Thursday.", "2031-03-13"),
        ("They meet next Thursday.", "2031-03-13"),
        ("A truce lasted until Monday", "2031-03-10"),
        ("Shells fell today.", "2031-03-11"),
        ("Shells fell this morning.", "2031-03-11"),
        ("Shells fell yesterday evening.", "2031-03-10"),
        ("Shells fell last night.", "2031-03-10"),
        ("Shells fell the day before yesterday.", "2031-03-09"),
        ("Shells fell two days ago.", "2031-03-09"),
        ("Shells fell a week ago.", "2031-03-04"),
        ("Shells fell on 5 March.", "2031-03-05"),
        ("Shells fell on March 5.", "2031-03-05"),
        ("Shells fell on 5 March 2029.", "2029-03-05"),
        ("Shells fell on the 5th of March.", "2031-03-05"),
        ("Shells fell on the 5th.", "2031-03-05"),
        ("Shells fell on the 20th.", "2031-02-20"),
        ("Shells fell on December 28.", "2030-12-28"),
        ("The patrol would set out on 15 March.", "2031-03-15"),
        ("Shells fell on 2031-02-28.", "2031-02-28"),
        ("Shells fell on 28.2.2031.", "2031-02-28"),
        ("Shells fell on 02/28/2031.", "2031-02-28"),
        ("SHELLS FELL ON 5 MARCH.", "2031-03-05"),
        ("SHELLS FELL ON MONDAY NIGHT.", "2031-03-10"),
        ("Shells fell two weeks after the ceasefire.", "2031-03-06"),
        ("Shells fell two weeks to the day after the truce of 19 February.", "2031-03-05"),
        ("Shells fell on the twelfth day of the ceasefire.", "2031-03-03"),
        ("Shells fell on day 12 of the truce.", "2031-03-03"),
        ("Shells fell hours after the truce took effect.", "2031-02-20"),
    ],
)
def test_find_dates_reads_one_day(text: str, day: str) -> None:
    assert one(text).core.start == day
    assert one(text).core.end == day


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Shells fell overnight.", "2031-03-10", "2031-03-11", "days"),
        ("Shells fell over the weekend.", "2031-03-08", "2031-03-09", "days"),
        ("Shells fell between 5 and 7 March.", "2031-03-05", "2031-03-07", "days"),
        ("Shells fell on the night of March 5-6.", "2031-03-05", "2031-03-06", "days"),
        ("Shells fell between Thursday and Saturday.", "2031-03-06", "2031-03-08", "days"),
        ("Shells fell from 6 to 21 February.", "2031-02-06", "2031-02-21", "period"),
        ("Shells fell 28 February to 3 March.", "2031-02-28", "2031-03-03", "period"),
        ("5-7 March", "2031-03-05", "2031-03-07", "period"),
        ("Shells fell in the past 24 hours.", "2031-03-10", "2031-03-11", "period"),
        ("Shells fell over the past three days.", "2031-03-08", "2031-03-11", "period"),
        ("the third attack in ten days", "2031-03-02", "2031-03-11", "period"),
        ("Shells fell this week.", "2031-03-10", "2031-03-11", "week"),
        ("Shells fell last week.", "2031-03-03", "2031-03-09", "week"),
        ("Shells fell last month.", "2031-02-01", "2031-02-28", "month"),
        ("Shells fell earlier this month.", "2031-03-01", "2031-03-10", "month"),
        ("Shells fell in November.", "2030-11-01", "2030-11-30", "month"),
        ("Shells fell in March 2029.", "2029-03-01", "2029-03-31", "month"),
        ("Shells fell in mid-February.", "2031-02-11", "2031-02-20", "month"),
        ("The war began in 2014.", "2014-01-01", "2014-12-31", "year"),
        ("the first quarter of 2029", "2029-01-01", "2029-03-31", "month"),
        ("Shells fell since Sunday.", "2031-03-09", "2031-03-11", "period"),
        ("the first since February", "2031-02-01", "2031-03-11", "period"),
        ("the first since the truce began", "2031-02-20", "2031-03-11", "period"),
        ("the first since it came into force", "2031-02-20", "2031-03-11", "period"),
        ("a lull until 3 March", None, "2031-03-03", "period"),
    ],
)
def test_find_dates_reads_an_interval(text: str, start: str | None, end: str, precision: str) -> None:
    assert days(text) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "The May offensive was long.",
        "Talks may resume.",
        "The second man sat in the sun and wed.",
        "They march on the capital.",
        "20 march on the capital",
        "The Good Friday Agreement",
        "Theresa May spoke.",
        "2,000 people fled and 2000 soldiers came",
        "Sundays are quiet.",
        "Call 555-1234 or room 1999b.",
    ],
)
def test_find_dates_finds_none_where_there_is_none(text: str) -> None:
    assert find_dates(text, published=TUESDAY) == []


def test_find_dates_keeps_relative_words_without_publication() -> None:
    when = one("Shells fell on Thursday.", published=None, effective=None).when
    assert (when.start, when.end, when.text) == (None, None, "on Thursday")


def test_find_dates_places_full_dates_without_publication() -> None:
    assert days("Shells fell on 5 March 2029.", published=None)[0] == "2029-03-05"
    assert days("Shells fell on 5 March.", published=None)[0] is None


def test_find_dates_counts_from_the_truce_without_publication() -> None:
    assert days("A bomb went off two weeks after the ceasefire.", published=None)[0] == "2031-03-06"


def test_find_dates_cannot_count_from_an_unknown_truce() -> None:
    assert one("two weeks after the ceasefire", effective=None).when.start is None


def test_find_dates_flags_a_weekday_that_contradicts_its_date() -> None:
    mention = one("Shells fell on Friday 5 March 2031.")
    assert mention.when.start == "2031-03-05"
    assert mention.conflict == "Friday does not fit 2031-03-05, a Wednesday"


def test_find_dates_takes_the_year_from_the_weekday() -> None:
    assert days("Shells fell on Tuesday, 5 March.", "2030-12-01")[0] is not None
    assert days("on Monday, 11 November", "2031-01-05")[0] == "2030-11-11"


def test_find_dates_counts_that_day_from_the_day_told_before() -> None:
    _, second = find_dates("A bomb went off on Saturday. Two more were found the next day.", published=TUESDAY)
    assert second.when.start == "2031-03-09"


def test_find_dates_keeps_a_time_of_day_only_with_its_zone() -> None:
    assert days("It starts at 00:01 GMT on 6 March.")[0] == "2031-03-06T00:01Z"
    assert days("It starts at 00:01 UTC+3 on 6 March.")[0] == "2031-03-06T00:01+03:00"
    assert days("It starts at 00:01 on 6 March.")[0] == "2031-03-06"


def test_find_dates_words_are_exact() -> None:
    text = "Fire was heard late on Monday, and again at dawn on Tuesday."
    assert [m.when.text for m in find_dates(text, published=TUESDAY)] == ["late on Monday", "at dawn on Tuesday"]


def test_find_dates_names_the_rule_and_keeps_the_core_of_a_since() -> None:
    mention = one("quiet since Sunday")
    assert mention.rule == "since_weekday"
    assert (mention.core.start, mention.core.end) == ("2031-03-09", "2031-03-09")


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2090, 12, 31)))
def test_find_dates_full_dates_agree_in_every_order(day: dt.date) -> None:
    month = day.strftime("%B")
    for text in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", day.isoformat()):
        assert days(f"on {text}.", published=None)[:2] == (day.isoformat(), day.isoformat())


@given(st.dates(min_value=dt.date(1990, 1, 10), max_value=dt.date(2090, 12, 31)), st.integers(0, 6))
def test_find_dates_weekdays_lie_in_the_week_before_publication(published: dt.date, back: int) -> None:
    day = published - dt.timedelta(days=back)
    assert days(f"It happened on {day.strftime('%A')}.", published.isoformat())[0] == day.isoformat()


@given(st.text(alphabet="aMondyTuesrchFi 0123456789-/:.,'\nstl", max_size=80))
def test_find_dates_mentions_do_not_overlap(text: str) -> None:
    end = 0
    for m in find_dates(text, published=TUESDAY, effective=TRUCE):
        assert end <= m.start < m.end <= len(text)
        assert m.when.text == text[m.start : m.end]
        assert m.when.start is None or m.when.end is None or m.when.start <= m.when.end
        end = m.end


def undated(text: str, title: str | None = None) -> Report:
    return Report(id="r", title=title, text=text, sha256="0" * 64)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Bulletin, 6 March 2031, morning\n\nAll is calm.", "2031-03-06"),
        ("Statement, 28 February. Our men held fire.", "2031-02-28"),
        ("PORT CITY, March 9 — Two men died.", "2031-03-09"),
        ("PORT CITY, 9 March (Agency) - Two men died.", "2031-03-09"),
        ("Shells fell. This is the twelfth day of the ceasefire.", "2031-03-03"),
        ("Two men died on Thursday, two weeks after the 20 February ceasefire.", "2031-03-06"),
        ("Two men died yesterday, two weeks after the ceasefire.", "2031-03-07"),
        ("Two men died on Thursday. They agreed on a truce two weeks ago.", "2031-03-06"),
        ("Two men died near Sur on Wednesday 5 March.", "2031-03-05"),
    ],
)
def test_infer_published_reads_the_day_from_the_text(text: str, day: str) -> None:
    report = infer_published(undated(text), effective=TRUCE)
    assert (report.published, report.published_basis.value) == (day, "inferred")


@pytest.mark.parametrize(
    "text",
    [
        "Two men died on Thursday.",
        "Two men died on Monday, two weeks after the 20 February ceasefire.",
        "Two weeks after the ceasefire a bomb struck a column.",
    ],
)
def test_infer_published_leaves_the_day_open_where_the_text_does_not_give_it(text: str) -> None:
    assert infer_published(undated(text), effective=TRUCE).published is None


def test_infer_published_needs_the_truce_for_a_date_without_a_year() -> None:
    assert infer_published(undated("Statement, 28 February. Our men held fire.")).published is None


def test_infer_published_reads_the_day_count_of_a_title() -> None:
    report = infer_published(undated("Shots were heard.", title="Ceasefire, day 17"), effective=TRUCE)
    assert report.published == "2031-03-08"


def test_infer_published_keeps_a_given_date() -> None:
    report = undated("Bulletin, 6 March 2031").model_copy(update={"published": "2031-03-09"})
    assert infer_published(report, effective=TRUCE) is report
