"""Statements that are built and not worded: a calm that ended, a rank above all others, a nought, a count of nights.

Where the tables of `_statement_patterns` know fixed wordings, a form here is made of three lists that combine freely:
how long (`SPAN`), what was missing or exceeded (`HARM`, `QUIET`), and what became of it.
"""

from __future__ import annotations

import re

from trucewatch.assess._statement_patterns import (
    DEATH,
    EVENT,
    MONTH,
    NO,
    NUM,
    ORD,
    PERSON,
    STRUCK,
    TIME_UNIT,
    TRUCE,
    VIOLATION,
    WEAPON,
    WEEKDAY,
)

_I = re.IGNORECASE
_ABOUT = (
    r"(?:(?:well\s+|just\s+)?(?:over|under)\s+|more\s+than\s+|less\s+than\s+|nearly\s+|almost\s+|about\s+|around\s+"
    r"|some\s+|at\s+least\s+|close\s+to\s+|only\s+|the\s+(?:past|last)\s+|as\s+many\s+)?"
)
_UNIT = rf"(?:{TIME_UNIT}|hour|day|night|week|month|year|decade)s?"
SPAN = rf"(?:{_ABOUT}(?:{NUM}|an?|(?:a\s+)?few|many)(?:\s+|-){_UNIT}|{_ABOUT}(?:{TIME_UNIT}|decades))"
QUIET = r"(?:calm|quiet|silence|stillness|lull|respite|tranquillity|peace)"
_SPELL = r"(?:spell|stretch|run|period|break|pause|gap|hiatus|interval|interruption|phase|streak)"
_WORDS = r"(?:[\w'’-]+\s+){0,4}?"
HARM = rf"(?:{DEATH}|{EVENT}|{VIOLATION}|{WEAPON}|victims?|violence|bloodshed|hostilities)"
_WITHOUT = rf"without\s+(?:an?\s+|any\s+|a\s+single\s+|one\s+)?{_WORDS}{HARM}\b"
CALM = (
    rf"(?:{SPAN}\s+(?:of\s+(?:\w+\s+)?{QUIET}\b|{_WITHOUT}|without\s+contact\b|in\s+which\s+(?:no|nobody|nothing|none)\b[^.;]{{0,60}}?{HARM}\b)"
    rf"|{_ABOUT}(?:{NUM}\s+|a\s+few\s+|many\s+|several\s+)?(?:\w+ly\s+)?(?:quiet|calm|peaceful|silent)\s+{_UNIT}\b"
    rf"|(?:an?|the)\s+(?:\w+\s+){{0,2}}?(?:(?:quiet|calm|peaceful)\s+{SPAN}|(?:{QUIET}|{_SPELL})\s+of\s+{SPAN})\b(?!\s+without\b))"
)
"""So long nothing had happened: `four weeks of silence`, `seven quiet weeks`, `a pause of five months`."""
_END = (
    r"(?:end(?:ed|s|ing)?|put(?:s|ting)?\s+(?:\w+\s+)?an\s+end\s+to|br(?:oke|oken|eaks?|eaking)|shatter(?:ed|s|ing)?"
    r"|interrupt(?:ed|s|ing)?|mark(?:ed|s|ing)?\s+the\s+end\s+of|disturb(?:ed|s|ing)?|cut(?:s|ting)?\s+short"
    r"|br(?:ought|ings?|inging)\s+to\s+an\s+end)"
)
_ENDED = (
    r"(?:ended|came\s+to\s+an\s+end|(?:was|were)\s+(?:broken|shattered|interrupted|over|cut\s+short|ended)|gave\s+way)"
)
_STRUCK = (
    r"(?:killed|murdered|hurt|wounded|injured|shot|kidnapped|abducted|hit|shelled|bombed|attacked|struck|targeted|raided"
    r"|fired(?:\s+(?:on|upon|at))?|mined|ambushed|looted|burn(?:ed|t)|under\s+(?:\w+\s+)?(?:fire|attack))"
)
_DID = (
    r"(?:attacked|shelled|bombed|hit|struck|raided|fired|used|crossed|ambushed|exchanged\s+fire|clashed|died|suffered|lost"
    r"|heard|seen|known|experienced|witnessed)"
)
PERIOD = (
    rf"(?:since|(?:with)?in\s+{SPAN}|for\s+{SPAN}|in\s+living\s+memory|(?:of|during|under)\s+the\s+(?:[\w'’-]+\s+){{0,3}}?"
    rf"(?:{TRUCE}|war|conflict|year|month|week)|this\s+(?:year|month|week|spring|summer|autumn|winter)|so\s+far|to\s+date"
    rf"|(?:in|during|over|of)\s+the\s+(?:(?:past|last)\s+(?:{NUM}\s+)?\w+|(?:{NUM}|first|whole)\s+{_UNIT}\b|(?:week|month|quarter)|(?:\w+\s+)?period))"
)
_SEASON = rf"(?:{MONTH}|(?:spring|summer|autumn|winter)|\d{{4}}|{SPAN}\s+ago)"


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, _I | re.MULTILINE) for p in patterns)


