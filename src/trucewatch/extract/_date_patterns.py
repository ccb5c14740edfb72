"""The table of time expressions: a name, a pattern and a resolver a row. Where two rows match, the longer wins."""

from __future__ import annotations

import re

from trucewatch.extract import _date_anaphora as anaphora
from trucewatch.extract import _date_deictic as deictic
from trucewatch.extract import _date_feasts as feasts
from trucewatch.extract import _date_rules as rules
from trucewatch.extract import _date_truce as truce
from trucewatch.extract._date_clock import CLOCK, ZONE
from trucewatch.extract._date_context import Resolver, Rule
from trucewatch.extract._date_feasts import FEAST
from trucewatch.extract._date_ranges import RANGES
from trucewatch.extract._date_words import (
    DAY,
    FULL_MONTH,
    MONTH,
    NUMBER,
    NUMERAL_DAY,
    PARTS,
    SHORT_WEEKDAY,
    TRUCE,
    WEEKDAY,
    YEAR,
)
from trucewatch.extract._number_words import CARDINAL, ORDINAL, TENS, UNITS, alternatives

_WD = rf"(?P<weekday>\b{WEEKDAY}\b|\b{SHORT_WEEKDAY})"
_COMMA = r"(?:\s*,\s*|\s+)"
_TO = r"\s*(?:-|–|—|,?\s*\b(?:to|until|till|through|and)\b)\s*"
_LEAD = r"(?P<lead>between|from|(?:on\s+)?the\s+nights?\s+(?:of|between|from)|overnight(?:\s+(?:on|from))?)"
_UNITS = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?)"
_ABOUT = (
    r"(?:(?:about|around|some|nearly|almost|over|more\s+than|less\s+than|fewer\s+than|under|just|only|exactly|at\s+least"
    r"|barely)\s+)?"
)
_PART = (
    r"(?P<part>early|late|mid|the\s+(?:first|second|third|fourth|last|final|1st|2nd|2d|3rd|3d|4th)\s+(?:week|half)\s+(?:of|in)"
    r"|the\s+(?:very\s+)?(?:beginning|start|middle|end|first\s+days|last\s+days)\s+of)"
)
_BEGAN = (
    r"(?:\s+(?:(?:first\s+|formally\s+|officially\s+)?(?:began|begun|started|took\s+(?:effect|hold|force)"
    r"|(?:came|went|entered)\s+into\s+(?:force|effect)|(?:was|were|has\s+been)\s+(?:agreed|signed|declared|an?nn?ounc?ed|reached|brokered"
    r"|concluded|in\s+(?:force|place)))))"
)


def _date_in(first: str, second: str) -> str:
    """`5 March 2020` or `March 5, 2020`, in groups that `rules` reads."""
    return (
        rf"(?:(?P<td{first}>{NUMERAL_DAY})\s+(?P<tm{first}>{MONTH})(?:\s+(?P<ty{first}>{YEAR}))?"
        rf"|(?P<tm{second}>{MONTH})\s+(?P<td{second}>{NUMERAL_DAY})(?:,?\s+(?P<ty{second}>{YEAR}))?)"
    )


_WAR = r"(?:war|offensive|campaign|siege|fighting|assault|operation)"
_CALLED = (
    rf"(?:the\s+)?(?:[\w'’-]+\s+){{1,4}}?(?:called|declared|announced|agreed(?:\s+on)?|signed)\s+(?:a|an|the|their|its)\s+"
    rf"(?:[\w'’-]+\s+){{0,2}}?{TRUCE}\b(?:\s+(?:of|on|from)\s+{_date_in('7', '8')})?"
)
_NUMERAL = rf"(?:\d+|(?:{CARDINAL})(?:[\s-](?:{CARDINAL}))?)"
_TENS = rf"(?:{alternatives([*TENS, *(w for w, v in UNITS.items() if v > 9)])})"
_NTH = r"[0-3]?\d(?:st|nd|rd|th)"
_NTH_WORD = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|(?:{CARDINAL})-(?:{ORDINAL})|{ORDINAL})"
_AGREED_BY = (
    r"(?:,?\s+(?:that|which)(?:\s+(?!said|killed|died)[\w'’-]+){1,8}?|\s+(?:agreed|signed|reached|brokered|declared|announced|concluded)"
    r"(?:\s+(?!said|killed|died)[\w'’-]+){0,8}?)"
)
_THE_TRUCE = (
    rf"(?:the|a|an|this|that|their|its)\s+(?:{_date_in('1', '2')}\s+)?(?:[\w'’-]+\s+){{0,3}}?{TRUCE}\b"
    rf"(?:\s+(?:between|for|in)\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,4}}?(?=took|came|began|of|on|was|went))?"
    rf"{_BEGAN}?(?:{_AGREED_BY}\s+on\s+{_date_in('5', '6')}"
    rf"|\s+(?:of|on|from|dated|there\s+on|at\s+midnight\s+on)\s+{_date_in('3', '4')}(?:{_BEGAN})?"
    rf"|\s+in\s+(?P<tmonth>{MONTH})(?:,?\s+(?P<tmyear>{YEAR}))?\b|\s+(?:on\s+)?(?:last\s+)?(?P<tday>{WEEKDAY})\b)?"
)

