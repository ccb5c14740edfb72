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
        ("Shells fell two weeks after the ceasefire that Urd and Vesk agreed on 19 February.", "2031-03-05"),
        ("Shells fell during the first three hours of the truce.", "2031-02-20"),
        ("It is ten days since the two sides agreed.", "2031-03-01"),
        ("Shells fell the Friday before last.", "2031-02-28"),
        ("Shells fell on Sunday evening, 9 March.", "2031-03-09"),
        ("Shells fell on the eve of Orthodox Easter 2030.", "2030-04-27"),
        ("Shells fell on Christmas Day.", "2030-12-25"),
        ("Shells fell on the second day of Eid al-Fitr.", "2031-01-25"),
        ("Shells fell around 7 p.m. on Sunday.", "2031-03-09"),
        ("Sixty had fled by Saturday.", "2031-03-08"),
        ("The two will meet on 15 April.", "2031-04-15"),
        ("The deadline expires on Friday.", "2031-03-14"),
        ("The truce takes effect at 9 a.m. on Thursday.", "2031-03-13"),
        ("The truce had been due to end on Sunday.", "2031-03-09"),
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
        ("Troops must leave by 15 April.", None, "2031-04-15", "period"),
        ("Troops must leave by the 20th.", None, "2031-03-20", "period"),
        ("Shells fell on the 5th and 6th.", "2031-03-05", "2031-03-06", "days"),
        ("Shells fell since the 5th.", "2031-03-05", "2031-03-11", "period"),
        ("the first since the shelling of 3 March", "2031-03-03", "2031-03-11", "period"),
        ("40 deaths since it began its push last month", "2031-02-01", "2031-03-11", "period"),
        ("40 deaths in the three weeks since the truce", "2031-02-20", "2031-03-11", "period"),
        ("Shells fell over the week.", "2031-03-04", "2031-03-11", "period"),
        ("40 breaches in the week under review", "2031-03-05", "2031-03-11", "period"),
        ("a truce that stopped a two-month offensive", "2030-12-01", "2031-02-19", "period"),
        ("Shells fell in the second week of February.", "2031-02-08", "2031-02-14", "week"),
        ("Shells fell in the first half of February.", "2031-02-01", "2031-02-15", "month"),
        ("Shells fell in the summer of 2029.", "2029-06-01", "2029-08-31", "month"),
        ("the first half of 2029", "2029-01-01", "2029-06-30", "period"),
        ("the war of the 1990s", "1990-01-01", "1999-12-31", "period"),
        ("Shells fell during Ramadan.", "2030-12-26", "2031-01-23", "month"),
        ("Shells fell all night.", "2031-03-10", "2031-03-11", "days"),
        ("Clashes began on Saturday and went on until Monday.", "2031-03-08", "2031-03-10", "days"),
        ("A drone circled for three nights running.", None, None, "period"),
    ],
)
def test_find_dates_reads_an_interval(text: str, start: str | None, end: str | None, precision: str) -> None:
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
        "Ramadan Saleh spoke for the family.",
        "Shells hit 445 houses, or about 445.",
        "the Easter Rising",
        "a six-week siege",
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


def last(text: str, published: str | None = TUESDAY) -> tuple[str | None, str | None]:
    when = find_dates(text, published=published, effective=TRUCE)[-1].when
    return when.start, when.end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("A bomb went off on Saturday. On the same day shells fell.", "2031-03-08", "2031-03-08"),
        ("A bomb went off on Saturday. That night shells fell.", "2031-03-08", "2031-03-08"),
        ("A bomb went off on Saturday. Shells had fallen the day before.", "2031-03-07", "2031-03-07"),
        ("It said on Monday that shells had fallen the day before.", "2031-03-09", "2031-03-09"),
        ("A bomb went off on Saturday. Shortly afterwards, shells fell.", "2031-03-08", "2031-03-08"),
        ("A bomb went off on Saturday. All night shells fell.", "2031-03-08", "2031-03-09"),
        ("A bomb went off on Saturday. At 14:20 shells fell.", "2031-03-08", "2031-03-08"),
        ("A man died on Thursday, two weeks after the truce. Two died the next day.", "2031-03-07", "2031-03-07"),
        ("He died after the truce of 20 February and his son the next day.", "2031-02-21", "2031-02-21"),
        ("40 breaches in the past 24 hours, against 30 on the day before.", "2031-03-09", "2031-03-10"),
        ("40 breaches between 3 and 9 March, up from 30 the week before.", "2031-02-24", "2031-03-02"),
        ("40 breaches between 3 and 9 March. In the same period two men died.", "2031-03-03", "2031-03-09"),
        ("40 deaths since the truce began. In the same period 20 were hurt.", "2031-02-20", "2031-03-11"),
        ("A mine hurt two on Saturday. It was the third blast since 1 March.", "2031-03-01", "2031-03-08"),
        ("A mine hurt two on Saturday. It was the third blast this year.", "2031-01-01", "2031-03-08"),
        ("40 in the third quarter of 2030, fewer than a year earlier.", "2029-07-01", "2029-09-30"),
        ('* Police, Saturday 19:40: "Today we stopped a car."', "2031-03-08", "2031-03-08"),
        ("As of 07:00 on 11 March. A drone was shot down at 14:20.", "2031-03-10", "2031-03-10"),
    ],
)
def test_find_dates_counts_from_what_was_told_before(text: str, start: str, end: str) -> None:
    assert last(text) == (start, end)


