"""Statements built of parts: a calm that ended, a rank above all, a nought, a row of nights; and their values."""

import pytest

from trucewatch.assess._subjects import Lexicon, read_subject
from trucewatch.assess.statements import Statement, find_statements
from trucewatch.model import CheckType, Comparator, Report

SAID = {
    CheckType.FIRST_SINCE: """
        Monday's mine ended a run of nineteen days without a death on the road.
        The village was shelled again on Monday after a break of ten days.
        The truce saw its first fatality on Thursday.
        Rockets struck the airport, which had not been targeted since 2029.
        It had been three months since the last raid on the valley.
        A grenade attack broke the longest period of calm that the town had known since 2027.
        Until then the market had been untouched by the violence.
        No Norlander had been killed on the line since the handshake when a shell hit the farm.
        Hardly a shot had been fired along the river since spring, until Saturday's clash.
        The garrison lost two men on Friday, its first since the truce was extended.
        Not for two years had drones attacked the refinery.
        Air strikes returned to the province on Sunday, more than a month after the last.
    """,
    CheckType.HIGHEST_SINCE: """
        Monday cost the valley more lives than any day since the accord.
        The toll of the raid exceeds that of every attack since the signing.
        Bigger than any since the partition, the battle lasted two days.
        There has been no bombing on such a scale since the talks opened.
        The shelling was of an intensity unmatched since the spring.
        No attack since the armistice has killed so many.
        The army had not lost so many men in one day since the truce.
        The number of attacks hit a new peak since the truce.
    """,
    CheckType.TOLL_SINCE: """
        Two farmers died in the period under review from old mines.
        Fourteen drivers lost their lives at roadblocks in the month of May alone.
        Eighteen months of truce have left 140 dead.
        Hospitals have received 61 bodies since the ceasefire.
        Some 90 inhabitants have perished in raids since the new year.
        Last month 23 people died in attacks in the province.
    """,
    CheckType.COUNT_IN_PERIOD: """
        Four times since the accord took effect, buses of the mission have been fired on.
        Ten days after the signing the ministry has yet to record a violation.
        The truce held overnight, with no violations on either side.
        The sector has been free of shelling for two weeks.
        There has been neither shelling nor shooting since Thursday.
        Seven attacks on health workers were documented between March and May.
        The number of violations since the truce stands at 1,204.
        Nobody has been kidnapped in the valley since the accord.
        Thirteen trucks have been seized on that road since April.
        For the second day in a row, mortar bombs fell on the camp.
    """,
    CheckType.TREND: """
        Killings in the city dwindled after the accord, a study found.
        Attacks on convoys have become a rarity since the pact.
        The monthly number of bombings is now a quarter of what it was before the truce.
        The level of violence remains well below that of last year.
        Clashes have multiplied since the commander's arrest.
        Sniper fire has become a daily occurrence since the observers left.
        Fewer soldiers have died at the border this year than in any of the past five.
        The pattern of violations shows a downward trend.
    """,
}
NOT_SAID = """
    The ministry denied that 40 of its men had been killed since the truce.
    Suppose that attacks doubled, the mediator asked, would the truce hold?
    No breach of the accord will be tolerated, the general told troops.
    Any party that has broken the truce twice shall be named by the commission.
    Both sides accuse each other of breaking the truce many times over.
    Three in four people polled think that attacks have become more frequent.
    It had been eleven months since the parties last met.
    The strike ended a run of nineteen days without electricity.
    The school reopened on Monday after a break of ten days.
    Twice in three days, the envoy has met the rebel leader.
    For the fourth night running the two delegations met.
    The plan foresees that attacks fall by half.
    The two sides have exchanged 200 prisoners since the truce.
    Prices have been higher since the attack than at any time this year.
    If nobody is killed this week it will be the first such week since March.
    He was killed in the worst battle of the war of 1971.
    He had been a prisoner since the ambush of 3 May, in which four soldiers died.
    In the week under review the force drove 212 patrols.
    Is this the worst attack since the truce?
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def found(text: str) -> list[Statement]:
    report = Report(id="r", text=text, sha256="0" * 64, published="2031-06-11")
    return find_statements(report, effective="2031-02-20")


@pytest.mark.parametrize(("kind", "sentence"), [(kind, line) for kind, text in SAID.items() for line in lines(text)])
def test_find_statements_knows_a_statement_by_its_parts(kind: CheckType, sentence: str) -> None:
    assert kind in {s.type for s in found(sentence)}


@pytest.mark.parametrize("sentence", lines(NOT_SAID))
def test_find_statements_passes_over_what_nobody_says_was_so(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("A fourth observer has died in the zone since the mission began.", 4),
        ("The mission verified 88 civilian casualties (21 killed and 67 injured) between 1 April and 30 June.", 88),
        ("Since Friday 31 rebels have been killed and about 50 others wounded.", 31),
        ("Since Sunday 127 people have been killed and 240 wounded.", 127),
        ("Twice in three days, snipers have shot at the water crew.", 2),
        ("Ten days after the signing the ministry has yet to record a violation.", 0),
        ("The week passed without a single violation.", 0),
        ("The rebels, led by several former officers, have carried out 30 attacks since last year.", 30),
    ],
)
def test_find_statements_reads_the_number_of_a_form(sentence: str, value: float) -> None:
    assert [s.value for s in found(sentence) if s.type is not CheckType.TREND] == [value]


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("Four months of silence on the ridge ended with a salvo of rockets.", "2031-02-09"),
        ("The raid put an end to six weeks in which nobody had been shot.", "2031-04-30"),
        ("Artillery was heard on the plateau after a silence of five weeks.", "2031-05-07"),
        ("It had been three months since the last raid on the valley.", "2031-03-11"),
        ("The villagers had not heard gunfire in the hills for seven weeks.", "2031-04-23"),
        ("The air force bombed the port, something it had not done in the seven weeks of the truce.", "2031-02-20"),
        ("Nine days into the pause, the ministry has yet to report a strike.", "2031-02-20"),
        ("Between the signing and the end of May, 51 militiamen were killed.", "2031-02-20"),
        ("The lull that followed the accord ended on Monday with the shelling of two villages.", "2031-02-20"),
    ],
)
def test_find_statements_reads_how_long_it_had_been_quiet(sentence: str, start: str) -> None:
    assert [s.period.start for s in found(sentence)] == [start]


def test_a_toll_ends_where_the_period_that_is_named_ends() -> None:
    (statement,) = found("Between the signing and the end of May, 51 militiamen were killed.")
    assert statement.period.end == "2031-05-31"


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("For the fourth night running drones struck the port.", 4, "night"),
        ("Since the deal, drones have attacked the city on eleven nights.", 11, "night"),
        ("The town was shelled for a third straight day.", 3, "day"),
    ],
)
def test_days_that_had_an_act_are_no_number_of_acts(sentence: str, value: float, unit: str) -> None:
    (statement,) = found(sentence)
    assert (statement.value, statement.unit) == (value, unit)


def test_a_number_for_another_day_is_of_what_was_counted_before() -> None:
    _, then = found("The observers logged 12 violations in the past 24 hours. On 17 May there had been two.")
    assert (then.type, then.value, then.is_ledger) == (CheckType.COUNT_IN_PERIOD, 2, True)
    assert (then.period.start, then.period.end) == ("2031-05-17", "2031-05-17")


def test_a_number_for_the_time_before_makes_a_trend_of_the_days_told_first() -> None:
    told, then = found("Raids have killed 31 people since Monday. In the seven weeks before there were 14.")
    assert (then.type, then.comparator) == (CheckType.TREND, Comparator.INCREASE)
    assert then.period == told.period


def test_a_number_of_wells_follows_no_count() -> None:
    assert len(found("The observers logged 12 violations in the past week. In the village there were two.")) == 1


def test_a_first_after_a_calm_is_of_the_act_told_before_it() -> None:
    (statement,) = found("The village of Orlu was shelled again on Monday after a break of ten days.")
    reading = read_subject(statement, Lexicon((), None), None)
    assert [kind.value for kind in reading.kinds] == ["shelling_artillery_missile"]


@pytest.mark.parametrize(
    ("sentence", "is_sort"),
    [
        ("Two farmers died in the period under review from old mines.", True),
        ("Since Sunday 127 people have been killed.", False),
        ("Since Sunday the observers have counted 127 people killed.", False),
        ("Since Sunday 127 people have been killed by truck drivers.", False),
    ],
)
def test_read_subject_tells_people_whom_the_record_does_not_count_apart(sentence: str, is_sort: bool) -> None:
    (statement,) = found(sentence)
    assert read_subject(statement, Lexicon((), None), None).is_sort is is_sort
