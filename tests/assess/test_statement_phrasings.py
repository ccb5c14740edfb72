"""Ways of saying the same five things: invented sentences of invented conflicts, and others that only look alike."""

import pytest

from trucewatch.assess import _statement_patterns as patterns
from trucewatch.assess.statements import find_statements
from trucewatch.model import CheckType, Report

NEWS = "Gunmen attacked an army post near the river on Tuesday and two soldiers were killed. "

SAID = {
    CheckType.FIRST_SINCE: """
        It was the first time that a mayor of the valley has been killed.
        They were the first deaths of the truce.
        They are the first casualties under the ceasefire that took effect last month.
        The truce's first victims were buried on Sunday.
        The ceasefire has claimed its first lives.
        Never before had drones struck the port.
        The village had never been shelled before.
        Tuesday's ambush was the first deadly attack on government forces since the ceasefire came into effect.
        The killing is the first of a UN peacekeeper in the country this year.
        It marks the first time either side has used tanks since the truce was signed in August.
        This was the first such attack since the two sides agreed to stop fighting.
        Until Monday, no civilian had died in the enclave since the armistice.
        The attack ended a three-month lull in fighting along the border.
        Before Sunday, the last deadly clash between the two armies was in October.
        The last time shells fell on the town was in March.
        It is the first serious breach of the agreement, which came into force on 10 May.
        He became the first soldier to be killed since the peace accord.
        Never before since the deal had rockets been fired at the capital.
        The air force carried out its first raids on the valley in six weeks.
        The strikes, the first in the area since April, hit a fuel depot.
        The bombing broke a five-week calm in the city.
        Saturday's shelling was the first in nearly two months.
        No attacks had been reported in the district since the rebels withdrew in June.
        There had been no clashes along that stretch of the front for more than a month.
        It was the first bloodshed in the camp since the factions signed a truce.
        For the first time in almost a year, government jets bombed the suburb.
        The deaths are the first to be acknowledged by the army since the truce began.
        The incident is believed to be the first violation of the armistice by the southern side.
        Not since the January truce had the two sides exchanged artillery fire.
        The convoy attack, the first on aid workers since the agreement, drew condemnation.
        The town had been quiet since the agreement was signed in November.
        The killing of the two policemen, the first since the truce was declared, was blamed on dissidents.
        It was the group's first attack inside the capital in more than a year.
        The army said the raid was the first of its kind since fighting stopped.
    """,
    CheckType.COUNT_IN_PERIOD: """
        There have been 30 military actions since the truce.
        It was the tenth day without a violation.
        Eight days have passed without a shot.
        That makes five attacks this month.
        Two earlier attacks had failed.
        The guerrillas have not attacked a police station since the accord, until now.
        The ministry said the rebels had violated the truce 23 times in 24 hours.
        It was the third attack on the base in a week.
        There have been 12 attacks on health facilities since the ceasefire began.
        Monitors recorded 318 ceasefire violations between 5 and 11 June.
        The joint commission has registered 45 breaches since the agreement.
        The other side has broken the ceasefire more than 50 times this month, he said.
        No violations were reported over the past 24 hours.
        Not a single shot was fired in the sector last week, the mission said.
        The village has been shelled four times since Monday.
        It was the second time in three days that the convoy came under fire.
        Nobody has been killed in the zone since the truce took effect.
        The mission said it had observed no cease-fire violations in the reporting period.
        Government forces committed 17 violations on Saturday alone, the rebels said.
        The drone attack was the fifth on the port since July.
        In the past week there were nine clashes along the line of contact.
        The army counted seven rocket attacks in March.
        The group has carried out at least 30 attacks since the truce collapsed.
        UNIFIL logged eleven airspace violations on Thursday.
        Two earlier attacks on the same checkpoint had been reported this month.
        It was the army's third raid on the camp in as many weeks.
        The monitors had noted 205 explosions during the previous 24 hours.
        Armed clashes took place on three occasions last month.
        The bridge has come under fire twice since the agreement.
        There were no reports of shelling for the third consecutive day.
        Since the start of the year, the commission has confirmed 64 cases of recruitment of children and 12 abductions.
        The truce has been breached 9 times by Armenian forces over the past day, the ministry said.
        This is the fourth such abduction since the beginning of the month.
        The sector has seen no incident for ten days.
        Six of the eight attacks recorded since the truce were blamed on the militia.
    """,
    CheckType.HIGHEST_SINCE: """
        The raid was the "bloodiest attack" of the year.
        It was the worst attack on the mission in its history.
        The border has not been this violent since the spring.
        It was the bloodiest day since the ceasefire.
        The attack was the deadliest against the army in two years.
        Friday's toll was the highest in a single day since the truce took hold.
        The week was one of the most violent since monitors arrived.
        The shelling was the heaviest the town has seen since last winter.
        It is the worst violence since the peace deal was signed.
        Seventeen people died, the most in one day since fighting resumed in May.
        Never since the truce have so many civilians been killed in a single attack.
        The raid caused the largest loss of life since the armistice.
        The clash was the most serious since the two sides separated their forces.
        It was the deadliest single incident for peacekeepers this year.
        Thursday's bombardment was the most intense in months.
        April was the deadliest month for civilians since the conflict began.
        The number of violations recorded last week was the highest since January.
        The ambush, the deadliest of the year, killed 19 soldiers.
        No other day of the truce has been as deadly.
        The death toll is the highest from a single attack since 2014.
        It was by far the fiercest fighting since the accord, residents said.
        The mission registered the largest number of ceasefire violations since the start of the year.
    """,
    CheckType.TOLL_SINCE: """
        At least 40 teachers have been murdered since the truce.
        More than 200 villagers were assassinated last year.
        A total of 47 civilians have been killed since the truce began, the monitor said.
        At least 112 people have now died in clashes since January.
        The latest deaths bring the number of soldiers killed this month to nine.
        The attack took the toll since the ceasefire to 31.
        Some 2,000 people have lost their lives in the conflict since 2009.
        More than 20 peacekeepers have been killed in the country this year.
        His death brings to 14 the number of journalists killed since the fighting started.
        Since the ceasefire, 63 people, most of them civilians, have been killed by air strikes.
        The army has lost 18 men since the agreement was signed.
        According to the ministry, 205 people have been killed and 611 wounded since the truce came into effect.
        Israeli fire has killed 21 people since the deal, the ministry said.
        The total number of dead since Friday now stands at 34.
        Dozens of civilians have been killed in air strikes since the beginning of April.
        Fighting has left more than 300 dead since the spring.
        The violence has claimed around 75 lives in the past month.
        Nine soldiers were killed in the first week of the truce.
        Almost 100 civilians died in the region in May alone.
        Five children are among the 29 people killed since the lull began.
        Landmines killed or injured 87 people in the first half of the year.
        The deaths raise the army's losses since the start of the operation to 41.
        It put the civilian toll for March at 56.
        The observatory has documented the deaths of 38 civilians since the agreement.
        She was the eleventh civilian to be killed since the pause began.
        The killing was the fourth of a local official in the town this year.
        Scores of fighters have died in clashes between the two groups since February.
        That makes 16 soldiers killed by mines since the truce.
        Six aid workers have been killed so far this year.
        The conflict has cost more than 9,000 lives since it began in 1996.
        As many as 50 rebels have been killed over the last ten days.
        The deaths brought to seven the number of policemen killed in a week.
    """,
    CheckType.TREND: """
        There were fewer attacks this month.
        The front has not been so quiet since the autumn.
        More than 100 explosions were heard in the district overnight, compared to none a day earlier.
        The number of attacks has fallen sharply since the ceasefire, the mission said.
        Violence has dropped by 60 percent since the agreement came into force.
        The mission recorded fewer ceasefire violations than in the previous week.
        Clashes have become more frequent in recent weeks.
        Shelling has almost stopped since the truce.
        There has been a marked increase in roadside bombings this year.
        Casualties among civilians rose by a quarter compared with the first half of last year.
        The level of violence is lower than at any time since 2011.
        Attacks are down, the general said, from 40 a week in May to 12 now.
        Air strikes have intensified over the past ten days.
        Hostilities have significantly decreased since the truce entered into force.
        Ceasefire violations doubled in the second week of April.
        The mission logged 1,100 explosions, up from 640 during the previous week.
        Abductions have been rising steadily since the elections, monitors say.
        The security situation has deteriorated since the talks collapsed.
        The past month has seen a surge in attacks on civilians.
        Fighting has died down since Sunday.
        Incidents of sniper fire fell from 31 in April to nine in May.
        The ceasefire has led to a substantial reduction in violence.
        Fewer people were killed in June than in any month since the war began.
        Killings have more than halved since the truce.
        Tensions have eased along the border in recent days.
        There were almost twice as many violations last week as in the week before.
        Rocket fire has continued to decline.
    """,
}
OTHER_NEWS = """
    The deadliest storm in a century came, but the truce has held this year.
    Marches marked the 10th anniversary of the massacre since which 20 survivors have met.
    The deal is the first of its kind.
    That is three meetings this week.
    Three previous rounds of talks had failed.
    The first shells landed near the school at dawn.
    Since the ceasefire, aid convoys have reached the town.
    He is the first mayor to visit the front since the war.
    The two sides will meet for the third time this month.
    The deal is the first between the rivals in a decade.
    Three soldiers were killed and five others were wounded in the attack.
    The general said 40 fighters had surrendered since Monday.
    More than 12,000 people have returned to their homes since the truce.
    The rebels released 25 prisoners on Saturday, the Red Cross said.
    Oil prices have fallen since the ceasefire was announced.
    The ceasefire, the fourth this year, took effect at midnight.
    A second explosion followed minutes later.
    The third bomb was defused by the army.
    The soldiers had been in the town since March.
    Ten people were killed in the attack on the market, police said.
    The first group of refugees crossed the border on Tuesday.
    At least seven people died when a bus plunged into a ravine, the worst accident this year.
    The government has banned protests since last year.
    The club has won three matches since the restart.
    The cholera outbreak has killed 300 people since January.
    The ministry said it had trained 500 policemen since the agreement.
    The war, which began in 1991, has displaced thousands.
    The attack came two days after the truce began.
    The toll rose to 14 on Sunday when two of the wounded died in hospital.
    Rebels have held the city since 2012.
    The first phase of the withdrawal ended on Friday.
    Six suspects have been arrested since the bombing.
    The army has deployed 2,000 more troops since the attack.
    The two soldiers were killed by the first of three blasts.
    A truce that might be the first since the war began is being discussed.
    The president said he hoped violence would decrease.
    If the attacks continue, this could become the deadliest year since 2007.
    Two of the four wounded soldiers died on the way to hospital.
    He has been in prison since the 2009 attack.
    The rains were the heaviest in a decade and cut the road.
    The number of visitors has dropped by half since the reopening.
    The army fired the first shot, the rebels said.
    The convoy was the largest to reach the town since the siege began.
    It was the second meeting of the commission since the truce.
    The soldiers fired three times in the air.
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def found(sentence: str) -> set[CheckType]:
    report = Report(id="r", text=NEWS + sentence, sha256="0" * 64, published="2031-03-11")
    return {s.type for s in find_statements(report, effective="2031-02-20") if s.start >= len(NEWS)}


@pytest.mark.parametrize(("kind", "sentence"), [(kind, line) for kind, text in SAID.items() for line in lines(text)])
def test_find_statements_knows_a_statement_in_other_words(kind: CheckType, sentence: str) -> None:
    assert kind in found(sentence)


@pytest.mark.parametrize("sentence", lines(OTHER_NEWS))
def test_find_statements_is_not_taken_in_by_what_looks_alike(sentence: str) -> None:
    assert found(sentence) == set()


def test_a_pattern_of_a_toll_does_not_stall_on_words_that_repeat() -> None:
    assert not any(pattern.search("number of people " * 400) for pattern in patterns.TOLL)
