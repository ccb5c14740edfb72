"""The words that the records may use, declared once with what they mean.

Labels, forms, exports and documentation are drawn from these tables. Sources: UCDP GED codebook (date_prec,
where_prec), ACLED codebook (event and sub-event types), MUC-4 (perpetrator confidence), Airwars (grades),
Admiralty code (credibility, reliability).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class KindGroup(StrEnum):
    """How a kind of act counts: violence, a breach without violence, or conduct."""

    VIOLENT = "violent"
    BREACH = "breach"
    CONDUCT = "conduct"


class Kind(StrEnum):
    """What kind of act a claim reports."""

    ARMED_CLASH = "armed_clash"
    SMALL_ARMS_FIRE = "small_arms_fire"
    SNIPER_FIRE = "sniper_fire"
    SHELLING_ARTILLERY_MISSILE = "shelling_artillery_missile"
    AIR_DRONE_STRIKE = "air_drone_strike"
    REMOTE_EXPLOSIVE_LANDMINE_IED = "remote_explosive_landmine_ied"
    SUICIDE_BOMB = "suicide_bomb"
    GRENADE = "grenade"
    CHEMICAL_WEAPON = "chemical_weapon"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = "abduction_forced_disappearance"
    SEXUAL_VIOLENCE = "sexual_violence"
    MOB_VIOLENCE = "mob_violence"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    CASUALTY = "casualty"
    TERRITORY_CHANGE = "territory_change"
    OVERFLIGHT = "overflight"
    HEAVY_WEAPON_PRESENCE = "heavy_weapon_presence"
    FORTIFICATION = "fortification"
    TROOP_MOVEMENT = "troop_movement"
    MONITOR_OBSTRUCTION = "monitor_obstruction"
    AID_OBSTRUCTION = "aid_obstruction"
    ACCESS_DENIAL = "access_denial"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction"
    ARREST = "arrest"
    CEASEFIRE_DECLARED = "ceasefire_declared"
    AGREEMENT = "agreement"
    WITHDRAWAL = "withdrawal"
    PATROL = "patrol"
    EXCHANGE = "exchange"
    PEACEFUL_PROTEST = "peaceful_protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KindInfo:
    """What a kind means, and the ACLED types it maps to (null where ACLED has none)."""

    group: KindGroup
    label: str
    description: str
    acled_event: str | None
    acled_sub_event: str | None


def _kind_table() -> dict[Kind, KindInfo]:
    v, b, c = KindGroup.VIOLENT, KindGroup.BREACH, KindGroup.CONDUCT
    battles, remote = "Battles", "Explosions/Remote violence"
    civilians, strategic = "Violence against civilians", "Strategic developments"
    k = Kind
    return {
        k.ARMED_CLASH: KindInfo(
            v,
            "Armed clash",
            "Fighting between armed sides, or an attack on forces by means not stated",
            battles,
            "Armed clash",
        ),
        k.SMALL_ARMS_FIRE: KindInfo(v, "Small arms fire", "Rifle or machine-gun fire", battles, "Armed clash"),
        k.SNIPER_FIRE: KindInfo(v, "Sniper fire", "Aimed fire at single persons", battles, "Armed clash"),
        k.SHELLING_ARTILLERY_MISSILE: KindInfo(
            v,
            "Shelling, artillery or missile",
            "Shells, rockets, mortars, tank fire, rocket-propelled grenades, missiles",
            remote,
            "Shelling/artillery/missile attack",
        ),
        k.AIR_DRONE_STRIKE: KindInfo(
            v,
            "Air or drone strike",
            "Bombs or missiles from aircraft, helicopters or drones",
            remote,
            "Air/drone strike",
        ),
        k.REMOTE_EXPLOSIVE_LANDMINE_IED: KindInfo(
            v,
            "Remote explosive, landmine or IED",
            "Mines, roadside, car and parcel bombs, demolition charges",
            remote,
            "Remote explosive/landmine/IED",
        ),
        k.SUICIDE_BOMB: KindInfo(v, "Suicide bomb", "A bomb whose carrier or driver dies", remote, "Suicide bomb"),
        k.GRENADE: KindInfo(v, "Grenade", "Hand grenades", remote, "Grenade"),
        k.CHEMICAL_WEAPON: KindInfo(v, "Chemical weapon", "Toxic agents used as a weapon", remote, "Chemical weapon"),
        k.ATTACK: KindInfo(v, "Attack on civilians", "Violence against civilians by other means", civilians, "Attack"),
        k.ABDUCTION_FORCED_DISAPPEARANCE: KindInfo(
            v, "Abduction", "Abduction, kidnapping, forced disappearance", civilians, "Abduction/forced disappearance"
        ),
        k.SEXUAL_VIOLENCE: KindInfo(
            v, "Sexual violence", "Rape and other sexual violence", civilians, "Sexual violence"
        ),
        k.MOB_VIOLENCE: KindInfo(v, "Mob violence", "Violence by a crowd", "Riots", "Mob violence"),
        k.EXCESSIVE_FORCE_AGAINST_PROTESTERS: KindInfo(
            v,
            "Excessive force against protesters",
            "Lethal or injuring force against demonstrators",
            "Protests",
            "Excessive force against protesters",
        ),
        k.CASUALTY: KindInfo(
            v,
            "Casualty, act not named",
            "Deaths or injuries with no act named, or an explosion of unknown cause",
            None,
            None,
        ),
        k.TERRITORY_CHANGE: KindInfo(
            v, "Territory taken by force", "A position, town or area taken by force", battles, None
        ),
        k.OVERFLIGHT: KindInfo(b, "Overflight", "Reconnaissance or other flight over an area", None, None),
        k.HEAVY_WEAPON_PRESENCE: KindInfo(
            b, "Heavy weapon presence", "Heavy weapons where they may not be", None, None
        ),
        k.FORTIFICATION: KindInfo(b, "Fortification", "Digging or building of positions", strategic, "Other"),
        k.TROOP_MOVEMENT: KindInfo(b, "Troop movement", "Moving or massing of forces", strategic, "Other"),
        k.MONITOR_OBSTRUCTION: KindInfo(b, "Obstruction of monitors", "Monitors hindered", strategic, "Other"),
        k.AID_OBSTRUCTION: KindInfo(b, "Obstruction of aid", "Relief hindered", strategic, "Other"),
        k.ACCESS_DENIAL: KindInfo(b, "Denial of access", "A way barred to those entitled to it", strategic, "Other"),
        k.DISRUPTED_WEAPONS_USE: KindInfo(
            b,
            "Disrupted weapons use",
            "A weapon found, defused or shot down before it did harm",
            strategic,
            "Disrupted weapons use",
        ),
        k.LOOTING_PROPERTY_DESTRUCTION: KindInfo(
            b,
            "Looting or destruction of property",
            "Looting, burning, demolition",
            strategic,
            "Looting/property destruction",
        ),
        k.ARREST: KindInfo(b, "Arrest", "Arrests and detentions", strategic, "Arrests"),
        k.CEASEFIRE_DECLARED: KindInfo(
            c, "Ceasefire declared", "A ceasefire or pause declared", strategic, "Agreement"
        ),
        k.AGREEMENT: KindInfo(c, "Agreement", "A deal, or the start of a truce", strategic, "Agreement"),
        k.WITHDRAWAL: KindInfo(
            c, "Withdrawal", "Forces or weapons pulled back", strategic, "Non-violent transfer of territory"
        ),
        k.PATROL: KindInfo(c, "Patrol", "A patrol held", strategic, "Other"),
        k.EXCHANGE: KindInfo(c, "Exchange", "Prisoners, bodies or detainees exchanged or released", strategic, "Other"),
        k.PEACEFUL_PROTEST: KindInfo(
            c, "Peaceful protest", "A protest without violence or intervention", "Protests", "Peaceful protest"
        ),
        k.PROTEST_WITH_INTERVENTION: KindInfo(
            c, "Protest with intervention", "A protest that forces break up", "Protests", "Protest with intervention"
        ),
        k.VIOLENT_DEMONSTRATION: KindInfo(
            c, "Violent demonstration", "A demonstration that turns violent", "Riots", "Violent demonstration"
        ),
        k.OTHER: KindInfo(c, "Other", "Other conduct that a term may speak of", strategic, "Other"),
    }


KINDS: Mapping[Kind, KindInfo] = MappingProxyType(_kind_table())
"""Every kind with its group, label, meaning and ACLED types."""

VIOLENT_KINDS: frozenset[Kind] = frozenset(k for k, i in KINDS.items() if i.group is KindGroup.VIOLENT)
BREACH_KINDS: frozenset[Kind] = frozenset(k for k, i in KINDS.items() if i.group is KindGroup.BREACH)


class Scope(StrEnum):
    """`incident`: one act, one place and time; `toll`: a total over a period or over several acts."""

    INCIDENT = "incident"
    TOLL = "toll"


class Coverage(StrEnum):
    """`part` where a claim names or counts only some of the victims of the act."""

    WHOLE = "whole"
    PART = "part"


class Modality(StrEnum):
    """Whether the act is said to have happened, said not to, or planned, threatened, feared, conditional."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Confidence(StrEnum):
    """How sure an account of the perpetrator is, after MUC-4."""

    FACT = "fact"
    CLAIMED = "claimed"
    ACCUSED_BY_AUTHORITY = "accused_by_authority"
    ACCUSED = "accused"
    POSSIBLE = "possible"
    DENIED = "denied"
    WITHHELD = "withheld"
    NOT_STATED = "not_stated"


