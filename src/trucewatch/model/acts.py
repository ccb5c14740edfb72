"""Classes of acts that terms speak of, each as a table over the kinds of the data contract.

Three-valued: a kind that a class lists under `yes` is such an act, one under `unknown` may be, any other is not.
Kinds under `against_forces` are such an act where soldiers, police, fighters or peacekeepers were the target and
unknown otherwise: a bomb on a road may be war or crime, a bridge may be blown up by anybody. A `casualty` names no act,
so it may be any act that kills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trucewatch.model.vocabulary import BREACH_KINDS, VIOLENT_KINDS, Kind


@dataclass(frozen=True, slots=True)
class ActClass:
    """Which kinds are an act of this class, may be one, or are one only against forces."""

    description: str
    yes: frozenset[Kind]
    against_forces: frozenset[Kind] = frozenset()
    unknown: frozenset[Kind] = frozenset()


def _act_table() -> dict[str, ActClass]:
    k = Kind
    combat = frozenset(
        {
            k.ARMED_CLASH,
            k.SMALL_ARMS_FIRE,
            k.SNIPER_FIRE,
            k.SHELLING_ARTILLERY_MISSILE,
            k.AIR_DRONE_STRIKE,
            k.SUICIDE_BOMB,
            k.CHEMICAL_WEAPON,
            k.TERRITORY_CHANGE,
        }
    )
    devices = frozenset({k.REMOTE_EXPLOSIVE_LANDMINE_IED, k.GRENADE})
    unsure = frozenset({k.CASUALTY, k.DISRUPTED_WEAPONS_USE, k.EXCESSIVE_FORCE_AGAINST_PROTESTERS})
    return {
        "military_action": ActClass(
            "fighting, fire, shells, strikes and bombs, and devices used against forces",
            yes=combat,
            against_forces=devices,
            unknown=unsure | {k.ATTACK, k.ABDUCTION_FORCED_DISAPPEARANCE},
        ),
        "any_attack": ActClass(
            "force against persons or things, whoever is struck",
            yes=combat | devices | {k.ATTACK},
            unknown=unsure | {k.MOB_VIOLENCE},
        ),
        "violence": ActClass(
            "every violent kind",
            yes=VIOLENT_KINDS - {k.CASUALTY},
            unknown=frozenset({k.CASUALTY, k.DISRUPTED_WEAPONS_USE}),
        ),
        "breach": ActClass("every breach without violence", yes=BREACH_KINDS),
        "flight": ActClass(
            "overflights, and strikes from the air",
            yes=frozenset({k.OVERFLIGHT, k.AIR_DRONE_STRIKE}),
            unknown=frozenset({k.DISRUPTED_WEAPONS_USE, k.CASUALTY}),
        ),
        "heavy_weapons": ActClass(
            "heavy weapons present, or fired where the weapon is named",
            yes=frozenset({k.HEAVY_WEAPON_PRESENCE}),
            unknown=frozenset({k.SHELLING_ARTILLERY_MISSILE, k.CASUALTY}),
        ),
        "military_build_up": ActClass(
            "positions built or forces brought in",
            yes=frozenset({k.FORTIFICATION, k.TROOP_MOVEMENT, k.TERRITORY_CHANGE}),
            unknown=frozenset({k.CASUALTY}),
        ),
        "obstruction": ActClass(
            "monitors, relief or those entitled to a way kept from it",
            yes=frozenset({k.MONITOR_OBSTRUCTION, k.AID_OBSTRUCTION, k.ACCESS_DENIAL}),
        ),
    }


ACTS: Mapping[str, ActClass] = MappingProxyType(_act_table())
"""The classes that `forbids` and `commits` may name beside single kinds."""