_NOT_COUNTED = (
    r"(?!\s*(?:[-–/]\d|%|percent|(?:[a-z]+\s+)?(?:people|soldiers|civilians|troops|men|families|shells)))(?!s\b|[,.]\d)"
)
_PREPOSITION = "|".join(
    rf"(?<=\b{word}\s)"
    for word in [
        "in",
        "since",
        "during",
        "until",
        "than",
        "throughout",
        "of",
        "by",
        "to",
        "and",
        "from",
        "before",
        "after",
        "till",
    ]
)
_FEAST_AFTER = "|".join(
    rf"(?<=\b{word}\s)"
    for word in ("in", "on", "since", "during", "until", "before", "after", "over", "at", "throughout", "for")
)
_FEAST_DAY = r"(?-i:(?:Thanksgiving|Christmas|New\s+Year['’]?s|May)\s+(?:Day|Eve)|(?:Easter|Palm)\s+(?:Sunday|Monday)|Good\s+Friday)\b"
_LAST = r"(?P<which>last|this|next)"
_DAY_PART = r"(?:day|night|morning|evening|afternoon)"
_GOES_ON = r"(?:of|and|when|that|after|at|in|on|from|with|by|but|as|to|before|while|he|she|they|it)"
_NO_DAY_NEXT = (
    rf"(?!\)?,?\s+(?:on\s+)?(?:the\s+)?(?:{WEEKDAY}|{SHORT_WEEKDAY}|{MONTH}|\d{{1,2}}\s+{MONTH}|today|yesterday|tomorrow|that|same"
    r"|next|following|this|last)\b)"
)