class Category(StrEnum):
    """Who a target or victim is."""

    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    POLICE = "police"
    CIVILIAN = "civilian"
    AID_WORKER = "aid_worker"
    JOURNALIST = "journalist"
    PEACEKEEPER = "peacekeeper"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What happened to people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"


class Cause(StrEnum):
    """Whether harm came from an enemy act."""

    HOSTILE = "hostile"
    NON_HOSTILE = "non_hostile"
    UNKNOWN = "unknown"


class ClaimantKind(StrEnum):
    """Who is cited."""

    GOVERNMENT = "government"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    MONITOR = "monitor"
    UN = "un"
    MEDICAL = "medical"
    POLICE = "police"
    WITNESS = "witness"
    MEDIA = "media"
    POLITICIAN = "politician"
    OTHER = "other"


class DatePrecision(StrEnum):
    """UCDP date_prec 1 to 5 in words, and `period` for the bounds of a toll."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"


class Relation(StrEnum):
    """How an act lies to the place that is named."""

    AT = "at"
    NEAR = "near"
    ON_LINE = "on_line"
    BETWEEN = "between"
    PART_OF = "part_of"


class PublishedBasis(StrEnum):
    """Where a report's date comes from."""

    GIVEN = "given"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Grade(StrEnum):
    """How well an act and its author are established, after Airwars."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


class Verdict(StrEnum):
    """What a term of an agreement says of an incident."""

    ALLEGED_VIOLATION = "alleged_violation"
    CONSISTENT = "consistent"
    OUT_OF_SCOPE = "out_of_scope"
    UNDETERMINED = "undetermined"


class Outcome(StrEnum):
    """Three-valued (Kleene) result of a test."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CheckType(StrEnum):
    """What a statement says about the record."""

    FIRST_SINCE = "first_since"
    HIGHEST_SINCE = "highest_since"
    TOLL_SINCE = "toll_since"
    COUNT_IN_PERIOD = "count_in_period"
    TREND = "trend"


class Comparator(StrEnum):
    """How a statement compares."""

    FIRST = "first"
    HIGHEST = "highest"
    LOWEST = "lowest"
    AT_LEAST = "at_least"
    EQUAL = "equal"
    INCREASE = "increase"
    DECREASE = "decrease"


class CheckVerdict(StrEnum):
    """What the record says of a statement."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNDETERMINED = "undetermined"


class DecisionAction(StrEnum):
    """What a reviewer decided."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    REJECT = "reject"
    PLACE = "place"
    RATE_SOURCE = "rate_source"
    NOTE = "note"
    UNDO = "undo"


class Reliability(StrEnum):
    """Admiralty code of a source, A to F; F is unrated."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
