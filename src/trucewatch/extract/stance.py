"""How a sentence stands to the act it tells: hedged, planned, denied, blamed, told as history, a toll, out of date."""

from __future__ import annotations

import re

_WITHHELD = re.compile(
    r"(?i)(?:\bno (?:group|one|organi[sz]ation|party|side|claim of responsibility|faction)\b[^.;]{0,60}?\b(?:claim(?:ed)?|responsibility|admitted|taken)|\bno (?:immediate )?claim of responsibility|\bnobody (?:has |had )?(?:\w+ )?(?:claimed|was blamed|was named|came forward|come forward|knows who)|\bno one (?:has |had )?(?:\w+ )?(?:claimed|was blamed|was named)|\bresponsibility (?:for [^.;]{3,40} )?(?:was not |has not been |had not been |remains? un|remained un)claimed|\b(?:did|does|do|would) not (?:say|name|specify|identify|state|blame|make clear|know|attribute)\b[^.;]{0,40}?\b(?:who|whom|by whom|behind|responsible|the (?:attackers?|perpetrators?|culprits?|gunmen|group|shooters?)|any(?:one|body| group| side| party)|responsibility|blame)|\b(?:did|does|do) not (?:blame|accuse|name) (?:any|a )|\bblam(?:ed|es|ing) (?:nobody|no one|no side|no party|neither side)|\bnam(?:ed|es|ing) (?:nobody|no one|no (?:group|culprit|perpetrator|suspect)s?)|\bwithout (?:blaming|naming|saying who|identifying|attributing|assigning|apportioning)\b[^.;]{0,30}|\b(?:it (?:was|is|remains) (?:not|un) ?(?:immediately )?(?:clear|known)|unclear|not (?:yet )?known|not established|could not be (?:established|determined|verified)) (?:yet )?who\b|\bwho (?:was|is|were) (?:behind|responsible|to blame)\b[^.;]{0,30}\b(?:not|un)|\b(?:the )?(?:attackers?|perpetrators?|gunmen|assailants?|culprits?|shooters?|authors?) (?:are|were|was|is|remain(?:s|ed)?|could not be|have not been) (?:still )?(?:unknown|not known|unidentified|not identified|identified|at large)|\bneither (?:said|named|blamed|gave)\b[^.;]{0,30}\b(?:who|responsible|anyone|anybody)|\b(?:origin|source) of (?:the )?(?:fire|shells?|shelling|shots?|rockets?|blast) (?:was|is|could|remains?|has)\b[^.;]{0,20}\b(?:not|un\w+)|\bby (?:unknown|unidentified) (?:gunmen|assailants|attackers|persons?|people|men|armed men|individuals|elements)|\bunknown (?:gunmen|assailants|attackers|persons?|individuals|armed men)\b|\bunidentified (?:gunmen|assailants|attackers|persons?|individuals|armed men|drone)\b|\bno (?:group|side|party) was (?:named|blamed)|\bdid not attribute\b|\bwould not say who\b|\bnot attributed to\b|\bgave no (?:indication|hint|word) (?:of|on|about|as to) who\b)"
)
_HYPOTHETICAL = re.compile(
    r"(?i)\b(?:would|could|may|might|threaten(?:s|ed|ing)? to|threats? (?:of|to)|plan(?:s|ned|ning)? (?:to|for|a|an)|prepar(?:e|es|ed|ing|ations?) (?:to|for)|if|unless|fear(?:s|ed)? (?:of|that|a|an|new|further)?|risk(?:s|ed)? (?:of|a|an)?|in case of|intend(?:s|ed)? to|will|should|vow(?:s|ed)? to|ready to|about to|poised to|possibility of|danger of|ability to|right to|to prevent|prevent(?:ing)?|avoid(?:ing)?|avert(?:ed|ing)?|deter|stop(?:ping)? (?:all )?|end(?:ing)? (?:to )?(?:all )?|halt(?:ing)?|ban(?:s|ned|ning)? (?:on )?|call(?:s|ed)? for (?:an end to|a halt to)|refrain from|forbid(?:s|den)?|prohibit(?:s|ed|ing)?|against any|any (?:further|future|new)|calls? (?:on|for)|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)? (?:an end|that)|promis(?:ed|es|ing) (?:to|not)|pledg(?:ed|es|ing) (?:to|not)|agree(?:d|s)? (?:to|not)|allegedly planning)\s+(?:[\w'’-]+\s+){0,4}$"
)
_NEGATED_ACT = re.compile(
    r"(?i)\b(?:no|not|never|without|nor|neither|n't|absence of|lack of|free of|zero|stopped|ceased|halted|fewer|less|decline in|decrease in|reduction in|drop in|lull in|end of|end to|instead of|rather than|drill|exercise|mock|simulated|anniversary of|memory of|remember(?:ed|ing)?|commemorat\w+|film about|novel about|exhibition|museum|documentary|spared|respite from|pause in|break in|suspension of|cessation of)\s+(?:[\w'’-]+\s+){0,3}$"
)
_QUIET_AFTER = re.compile(
    r"(?i)^\s*(?:\w+\s+){0,2}(?:ha(?:s|d|ve) (?:stopped|ceased|died down|subsided|ended|eased|fallen silent)|was averted|were averted|did not (?:happen|take place|occur))"
)
_POSSIBLE = re.compile(
    r"(?i)\b(?:suspect(?:s|ed)?|presum(?:ed|ably)|possibl[ye]|probabl[ye]|likely|apparent(?:ly)?|may have|might have|could have|believed to|thought to|seem(?:s|ed)? to|appear(?:s|ed)? to|reportedly by|alleged(?:ly)?|said to be)\b"
)
_TOLL = re.compile(
    r"(?i)\b(?:since (?!then)|so far (?:this|in)|in total|in all\b|altogether|to date|over(?:all)? the (?:past|last|course)|(?:in|over|during|within) the (?:past|last|previous|preceding|same|same period|first|two|three|four|five|six|seven|whole|entire) |th(?:is|at) (?:year|month|week|quarter)|last (?:year|month|week)\b|per (?:day|week|month)|(?:daily|weekly|monthly|annual|cumulative|running|combined|overall|total) (?:toll|count|tally|figure|number|total)|the (?:number|total|tally|count) of|in \d+ (?:days|weeks|months|hours|years)|in (?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty-four) (?:days|weeks|months|years|hours)|in (?:that|this|the) (?:[\w-]+ )?(?:war|offensive|campaign|conflict|uprising)|during the (?:month|week|year|period|war|conflict|offensive|campaign|fighting|reporting)|in the (?:war|conflict|insurgency|campaign|offensive|months?|weeks?|days|years?) |decade|\d{1,2}[- ](?:day|week|month|hour)|three-month|reporting period|between \d{1,2} and \d{1,2}|from \d{1,2} to \d{1,2}|from \d{1,2} [A-Z][a-z]+ to|brings? (?:to|the)|brought (?:to|the)|bringing (?:to|the)|has (?:now )?(?:killed|claimed|cost|lost)|have (?:now )?(?:died|been killed|been wounded|been injured|lost)|stands? at|the (?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:th|rd|nd|st)) (?:[\w-]+ ){0,3}(?:in|since|to)\b)"
)
_PERIOD_TOLL = re.compile(
    r"(?i)\b(?:since|so far this|this (?:year|month|week)|(?:past|last|previous) (?:\w+ )?(?:hours|days|weeks|months|years|year|month|week)|in (?:that|this|the) (?:[\w-]+ )?(?:war|offensive|campaign|conflict|uprising)|during the (?:month|week|year|period|war|conflict|offensive|campaign|reporting)|reporting period|in the (?:war|conflict|insurgency|campaign)|per (?:day|week|month)|in (?:\d+|two|three|four|five|six|seven|ten|twelve) (?:hours|days|weeks|months|years)|decades?|years? of|(?:\d{1,2} hours|24 hours)|from \d{1,2}(?: \w+)? to \d|between \d{1,2}(?: \w+)? and \d|that (?:offensive|war|campaign)|month-long|three-month|civil war|in the (?:[\w-]+ )?(?:weeks?|months?|years?|days?|decade) (?:of [\w-]+ )?(?:before|earlier|that followed|leading up|preceding|until|prior)|(?:weeks?|months?|years?) of (?:war|fighting|violence) |in (?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?! \d{1,2}\b))"
)
_SUPERSEDED = re.compile(
    r"(?i)\b(?:(?:first|initial|earlier|original|preliminary|previous|provisional) (?:count|toll|figure|report|estimate|number|tally|statement|reports|figures)|(?:had )?(?:initially|earlier|originally|first|previously) (?:said|put|reported|gave|spoke|counted|stated|announced|given|listed)|revis(?:ed|ing) (?:[\w ]{0,25})?(?:from|its)|up from|down from|had (?:first|earlier|initially) (?:said|put|reported|spoken|counted|given|listed|stated|announced)|correct(?:ed|ing) (?:an? |its |the )?(?:earlier|first|figure))"
)
_HISTORY = re.compile(
    r"(?i)\b(?:last (?:month|year|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december)|(?:two|three|four|five|six|several|\d+) (?:weeks|months|years|decades) (?:ago|earlier|before)|a (?:year|month|decade) (?:ago|earlier)|(?:in|since) (?:19|20)\d\d|earlier this (?:month|year)|previous(?:ly)?|in recent (?:weeks|months|years)|during the war|at the time|back in|(?:week|month|year)s? (?:before|earlier)|before the (?:ceasefire|truce|deal|agreement)|that offensive|which began in)\b"
)
_ANNIVERSARY = re.compile(
    r"(?i)\b(?:anniversary|commemorat\w+|memorial|remembrance|veterans?|museum|exhibition|documentary|novel|film|historian|history lesson|marked (?:\w+ ){0,3}years|years? since|years? after|decades? (?:ago|after|since))\b"
)