_ABSOLUTE: tuple[tuple[str, str, Resolver], ...] = (
    (
        "iso_date",
        r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?!\d)",
        rules.read_iso,
    ),
    ("compact_date", r"(?<![\d.,])(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![.,]?\d)", rules.read_iso),
    (
        "numeric_date",
        r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)(?![\d/]|\.\d)",
        rules.read_numeric,
    ),
    (
        "day_range",
        rf"(?:\b{_LEAD}\s+)?(?<![\d.,])(?P<d1>{DAY})(?:\s+(?:of\s+)?(?P<m1>{MONTH})(?:\s+(?P<y1>{YEAR}))?)?(?:{_TO}|/)"
        rf"(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH})(?:{_COMMA}(?P<y2>{YEAR}))?",
        rules.read_day_range,
    ),
    (
        "day_range",
        rf"(?:\b{_LEAD}\s+)?\b(?P<m1>{MONTH})\s+(?P<d1>{DAY})(?:,?\s+(?P<y1>{YEAR}))?{_TO}(?:(?P<m2>{MONTH})\s+)?"
        rf"(?P<d2>{DAY})(?![.,]?\d|\s+[a-z]+s\b)(?:,?\s+(?P<y2>{YEAR}))?",
        rules.read_day_range,
    ),
    (
        "date",
        rf"(?:{_WD}(?:\s+{PARTS})?{_COMMA}(?:the\s+)?)?(?<![\d.,:])\b(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})"
        rf"(?:,?\s+(?P<year>{YEAR}|\d\d(?=\s*(?:--|\(|\[|$))))?"
        rf"(?:\s*\((?P<weekday2>{WEEKDAY})\)|,\s+a\s+(?P<weekday3>{WEEKDAY})\b)?",
        rules.read_full,
    ),
    (
        "date",
        rf"(?:{_WD}(?:\s+{PARTS})?{_COMMA}(?:the\s+)?)?\b(?P<month>{MONTH})\s+(?P<day>{DAY})(?![.,]?\d|\s+(?:people|soldiers|civilians|men|troops)\b)"
        rf"(?:,?\s+(?P<year>{YEAR}))?(?:\s*\((?P<weekday2>{WEEKDAY})\)|,\s+a\s+(?P<weekday3>{WEEKDAY})\b)?",
        rules.read_full,
    ),
    (
        "month",
        rf"(?:\b{_PART}[\s-]+|\b{_LAST}\s+)?\b(?P<month>{MONTH})(?:,?|\s+of)\s+(?P<year>{YEAR})",
        rules.read_month,
    ),
    (
        "month",
        rf"\b(?P<month>{FULL_MONTH})\s+(?:of\s+)?(?P<of_year>last|this|next)\s+year\b",
        rules.read_month,
    ),
    (
        "month",
        rf"(?:\b{_PART}[\s-]+|\b{_LAST}\s+|{_PREPOSITION})(?P<month>\b{FULL_MONTH})(?!\s+\d|[\w-]|\s+(?-i:[A-Z][a-z]))",
        rules.read_month,
    ),
    (
        "date",
        rf"(?:(?<=\bon\s)|(?<=\bnight\sof\s)|(?<=\bmorning\sof\s)|(?<=\bevening\sof\s))\b(?P<month>{MONTH})\s+(?P<day>{DAY})(?![.,]?\d)",
        rules.read_full,
    ),
    ("month", rf"(?P<month>\b{FULL_MONTH})(?=\s+(?:[\w-]+\s+)?{TRUCE}\b)", rules.read_month),
    ("month", rf"(?<![A-Z]\w\s)(?<!\w\w\w\s)(?P<month>\b{FULL_MONTH})(?=['’]s\s+[a-z])", rules.read_month),
    ("month", rf"^\s*(?P<month>{FULL_MONTH})\s*$", rules.read_month),
    (
        "month",
        r"(?P<month>\b(?-i:January|February|September|October|November|December)\b)(?!\s+(?:\d|(?-i:[A-Z][a-z]))|-\w)",
        rules.read_month,
    ),
    (
        "year",
        rf"(?:\b{_PART}[\s-]+|\b(?:the\s+)?(?:{_PREPOSITION}|year\s+)(?:the\s+year\s+)?|\()(?P<year>{YEAR}){_NOT_COUNTED}",
        rules.read_year_alone,
    ),
    (
        "year",
        r"(?:(?<=\bin\s)|(?<=\bsince\s))(?P<year>1[5-8]\d\d)(?=\s*(?:[.,;:)]|$))(?P<part>)",
        rules.read_year_alone,
    ),
    (
        "year_name",
        rf"(?<![\w.,$€£#/–-])(?<!\bNo\s)(?<!resolution\s)(?P<part>)(?P<year>{YEAR}){_NOT_COUNTED}(?![-–]?\w|\s+(?:block|hours|GMT|local)\b)",
        rules.read_year_alone,
    ),
    (
        "year",
        rf"\b(?:the\s+year\s+)?(?:nineteen[\s-](?P<rest>{_TENS}(?:[\s-](?:{CARDINAL}))?)\b)",
        rules.read_spelled_year,
    ),
    (
        "year",
        rf"\b(?:the\s+year\s+|(?<=in\s)|(?<=of\s)|(?<=since\s))(?:two[\s-]thousand(?:\s+(?:and\s+)?(?P<rest>{CARDINAL})\b)?)(?!\s+[a-z]+s\b)",
        rules.read_spelled_year,
    ),
    (
        "quarter",
        rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth)[\s-]quarter\b(?:\s+(?:of\s+)?(?P<year>{YEAR}))?",
        rules.read_quarter,
    ),
    (
        "quarter",
        rf"\b(?:the\s+)?(?:(?P<year>{YEAR})|year-(?:ago|earlier)|(?P<next>next|last)\s+year['’]s)\s+"
        r"(?P<nth>first|second|third|fourth)[\s-]quarter\b",
        rules.read_quarter,
    ),
    (
        "half",
        rf"\b(?:the\s+)?(?P<nth>first|second|last)\s+(?:half|six\s+months|two\s+quarters)(?:\s+of)?\s+(?:(?P<year>{YEAR})\b"
        r"|(?P<which>this|last|next|the)\s+year\b)",
        rules.read_half,
    ),
    ("century", r"\b(?:the\s+)?(?P<nth>\d{1,2})(?:st|nd|rd|th)[\s-]century\b", rules.read_century),
    (
        "decade",
        r"\bthe\s+(?:(?:early|mid|late)[\s-]+)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"
        r"(?P<decade>)",
        rules.read_decade,
    ),
    ("decade", r"(?:\bthe\s+)?(?:(?:early|mid|late)[\s-]+)?['’](?P<decade>\d0)s\b(?P<word>)", rules.read_decade),
    (
        "decade",
        r"(?P<word>)(?:\bthe\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<decade>(?:19|20)\d0)['’]?s\b",
        rules.read_decade,
    ),
    (
        "season",
        rf"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?\s+(?P<year>{YEAR})",
        rules.read_season,
    ),
    (
        "season",
        r"\b(?:in|over|during|since|into|of|by|through)\s+(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?"
        rf"(?P<season>spring|summer|autumn|winter)\b(?!\s+(?!{_GOES_ON}\b)[a-z]|\s+(?:of\s+)?(?:\d|nineteen|twenty))",
        rules.read_season,
    ),
    (
        "feast",
        rf"\b(?:the\s+(?:(?P<of>eve|start|beginning|end|last\s+day)|(?P<nth>{_NTH}|{ORDINAL})\s+day)\s+of\s+"
        rf"|(?P<which>this|last|next)\s+|(?:{_FEAST_AFTER})|(?={FEAST}\s+{YEAR})|(?={_FEAST_DAY}))(?:the\s+)?"
        rf"(?:(?:holy\s+|Muslim\s+|fasting\s+|Islamic\s+)*(?:month|fast|feast|festival|holiday)\s+of\s+)?(?-i:(?P<feast>{FEAST}))\b"
        rf"(?!\s+(?-i:[A-Z][a-z])|\s+(?:truce|ceasefire|agreement|accords?|rising)\b|-)(?:,?\s+(?P<year>{YEAR}))?",
        feasts.read_feast,
    ),
    ("season", rf"\b{_LAST}\s+(?:past\s+)?(?P<season>spring|summer|autumn|fall|winter)\b", rules.read_season),
)