FIRST = _compile(
    # Four weeks of calm ended; the lull ended; an act ended, or came after, so much of it.
    rf"\b{CALM}[^.;]{{0,60}}?\b{_ENDED}\b",
    rf"\b(?:after|{_END})\s+(?:what\s+had\s+been\s+)?{CALM}",
    rf"\b(?:the|a)\s+(?:\w+\s+){{0,2}}?(?:calm|quiet|lull|respite|stillness)\b[^.;]{{0,60}}?\b{_ENDED}\b",
    rf"\b{_END}\s+(?:(?:the|an?|its|their|[\w’']+['’]s)\s+)?(?:[\w-]+\s+){{0,3}}?(?:{SPAN}\s+)?"
    rf"(?:of\s+)?(?:(?:\w+\s+)?{_SPELL}\s+(?:of\s+)?(?:{SPAN}\s+)?(?:(?:of|in)\s+)?(?:(?:\w+\s+)?(?:calm|quiet|silence|peace)\b|{_WITHOUT})"
    rf"|(?:calm|quiet|lull|respite|stillness)\b)",
    rf"\b(?:resum|reopen|renew|return|restart)\w*\b[^.;]{{0,60}}?\bafter\s+{SPAN}\b",
    # It had not happened for so long.
    rf"\bhad\s*(?:n['’]t|\s+not|\s+never)\s+(?:{_DID}|been\s+{_STRUCK}|come\s+under\s+\w+)(?!\s+(?:so|as)\s+(?:many|much)\b)\b[^.;]{{0,60}}?\b(?:for|in)\s+{SPAN}\b",
    r"\b(?:something|a\s+thing|which)\b[^.;]{0,30}?\bhad\s*(?:n['’]t|\s+not|\s+never)\s+(?:been\s+)?(?:done|happened|occurred)\b[^.;]{0,60}?\b(?:since|in|for|during)\b"
    rf"(?:\s+the\s+(?:[\w'’-]+\s+){{0,4}}?{TRUCE}\b)?",
    rf"\bno\s+(?:[\w'’-]+\s+){{1,4}}?had\s+(?:\w+\s+)?(?:been\s+{_STRUCK}|died|fallen|come\s+under\s+\w+)\b[^.;]{{0,80}}?\bsince\b"
    rf"[^.;]{{0,80}}?\b(?:until|till|when|before)\b",
    r"\b(?:not|hardly|barely|scarcely)\s+(?:a|an|one|a\s+single)\s+(?:shot|shell|bullet|round|rocket)\s+had\b[^.;]{0,80}?\b(?:since|for|in)\b",
    rf"\bnot\s+(?:in|for)\s+{SPAN}\s+had\b(?![^.;]*?\b(?:so|as)\s+(?:many|much|deadly|bloody|heavy)\b)[^.;]{{0,60}}?\b(?:{_STRUCK}|{_DID}|{HARM})\b",
    rf"\b(?:until|up\s+to|before)\b[^.;]{{2,60}}?\bhad\s+(?:\w+\s+)?(?:been\s+(?:spared|untouched|free|unscathed)|cost\s+no|seen\s+no|claimed\s+no"
    rf"|known\s+no|(?:been|stayed|remained)\s+(?:quiet|calm|silent|peaceful|safe))\b(?:[^.;]{{0,40}}?\b{HARM}\b)?[^.;]{{0,40}}",
    r"\b(?:spared|untouched|unscathed|unharmed)\b[^.;,]{0,40}?\b(?:since|until)\b",
    # The last one lies back so far.
    rf"\blast\s+(?:to\s+(?:do|be|have|fall|hit|strike)\b|such\b|one\b|(?:[\w'’-]+\s+){{0,3}}?{HARM}\b)[^.;]{{0,60}}?\b(?:dat(?:es|ed|ing)|was|were|came|fell"
    rf"|occurred|happened)\b[^.;]{{0,30}}?\b(?:in|from|to)\s+(?:(?:early|mid|late|last)[\s-]+)?{_SEASON}",
    rf"\b(?:last\s+(?:was\s+|were\s+|been\s+)?(?:came|come|{_STRUCK}|saw|suffered)|(?:was|were|had\s+been)\s+last\s+{_STRUCK})\b[^.;]{{0,40}}?"
    rf"\bin\s+(?:(?:early|mid|late|last)[\s-]+)?{_SEASON}",
    rf"\b{SPAN}\s+after\s+the\s+(?:last|previous)(?:\s+(?:one|such\s+\w+|{EVENT}))?\b",
    # The truce has its first dead.
    rf"\b(?:{TRUCE}|calm)\b[^.;]{{0,40}}?\b(?:saw|sees|has|had|suffered|claimed|claims|cost|recorded|exacted|brought)\s+(?:\w+\s+)?(?:its|the)\s+first\s+"
    rf"(?:[\w'’-]+\s+){{0,2}}?(?:{HARM}|life)\b",
    rf"\b(?:its|their|his)\s+first\b[^.;]{{0,60}}?{PERIOD}",
)
LONG_SINCE = _compile(
    rf"\bit\s+(?:had\s+been|was|has\s+been)\s+{SPAN}\s+since\b(?=[^.;]{{0,80}}?\b(?:last|previous|anyone|anybody)\b)[^.;]{{0,80}}?\b(?:{HARM}|{_STRUCK})\b",
)
"""`It had been three months since the last raid`: here the act stands in the clause of the period."""
_MORE = (
    r"(?:more|higher|worse|deadlier|bloodier|heavier|larger|bigger|fiercer|greater|costlier|stronger|graver|longer|wider"
    r"|more\s+(?:deadly|violent|intense|serious|destructive|lethal))"
)
_ANY = r"(?:any(?:thing)?|every(?:thing)?|all|each)"
_SO_MANY = r"(?:so|as)\s+(?:many|much|deadly|bloody|heavy|violent|costly|high|great|long)"
_SCALE = r"(?:scale|magnitude|intensity|size|severity|ferocity|kind\s+of\s+scale)"
HIGHEST = _compile(
    rf"\b{_MORE}\b[^.;]{{0,60}}?\bthan\s+(?:(?:in|on|at|during|by)\s+)?{_ANY}\b[^.;]{{0,60}}?{PERIOD}",
    rf"\b(?:exceed|surpass|top|outstrip|outdid|outdo|eclips|dwarf|outrank)(?:p?ed|s|es|ing|ed)?\b[^.;]{{0,40}}?\b{_ANY}\b[^.;]{{0,80}}?{PERIOD}",
    rf"\b(?:not|never)\s+(?:once\s+|before\s+)?(?:in|during|for|since|over)\b[^.;]{{3,80}}?\bha(?:s|ve|d)\b[^.;]{{0,80}}?\b(?:{_SO_MANY}|more|worse)\b",
    rf"\bha(?:s|ve|d)\s+(?:not|never)\s+(?:\w+\s+){{0,2}}?{_SO_MANY}\b[^.;]{{0,80}}?{PERIOD}",
    rf"\bno\s+(?:other\s+|single\s+)?(?:[\w'’-]+\s+){{1,3}}?(?:since|of|in|during)\b[^.;]{{3,80}}?\bha(?:s|ve|d)\b[^.;]{{0,60}}?\b(?:{_SO_MANY}|more)\b",
    rf"\b(?:no|nothing|none)\b[^.;]{{0,50}}?\b(?:(?:on|of)\s+(?:such\s+an?|this|that|the|an?\s+(?:comparable|similar)|a?\s*like|the\s+same)\s+{_SCALE}"
    rf"|comparable\s+(?:to|with)|remotely\s+like|approaching)\b[^.;]{{0,120}}?{PERIOD}",
    rf"\bha(?:s|ve|d)\s+no\s+(?:equal|parallel|precedent|peer|match|like)\b[^.;]{{0,60}}?{PERIOD}",
    rf"\bof\s+(?:this|that|such)\s+(?:an?\s+)?{_SCALE}\b[^.;]{{0,30}}?\b(?:not|never)\s+(?:been\s+)?(?:seen|known|suffered|recorded|experienced|witnessed)\b"
    rf"[^.;]{{0,60}}?{PERIOD}",
    rf"\bsince\b[^.;]{{3,80}}?\b(?:no|nothing|none)\b[^.;]{{0,50}}?\b(?:(?:on|of)\s+(?:such\s+an?|this|that|the|an?\s+(?:comparable|similar))\s+{_SCALE}|comparable"
    r"\s+(?:to|with))\b",
    rf"\b(?:unmatched|unequall?ed|unrivall?ed|unparallell?ed|unsurpassed|unheard\s+of|without\s+(?:parallel|equal|precedent))\b[^.;]{{0,20}}?{PERIOD}",
    rf"\b(?:level|pitch|figure|number)s?\b[^.;]{{0,60}}?\b(?:not|never)\s+(?:been\s+)?(?:seen|known|reached)\s+(?:since|in\s+{SPAN})\b",
    rf"\b(?:an?|the|its|their)\s+(?:new\s+|fresh\s+|{SPAN}\s+)?(?:high|peak|record|maximum|highest\s+point)\b[^.;]{{0,20}}?{PERIOD}",
)
STEADY = _compile(
    r"\b(?:remain|stay|continu|persist|held|hold|kept|keep)\w*\s+(?:\w+\s+)?(?:at\s+(?:an?|the)\s+(?:\w+\s+)?(?:level|rate|pace)|unchanged|constant|stable|steady"
    r"|static|(?:\w+\s+)?the\s+same|high|low|elevated|comparable|similar)\b",
    r"\b(?:hardly|little|barely|scarcely|not\s+(?:much|\w+ly))\s+(?:different|changed?|altered|varied)\b|\bunchanged\b",
    r"\bno\s+(?:\w+\s+)?(?:change|let-?up|difference|improvement)\s+(?:in|of|from)\b",
    r"\b(?:the\s+same|a\s+similar|a\s+comparable)\s+(?:number|level|total|rate|intensity)\b[^.;]{0,40}?\b(?:as|to)\s+(?:in|on|during|that|the)\b",
)
"""What has not changed."""
FROM_TO = re.compile(
    rf"\bfrom\s+{_ABOUT}(?P<then>{NUM})\b(?:\s+(?:[\w'’-]+\s+){{0,6}}?|,\s+[^,;.]{{0,40}},\s+)to\s+(?:(?:just|only|about|some|nearly|over)\s+)?(?P<now>{NUM})\b"
    rf"(?!\s*(?:%|percent|per\s+cent|{MONTH}|[ap]\.?m\b|o['’]clock|km\b|kilomet|met(?:re|er)s|dollars|years\s+old|men\b|observers|{_UNIT}\b))",
    _I,
)
"""A number of acts that went `from 340 to 95`."""
SHARE = re.compile(
    rf"\b(?:half|(?:a|one|two|three|four)[\s-](?:third|quarter|fifth|tenth)s?|{NUM}\s?(?:%|percent|per\s+cent)|most|the\s+majority)\s+of\s+(?:all\s+)?(?:the\s+|these\s+|its\s+)?"
    rf"(?:[\w'’-]+\s+){{0,2}}?(?:{VIOLATION}|{EVENT}|deaths|casualties|fatalities|killed|dead)\b[^.;]{{0,80}}?{PERIOD}",
    _I,
)
"""A part of the acts of a period."""
RANKED_PLACE = _compile(
    rf"\b(?:most|worst|heaviest|hardest)[\s-]+(?:\w+ly\s+)?(?:violated|shelled|attacked|targeted|affected|bombed|hit|dangerous|violent|deadly)\s+(?:[\w-]+\s+){{0,2}}?"
    rf"(?:areas?|sectors?|settlements?|villages?|towns?|cit(?:y|ies)|districts?|provinces?|regions?|places?|roads?|fronts?|stretch(?:es)?|parts?)\b[^.;]{{0,80}}?(?:{PERIOD}|\bin\s+{MONTH}\b)",
)
"""Places told apart by how much befell them."""
LOWEST = _compile(
    r"\b(?:fewer|lower|less|rarer|calmer|quieter)\b[^.;]{0,100}?\bthan\s+(?:(?:in|on|at|during)\s+)?any\b[^.;]{0,60}",
)
NOUGHT = _compile(
    rf"\bthere\s+(?:were|was|ha(?:s|ve)\s+been)\s+no\s+{_WORDS}{HARM}\b[^.;]{{0,40}}?\b(?:overnight|yesterday|today"
    rf"|since|(?:during|over|in|for)\s+the\s+(?:past|last|week|month|night|day|same|reporting)|on\s+\w+day)\b",
    rf"\bha(?:s|ve)\s+yet\s+to\s+(?:report|record|register|log|see|document|suffer|count|note|list|be)\s+(?:an?\s+|any\s+|one\s+|a\s+single\s+|the\s+first\s+)?"
    rf"{_WORDS}(?:{EVENT}|{VIOLATION}|{WEAPON}|death|casualty|fatality|loss|{_STRUCK})\b",
    rf"\b(?:truce|cease-?\s?fire|nights?|days?|hours|weeks?|weekend|months?|calm|period)\b[^.;]{{0,60}}?\b(?:held|passed|went\s+(?:by|off)|elapsed|ended)\b"
    rf"[^.;]{{0,40}}?\b(?:without|with\s+(?:no|zero|nil|not\s+a\s+single|hardly\s+any))\s+(?:any\s+|a\s+single\s+|an?\s+)?(?:reported\s+|recorded\s+|known\s+)?"
    rf"(?:{VIOLATION}|incidents?|{EVENT}|{WEAPON}|casualt(?:y|ies)|deaths?)\b",
    rf"\bha(?:s|ve)\s+been\s+(?:free\s+(?:of|from)|spared(?:\s+(?:of|from))?|untouched\s+by)\s+{_WORDS}{HARM}\b[^.;]{{0,40}}?\b(?:since|for|in)\b",
    rf"\bneither\s+{_WORDS}{HARM}\s+nor\s+{_WORDS}{HARM}\b[^.;]{{0,40}}?\b(?:since|for|in|during|over)\b",
    rf"\b(?:nobody|no\s+one|no-one|none|{NO}\s+{_WORDS}(?:{PERSON}|{STRUCK}))\s+(?:ha(?:s|d)|have)\s+(?:\w+\s+)?(?:been\s+)?(?:{_STRUCK}|died)\b[^.;]{{0,80}}?"
    rf"\b(?:since|(?:in|for|during)\s+(?:{SPAN}|the\b))",
    rf"\bha(?:s|ve)\s+{_STRUCK}\s+(?:nobody|no\s+one|none|not\s+(?:one|a\s+single))\b[^.;]{{0,40}}?\bsince\b",
    rf"\b{HARM}\b[^.:;]{{0,60}}?:\s*(?:nil|none|zero)\b",
)
"""Noughts; "with no" is one only where the verb tells that time went by or that a truce held."""
COUNT = _compile(
    rf"\b(?:{NUM}|{ORD})\s+(?:of\s+(?:the|its|their)\s+(?:{NUM}\s+)?)?{_WORDS}{STRUCK}\b(?:,[^.;]{{0,80}},)?[^.;]{{0,60}}?\b(?:(?:were|was|been|be)\s+(?:\w+\s+)?"
    rf"(?:{_STRUCK}|seized|hijacked|stopped|denied|turned\s+back|destroyed|damaged|set\s+on\s+fire|blown\s+up|taken|stormed|robbed))\b[^.;]{{0,80}}?{PERIOD}",
    rf"\b(?:so\s+that|making|which\s+ma(?:kes|de)|and)\s+(?:this|it|that)\s+(?:(?:was|is|becomes?|became)\s+)?(?:one\s+)?(?:the|its|their)\s+{ORD}\b"
    rf"(?!\s+(?:death|to\s+die|victim|person|killing))",
    rf"\b{EVENT}\b[^.;]{{0,40}}?\b(?:is|was|makes?|marks?|became)\s+(?:already\s+)?(?:the\s+|its\s+|their\s+){ORD}\s+(?:that|to|which|in|near|there)\b[^.;]{{0,120}}?"
    rf"{PERIOD}",
    rf"\bnumber\s+of\s+{_WORDS}(?:{VIOLATION}|{EVENT})\b[^.;]{{0,80}}?\b(?:stands?\s+at|stood\s+at|now\s+(?:at|totals?)|has\s+(?:reached|risen\s+to|passed|climbed\s+to))\s+"
    rf"(?:\w+\s+){{0,3}}?{NUM}",
    rf"\b(?:{EVENT}|attacked|shelled|bombed|struck|hit|raided|fired\s+on|targeted)\b[^.;]{{0,60}}?\bon\s+(?:at\s+least\s+|more\s+than\s+|some\s+)?{NUM}\s+"
    r"(?:separate\s+|different\s+)?occasions\b",
    rf"\b(?:between|from)\s+(?:[\w'’]+\s+){{1,4}}?(?:and|to)\b[^.;]{{0,80}}?\b(?:counted|recorded|registered|documented|logged|noted|listed|were|was)\s+(?:\w+\s+){{0,3}}?"
    rf"{NUM}\s+{_WORDS}(?:{EVENT}|{VIOLATION})\b",
    rf"\bin\s+{MONTH}\b[^.;]{{0,60}}?\b(?:counted|recorded|registered|documented|logged|noted|listed)\s+(?:\w+\s+){{0,3}}?{NUM}\s+{_WORDS}(?:{EVENT}|{VIOLATION})\b",
)
DAYS = re.compile(
    rf"\bfor\s+(?:an?|the)\s+(?P<n>{ORD})\s+(?:(?:consecutive|straight|successive|running)\s+(?:days?|nights?|weeks?|months?)"
    r"|(?:day|night|week|month)\s+(?:running|in\s+a\s+row|in\s+succession))\b"
    rf"|\bon\s+{_ABOUT}{NUM}\s+(?:of\s+the\s+(?:past|last|first)\s+{NUM}\s+)?(?:separate\s+|different\s+)?(?:night|day)s\b",
    _I,
)
"""`for the third night running`, `on eleven nights`: how many days had an act."""
DAY = re.compile(r"\b(day|night|week|month)", _I)
DAYS_IN = re.compile(PERIOD, _I)
ELLIPTIC = re.compile(
    rf"\W*(?:in|on|during|over|for|the|a|that|last|this)\b[^.;:]{{0,50}}?,?\s*\b(?:there\s+(?:had\s+been|were|was|have\s+been)"
    r"|(?:it|the\s+(?:figure|number|total|count|tally))\s+(?:was|is|had\s+been|stood\s+at)|(?:brought|saw|had\s+seen))"
    rf"\s+(?:only\s+|just\s+)?{_ABOUT}{NUM}(?=\W*$)",
    _I,
)
"""A short sentence that gives a number for another period and leaves out of what."""
NAMED_DAY = re.compile(rf"\b(?:{MONTH}|{WEEKDAY}|yesterday|week|month)\b", _I)
HIT_AFTER = re.compile(
    rf"\b(?:{_STRUCK}|shot\s+at|opened\s+fire|turned\s+back|torn\s+up|br(?:oke|oken)\s+(?:the\s+|what\s+)\w+|violated|breached|clashed|stormed|robbed"
    rf"|fir(?:ed|ing)|shelling|(?:artillery|mortar|small-arms|gun)\s+fire|fighting|clashes|mortar\s+bombs|rockets|attack(?:s|ing)?|raids?)\b",
    _I,
)
HIT_THINGS = re.compile(
    rf"\s+{_WORDS}{STRUCK}\b[^.;,]{{0,40}}?\b(?:were|was|been)\s+(?:\w+\s+)?(?:{_STRUCK}|destroyed|damaged|set\s+on\s+fire|blown\s+up)\b",
    _I,
)
NONE_OR_CHANGE = re.compile(
    r"\b(?:no|nor|not|without|free\s+of|spared|quiet|calm|silent|fewer|less|fallen|dropped|declin\w+|decreas\w+|risen|increas\w+|held)\b",
    _I,
)
"""Words by which a row of days is one of calm, or of a change, and not of acts."""
STRETCH = re.compile(
    rf"(?P<n>{NUM}|\ban?|(?:\ba\s+)?\bfew)?(?:\s+|-|\b)(?P<unit>hour|day|night|week|month|year)s?\s+(?:of\s+(?:\w+\s+)?{QUIET}|(?:(?:ha(?:s|ve|d)\s+)?(?:\w+\s+){{0,3}}?)without|in\s+which\s+no"
    rf"|since\b[^.;]*?\b(?:last|previous)|after\s+the\s+(?:last|previous))|\b(?:{QUIET}|{_SPELL})\s+of\s+{_ABOUT}(?P<n2>{NUM}|an?|(?:a\s+)?few)\s+"
    r"(?P<unit2>hour|day|night|week|month|year)s?\b|\bthe\s+past\s+(?P<n3>\w+)\s+(?P<unit3>day|week|month|year)s\b",
    _I,
)
"""How long it had been quiet, where a number of days, weeks or months says so."""