_NOBODY = re.compile(
    r"(?i)^(?:(?:by )?(?:nobody|no one|no (?:group|party|side|organi[sz]ation|faction|claim|suspects?|arrests?))\b"
    r"|(?:by )?(?:unknown|unidentified)\b(?! number)|(?:it|he|she|they|which|and|but) (?:was|were|is|did|does|do|has|have|could|would) not\b|(?:was|were|did|do|does|could|would|has|have)? ?not (?:yet |immediately )?\w+)"
)
_NO_NAME = re.compile(
    r"(?i)\b(?:no|not|nobody|none|never|neither|nor|un(?!i(?!den)|der|til)\w+|\w+n['’]t|anonymous|cannot|which|who(?:ever|m|se)?|whether|declin\w+|refus\w+|mystery|dispute|withh\w+)\b"
)


def names_nobody(words: str) -> bool | None:
    """Whether words for who did it say that nobody is named; false where they hold nothing of the kind, null where they may."""
    if _NOBODY.search(words):
        return True
    return None if _NO_NAME.search(words) else False


def withheld_span(text: str) -> tuple[int, int] | None:
    """Where a sentence says that nobody was blamed, named or known, or None."""
    m = _WITHHELD.search(text)
    return m.span() if m else None


def is_hypothetical(text: str, start: int) -> bool:
    """Whether the words before an act make it planned, threatened, feared or forbidden."""
    return bool(_HYPOTHETICAL.search(text[max(0, start - 70) : start]))


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the words around an act say that it did not happen, or has stopped."""
    return bool(_NEGATED_ACT.search(text[max(0, start - 50) : start])) or bool(
        _QUIET_AFTER.search(text[end : end + 50])
    )


def is_possible(text: str) -> bool:
    """Whether the words hedge who did it."""
    return bool(_POSSIBLE.search(text))


def tells_toll(text: str) -> bool:
    """Whether a sentence sums up over a period."""
    return bool(_TOLL.search(text))


def tells_period(text: str) -> bool:
    """Whether a sentence names a period of several days or more."""
    return bool(_PERIOD_TOLL.search(text))


def is_superseded(text: str) -> bool:
    """Whether a sentence gives a figure that a later one has replaced."""
    return bool(_SUPERSEDED.search(text))


def is_history(text: str) -> bool:
    """Whether a sentence looks back beyond the news of the report."""
    return bool(_HISTORY.search(text))


def is_commemoration(text: str) -> bool:
    """Whether a sentence remembers, shows or studies violence of long ago."""
    return bool(_ANNIVERSARY.search(text))
