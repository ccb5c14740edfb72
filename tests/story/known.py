"""What the rules do not get right yet, by test and case: each with the words that fail and what comes out.

A case that passes again is taken out of here; nothing in the tests themselves is weakened.
"""

from __future__ import annotations

TOLL = (
    '"Nearly 60 ... were killed there in the weeks before it": a period told as "in the weeks/months/year/six weeks of '
    'war before it" is read as one incident and not as a toll'
)
PARTS = (
    "one report names the dead one by one, each by another claimant: two claims of 1 killed with coverage whole, so "
    "that they are told apart and make two incidents"
)
NAMED_AS = (
    '"named one of the dead ... as Sergeant X", "identified the other as Private Y", "One of them was X", "X was one '
    'of the two": counted, but without the name'
)
SOURCE = (
    '"X, a deputy leader of the opposition Unity Party, had earlier named ...; he blamed nobody": "named" and '
    '"identified" cite nobody, so the withheld account goes to the ministry of the paragraph before; a name before '
    'a title is cut to "deputy leader of" or "lawmaker"'
)
TWEETS = (
    '"X tweets that", "the ministry tweets that": the present tense cites nobody, so the '
    "account is a fact of the outlet"
)
MONITOR = (
    '"the Kura Ceasefire Watch, an independent monitor, said": the claimant is "independent '
    'monitor", two origins for one'
)
SAME_DAY = '"On the same day government forces shelled": dated by publication, not by the day told before it'
FIRST = '"killed three soldiers ... in the first deaths ... since the truce": the news itself is read as a toll'
CASE = 'one label in two spellings ("Bandits", "bandits") gives two accounts'
DRONE = '"killed by a drone near Khiam": the weapon becomes the perpetrator with the label "drone"'
GANGS = (
    '"remnants of armed gangs" is cut to "armed gangs"; in "remnants of armed gangs ambushed a unit" no agent is found'
)
TANK = '"shells from an Israeli tank struck an empty house": the tank is the target and no agent is found'
NOUN = '"Shelling of the village by the army was reported by the observatory": no claimant, so the account is a fact'
SPEECH = (
    '"the ministry confirmed the deaths on Saturday": the day of the saying dates the act and parts it from the news'
)
LINKED = f"{PARTS}; {TOLL}"

KNOWN: dict[str, dict[str, str]] = {
    "one_incident": {
        "idlib": LINKED,
        "kashmir": f"{LINKED}; {FIRST}",
        "karabakh": f"{LINKED}; {SPEECH}",
        "lebanon": LINKED,
        "macomia": LINKED,
    },
    "killed": {
        "idlib": f'{PARTS}; "Not since the start of the truce had a Turkish soldier been killed" is read as 1 killed',
        "kashmir": LINKED,
        "karabakh-dated": LINKED,
        "macomia": LINKED,
    },
    "names": {
        "idlib": f"{NAMED_AS}; {PARTS}",
        "kashmir": f"{NAMED_AS}; {PARTS}",
        "karabakh": PARTS,
        "lebanon": f"{NAMED_AS}; {PARTS}",
        "macomia": f"{NAMED_AS}; {PARTS}",
    },
    "withheld": {"idlib": SOURCE, "kashmir": SOURCE, "karabakh": SOURCE},
    "blamed": {"karabakh": f"{GANGS}; {TWEETS}", "lebanon": f"{CASE}; {DRONE}", "macomia": CASE},
    "shelling": {
        "idlib": SAME_DAY,
        "karabakh-undated": '"Friday evening, 4 December" gives an undated report no date, so its claims stay apart',
        "lebanon": TANK,
    },
    "shelling_perpetrator": {
        "idlib": SAME_DAY,
        "karabakh": f"{TWEETS}; {MONITOR}",
        "lebanon": TANK,
        "macomia": NOUN,
    },
    "shelling_target": {
        "idlib": SAME_DAY,
        "karabakh-undated": '"Friday evening, 4 December" gives an undated report no date, so its claims stay apart',
        "lebanon": TANK,
    },
    "date": {"karabakh-dated": SPEECH},
    "toll": dict.fromkeys(("idlib", "kashmir", "karabakh", "lebanon", "macomia"), TOLL),
    "checks": {
        "lebanon-ministry": '"More than 50 soldiers were killed in the year before it" gives no check',
        "lebanon-wire": '"More than 50 Lebanese soldiers were killed in the year before it" gives no check',
    },
    "inferred": {
        "idlib-wire": '"on Thursday ..., two weeks after the ceasefire that Turkey and Russia agreed on 5 March"',
        "karabakh-local": '"on Friday evening, 4 December": the part of the day hides the weekday with its date',
    },
    "alone": {
        "idlib-wire": f"{TOLL}; {NAMED_AS}",
        "idlib-local": NAMED_AS,
        "idlib-ministry": TOLL,
        "idlib-tweets": PARTS,
        "kashmir-wire": f"{TOLL}; {FIRST}; {NAMED_AS}",
        "kashmir-local": '"A tweet by X gave the name of one of them, Harbir Sondhal": the name is lost',
        "kashmir-ministry": TOLL,
        "kashmir-tweets": f'{PARTS}; "Sepoy Omkar Tadvi and Rifleman Nagesh Borwal were killed" counts one of the two',
        "karabakh-wire": f"{TOLL}; {SPEECH}; {NAMED_AS}",
        "karabakh-local": PARTS,
        "karabakh-ministry": TOLL,
        "karabakh-tweets": f"{TWEETS}; the second of two bullets of one form is lost",
        "lebanon-wire": f"{TOLL}; {NAMED_AS}",
        "lebanon-local": NAMED_AS,
        "lebanon-ministry": TOLL,
        "lebanon-tweets": f"{PARTS}; {DRONE}",
        "macomia-wire": f"{TOLL}; {NAMED_AS}",
        "macomia-local": f'{NAMED_AS}; "according to" twice in one sentence makes one claim',
        "macomia-ministry": TOLL,
        "macomia-tweets": PARTS,
    },
    "alone_date": {
        "idlib-wire-undated": "no date is inferred, and Thursday stays open",
        "karabakh-local-undated": "no date is inferred, and Friday stays open",
        "karabakh-wire": SPEECH,
        "kashmir-wire": FIRST,
        "lebanon-ministry": f"{TOLL}: it is taken for the news",
    },
}


def known(test: str, case: str) -> str | None:
    """Why a case fails, or None where it must pass; a reason for a story holds with and without dates."""
    rows = KNOWN.get(test, {})
    return rows.get(case) or rows.get(case.removesuffix("-dated").removesuffix("-undated"))
