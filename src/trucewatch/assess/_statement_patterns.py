"""Wordings of statements about the record: one table a type, and the words that keep other news out.

Written from how agencies, monitors and ministries compare ("the first since", "deadliest in months", "brings to 59
the number", "19 times in the past 24 hours", "has fallen by half"), not from any one conflict.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE
MONTH = r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
NUM = (
    r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|(?:a\s+)?(?:dozen|hundred)s?|several|dozens|scores|hundreds)"
)
ORD = (
    r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|\d{1,3}(?:st|nd|rd|th))"
)
VIOLATION = (
    r"(?:(?:cease-?\s?fire\s+|truce\s+|alleged\s+|security\s+)*(?:violations?|breach(?:es)?"
    r"|infringements?|infractions?|complaints?|provocations?"
    r"|(?:cases?|instances?|incidents?)\s+of\s+(?:[\w-]+\s+)?(?:fire|firing|shelling|shooting|violation)))"
)
EVENT = (
    r"(?:attacks?|assaults?|(?:air|drone|missile|rocket)?[\s-]?strikes?|(?:air[\s-]?)?raids?|bombings?"
    r"|bombardments?|shellings?|shootings?"
    r"|clash(?:es)?|ambush(?:es)?|explosions?|blasts?|bombs?|incidents?|incursions?|intrusions?"
    r"|infiltrations?|overflights?|(?:reconnaissance|military|drone|spy|surveillance)\s+flights?"
    r"|killings?|murders?|abductions?|kidnappings?|refusals?|obstructions?|patrols?|firefights?"
    r"|skirmish(?:es)?|battles?|offensives?"
    r"|(?:mine\s+)?accidents?|handovers?|(?:prisoner\s+)?(?:swaps?|exchanges?)|exchanges?\s+of\s+fire"
    r"|rocket\s+(?:fire|attacks?)"
    r"|fire|fighting|(?:drone|arson|knife|sniper)\s+attacks?|mobs?|riots?|massacres?|cross-border\s+\w+"
    r"|(?:military|armed)\s+(?:actions?|operations?)|hijackings?|lynchings?|executions?|assassinations?|beheadings?|roadblocks?|bloodshed"
    r"|hold-?ups?|robberies|pogroms?|combats?|barrages?|salvo(?:e)?s?|sorties|onslaughts?|fusillades?|carjackings?|detonations?|beatings?|disappearances|lootings"
    r"|(?:movement\s+)?restrictions(?:\s+(?:of|on)\s+(?:\w+\s+)?movement)?|cases\s+of\s+(?:torture|abduction|rape|murder|looting))"
)
PERSON = (
    r"(?:people|persons?|civilians?|soldiers?|servicem[ae]n|servicewom[ae]n|troops|policem[ae]n|police"
    r"|officers?|fighters?|militants?"
    r"|rebels?|guerrillas?|insurgents?|peacekeepers?|journalists?|(?:aid|relief|health)\s+workers?"
    r"|child(?:ren)?|wom[ae]n|m[ae]n"
    r"|residents?|villagers?|members?|victims?|separatists?|guards?|medics?|observers?|militiam[ae]n"
    r"|farmers?|teachers?|passengers?|travellers?|students?|activists?|gunmen|bandits?|marines|sailors?|sappers?"
    r"|gendarmes?|refugees?|returnees?|inhabitants?|drivers?|miners?|judges?|officials?|leaders?|peasants?|herders?"
    r"|assailants?|attackers?|priests?|monks?|recruits?|commandos?|workers?|engineers?|lives)"
)
DEATH = (
    r"(?:killed|murdered|assassinated|executed|killing|kill|dead|died|dies|die|dying|deaths?|death|fatal(?:it(?:y|ies))?|los(?:t|ses|s"
    r"|ing)|lives|slain"
    r"|casualt(?:y|ies)|wounded|injur(?:ed|ies)|hurt|maimed|crippled|slaughtered|massacred|lynched|perished|beheaded)"
)
WEAPON = (
    r"(?:(?:land)?mines?|shells?|rockets?|missiles?|mortars?|grenades?|bombs?|drones?|projectiles?|rounds?|bullets?|shots?"
    r"|artillery(?:\s+fire)?|howitzers?|gunships?|gunfire|shelling|shooting)"
)
"""What is fired, thrown or laid, or the firing of it."""
STRUCK = (
    r"(?:villages?|towns?|posts?|positions?|vehicles?|vessels?|ships?|schools?|clinics?|hospitals?|churches|mosques|houses"
    r"|convoys?|camps?|bridges?|checkpoints?|stations?|trucks|lorries|bases|buses|pylons?|pipelines?|offices?|headquarters|homes|shops|markets?|depots?|crossings?|boats?)"
)
TRUCE = r"(?:cease-?\s?fire|truce|armistice|agreement|accord|deal|pact|lull|pause)"
TIME_UNIT = r"(?:hours|days|weeks|months|years|nights)"
_MODIFIERS = r"(?:[\w'’-]+\s+){0,5}?"
_LONG = r"(?:[\w'’(),/\"“”-]+\s+){0,14}?"
_IN_TIME = (
    r"(?:with)?in\s+(?:over\s+|more\s+than\s+|nearly\s+|almost\s+|about\s+|at\s+least\s+|less\s+than\s+"
    r"|under\s+|the\s+(?:past|last)\s+"
    rf"|as\s+many\s+)?(?:(?:{NUM}|a)\s+(?:{TIME_UNIT}|day|week|month|year|decade)|(?:weeks|months|years|decades|days))"
)
_FOR_LONG = (
    rf"for\s+(?:(?:over|more\s+than|nearly|almost|about|at\s+least)\s+(?:{NUM}|an?)\s+(?:{TIME_UNIT}|day|week|month|year)"
    r"|(?:many\s+|some\s+)?(?:weeks|months|years|decades))"
)
NO = r"no(?!\s+(?:fewer|less|more|later|longer|one|group|organi[sz]ation|doubt|comment)\b)"
"""The word for none of what follows, not that of `no fewer than` and `no group has claimed`."""
LULL = (
    r"(?P<lull>\w+)-(?P<unit>day|week|month|year)(?:-long|-old)?\s+(?:\w+\s+){0,2}?"
    r"(?:lull|calm|quiet|pause|peace|silence)\b"
)
"""Words such as `three-month lull`: how long nothing happened."""
_SO_FAR = (
    r"(?:this\s+(?:week|month|year)|so\s+far|of\s+the\s+(?:ceasefire|cease-fire|truce|year|month|week|war)"
    r"|to\s+date)"
)
_PAST = (
    rf"(?:(?:(?:in|over|during|for|within)\s+)?(?:the\s+)?(?:past\s+(?:{NUM}\s+|few\s+|several\s+)?(?:hours?"
    rf"|days?|weeks?|months?|years?)"
    rf"|(?:last|previous|preceding)\s+{NUM}\s+(?:hours?|days?|weeks?|months?|years?)"
    r"|(?:previous|preceding)\s+(?:day|week|month|reporting\s+period|period)|last\s+(?:week|month|year)"
    rf"|(?:first|second|third|last|opening|whole)\s+(?:{NUM}\s+)?(?:half|quarter|hours?|days?|weeks?|months?|year)\s+(?:of|since|after))"
    rf"|in\s+{MONTH}(?:\s+\d{{4}})?\s+(?:alone|this\s+year))"
)
_ON_DAY = (
    rf"(?:on\s+{WEEKDAY}|yesterday|overnight|between\s+\d|from\s+\d|(?:in"
    r"|during)\s+the\s+(?:month|week"
    rf"|day|same\s+period)|in\s+{MONTH}"
    r"|(?:on\s+)?\d{1,2}\s+(?-i:[A-Z][a-z]+)|on\s+(?-i:[A-Z][a-z]+)\s+\d{1,2})"
)


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, _I | re.MULTILINE) for p in patterns)


FIRST = _compile(
    rf"\bfirst\s+(?:\w+\s+){{0,3}}?(?:{DEATH}|{EVENT}|victims?|shots?|bloodshed)\s+(?:of|under|during)\s+the\s+{_MODIFIERS}{TRUCE}\b",
    rf"\b{TRUCE}['’]s\s+first\s+{_MODIFIERS}(?:{DEATH}|{EVENT}|victims?|shots?)\b",
    rf"\b{TRUCE}\b[^.;]{{0,40}}?\bclaimed\s+its\s+first\s+(?:life|lives|victims?|dead)\b",
    r"\bnever\s+before\s+ha(?:d|ve|s)\b",
    rf"\bthe\s+first\s+time\s+(?:that\s+)?[^.;,]{{3,80}}?\bha(?:s|ve|d)\s+(?:ever\s+)?(?:been\s+)?{DEATH}\b",
    r"\bhad\s+(?:never|not)\s+(?:been\s+)?(?:hit|shelled|bombed|attacked|struck|targeted|raided|fired\s+on|used|lost)\b[^.;]{0,60}?\bbefore\b(?!\s+\w+day)",
    rf"\b(?:for\s+)?(?:the\s+|its\s+|their\s+|[\w’']+['’]s\s+)?(?:very\s+)?(?:first|frist"
    rf"|fisrt)\b(?:\s+time)?,?\s+{_LONG}(?:since|{_IN_TIME}|{_FOR_LONG})\b",
    r"\bthe\s+first\s+(?:(?!earlier|later|late)[\w'’()/-]+\s+){0,12}?this\s+(?:year|month|week)\b",
    rf"\bthe\s+first\s+{_MODIFIERS}{VIOLATION}\s+of\s+the\s+{_MODIFIERS}(?:cease-?\s?fire|truce|agreement|accord|armistice|deal|pact)\b",
    rf"(?:\bthe\s+last\s+time\b[^.;]{{3,60}}?\b|\b(?:before|until|prior\s+to)\b[^.;]{{3,40}}?\bthe\s+last\s+{_MODIFIERS}{EVENT}\b"
    rf"[^.;]{{0,60}}?\b)(?:was|had\s+been|came|occurred|happened|took\s+place)"
    rf"\s+(?:(?:in|on|at)\s+)?(?:{MONTH}|{WEEKDAY}|\d|the\s+\d|early|late|mid|last)",
    r"\bnever\s+(?:before\s+)?since\b(?![^.;]*?\b(?:so|as)\s+(?:many|much|deadly|bloody|heavy)\b)[^.;]{3,60}?\bha(?:ve|s|d)\b",
    rf"\bnot\s+since\b[^.;]{{3,80}}?\bha(?:ve|s|d)\b(?![^.;]*?\b(?:so|as)\s+(?:many|much|deadly|bloody|heavy)\b)[^.;]*?\b(?:{EVENT}"
    r"|shells?|rockets?|shelled|bombed|attacked|fired)\b",
    rf"\bthere\s+had\s+(?:\w+\s+)?been\s+no\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION}|{DEATH})\b[^.;]*?(?:\bsince\b|{_IN_TIME}|{_FOR_LONG})",
    rf"\bhad\s+(?:been|stayed|remained)\s+(?:\w+\s+)?(?:quiet|calm|silent|peaceful)\s+(?:since\b|{_FOR_LONG})",
    rf"\b(?:end(?:ed|s|ing)?|broke|breaks?|breaking|shatter\w+|interrupt\w+)\s+(?:an?|the|more\s+than\s+an?)\s+{LULL}",
    rf"\b(?:the\s+|it\s+was\s+the\s+)first\s+such\s+{_MODIFIERS}{EVENT}\b",
    rf"\b(?:nobody|no\s+one|no-one|none|no\s+{_MODIFIERS}(?:{PERSON}"
    rf"|{EVENT}))\s+(?:\w+\s+){{0,5}}?had\s+(?:\w+\s+){{0,2}}?(?:been\s+)?"
    rf"(?:killed|died|reported|hurt|wounded|seen|recorded|carried\s+out|heard)\s+{_LONG}since\b",
    rf"\bnot\s+since\s+[\w\s,]{{3,60}}?\s+ha(?:s|d)\b[^.]*?{DEATH}",
    rf"\b(?:after|ends?|ended|ending|broke)\s+(?:a\s+)?(?:lull|calm|quiet)\s+of\s+{NUM}\s+{TIME_UNIT}\b",
)
WORST = (
    r"(?:deadliest|bloodiest|worst|heaviest|fiercest|gravest|costliest|biggest|largest|highest|greatest|strongest|longest"
    r"|boldest|grimmest|blackest|bitterest|clearest|harshest|ugliest|cruell?est|sharpest|darkest|most(?!\s+of\b)(?:\s+\w+)?)"
)
HIGHEST = _compile(
    rf"\b(?:the\s+|its\s+|their\s+|in\s+one\s+of\s+the\s+|one\s+of\s+the\s+)?(?:single\s+)?{WORST}"
    rf"\s+{_LONG}(?:since|{_IN_TIME}|{_FOR_LONG}|{_SO_FAR}|(?<!not\s)yet|ever|on\s+record|in\s+(?:its|their|[\w’']+['’]s)\s+history)\b",
    rf"\b{WORST}\s+(?:[\w'’-]+\s+){{0,4}}?(?:that\s+)?(?:[\w'’-]+\s+){{1,4}}?ha(?:s|ve|d)\s+(?:ever\s+|yet\s+)?(?:seen|known|suffered|recorded|experienced)\b",
    r"\bno\s+other\s+\w+\b[^.;]*?\b(?:as|so)\s+(?:many|deadly|bloody|violent|costly|heavy)\b",
    r"\bno\s+(?:single\s+)?(?:day|week|month|attack|incident)\b[^.]*?\b(?:more|higher|deadlier|bloodier"
    r"|worse)\b[^.]*?\b(?:since|than)\b",
    rf"\b(?:a|the)\s+record\s+(?:number|high|figure|toll)\s+{_LONG}(?:since|{_IN_TIME}|{_SO_FAR})\b",
)
LOWEST = _compile(
    r"\b(?:not|never)\s+(?:been\s+)?(?:so|as|this|that)\s+(?:quiet|calm|peaceful|few)\b[^.;]*?\bsince\b",
    rf"\b(?:calmest|quietest|least\s+(?:violent|deadly|bloody)|lowest|fewest|smallest|most\s+peaceful)\s+{_LONG}"
    rf"(?:since|{_IN_TIME}|{_SO_FAR}|on\s+record|month|week|day)\b",
    r"\bno\s+(?:day|week|month|year)\b[^.]*?\b(?:fewer|less|lower|calmer|quieter)\b",
    r"\b(?:fewer|lower|less)\b[^.]*?\bthan\s+in\s+any\s+(?:other\s+)?(?:day|week|month|year)\b",
)
TOLL = _compile(
    rf"\b(?:bring|lift|rais|tak|push|put)(?:s|es|e|ing)?\s+(?:[\w'’-]+\s+){{0,4}}?(?:toll|number|total|count"
    rf"|losses|dead|tally)\b[^.;]{{0,160}}?\b(?:to|at)\s+"
    rf"[^.;]{{0,160}}?{NUM}",
    rf"\b(?:brought|lifted|raised|took|taken|pushed|driven)\s+(?:[\w'’-]+\s+){{0,4}}?(?:toll|number|total|count|losses"
    rf"|tally)\b[^.;]{{0,160}}?\bto\s+[^.;]{{0,160}}?{NUM}",
    rf"\b(?:bring|lift|rais|tak|push)(?:s|es|e|ing)?\s+to\s+[^.;]{{0,160}}?{NUM}[^.;]{{0,160}}?\b(?:the\s+)?(?:toll|number"
    rf"|total|losses|deaths)\b",
    rf"\b(?:brought|lifted|raised|took)\s+to\s+[^.;]{{0,160}}?{NUM}[^.;]{{0,160}}?\b(?:the\s+)?(?:toll|number|total|losses|deaths)\b",
    rf"\b(?:toll|losses|dead|deaths|fatalities|number\s+of\s+[^.;,]{{0,60}}?(?:{DEATH}"
    rf"|{PERSON}))\b[^.;]{{0,80}}?\b(?:stands?|stood|comes?|came|r[oi]se|risen"
    rf"|climbed|reach(?:es|ed)|passed|exceed(?:s|ed)|number(?:s|ed)?|grown|now)\s+(?:\w+\s+){{0,3}}?{NUM}",
    rf"\b(?:ha(?:s|ve|d)\s+(?:now\s+)?(?:lost|killed|claimed|cost|buried|left)|lost|killed|claimed"
    rf"|cost)\s+[^.;]{{0,160}}?{NUM}\s+[^.;]{{0,160}}?\b(?:since|{_SO_FAR})\b",
    rf"\bsince\b[^.;]{{0,160}}?\b(?:ha(?:s|ve|d)\s+(?:\w+\s+)?(?:lost|killed|claimed|cost|buried)|lost)\s+[^.;]{{0,160}}?{NUM}",
    rf"{NUM}\s+{_MODIFIERS}(?:{PERSON}\s+)?[^.;]{{0,50}}?\b(?:{DEATH})\b[^.;]{{0,160}}?\b(?:since|so\s+far|{_PAST}"
    rf"|in\s+the\s+same\s+period|in\s+the\s+"
    rf"(?:weeks|months|days|years?)\s+before|this\s+(?:year|month))\b",
    rf"\b(?:killing|death|murder|assassination)\b[^.;]{{0,60}}?\b(?:is|was|makes?|marks?)\s+(?:at\s+least\s+|already\s+)?the\s+{ORD}"
    rf"\s+of\b[^.;]{{0,160}}?(?:since|{_IN_TIME}|{_SO_FAR}|{_PAST})",
    rf"\b(?:since|so\s+far\s+this"
    rf"|in\s+the\s+same\s+period)\b[^.;]{{0,160}}?{NUM}\s+{_MODIFIERS}{PERSON}[^.;]{{0,160}}?\b(?:killed|died|dead"
    rf"|lost\s+their\s+lives)\b",
    rf"\b(?:the|its|their|his|her|a)\s+{ORD}\s+{_MODIFIERS}(?:{PERSON}\s+)?(?:to\s+(?:be\s+killed|die)"
    rf"|killed|death|fatality|loss|victim|casualty"
    rf"|dead)\b[^.;]{{0,160}}?(?:since|{_IN_TIME}|{_SO_FAR}|{_PAST})",
    rf"\b(?:he|she)\s+(?:was|is|became|would\s+be)\s+the\s+{ORD}\b[^.;]{{0,160}}?(?:since|{_IN_TIME}|{_SO_FAR}|{_PAST})",
    rf"\bkill(?:ed|s|ing)?\s+(?:nearly|almost|about|around|some|at\s+least|more\s+than"
    rf"|over)?\s*{NUM}\s+[^.;]{{0,160}}?\b(?:since|{_SO_FAR})\b",
)
COUNT = _compile(
    rf"\b(?:{ORD}|{NUM})\s+(?:straight\s+|consecutive\s+|whole\s+)?(?:days?|weeks?|nights?|months?)\s+(?:(?:ha(?:s|ve|d)\s+)?(?:\w+\s+)?(?:passed|gone(?:\s+by)?|went\s+by|elapsed)\s+)?"
    rf"without\s+(?:an?\s+|any\s+)?(?:single\s+)?{_MODIFIERS}(?:{EVENT}|{VIOLATION}|{DEATH}|shots?|shells?)\b",
    rf"\b(?:that|this|it)\s+(?:makes|made|is|was)\s+(?:already\s+|now\s+)?{NUM}\s+(?:such\s+|more\s+)?(?:{_MODIFIERS}{EVENT}\s+)?"
    rf"(?:{_IN_TIME}|since|this\s+(?:week|month|year)|so\s+far|{_PAST})",
    rf"\b{NUM}\s+(?:earlier|previous|prior)\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION}|missions?|convoys?)\b",
    rf"\b(?:that|this)\s+(?:makes|made|brings|brought)\s+(?:it|the\s+(?:number|total|count|tally)\s+(?:of\s+[^.;]{{3,40}}?)?)\s*(?:to\s+)?{NUM}\b",
    rf"\b(?:br(?:oke|oken|eaks?)|violat(?:ed|es|e|ing)|breach(?:ed|es)?|infring(?:ed"
    rf"|es))\s+(?:\w+\s+){{0,6}}?(?:{NUM}|several|many)\s+times\b",
    rf"\b(?:attacked|targeted|hit|shelled|struck|bombed|fired\s+on|broken|violated|breached|ambushed|raided|mined"
    rf"|blown\s+up|stormed|robbed|looted)\s+(?:\w+\s+){{0,3}}?(?:twice|thrice|{NUM}\s+times)\b[^.;]{{0,160}}?"
    rf"(?:{_IN_TIME}|since|{_SO_FAR}|{_PAST}|{_ON_DAY})",
    rf"\b{EVENT}\b[^.;]{{0,60}}?\bon\s+(?:at\s+least\s+)?{NUM}\s+occasions\b",
    rf"\bthe\s+only\s+{_MODIFIERS}{EVENT}\b[^.;]{{0,60}}?(?:since|{_SO_FAR}|{_PAST})",
    rf"\bno\s+reports?\s+of\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION}|{DEATH}|shots)\b[^.;]{{0,160}}?(?:since|{_PAST}|for\s+(?:a|the)\s+{ORD})",
    rf"\b(?:the|its|their)\s+{ORD}\s+(?:such\s+)?(?:since|{_IN_TIME}|this\s+(?:week|month|year)|{_PAST})",
    rf"\b{EVENT}\b[^.;]{{0,50}}?\b(?:is|was)\s+(?:already\s+)?(?:the\s+|its\s+|their\s+){ORD}\s+(?:against|on|at|by|of|to)\b[^.;]{{0,160}}?"
    rf"(?:since|{_IN_TIME}|{_SO_FAR}|{_PAST})",
    rf"{NUM}\s+{_MODIFIERS}{STRUCK}\b[^.;]{{0,60}}?\b(?:attacked|hit|shelled|burn(?:ed|t)|bombed|raided|struck|targeted|mined"
    rf"|looted|ambushed|stormed)\b[^.;]{{0,160}}?(?:since|{_SO_FAR}|{_PAST})",
    rf"\b(?:attacked|shelled|burn(?:ed|t)|bombed|raided|struck|targeted|looted|ambushed|stormed)\s+{_MODIFIERS}{NUM}\s+{_MODIFIERS}"
    rf"{STRUCK}\b[^.;]{{0,160}}?(?:since|{_SO_FAR}|{_PAST})",
    rf"(?:^|(?<=\d[.)]\s))[^.:\n]{{0,40}}\b(?:incidents?|interruptions?|clashes|attacks|breaches|explosions)\b[^.:;\n]{{0,60}}?:\s*{NUM}\b",
    rf"\b(?:not\s+a\s+single|{NO}|zero|without\s+a\s+single|not\s+one)\s+{_MODIFIERS}(?:{VIOLATION}"
    rf"|casualt(?:y|ies)|{EVENT}|deaths?|{WEAPON}|losses"
    rf"|fatalities|lives|cases|violence)\b[^.;]{{0,160}}?(?:since|{_SO_FAR}|{_PAST}|entered|recorded|registered"
    rf"|documented|logged|noted|for\s+the\s+{ORD}"
    rf"\s+(?:day|week|month))",
    rf"\b{_PAST}:?\s*(?:there\s+were\s+)?(?:no|zero|not\s+a\s+single)\s+(?:{VIOLATION}|cases|casualties"
    rf"|incidents|{EVENT})\b",
    rf"\b(?:nobody|no\s+one|no-one)\s+has\s+(?:\w+\s+)?(?:been\s+)?(?:killed|died|hurt"
    rf"|wounded)\b[^.;]{{0,160}}?\b(?:since|{_PAST})\b",
    r"\b(?:guns|weapons|front|area|line|town|sky|skies)\s+(?:has|have)\s+(?:been|fallen|stayed"
    r"|remained)\s+(?:silent|quiet|calm)\b",
    rf"{NUM}\s+{_MODIFIERS}{VIOLATION}\b[^.;]{{0,160}}?(?:{_PAST}|since|{_SO_FAR}|{_ON_DAY}|entered|recorded"
    rf"|registered|documented|logged)",
    rf"\b(?:counted|recorded|registered|documented|logged|entered|noted|received|reported|listed|tallied"
    rf"|observed)\s+[^.;]{{0,30}}?{NUM}\s+{_MODIFIERS}"
    rf"{VIOLATION}\b",
    rf"\b{VIOLATION}\b[^.;\n]{{0,160}}?(?:documented|recorded|registered|logged|counted|entered|from|between"
    rf"|{_PAST})[^.;\n]{{0,160}}?:\s*{NUM}\b",
    rf"^[^.:\n]*:\s*{NUM}\s+{_MODIFIERS}{VIOLATION}\b",
    rf"(?:\b{_PAST}|\b(?:entered|recorded))\b[^.\n]{{0,160}}?:?\s*{NUM}\s+{_MODIFIERS}(?:cases|{VIOLATION})\b",
    rf"\b(?:the|two|three|over)\b[^.\n]{{0,160}}?\b(?:entered|recorded|logged|registered)\s+{NUM}\s+cases\b",
    rf"\b(?:the|its|their|a|an|this|X’s|[\w’']+['’]s)\s+{ORD}\s+(?:such\s+)?{_MODIFIERS}(?:{VIOLATION}"
    rf"|{EVENT})\b[^.;]{{0,160}}?(?:since|{_IN_TIME}|{_SO_FAR}"
    rf"|{_PAST}|(?:that|to)\s+(?:cost|claim|have\s+cost)\w*\s+lives)",
    rf"\b(?:the|its|their|a)\s+{ORD}\s+(?:[\w'’-]+\s+){{0,3}}?patrol\b",
    rf"{NUM}\s+{_MODIFIERS}{EVENT}\b[^.;]{{0,160}}?\b(?:{_PAST}|since|{_SO_FAR})\b",
    rf"\bsince\b[^.;]{{0,160}}?\b(?:recorded|counted|documented|logged|registered"
    rf"|been)\s+[^.;]{{0,20}}?{NUM}\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION})\b",
    rf"\bhad\s+(?:[\w'’-]+\s+){{1,7}}?(?:once|twice|{NUM}\s+times)\s+before\b",
)
PLAIN_COUNT = _compile(
    rf"{NUM}\s+(?:[\w'’-]+\s+){{0,3}}?{VIOLATION}\b",
    rf"\b{VIOLATION}\b[^.;\n]{{0,60}}?:\s*{NUM}\b",
    rf"\b(?:no|zero|nil)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{VIOLATION}|incidents?|cases|attacks?|shots?|shelling"
    rf"|clashes|strikes)\b[^.;]{{0,40}}?\b(?:reported|recorded"
    r"|registered|logged|documented|noted|observed|entered|counted|fired|seen)\b",
    rf"\b(?:reported|recorded|registered|logged|documented|noted|observed|entered|counted|saw"
    rf"|seen)\s+(?:no|zero)\s+(?:[\w'’-]+\s+){{0,2}}?"
    rf"(?:{VIOLATION}|incidents?|cases|attacks?|shots?|clashes)\b",
    rf"\b(?:it|this|that|he|she|which)\s+(?:is|was|makes?|made|would\s+be)\s+(?:already\s+|at\s+least\s+"
    rf"|now\s+)?(?:the\s+|its\s+|their\s+)?{ORD}\s+(?:such\s+)?"
    rf"(?:[\w'’-]+\s+){{0,3}}?(?:{VIOLATION}|{EVENT})\b",
    rf"\b(?:for\s+)?(?:the\s+|a\s+){ORD}\s+time\s+(?:in|since|this|within|that|on|after)\b",
    rf"\b(?:twice|thrice|{NUM}\s+times)\s+(?:already\s+)?(?:{_IN_TIME}|since|this\s+(?:week|month|year)|{_PAST})",
    rf"{NUM}\s+(?:[\w'’-]+\s+){{0,3}}?{EVENT}\b[^.;]{{0,60}}?\b(?:in|during|over)\s+(?:{MONTH}|the\s+(?:week|month)|(?:this|last)\s+(?:week|month))\b",
    rf"{NUM}\s+(?:[\w'’-]+\s+){{0,3}}?{EVENT}\b[^.;]{{0,60}}?\b(?:between|from)\s+(?:the\s+)?\d{{1,2}}\b",
)
DECREASE = _compile(
    r"\b(?:decreas\w+|declin(?:e|ed|es|ing)(?!\s+to\b)|drop(?:ped|s)?(?!\s+(?:(?:\w+\s+){0,2}?(?:bombs?|rockets?|shells?"
    r"|leaflets?|explosives|grenades?|mines)|on|their|his|her)\b)|(?:fall(?:en|s|ing)?|fell)"
    r"(?!\s+(?:on|upon|into|onto|near|inside|outside|around|about|beside|behind|short|to\s+(?:the\s+)?[a-z]|in\s+(?:and|the|a)\b))"
    r"|eas(?:ed|ing)|subsid\w+|lessen\w+"
    r"|diminish\w+|abat\w+|halved|reduc(?:ed|tion)"
    rf"|down\s+from|fewer\s+than(?!\s+{NUM}\b)|slow(?:ed|ing)|wan(?:ed|ing)|shr[aiu]nk|plunged|quieter|calmer"
    r"|less\s+(?:violence|fighting|shelling|fire"
    r"|shooting)|fewer\s+(?!than\b)\w+)\b",
)
INCREASE = _compile(
    r"\b(?:increas\w+|ris(?:en|es|ing)|rose|surg\w+|escalat\w+|intensif\w+|spik\w+|soar\w+|doubled"
    r"|tripled|quadrupled|worsen\w+|up\s+from|uptick|upsurge"
    r"|climb(?:ed|ing)|grow(?:n|ing|th)|grew|more\s+than\s+(?:in|during)\s+the\s+(?:previous|week|month)"
    r"|more\s+(?:violence|fighting|shelling|attacks"
    r"|violations))\b",
)
COMPARED = _compile(
    rf"\b(?:against|compared\s+(?:with|to)|versus|up\s+from|down\s+from|from)\s+(?:about\s+|around\s+"
    rf"|some\s+|nearly\s+|more\s+than\s+)?{NUM}\s+(?:\w+\s+){{0,2}}?"
    r"(?:(?:on|in|during|for|a|the)\s+(?:the\s+)?(?:day|week|month|year|previous|preceding|last|\d)|(?:in|on|for)\s+(?:"
    rf"{MONTH}|{WEEKDAY})\b)",
)
TREND_SUBJECT = re.compile(
    r"\b(?:violence|carjackings|detonations|banditry|robberies|crime|complaints|cattle\s+raids?|(?:artillery|mortar)\s+(?:fire|duels?)|(?:number|toll)\s+of\s+(?:[\w'’-]+\s+){0,3}?(?:dead|victims|losses|wounded)|shells|rockets|shots|bombs|bloodshed|unrest|violations?|breach(?:es)?|fighting"
    r"|shelling|attacks?|clashes|hostilit(?:y|ies)"
    r"|explosions?|tensions?|incidents?|casualt(?:y|ies)"
    r"|deaths?|fatalities|killings?|shootings?|(?:air\s?|drone\s)?strikes|raids|bombardments?|gunfire"
    r"|overflights?|offensive\s+actions|acts?\s+of\s+violence|bombings?|ambushes|assaults?|robberies|kidnapp\w+|sniping|(?:rocket|sniper|mortar)\s+fire"
    r"|incursions?|hijackings?|lynchings?|assassinations?|murders?|killed|(?:security\s+)?situation|landmines?"
    r"|abductions|kidnappings|civilian\s+(?:harm|losses))\b",
    _I,
)
EARLIER_PERIOD = re.compile(
    rf"\b(?:the|a|in\s+the|in\s+those)\s+(?:{NUM}\s+)?(?:day|week|fortnight|month|quarter"
    rf"|year)s?\s+(?:before|earlier)\b"
    rf"|\b(?:previous|preceding|prior)\s+(?:{NUM}\s+)?(?:reporting\s+)?(?:day|week|fortnight|month|quarter"
    rf"|year|period|bulletin)s?\b"
    r"|\b(?:than|in|during)\s+last\s+(?:week|month|year)\b",
    _I,
)
TREND_TIME = re.compile(
    rf"\b(?:since|{_PAST}|in\s+recent\s+(?:days|weeks|months)|(?:every|each)\s+(?:day|week|month)"
    rf"|by\s+(?:more\s+than\s+|over\s+|about\s+|nearly\s+)?"
    rf"(?:half|a\s+(?:third|quarter|fifth)|two-?\s?thirds|{NUM}\s?(?:%|percent|per\s+cent))|compared"
    rf"|than\s+(?:in|during|before|the)|in\s+the\s+past"
    r"|from\s+about|over\s+the\s+(?:past|last)|significant(?:ly)?|marked(?:ly)?|sharp(?:ly)?|steep(?:ly)?"
    r"|dramatic(?:ally)?|steadily"
    r"|this\s+(?:week|month|year)|(?:is|are|keeps?|continue[sd]?\s+to)\s+(?:increas|decreas|ris|fall|declin"
    r"|intensify|escalat|worsen|drop|eas|grow)\w*)\b",
    _I,
)
CONDUCT = re.compile(
    r"\b(?:patrols?|(?:prisoner\s+)?swaps?|exchanges?|handovers?|withdrawals?|releases?|missions?|protests?|sit-ins?|overflights?"
    r"|flights?|intrusions?|refusals?|inspections?)\b",
    _I,
)
"""Acts without violence that a first or a fourth may be of."""
WISHED = re.compile(
    r"\b(?:hope[sd]?|hoping|will|would|should|could|might|must|may|call(?:s|ed)?\s+for|urg(?:e|ed|es|ing)|demand\w*|lead\s+to"
    r"|(?:to|and)\s+(?:reduce|halt|prevent|avoid|stop|de-?escalate|ensure|achieve|see)|risk\s+of|warn\w*|fear\w*|danger\s+of|if|unless"
    r"|whether|despite\s+(?:any|a)|foresee\w*|envisag\w*|promis\w*|pledg\w*|vow\w*|seeks?|sought|intend\w*|aims?|aimed)\b[^.;]{0,60}$",
    _I,
)
"""A change that is wanted, feared or conditional."""
ACT_OF_ONE = re.compile(
    r"\b(?:in|by|during|at|when)\s+(?:an?|one|the\s+same)\s+(?:[\w'’-]+\s+){0,3}?(?:attack|ambush|blast|strike|raid|explosion|shelling"
    r"|bombing|clash|crash|shooting|massacre|firefight|battle|roadblock|assault)\b|\bin\s+\w+\s+hours\s+of\s+fighting\b",
    _I,
)
VIOLENCE = re.compile(
    rf"\b(?:{DEATH}|{EVENT}|{VIOLATION}|violence|abducted|kidnapped|murdered|executed|lynched|burn(?:ed|t)|blown\s+up|shell(?:ed|s)?|bomb(?:ed|s|ing)?|mines?|rockets?|drones?"
    rf"|mortars?|artillery|gunfire|gunmen|snipers?"
    r"|fought|fight(?:ing|ers)?|hostilit(?:y|ies)|violat(?:ed|e|ing)|broke(?:n)?|attacked|guns|tension"
    r"|warplanes|jets|grenades?|missiles?|projectiles?|howitzers?|gunships?|landmines?|bullets?|bloodiest|deadliest|bloody|deadly"
    r"|buffer\s+zone|airspace|line\s+of\s+control|turned\s+on|ordnance|violent|mined|withdraw\w*"
    r"|fired|shot|shots|raided|ambushed|stormed|bombarded|targeted|struck|sit-ins?|protest\w*|clashed|skirmished|seized|hijacked|looted|robbed|detained|(?:be|been|was|were)\s+hit)\b",
    _I,
)
STRONG_VIOLENCE = re.compile(
    rf"\b(?:{VIOLATION}|killed|killings?|violence|bloodshed|abduct\w+|kidnap\w+|murder\w*|lynch\w*|hostilities|ambush(?:es|ed)?|massacres?|(?:air|drone)[\s-]?strikes?|attacks?|assaults?|clash(?:es)?|ambush\w*|shell(?:ed"
    rf"|ing|s)?|bomb\w*|rockets?|mortars?"
    r"|gunfire|gunmen|snipers?|soldiers?|troops|militants?|rebels?|cease-?\s?fire|truce|shot)\b",
    _I,
)
OTHER_NEWS = re.compile(
    r"\b(?:earthquakes?|quake|tremor|floods?|flooding|cyclone|hurricane|typhoon|landslide|wildfires?|virus|covid(?:-19)?"
    r"|coronavirus|epidemic|pandemic|cholera|diarrh\w*|dengue|outbreak(?!\s+of\s+(?:the\s+)?(?:[\w-]+\s+)?(?:violence|fighting|war|hostilities|conflict|uprising|revolt|crisis|rebellion|insurgency))|measles|malaria|road\s+(?:deaths?|safety|toll)|(?:died|killed|trapped|buried)\s+underground|(?:road|traffic|car|bus|train|ferry|plane"
    r"|helicopter)\s+(?:accident|crash)|traffic\s+(?:accidents?|deaths?|crash\w*|victims|fatalities|police|jams?)|minibus|bus\s+plunged|ravine|capsiz\w+|drown\w+|drills?|rehearsal|quarry|golf\w*"
    r"|hackers?|cyber\w*|electoral|polls?|(?-i:league)|matches|goals?|cup|championship|tournament|stadium|fans|striker|coach"
    r"|goalkeepers?|goalmouth|wickets?|innings|cricket\w*|football\w*|rugby|boxing|batsm[ae]n|bowl(?:ed|er|ers)|runners?-up|box\s+office"
    r"|film|album|song|exporters?|a\s+kilo|anchov\w+|inflation|currency|shares|stocks?|unemployment|budget|temperature|snow|drought)\b",
    _I,
)
"""News of sport, disaster, disease and trade, which borrow the words of war; nothing in such a sentence counts."""
PERHAPS_OTHER_NEWS = re.compile(
    r"\b(?:elections?|parliament(?:ary)?\s+vote|match|season|harvest|crops?|prices?|rates?|exports?|rain(?:s|fall)?|storm|disease"
    r"|visitors|tourists|bookings|tariffs?|wages?|unions?|walk-?outs?)\b",
    _I,
)
"""The same where no word of violence stands beside it ("clashes have grown since the rainy season")."""
HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|could\s+(?:be|become)|might\s+(?:be|become)|may\s+(?:be|become)|fears?\s+(?:of|that)"
    r"|feared|fears?(?=\s*$)|plans?\s+to|hopes?\s+(?:to|that)|aims?\s+to"
    r"|(?:will|would)\s+be\s+the|expected\s+to|is\s+to\s+be)\b",
    _I,
)
TOLL_OF_ONE = (
    r"\b(?:toll|number|total|count|dead|killed)\s+(?:of|from|in|at)\s+(?:the\s+|this\s+|an?\s+"
    r"|that\s+)?(?:[\w'’-]+\s+){0,3}?(?:roadblock|attack|blast|strike|raid|explosion|shelling|bombing"
    r"|clash|ambush|crash|shooting|firing|firefight|gun\s?battle)\b"
)
OF_ONE_ACT = re.compile(
    rf"{TOLL_OF_ONE}|\b(?:killed|dead|died)\s+when\b|\b(?:attack|ambush|blast|strike|raid|explosion|shelling|bombing|clash|massacre)\b[^.;]{{0,40}}?\b(?:in\s+which|(?:that|which)\s+killed)\b"
    rf"|\bin\s+{WEEKDAY}['’]s\b",
    _I,
)
FIRST_ANYWHERE = re.compile(
    rf"\b(?:first|frist|fisrt)\b(?!\s+(?:{NUM}\s+)?(?:hours?|days?|weeks?|months?|years?|patrol|light|aid|half|floor))",
    _I,
)
FIRST_MARK = re.compile(rf"\bsince\b|\b{_IN_TIME}\b|\bof\s+(?:its|the|this|that)\s+kind\b|\bfirst\s+such\b", _I)
NEVER_BEFORE = _compile(
    r"\bhad\s+(?:not|never)\s+(?:been|come|seen|heard|suffered|lost|fired|happened)\b[^.;]*?\bsince\b",
    rf"\bnot\s+since\b[^.;]{{3,80}}?\bha(?:ve|s|d)\b(?![^.;]*?\b(?:so|as)\s+(?:many|much)\b)[^.;]*?\b{DEATH}\b",
    rf"\b(?:end(?:ed|s|ing)?|broke(?:n)?|breaking|shatter\w+|after|interrupt\w+)\s+(?:more\s+than\s+"
    rf"|nearly\s+|almost\s+)?(?:{NUM}\s+{TIME_UNIT}|a\s+(?:week|month|year))"
    r"\s+of\s+(?:relative\s+|uneasy\s+)?(?:calm|quiet|peace|silence)\b",
)
AS_MANY = _compile(
    r"\b(?:not|never)\s+(?:been\s+)?(?:so|as|this|that)\s+(?:bad|violent|intense|fierce|dangerous|deadly)\b[^.;]*?\bsince\b",
    r"\b(?:so|as)\s+(?:many|much|deadly|bloody|heavy)\b[^.;]*?\bsince\b",
    r"\b(?:never|not)\s+since\b[^.;]*?\b(?:so|as)\s+(?:many|much|deadly|bloody|heavy)\b",
    r"\b(?:more|higher|worse|deadlier|bloodier|heavier)\b[^.;]*?\bthan\s+(?:in|on|at|during)\s+any\b",
    r"\b(?:scale|intensity|kind|sort|such|violence|fighting|shelling|bombardment|fire|toll)\b[^.;]{0,60}?"
    r"\b(?:not|never)\s+(?:been\s+)?seen\s+since\b|\bunseen\s+since\b|\bunprecedented\s+since\b",
)
STILL_NONE = _compile(
    rf"\b(?:has|have)\s+(?:not|never)\s+(?:(?:been|come)\s+(?:attacked|shelled|bombed|hit|struck|targeted|fired|raided"
    rf"|broken|violated|breached|under\s+(?:fire|attack))|suffered|lost|fired|attacked|shelled|bombed|violated|breached"
    rf"|(?:seen|heard)\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION}|shots?|shells?))\b[^.;]*?\b(?:since\s+\w|{_PAST}\b)",
    r"\b(?:kept|stayed|remained)\s+(?:still|quiet|calm|silent)\s+since\b",
    r"\bnot\s+(?:one|a\s+single)\s+(?:bullet|shot|shell|round)\s+since\b",
)
_EDGE = (
    rf"(?:(?:early|mid|late|the\s+(?:start|beginning|middle|end)\s+of)[\s-]+)?(?:the\s+(?:[\w'’-]+\s+){{0,3}}?(?:{TRUCE}|signing|war|vote|election|year|month)"
    rf"|\d{{1,2}}(?:\s+(?-i:[A-Z])\w+)?|{MONTH}(?:\s+\d{{1,4}})?|(?:19|20)\d\d)"
)
_BETWEEN = rf"between\s+{_EDGE}\b[^.;]{{0,30}}?\band\s+(?:{_EDGE}|now|today)\b"
RUNNING = re.compile(
    rf"\bsince\s+\w|\bso\s+far\b|\b{_BETWEEN}|\b(?:in|during|over)\s+the\s+(?:\w+\s+)?(?:(?:reporting\s+)?period"
    rf"|(?:week|month|fortnight)\s+under\s+review|month\s+of\s+{MONTH})\b|\b{MONTH}\s+alone\b|(?<!said\s)(?<!alleged\s)(?<!reported\s)(?<!announced\s)(?<!published\s)(?<!claimed\s)(?<!signed\s)\blast\s+(?:week|month|year)\b(?!['’])|\bthis\s+(?:month|year)\b|\bin\s+total\b|\btotal\b|\baltogether\b"
    rf"|\boverall\b|\bin\s+all\b|\b{_IN_TIME}\b"
    r"|\bto\s+date\b|\buntil\s+now\b|\bas\s+many\s+(?:days|weeks|months)\b|\bin\s+the\s+same\s+period\b"
    rf"|\b(?:past|last|previous|preceding)\s+{NUM}\s+{TIME_UNIT}\b|\bpast\s+(?:day|week|month|year)\b"
    rf"|\b(?:in|over|during|for)\s+the\s+(?:first\s+|whole\s+)?(?:{NUM}\s+)?{TIME_UNIT}\s+(?:since|of"
    rf"|after|before|following)\b"
    r"|\bin\s+(?:[\w-]+\s+)?(?:violations|breaches)\s+of\s+the\b"
    rf"|\b(?:in|during)\s+the\s+{NUM}-(?:day|week|month|year)(?:-(?:old|long))?\s+(?:\w+\s+)?(?:war|conflict|insurgency|rebellion|uprising|{TRUCE})\b"
    r"|\b(?:during|under|under\s+cover\s+of)\s+the\s+(?:[\w'’-]+\s+){0,3}?(?:cease-?\s?fire|truce|lull|pause)\b",
    _I,
)
LIVES_CLAIMED = re.compile(
    rf"\b(?:war|conflict|cease-?\s?fire|truce|fighting|violence|insurgency|rebellion|campaign|offensive"
    rf"|feud|mines)\b[^.;]*?\bha(?:s|ve|d)\s+(?:\w+\s+){{0,2}}?"
    rf"(?:(?:claimed|cost|taken|killed)\s+[^.;]{{0,25}}?{NUM}\b[^.;]{{0,20}}|left\s+[^.;]{{0,25}}?{NUM}\s+(?:\w+\s+)?dead\b)",
    _I,
)
KILLINGS = re.compile(r"^\W*(?:[\w'’-]+\s+){0,2}?(?:killings?|murders?|executions?|deaths?|fatalities)\b", _I)
NEAR_DEATH = re.compile(
    rf"\b(?:{DEATH}|fallen|perished|martyr\w*|murdered|executed|assassinated|bodies|corpses|(?:been|was|were)\s+shot(?!\s+(?:at(?!\s+sea)|down))|gunned\s+down|beheaded|buried)\b",
    _I,
)
NEAR_EVENT = re.compile(
    rf"^\W*(?:(?!since|after|in\b|on\b|of\b)[\w'’-]+\s+){{0,4}}?(?:(?:{VIOLATION}|{EVENT})\b|times?\b|occasions?\b"
    rf"|{WEAPON}\s+(?:[\w-]+\s+){{0,7}}?(?:landed|fell|fallen|hit|struck|exploded|(?:been|were)\s+(?:fired|launched|thrown))\b)",
    _I,
)
EVENT_BEFORE = re.compile(
    rf"\b(?:{VIOLATION}|{EVENT})\b[^.;]{{0,50}}?\b(?:to|at|was|were|is|are|reach\w*|number\w*"
    rf"|total\w*)\s+$|\b{VIOLATION}\b[^.;]*?:\s*$",
    _I,
)
DID_TIMES = re.compile(
    r"\b(?:br(?:oke|oken|eaks?|eaking)|violat\w+|breach\w*|infring\w*|attack\w*|hit|shell\w*|bomb\w*"
    r"|fir(?:ed|ing)|under\s+fire|struck|target\w*|ambush\w*|raid\w*"
    r"|storm\w*|stop\w*|obstruct\w*|cross\w*|enter\w*|blown\s+up|changed\s+hands|mined|burn(?:ed|t)|loot\w*|kidnap\w*|abduct\w*)\b[^.;]{0,70}$",
    _I,
)
_HAS = r"\b(?:has|have|had)\s+(?:\w+\s+){0,3}?"
_NUMERIC = (
    r"(?:by\b|to\b(?!\s+(?:the|[a-z]+\s+(?:on|that|the|to|any|about))\b)|from\b"
    r"|(?:\d[\d.]*|[\w-]+)\s?(?:%|percent\b|per\s+cent\b))"
)
_SUBJECT = (
    r"\b(?:violence|situation|security|violations?|breach(?:es)?|fighting|shelling|attacks?|clashes|hostilit(?:y|ies)"
    r"|explosions?|tensions?|incidents?"
    r"|casualt(?:y|ies)|deaths?|fatalities|killings?|shootings?|strikes|raids|bombardments?|gunfire"
    r"|overflights?|offensive\s+actions"
    r"|abductions|kidnappings|bombings|ambushes|crossings|complaints)\b"
)
CHANGED = _compile(
    rf"\bthere\s+(?:were|are|have\s+been)\s+(?:far\s+|many\s+)?fewer\s+{_MODIFIERS}(?:{EVENT}|{VIOLATION})\b",
    _HAS
    + r"(?:fallen|dropped|declined|decreased|eased|subsided|diminished|halved|lessened|slowed|gone\s+down|come\s+down"
    r"|calmed|improved|plummeted|plunged|slumped|shrunk|dwindled|receded|ebbed|tapered\s+off|petered\s+out|halted|been\s+(?:falling|declining|dropping|decreasing|easing|subsiding|dwindling|waning)"
    r"|quietened|abated|waned|died\s+down|tailed\s+off|slackened|become\s+(?:rare\w*|less|quieter|calmer))\b",
    r"\b(?:decrease|drop|fall|decline|reduction|lull|easing|slump|let-?up)[\"”’']?\s+in\b",
    r"\b(?:less|fewer|lower|quieter|calmer|rarer|lighter|weaker|milder|smaller)\b[^.;]{0,60}?\bthan\s+(?:in|on|at|during|last|before|any|usual|ever"
    r"|those|the\s+(?:\w+\s+)?(?:days?|weeks?|months?|years?|previous|same|preceding|one)|an?\s+(?:week|month|year)\s+(?:ago|earlier|before))\b",
    _HAS + r"(?:stopped|ceased|ended|disappeared|vanished)\b(?=[^.;]*?\bsince\b)",
    _SUBJECT + r"\s+(?:is|are|was|were)\s+(?:\w+\s+)?down\b",
    r"\b(?:less\s+(?:frequent|common|intense)|rarer|quieter|calmer)\b",
    r"\b(?:fell|dropped|declined|decreased|(?:is|are|was|were|be|been)\s+(?!put\b)(?:\w+\s+)?down)\s+(?:\w+\s+)?"
    + _NUMERIC,
    r"\b(?:halved|half\s+(?:as\s+many|the\s+number)|on\s+the\s+(?:wane|decline|decrease)|down\s+(?:\w+ly\s+)?(?:from"
    r"|(?<!came\sdown\s)(?<!come\sdown\s)on|by|sharply|\d))\b",
    _SUBJECT + r"(?:\s+\w+){0,5}?\s+(?:fell|dropped|declined|decreased|halved|dwindled|tapered\s+off"
    r"|plummeted|plunged|slumped|receded|ebbed|subsided"
    r"|abated|eased|petered\s+out|tailed\s+off|died\s+(?:down|away)|thinned\s+out)\b",
    r"\b(?:become|became|becoming|are\s+now|is\s+now)\s+(?:an?\s+|a\s+great\s+)?(?:rarit(?:y|ies)|exceptions?|rare|seldom|infrequent|sporadic)\b",
    rf"\b(?:half|a\s+(?:third|quarter|fifth|tenth)|{NUM}\s?(?:%|percent|per\s+cent))\s+(?:of\s+)?(?:that|what|those|the\s+(?:number|figure|level|total))\b"
    r"[^.;]{0,10}?\s*(?:of|it|they|in|recorded|seen|before|for)\b",
    r"\b(?:below|under|lower\s+than)\s+(?:that|those|what|the\s+(?:levels?|figures?|number|rate|average))\s+(?:of|it|they|in|seen|before|for|recorded)\b",
    r"\b(?:brought|brings|bring|driven|drove|pushed|cut|cuts|slashed|reduced|curbed)\s+(?:down\s+|back\s+)?(?:the\s+)?(?:\w+\s+)?(?:number|level|rate|frequency|intensity|pace)\s+of\b",
    r"\b(?:went\s+down|downward\s+trend|trend\s+is\s+down(?:ward)?|(?:all\s+but|almost|virtually|practically|nearly|largely)\s+(?:stopped|ceased|ended|disappeared|vanished))\b",
    r"\bmade\s+(?:[\w'’-]+\s+){1,3}?(?:rarer|rare|less\s+(?:frequent|common|deadly))\b",
)
CHANGED_UP = _compile(
    _HAS
    + r"(?:risen|increased|surged|escalated|intensified|doubled|tripled|worsened|deteriorated|gone\s+up|climbed|soared"
    r"|spiked|grown|flared|multiplied|mounted|mushroomed|quadrupled|proliferated|jumped|been\s+(?:mounting|rising|growing|increasing|escalating|intensifying)"
    r"|picked\s+up|become\s+(?:more|worse))\b",
    r"\b(?:increase|rise|surge|spike|upsurge|uptick|escalation|jump|growth|deterioration)\s+(?:in|of)\b",
    r"\b(?:more|higher|worse|heavier|fiercer|stronger)\b[^.;]{0,60}?\bthan\s+(?:in|on|at|during|the|last|a\s+(?:week|month|year)|before|any)\b",
    r"\bmore\s+(?:frequent|common|intense)\b|\b(?:twice|three\s+times|four\s+times|double)\s+(?:(?:as\s+many|that|those|what)\b"
    r"|the\s+number)\b",
    r"\b(?:rose|increased|climbed|jumped|(?:is|are|was|were)\s+(?!(?:picked|blown|held|taken|lined|rounded|called|brought|split|given)\b)(?:\w+\s+)?up)\s+(?:\w+\s+)?"
    + _NUMERIC,
    r"\b(?:doubled|tripled|quadrupled|on\s+the\s+(?:rise|increase|up)|(?:(?:is|are|was|were)\s+"
    r"|[,\d]\s*)up\s+(?:\w+ly\s+)?(?:from|on|by|sharply|\d))\b",
    _SUBJECT + r"(?:\s+\w+){0,5}?\s+(?:rose|increased|doubled|tripled|quadrupled|surged"
    r"|soared|multiplied|mounted|climbed|jumped|spiked|spiralled"
    r"|proliferated|mushroomed|escalated|intensified|worsened|flared(?:\s+up)?)\b",
    r"\b(?:become|became|becoming|are\s+now|is\s+now)\s+(?:an?\s+|almost\s+an?\s+|nearly\s+|almost\s+)?(?:daily|nightly|weekly|everyday|regular|routine|commonplace|common|frequent"
    r"|the\s+norm)\b",
    r"\b(?:went\s+up\s+(?:by|to|from)|upward\s+trend|trend\s+is\s+up(?:ward)?)\b",
    r"\b(?:above|over|higher\s+than)\s+(?:that|those|what|the\s+(?:levels?|figures?|number|rate|average))\s+(?:of|it|they|in|seen|before|for|recorded)\b",
)
RANKED_UNIT = re.compile(
    r"\bfirst\s+(?:victims?|dead)\b|\b(?:deadliest|bloodiest|most\s+(?:deadly|violent|lethal))\b|\b(?:day|week|month|year)\s+(?:of\s+the\s+(?:truce|ceasefire|war)|since)\b",
    _I,
)
"""Superlatives of their own kind, or of a stretch of days, that need no word of violence beside them."""
PERIOD_WORDS = re.compile(
    rf"\b(?:(?:week|month|year)['’]s(?=\s+(?:\w+\s+)?(?:toll|dead|losses))|since|{_IN_TIME}|{_SO_FAR}|{_PAST}|in\s+the\s+same\s+period|in\s+the\s+(?:weeks|months|days|years?)\s+before)\b",
    _I,
)
RUNNING_LOSSES = re.compile(
    rf"\b(?:losses|dead|deaths)\s+in\s+(?-i:[A-Z])"
    rf"|\btoll\s+for\s+{MONTH}"
    rf"|\bnumber\s+of\s+[^.;,]*?{PERSON}[^.;,]*?\bkilled\s+in\s+(?-i:[A-Z])|\bnow\s+stand",
    _I,
)
RUNNING_ACTS = re.compile(
    r"\b(?:(?:during|over|in)\s+the\s+(?:week|month|quarter)|(?:during|over)\s+the\s+(?:weekend|night))\b"
    rf"|\b(?:(?-i:In|During|Throughout)|in\s+the\s+(?:course|month)\s+of|throughout|during)\s+{MONTH}\b",
    _I,
)
"""Stretches so short that a number of dead beside them is mostly of one act; a number of acts is not."""