_DEICTIC: tuple[tuple[str, str, Resolver], ...] = (
    (
        "weekday_range",
        rf"\b(?:from\s+|between\s+)?(?P<first>{WEEKDAY})(?:\s+(?:morning|noon|midday|afternoon|evening|night))?"
        rf"(?P<join>{_TO}|\s+and\s+(?:ended|ending|early|late)\s+(?:on\s+)?)(?:early\s+|late\s+)?"
        rf"(?P<second>{WEEKDAY})\b(?!s\b)",
        deictic.read_weekday_range,
    ),
    (
        "weekday",
        rf"(?<!Good\s)(?<!Black\s)(?<!Bloody\s)(?<!Palm\s)(?<!Easter\s)(?<!Holy\s)\b"
        rf"(?:(?P<which>this|last|next|past|previous|coming|following)\s+)?(?P<weekday>{WEEKDAY})\b"
        rf"(?!s\b|\s+(?:Times|Mirror|Telegraph|Mail|Herald|Post|Agreement|Express|Accords?)\b)(?:\s+(?P<after>last|next|before\s+last)\b)?",
        deictic.read_weekday,
    ),
    (
        "named_day",
        r"\b(?P<word>the\s+day\s+before\s+yesterday|the\s+night\s+before\s+last|the\s+day\s+after\s+tomorrow|yesterday|today"
        r"|tomorrow|tonight|overnight|last\s+(?:night|evening)|this\s+(?:morning|afternoon|evening|noon))\b",
        deictic.read_named,
    ),
    (
        "weekend",
        r"\b(?:(?:over|at|during|on)\s+)?(?:(?P<which>last|this|next|past|previous|coming)|the)\s+(?:past\s+)?weekend\b",
        deictic.read_weekend,
    ),
    (
        "ago",
        rf"\b{_ABOUT}(?:(?P<amount>{NUMBER})\s+|(?:a\s+few|several|some|many)\s+)?(?P<unit>{_UNITS})(?:\s+or\s+(?:so|two|more))?\s+"
        rf"(?P<way>ago|earlier|before|later|afterwards|previously|from\s+now|hence)\b",
        deictic.read_ago,
    ),
    (
        "past",
        rf"\b(?:(?:in|over|during|within|for|throughout|across|of)\s+)?(?:the\s+|these\s+)?(?P<which>past|last|previous|preceding|next|coming|recent)"
        rf"\s+(?:(?P<amount>{_NUMERAL})[\s-]+|(?P<few>few|several|couple\s+of)\s+)(?P<unit>{_UNITS})\b",
        deictic.read_past,
    ),
    (
        "past",
        r"\b(?:(?:in|over|during|within|for|of)\s+)?(?:the\s+)(?P<which>past)\s+(?P<unit>hour|day|week|fortnight|month|year)\b(?P<amount>)(?P<few>)",
        deictic.read_past,
    ),
    (
        "past",
        r"\b(?:in|over|during|within)\s+the\s+(?P<which>last)\s+(?P<unit>hour|day|week|fortnight|month|year)\b(?!\s+of\b)(?P<amount>)(?P<few>)",
        deictic.read_past,
    ),
    (
        "past",
        r"\b(?:in|over|during)\s+(?P<which>recent)\s+(?P<unit>hours|days|weeks|months|years)\b(?P<amount>)(?P<few>)",
        deictic.read_past,
    ),
    (
        "past",
        r"\bover\s+the\s+(?P<unit>day|week|fortnight|month)\b(?P<review>)(?!\s+(?:of|before|after|from|to)\b)",
        deictic.read_over_unit,
    ),
    (
        "past",
        r"\b(?:in|over|during|for)\s+the\s+(?P<unit>day|week|fortnight|month)(?P<review>\s+under\s+review)\b",
        deictic.read_over_unit,
    ),
    (
        "running",
        rf"\b(?:for\s+)?(?:the\s+)?(?P<amount>{_NUMERAL})\s+(?P<unit>days|nights|weeks|months)\s+(?:running|in\s+a\s+row)\b",
        deictic.read_running,
    ),
    (
        "within",
        rf"\b(?:with)?in\s+(?:under\s+|less\s+than\s+|just\s+|only\s+|the\s+space\s+of\s+|a\s+span\s+of\s+|as\s+many\s+as\s+)?"
        rf"(?P<amount>{_NUMERAL}|a(?=\s+year\b))\s+(?P<unit>hours|days|weeks|months|years?)\b(?!\s+(?:of|after|before|from|ago|later|time)\b|['’-])",
        deictic.read_within,
    ),
    (
        "this_unit",
        r"\b(?:(?P<part>earlier|later|early|late|(?:at\s+)?(?:the\s+)?(?:beginning|start|end)\s+of)\s+(?:in\s+)?)?"
        r"(?P<which>this|last|next|previous|the\s+previous|the)\s+"
        r"(?:(?:current|full|fiscal|financial|calendar)\s+)*(?P<unit>week|month|year)\b(?!-|['’](?!s\b)|\s+(?:of\b|(?:19|20)\d\d\b))"
        r"(?:(?<!the\sweek)(?<!the\smonth)(?<!the\syear)|(?!['’]|\s+(?:before|after)\b))",
        deictic.read_this_unit,
    ),
    (
        "same_day",
        rf"\b(?:(?:the\s+)?(?:next|following|previous|preceding|same)\s+{_DAY_PART}|(?:the\s+)?same\s+date|that\s+(?:same\s+|very\s+)?{_DAY_PART}"
        rf"|the\s+{_DAY_PART}\s+(?:before|after)(?!\s+(?:yesterday|tomorrow|the|a|he|she|they|it|his|its|their)\b)"
        r"|(?:earlier|later)\s+(?:in\s+the|that|on\s+(?:the\s+same|that))\s+day|(?:a|one)\s+day\s+(?:earlier|later|before)"
        r"|during\s+the\s+day)\b",
        anaphora.read_same_day,
    ),
    (
        "near_then",
        r"\b(?:(?:shortly|soon|not\s+long|immediately|right|just)\s+(?:after(?:wards?)?|before(?:hand)?|thereafter)(?=\s*[,.;])"
        r"|(?:shortly|soon|immediately)\s+(?:afterwards?|thereafter)|(?:minutes|moments|hours)\s+(?:later|afterwards?|earlier|before(?=[,.;])))\b",
        anaphora.read_near_then,
    ),
    ("afterwards", r"\bafterwards\b", anaphora.read_afterwards),
    (
        "same_time",
        r"\b(?:at\s+)?(?:around|about)\s+(?:the\s+same|that)\s+time\b|\bat\s+the\s+same\s+time\s+on\s+the\s+same\s+day\b",
        anaphora.read_same_time,
    ),
    (
        "all_night",
        r"\b(?:all\s+(?:through\s+the\s+)?night(?:\s+long)?|through(?:out)?\s+the\s+night|during\s+the\s+night)\b(?!\s+(?:of|from|between|to|before|after)\b)",
        anaphora.read_all_night,
    ),
    (
        "same_period",
        r"\b(?:in|over|during|for|within)\s+(?:the\s+same|that)\s+(?:period|time|span|stretch)\b(?!\s+of\b)"
        r"|\b(?:in|during)\s+the\s+(?:period|quarter)\b(?!\s+(?:of|from|between|to|since|before|after|when|ended|ending)\b)",
        anaphora.read_same_period,
    ),
    (
        "same_unit",
        r"\b(?:(?:in|during)\s+)?(?:the\s+same|(?<=in\s)that|(?<=during\s)that|that\s+same)\s+(?P<unit>week|month)\b",
        anaphora.read_same_unit,
    ),
    ("since_last", r"\bsince\s+then\b", anaphora.read_since_then),
    (
        "comes_after",
        rf"(?:(?<=\bcomes\s)|(?<=\bcame\s)|(?<=\bcomes\sjust\s)|(?<=\bcame\sjust\s))(?P<amount>{NUMBER})\s+(?P<unit>days?|weeks?)\s+after\b"
        rf"(?!\s+{_THE_TRUCE})",
        anaphora.read_comes_after,
    ),
    (
        "nth_day_running",
        rf"\bfor\s+(?:the|a)\s+(?P<nth>{ORDINAL}|{_NTH})\s+(?:(?:straight|consecutive|successive)\s+)?(?:day|night)\b(?:\s+running|\s+in\s+a\s+row)?"
        rf"(?=(?:\s+on\s+(?P<weekday>{WEEKDAY})\b)?)(?!\s+of\b)",
        anaphora.read_nth_day_running,
    ),
    ("before_last", r"\bthe\s+(?P<unit>week|month|year)\s+before\s+last\b", deictic.read_before_last),
    (
        "period_before",
        rf"\b(?:(?:in|over|during|of|from|for)\s+)?the\s+(?:(?P<amount>{_NUMERAL})\s+)?(?P<unit>week|month|year|weeks|months|years)\s+before"
        r"(?=\s*(?:[,.;:)]|$|\n)|\s+(?:and|when|but)\b)(?P<loose>)",
        anaphora.read_period_before,
    ),
    (
        "period_before",
        r"\b(?:(?:in|over|during|of|from|for)\s+)?the\s+(?:previous|preceding)\s+(?:reporting\s+)?(?P<unit>period)\b",
        anaphora.read_period_before,
    ),
    (
        "calendar_again",
        r"\b(?:the|this|that)\s+(?:(?:latest|same|current|most\s+recent)\s+)?(?P<unit>quarter)\b(?!-)",
        anaphora.read_calendar_again,
    ),
    (
        "calendar_again",
        r"\b(?:(?:later\s+|earlier\s+)?that|the\s+same|the\s+following)\s+(?P<unit>year)\b|\b(?P<next>the\s+following\s+month)\b",
        anaphora.read_calendar_again,
    ),
    (
        "year_before",
        rf"\b(?:the\s+)?(?:comparable\s+)?(?:(?P<year>{YEAR})|year[\s-](?:ago|earlier))\s+(?:quarter|period)\b",
        anaphora.read_year_before,
    ),
    ("year_before", r"\byear-(?:ago|earlier)\b", anaphora.read_year_before),
    (
        "calendar_again",
        r"\b(?:the|this)\s+latest\s+(?P<unit>period)\b",
        anaphora.read_calendar_again,
    ),
    (
        "clock",
        rf"\bat\s+(?>{CLOCK}){_NO_DAY_NEXT}",
        anaphora.read_clock,
    ),
    (
        "clock",
        r"\b(?:from|between)\s+\d{1,2}:\d\d\s+(?:to|until|till|and)\s+\d{1,2}:\d\d\b",
        anaphora.read_clock,
    ),
    (
        "clock",
        rf"(?<![\w:.])(?>\d{{1,2}}(?:[:.][0-5]\d)?\s*[ap]\.?m\b\.?(?:\s*{ZONE})?){_NO_DAY_NEXT}",
        anaphora.read_clock,
    ),
    (
        "bare_clock",
        r"\b(?:at|around|about)\s+(?P<h5>[0-2]?\d)[0-5]\d(?=\s*(?:[.,;)]|$|\n)|\s+(?:in\s+the|on|when)\b)",
        anaphora.read_bare_clock,
    ),
    (
        "bare_clock",
        rf"\b(?:at|since|from)\s+(?:about\s+|around\s+)?(?P<h5>[01]\d|2[0-3])(?<!19)(?<!20)[0-5]\d"
        rf"(?!\s*(?:hours|hrs)?\s+on\s+{WEEKDAY}\b)"
        r"(?P<sure>(?=\s*[.,;:)]|\s*$|\s*\n|\s+(?:in\s+the|on|when|hours|hrs|to"
        r"|an?|the|one|two|three|four|several|some|from|by|and|our|near|local)\b))|\b(?P<h6>0\d)[0-5]\d\s*(?:to|-|–)\s*[0-2]\d[0-5]\d\b(?P<sure2>)(?!-)",
        anaphora.read_bare_clock,
    ),
    (
        "part_of_day",
        r"\b(?:all\s+(?:morning|afternoon|evening)(?:\s+long)?|throughout\s+the\s+(?:early\s+hours|morning|afternoon|evening|day)|close\s+to\s+midnight"
        r"|in\s+the\s+(?:small|dawn|pre-?dawn)\s+hours)\b(?!\s+of\b|\s+on\b)",
        anaphora.read_part_only,
    ),
    (
        "part_of_day",
        r"\b(?:(?:at|before|around|after|by|until|since|shortly\s+before|just\s+before|towards?)\s+(?:dawn|daybreak|sunrise|noon|midday|midnight|dusk"
        r"|nightfall|sunset|first\s+light|daylight)|between\s+midnight\s+and\s+(?:dawn|daybreak|noon)|in\s+the\s+(?:early\s+hours|(?:early\s+|late\s+)?(?:morning|afternoon|evening))(?:\s+hours)?+"
        r"|at\s+night|since\s+(?:early\s+)?morning)\b"
        rf"(?!\s+(?:on\s+)?(?:of|today|yesterday|tomorrow|this|last|that|the\s+(?:\d|day|next|following|previous|{ORDINAL})|{WEEKDAY}|{MONTH}|\d)\b)",
        anaphora.read_part_only,
    ),
)