def test_find_dates_counts_the_next_day_from_publication_where_no_day_was_told() -> None:
    assert last("Two died the next day.") == ("2031-03-12", "2031-03-12")
    assert last("Two died the next day.", published=None) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "He died on Monday, two weeks after the ceasefire.",
        "He died yesterday, 9 March.",
    ],
)
def test_find_dates_flags_two_times_that_stand_as_one_and_disagree(text: str) -> None:
    first, second = find_dates(text, published=TUESDAY, effective=TRUCE)
    assert first.when.start != second.when.start
    assert first.conflict == second.conflict
    assert str(first.when.start) in str(first.conflict)
    assert str(second.when.start) in str(first.conflict)


def test_find_dates_flags_nothing_where_two_times_agree() -> None:
    mentions = find_dates("He died on Thursday, two weeks after the ceasefire.", published=TUESDAY, effective=TRUCE)
    assert [m.conflict for m in mentions] == [None, None]


def test_find_dates_keeps_the_words_of_a_day_that_never_was() -> None:
    mention = one("Shells fell on 31 April 2030.")
    assert (mention.when.start, mention.conflict) == (None, "April has no day 31")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("It starts at 00:01 on 6 March.", "00:01"),
        ("It starts on 6 March at 9.30 p.m.", "21:30"),
        ("It starts at one minute past midnight on 6 March.", "00:01"),
        ("Shells fell at noon on Sunday.", "12:00"),
        ("Shells fell at 4 in the morning on Sunday.", "04:00"),
        ("Shells fell on Sunday afternoon.", "afternoon"),
        ("Shells fell overnight.", "night"),
        ("Shells fell on Sunday.", None),
    ],
)
def test_find_dates_tells_the_hour_or_part_of_the_day(text: str, clock: str | None) -> None:
    assert one(text).clock == clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("It starts at 06:00 Damascus time on 15 March.", "2031-03-15T06:00+03:00"),
        ("It starts at 06:00 (03:00 GMT) on 9 March.", "2031-03-09T06:00+03:00"),
        ("It starts at 06:00 EET on 9 March.", "2031-03-09T06:00+02:00"),
        ("It starts at 06:00 local time on 9 March.", "2031-03-09"),
        ("It starts at 06:00 IST on 9 March.", "2031-03-09"),
    ],
)
def test_find_dates_reads_the_zone_that_the_text_names(text: str, moment: str) -> None:
    assert find_dates(text, published=TUESDAY)[0].when.start == moment


def test_find_dates_keeps_the_hour_of_a_deadline() -> None:
    assert one("Troops must leave by 00:01 GMT on 15 March.").when.end == "2031-03-15T00:01Z"


def test_find_dates_gives_words_without_days_only_on_demand() -> None:
    text = "Fighting has recently died down."
    assert find_dates(text, published=TUESDAY) == []
    (mention,) = find_dates(text, published=TUESDAY, vague=True)
    assert (mention.when.start, mention.rule, mention.when.text) == (None, "vague_past", "recently")


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
        ("Two men died near Sur on Wednesday evening, 5 March.", "2031-03-05"),
        ("Two men died on Thursday, two weeks after the truce that Urd and Vesk agreed on 20 February.", "2031-03-06"),
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


def test_a_weekday_tells_day_and_month_of_figures_apart() -> None:
    [_, mention] = find_dates("Two bombs exploded Tuesday [02/07/2006].", published=None)
    assert mention.when.start == "2006-02-07"


def test_the_same_night_of_a_day_that_no_words_tell_is_not_placed() -> None:
    assert days("They died the same night, he said.") == (None, None, "day")


@pytest.mark.parametrize(
    "text",
    ["Fire was heard at 1940 hours on the 19th.", "A mine went off at 6 a.m. local time (0400 GMT) on 19 February."],
)
def test_an_hour_is_of_the_day_told_right_behind_it(text: str) -> None:
    [mention] = find_dates(text, published="2031-02-27")
    assert mention.when.start is not None
    assert mention.when.start.startswith("2031-02-19")
