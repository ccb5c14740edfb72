import pytest

from trucewatch.assess.statements import Statement, find_statements
from trucewatch.model import CheckType, Comparator, Report

NEWS = "Gunmen attacked an army post near the river on Tuesday and two soldiers were killed. "


def found(text: str, published: str | None = "2031-03-11") -> list[Statement]:
    report = Report(id="r", text=text, sha256="0" * 64, published=published)
    return find_statements(report, effective="2031-02-20")


def only(sentence: str) -> Statement:
    (statement,) = [s for s in found(NEWS + sentence) if s.sentence == sentence]
    return statement


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (
            "The policeman is the first to die in the valley since the rival armies went back to the truce.",
            "first_since",
        ),
        ("For the first time since the line was drawn, tanks fired across it.", "first_since"),
        (
            "No soldier of either army had been killed on the bridge since the accord of 1994 until Tuesday's ambush.",
            "first_since",
        ),
        ("It was the first time in eleven months that shells had landed inside the camp.", "first_since"),
        ("The kidnapping, the first of its kind since the peace deal, alarmed villagers.", "first_since"),
        (
            "Sunday's raid was Northland's first across the river since both sides signed the armistice in 2011.",
            "first_since",
        ),
        ("These are the first fatalities reported by the mission since monitors deployed in May.", "first_since"),
        ("The hilltop had not come under fire since the cease-fire was renewed in February.", "first_since"),
        ("A grenade wounded two traders in the market, the first violence there since the truce.", "first_since"),
        ("Not since the fighting of 2016 have civilians died on the line.", "first_since"),
        ("It is the first attack claimed by the brigade since it signed up to the truce.", "first_since"),
        ("The blast ended six weeks of calm in the district.", "first_since"),
        ("He is the first peacekeeper killed in action since the mission was set up.", "first_since"),
        ("It was the deadliest day for the army since the ceasefire came into force.", "highest_since"),
        ("The clash is the worst breach so far of the week-old truce.", "highest_since"),
        ("Residents called it the heaviest bombardment in more than a year.", "highest_since"),
        ("With 31 dead, June was the bloodiest month since the accord.", "highest_since"),
        ("The ambush, the most lethal this year, left nine dead.", "highest_since"),
        ("Never since the truce began have so many rockets been fired in one night.", "highest_since"),
        ("More people died in the raid than in any other attack since the agreement.", "highest_since"),
        ("The largest exchange of fire since the two armies pulled back lasted until noon.", "highest_since"),
        ("September was the quietest month on the line since the observers arrived.", "trend"),
        ("Only four shots were heard, the lowest number since the mission began counting.", "trend"),
        ("The week saw the fewest casualties of the year.", "trend"),
        ("The deaths bring to 27 the number of border guards killed since January.", "toll_since"),
        ("The army has now lost 112 men since the offensive was halted.", "toll_since"),
        ("At least 40 villagers have been killed and 90 wounded since the talks collapsed.", "toll_since"),
        ("The death toll since the truce took effect now stands at 61, the health office said.", "toll_since"),
        ("Since the ceasefire, 14 farmers have been killed by mines in the valley.", "toll_since"),
        ("She was the fifth medic killed this year.", "toll_since"),
        ("Mines have claimed 23 lives in the province since the guns fell silent.", "toll_since"),
        ("Nearly 60 soldiers died in the weeks before the accord.", "toll_since"),
        ("So far this year 210 civilians have died in such attacks, according to the monitor.", "toll_since"),
        ("More than 300 fighters have been killed on both sides since April.", "toll_since"),
        ("The ministry says 19 of its men have fallen since the beginning of the month.", "toll_since"),
        ("Killed since the signing: 38.", "toll_since"),
        ("The number of observers wounded rose to seven since deployment.", "toll_since"),
        ("It raised the army's losses since the truce to 12.", "toll_since"),
        ("The mission logged 46 ceasefire violations in the past week.", "count_in_period"),
        ("There have been three attacks on the convoy since Monday.", "count_in_period"),
        ("The other side violated the truce 112 times over the past 24 hours.", "count_in_period"),
        ("This is the third time in a month that the patrol has been fired on.", "count_in_period"),
        ("It was the second ambush on the same road within a week.", "count_in_period"),
        ("Not one shot has been fired across the river since the armistice.", "count_in_period"),
        ("No violations were registered between 3 and 9 May.", "count_in_period"),
        ("Our posts have come under fire five times since the agreement.", "count_in_period"),
        ("Since the start of the year the observers have recorded 218 incidents.", "count_in_period"),
        ("The rebels have broken the truce 17 times since Friday, a general said.", "count_in_period"),
        ("It was the fourth bombing in the city in as many days.", "count_in_period"),
        ("Seven violations were recorded on our side and two on theirs over the weekend.", "count_in_period"),
        ("There has been no fighting in the valley since the accord.", "count_in_period"),
        ("A third joint patrol passed along the road without incident.", "count_in_period"),
        ("Two attacks in one week have hit the same clinic.", "count_in_period"),
        ("The commission received 74 complaints of breaches in the first month of the truce.", "count_in_period"),
        ("Attacks on aid convoys have fallen by a third since the accord.", "trend"),
        (
            "The mission noted a significant decrease in the number of explosions compared with the previous week.",
            "trend",
        ),
        ("Violence has surged since the talks broke down.", "trend"),
        ("Shelling has eased markedly over the past three days.", "trend"),
        ("The number of violations rose from 30 to 55 in a week.", "trend"),
        ("Civilian deaths halved in April.", "trend"),
        ("Tension along the line has dropped since the handshake, observers say.", "trend"),
        ("There were fewer incidents than in the week before.", "trend"),
        ("Gunfire has become less frequent since the monitors arrived.", "trend"),
        ("Kidnappings are on the rise again this month.", "trend"),
    ],
)
def test_find_statements_reads_the_type_from_the_wording(sentence: str, kind: str) -> None:
    assert CheckType(kind) in {s.type for s in found(NEWS + sentence) if s.sentence == sentence}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry will hold the first talks since the war on Friday.",
        "It was the club's worst defeat since 2009.",
        "The first rains since October brought relief to farmers.",
        "Two soldiers were killed and a third was wounded on Thursday.",
        "The earthquake was the deadliest since 1999.",
        "The first shells fell at dawn.",
        "He scored for the first time since March.",
        "If the truce fails, it would be the first war since 1991.",
        "The army fears the heaviest losses since the war began.",
        "At least 15 people were killed in the strike, officials said.",
        "The toll of the blast rose to 12 when a wounded man died.",
        "Turnout was the highest since independence.",
        "Inflation has fallen since the ceasefire.",
        "The ceasefire has held since Monday.",
        "Police have arrested seven men since the attack.",
        "The general was born in 1961 and joined the army at 18.",
        "Second Lieutenant Demo was killed near the bridge.",
        "The flight was the first to land since the airport reopened.",
        "Three shells hit the school on Friday and two on Saturday.",
        "The first patrol left at noon and the second an hour later.",
        "More than 5,000 people have fled their homes since Sunday.",
        "The truce was the fourth in the war.",
        "Talks resumed for the second time this year.",
    ],
)
def test_find_statements_leaves_other_news_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("sentence", "value", "tolerance", "comparator"),
    [
        ("The deaths bring to 27 the number of border guards killed since January.", 27, 0, "equal"),
        ("Nearly 60 people have been killed by mines since January.", 60, 5, "equal"),
        ("The army has lost around 60 soldiers since January.", 60, 6, "equal"),
        ("At least 40 villagers have been killed since January.", 40, 0, "at_least"),
        ("She was the fifth medic killed this year.", 5, 0, "equal"),
        ("The other side violated the truce 112 times over the past 24 hours.", 112, 0, "equal"),
        ("Not one shot has been fired across the river since the armistice.", 0, 0, "equal"),
        ("It was the second ambush on the same road within a week.", 2, 0, "equal"),
    ],
)
def test_find_statements_reads_the_number(sentence: str, value: float, tolerance: float, comparator: str) -> None:
    statement = only(sentence)
    assert (statement.value, statement.tolerance, statement.comparator.value) == (value, tolerance, comparator)


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("It was the first shelling since the truce began.", "2031-02-20"),
        ("It was the first shelling since 3 March.", "2031-03-03"),
        ("It was the first shelling since Sunday.", "2031-03-09"),
        ("It was the first shelling in two weeks.", "2031-02-25"),
        ("The mission logged 46 violations in the past 24 hours.", "2031-03-10"),
        ("It was the second ambush on that road within ten days.", "2031-03-02"),
        ("The toll since it began its operation last month stands at 61 dead.", "2031-02-01"),
    ],
)
def test_find_statements_reads_the_first_day_of_the_period(sentence: str, start: str) -> None:
    assert only(sentence).period.start == start


def test_find_statements_calls_a_lowest_a_trend() -> None:
    assert (
        only("September was the quietest month on the line since the observers arrived.").comparator
        is Comparator.LOWEST
    )


def test_find_statements_reads_the_way_of_a_trend_from_two_numbers() -> None:
    assert (
        only("The mission heard 14 explosions on Monday, against 31 on the day before.").comparator
        is Comparator.DECREASE
    )


def test_find_statements_knows_a_ledger_from_a_list_of_acts() -> None:
    assert only("The mission logged 46 ceasefire violations in the past week.").is_ledger
    assert not only("It was the second ambush on the same road within a week.").is_ledger


def test_find_statements_quotes_the_clause_without_its_attribution() -> None:
    statement = only("They were the first losses since the truce, a spokesman said.")
    assert statement.quote == "They were the first losses since the truce"


def test_find_statements_offsets_point_at_the_quote() -> None:
    text = NEWS + "It was the first ambush since the truce began."
    for statement in found(text):
        assert text[statement.start : statement.end] == statement.quote


def test_find_statements_works_without_a_date_of_publication() -> None:
    (statement,) = found(NEWS + "It was the first ambush since Sunday.", published=None)
    assert statement.period.start is None