_OF_TRUCE: tuple[tuple[str, str, Resolver], ...] = (
    (
        "after_truce",
        rf"\b{_ABOUT}(?:(?P<amount>{NUMBER})\s+|(?:a\s+few|several)\s+)?(?P<unit>{_UNITS})(?:\s+to\s+the\s+day)?\s+(?:after|into|since|following)"
        rf"\s+{_THE_TRUCE}",
        truce.read_after_truce,
    ),
    (
        "weeks_since_truce",
        rf"\b(?:in|over|during|for|within)\s+the\s+{_ABOUT}(?P<amount>{NUMBER})\s+(?P<unit>{_UNITS})\s+(?:since|after|following)"
        rf"\s+(?:{_THE_TRUCE}|{_CALLED})",
        truce.read_weeks_since_truce,
    ),
    (
        "first_hours",
        rf"\b(?:in|during|within|over)\s+the\s+(?:first|opening)\s+(?:(?P<amount>{_NUMERAL})\s+)?(?P<unit>hours?|days?|weeks?|months?)\b"
        rf"(?:\s+(?:of|after)\s+(?P<truce>(?:the|a|this|that|its)\s+(?:[\w'’-]+\s+){{0,3}}?{TRUCE})\b|(?!\s+(?:of|after)\b))",
        truce.read_first_hours,
    ),
    (
        "first_hours",
        rf"\b(?:with)?in\s+(?P<amount>{_NUMERAL})\s+(?P<unit>hours?|days?|weeks?)\s+of\s+"
        rf"(?P<truce>(?:the|a|this|that|its)\s+(?:[\w'’-]+\s+){{0,3}}?{TRUCE})\b",
        truce.read_first_hours,
    ),
    (
        "war_before",
        rf"\b(?:the\s+)?(?P<amount>{_NUMERAL})[\s-](?P<unit>day|week|month|year)s?\b(?=(?P<war>\s+(?:[\w'’-]+\s+){{0,3}}?{_WAR}\b))",
        truce.read_war_before,
    ),
    (
        "since_then",
        rf"(?P<over>\b(?:in|over|during)\s+the\s+)?\b(?P<amount>{NUMBER})\s+(?P<unit>days|weeks|months|years)\s+since\b(?!\s+{_THE_TRUCE})",
        deictic.read_since_then,
    ),
    (
        "truce_day",
        rf"\b(?:(?:on|in)\s+)?the\s+(?P<nth>{_NTH_WORD})(?:\s+full)?\s+(?P<unit>day|week|month)\s+(?:of|since|after)\s+{_THE_TRUCE}",
        truce.read_truce_day,
    ),
    (
        "truce_day",
        rf"\b(?:(?:on|in)\s+)?(?P<unit>day|week|month)\s+(?P<nth>{_NUMERAL})\s+of\s+{_THE_TRUCE}",
        truce.read_truce_day,
    ),
    (
        "truce_day",
        r"\b(?:cease-?\s?fire|truce),?\s+(?P<unit>day|week|month)\s+(?P<nth>\d{1,3})\b",
        truce.read_truce_day,
    ),
    (
        "since_truce",
        rf"\bsince\s+(?:{_THE_TRUCE}|(?:it|they)(?!\s+(?:beg[au]n|started)\s+\w){_BEGAN})",
        truce.read_since_truce,
    ),
)

