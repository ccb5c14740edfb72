"""Weekdays, months and other words for time in English, as data and as regex fragments.

Frequent slips of the keyboard ("Thrusday", "Febuary") are generated: two letters swapped or one left out.
"""

from __future__ import annotations

from trucewatch.extract._number_words import CARDINAL, ORDINAL, ORDINALS, alternatives, words_value

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}


def _slips(word: str) -> set[str]:
    """Neighbouring letters swapped, and in words of seven letters or more one left out; the first letter stays."""
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    dropped = {word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)} if len(word) > 6 else set()
    return (swapped | dropped) - {word}


WEEKDAYS = {w: i for i, w in enumerate(_WEEKDAYS)}
WEEKDAY_SLIPS = {slip: i for w, i in WEEKDAYS.items() for slip in sorted(_slips(w))}
MONTHS = (
    {w: i for i, w in enumerate(_MONTHS, 1)}
    | {w: i for i, w in enumerate(_SHORT_MONTHS, 1)}
    | {"sept": 9}
    | {slip: i for i, w in enumerate(_MONTHS, 1) if len(w) > 5 for slip in sorted(_slips(w))}
)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
PARTS = r"(?:early\s+|late\s+|mid[\s-]?)?(?:morning|afternoon|evening|night|noon|midday|dawn|midnight|lunchtime)"

WEEKDAY = rf"(?:{alternatives(list(WEEKDAYS) + list(WEEKDAY_SLIPS))})"
SHORT_WEEKDAY = r"(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)\b\.?"
_LONG = [m for m in MONTHS if m not in ("may", "march", "mar") and m not in _SHORT_MONTHS and m != "sept"]
# "may" and "march" are months only with a capital; short forms take a full stop or stand beside a day.
_SHORT = r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|(?-i:M)ar"
MONTH = rf"(?:(?:{alternatives(_LONG)})\b|(?-i:M)(?:ay|arch)\b|(?:{_SHORT})\b\.?)"
FULL_MONTH = rf"(?:(?:{alternatives(_LONG)})\b|(?-i:M)(?:ay|arch)\b|(?:jan|feb|aug|sept?|oct|nov|dec)\.)"
DAY = rf"(?:(?:the\s+)?(?:[0-3]?\d(?:st|nd|rd|th)?|(?:{ORDINAL}|thirty[\s-]first|twenty[\s-](?:{ORDINAL})))\b)"
NUMERAL_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?\b)"
YEAR = r"(?:(?:19|20)\d{2})(?!\d|\s*(?:hrs?|hours)\b)"
NUMBER = rf"(?:\d+(?:\.5)?|(?:{CARDINAL})(?:[\s-](?:{CARDINAL}))?|a\s+hundred|an?|(?:a\s+)?couple(?:\s+of)?)"
TRUCE = (
    r"(?:cease-?\s?fire|truce|armistice|deal|agreement|accord|protocol|pact|cessation\s+of\s+hostilities|memorandum"
    r"|understanding|calm)"
)
FUTURE = (
    r"(?<!-)\b(?:will|shall|would|must|(?:ha(?:s|ve)|needs?|obliged|required|ordered|told|promised|pledged|vowed)\s+to|(?:is|are|was|were)\s+to|due|expected|scheduled|plan(?:s|ned|ning)?\s+(?:to|for|an?)|planned"
    r"|set\s+(?:to|for)|going\s+to|upcoming|deadline|ahead\s+of|no\s+later\s+than|next(?!\s+to\b)|as\s+(?:soon|early)\s+as|effective|supposed\s+to|expects?\s+to"
    r"|(?:comes|goes|enters)\s+into|takes\s+(?:effect|hold)|begins|starts|expires|hopes?\s+to|payable|postponed|deadline|ha(?:s|ve)\s+until|(?:give[ns]?|gave|extend\w*|adjourn\w*|delay\w*)\b[^.;]{0,40}?\b(?:until|through))\b"
)
SAID = r"\b(?:said|says|announced|told|reported|declared|wrote|stated|confirmed|added|warned|killed|wounded|died)\b"


def weekday_of(word: str) -> int:
    """Monday 0 to Sunday 6 for a weekday in any spelling that `WEEKDAY` or `SHORT_WEEKDAY` takes."""
    key = word.lower().strip(". ")
    return WEEKDAYS.get(key, WEEKDAY_SLIPS.get(key, _SHORT_DAYS.get(key, 0)))


def month_of(word: str) -> int:
    """1 to 12 for a month in any spelling that `MONTH` takes."""
    return MONTHS[word.lower().strip(". ")]


def day_number(word: str) -> int:
    """The day of the month in `5`, `5th`, `the fifth`, `twenty-first`."""
    bare = word.lower().removeprefix("the").strip()
    digits = "".join(c for c in bare if c.isdigit())
    if digits:
        return int(digits)
    parsed = words_value(bare)
    return parsed[0] if parsed else ORDINALS.get(bare, 0)


def amount_of(word: str) -> float:
    """The number in `two`, `a`, `14`, `a hundred`, `a couple of`."""
    bare = " ".join(word.lower().split())
    if bare in ("a", "an"):
        return 1
    if "couple" in bare:
        return 2
    if bare[0].isdigit():
        return float(bare)
    parsed = words_value(bare.removeprefix("a "))
    return parsed[0] if parsed else 0