RULES: tuple[Rule, ...] = tuple(
    Rule(name, re.compile(pattern, re.IGNORECASE), resolve)
    for name, pattern, resolve in (*_ABSOLUTE, *RANGES, *_DEICTIC, *_OF_TRUCE)
)
"""All rules, the more telling first."""

VAGUE_RULES: tuple[Rule, ...] = tuple(
    Rule(name, re.compile(pattern, re.IGNORECASE), deictic.read_vague)
    for name, pattern in (
        (
            "vague_present",
            r"\b(?:(?:right\s+|just\s+|by\s+)?now|currently|current|at\s+present|presently|nowadays|these\s+days"
            r"|(?:at\s+)?(?:the|this)(?:\s+\w+)?\s+moment)\b",
        ),
        (
            "vague_past",
            r"\b(?:(?:more\s+|most\s+|until\s+)?recently|recent|lately|previously|formerly|in\s+the\s+past|the\s+past(?=\s*[,.;])"
            r"|(?:recent|past)\s+(?:days|weeks|months|years)(?:\s+and\s+(?:weeks|months|years))?)\b",
        ),
        (
            "vague_future",
            r"\b(?:(?:in\s+)?the\s+(?:(?:near|distant|foreseeable)\s+)?future|future|soon|the\s+(?:near|short|long)\s+term"
            r"|(?:in\s+)?(?:the\s+)?coming\s+(?:days|weeks|months|quarters|years)|as\s+soon\s+as\s+possible|a\s+later\s+date)\b",
        ),
    )
)
"""Words for times that name no days."""
