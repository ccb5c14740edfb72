from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from trucewatch.locate import Gazetteer, Locator, PlaceContext
from trucewatch.locate._places import geodesic_km
from trucewatch.model import Agreement, Relation, Where

NOWHERE = PlaceContext()


@pytest.fixture(scope="module")
def ukraine(locator: Locator) -> PlaceContext:
    return locator.context(["Ukraine", "Ukrainian", "Russian", "Donetsk"])


@pytest.fixture(scope="module")
def lebanon(locator: Locator) -> PlaceContext:
    return locator.context(["Lebanon", "Israeli", "southern Lebanon", "Marjayoun"])


@pytest.fixture(scope="module")
def sudan(locator: Locator) -> PlaceContext:
    return locator.context(["Sudan", "Sudanese", "Darfur"])


def point(where: Where) -> tuple[float, float]:
    assert where.lat is not None
    assert where.lon is not None
    return where.lat, where.lon


# ------------------------------------------------------------------- one place


@pytest.mark.parametrize(
    ("phrase", "relation", "precision", "radius"),
    [
        ("the town of Avdiivka", Relation.AT, 1, 2.0),
        ("near Avdiivka", Relation.NEAR, 2, 3.0),
        ("the outskirts of Avdiivka", Relation.NEAR, 2, 3.0),
        ("the Avdiivka countryside", Relation.PART_OF, 2, 5.0),
        ("west of Avdiivka", Relation.NEAR, 2, 10.0),
    ],
)
def test_a_settlement_has_the_radius_of_what_is_said_of_it(
    locator: Locator, ukraine: PlaceContext, phrase: str, relation: Relation, precision: int, radius: float
) -> None:
    where = locator.resolve(phrase, ukraine)
    assert (where.relation, where.precision, where.radius_km) == (relation, precision, radius)
    assert (where.country, where.admin1) == ("UA", "Donetsk")
    assert where.text == phrase


def test_a_distance_and_bearing_move_the_point(locator: Locator, ukraine: PlaceContext) -> None:
    town = point(locator.resolve("Avdiivka", ukraine))
    off = locator.resolve("12 km north-west of Avdiivka", ukraine)
    assert geodesic_km(*town, *point(off)) == pytest.approx(12, abs=0.01)
    (lat1, lon1), (lat2, lon2) = town, point(off)
    bearing, _, _ = Geod(ellps="WGS84").inv(lon1, lat1, lon2, lat2)
    assert bearing % 360 == pytest.approx(315, abs=0.1)
    assert off.relation is Relation.NEAR
    assert off.radius_km is not None
    assert off.radius_km > 3


def test_a_province_is_as_large_as_it_is(locator: Locator, ukraine: PlaceContext) -> None:
    where = locator.resolve("Luhansk region", ukraine)
    assert (where.precision, where.gazetteer) == (4, "adm1:UA.14")
    assert where.radius_km is not None
    assert 80 < where.radius_km < 140


def test_a_side_of_a_province_is_a_smaller_circle_on_that_side(locator: Locator, ukraine: PlaceContext) -> None:
    whole = locator.resolve("Luhansk region", ukraine)
    part = locator.resolve("southern Luhansk region", ukraine)
    assert part.relation is Relation.PART_OF
    assert point(part)[0] < point(whole)[0] - 0.2
    assert part.radius_km is not None
    assert whole.radius_km is not None
    assert part.radius_km == pytest.approx(whole.radius_km / 2, abs=0.1)


def test_a_country_has_precision_six(locator: Locator) -> None:
    where = locator.resolve("Mali", NOWHERE)
    assert (where.country, where.precision, where.gazetteer) == ("ML", 6, "country:ML")


def test_between_two_places_is_half_way(locator: Locator, ukraine: PlaceContext) -> None:
    a, b = (point(locator.resolve(name, ukraine)) for name in ("Avdiivka", "Horlivka"))
    where = locator.resolve("between Avdiivka and Horlivka", ukraine)
    assert (where.relation, where.precision) == (Relation.BETWEEN, 5)
    assert geodesic_km(*point(where), *a) == pytest.approx(geodesic_km(*point(where), *b), abs=0.01)
    assert where.radius_km == pytest.approx(geodesic_km(*a, *b) / 2, abs=0.2)


# --------------------------------------------------------------- in its context


def test_the_country_of_the_report_decides_between_namesakes(locator: Locator) -> None:
    libya = locator.resolve("Tripoli", locator.context(["Libya", "Libyan", "Benghazi"]))
    lebanon = locator.resolve("Tripoli", locator.context(["Lebanon", "Lebanese", "Beirut"]))
    assert (libya.country, lebanon.country) == ("LY", "LB")


def test_what_holds_a_place_decides_between_namesakes(locator: Locator) -> None:
    assert locator.resolve("Springfield, Massachusetts", NOWHERE).admin1 == "Massachusetts"
    assert locator.resolve("Springfield in Illinois", NOWHERE).admin1 == "Illinois"


def test_two_countries_parted_by_a_comma_are_a_list(locator: Locator) -> None:
    where = locator.resolve("Russia, Romania and Chad", NOWHERE)
    assert [where.country, *(place.country for place in where.also)] == ["RU", "RO", "TD"]


def test_a_lesser_place_far_from_the_report_is_not_believed(locator: Locator, lebanon: PlaceContext) -> None:
    assert locator.resolve("Bainville", NOWHERE).country is not None
    assert locator.resolve("Bainville", lebanon).lat is None


def test_a_misspelling_is_believed_where_the_report_is_set(locator: Locator, sudan: PlaceContext) -> None:
    assert locator.resolve("Khartuom", sudan).name == "Khartoum"
    assert locator.resolve("El Fashir", sudan).name == "El Fasher"


def test_a_bare_name_of_province_and_small_seat_is_the_province_about_its_seat(locator: Locator) -> None:
    afghanistan = locator.context(["Afghanistan", "Taliban", "Afghan"])
    bare, seat, whole = (locator.resolve(p, afghanistan) for p in ("Khost", "the city of Khost", "Khost province"))
    assert (bare.precision, seat.precision, whole.precision) == (4, 1, 4)
    assert point(bare) == point(seat) != point(whole)
    assert bare.radius_km is not None
    assert whole.radius_km is not None
    assert bare.radius_km > whole.radius_km


def test_a_bare_name_of_a_large_city_is_the_city(locator: Locator, ukraine: PlaceContext) -> None:
    assert locator.resolve("Kharkiv", ukraine).precision == 1
    assert locator.resolve("Kharkiv region", ukraine).precision == 4


def test_the_dateline_counts_for_little(locator: Locator) -> None:
    context = locator.context(["Syria", "Syrian", "Raqqa"], dateline="BEIRUT (Agency)")
    assert context.top_country() == "SY"


def test_context_without_names_is_empty(locator: Locator) -> None:
    context = locator.context([])
    assert not context.countries
    assert context.top_country() is None
    assert context.top_admin1() is None


def test_a_side_without_a_name_is_of_the_country_spoken_of(locator: Locator, sudan: PlaceContext) -> None:
    where = locator.resolve("the west of the country", sudan)
    assert (where.country, where.precision, where.relation) == ("SD", 6, Relation.PART_OF)


def test_the_province_is_the_one_spoken_of(locator: Locator) -> None:
    context = locator.context(["Ukraine", "Kherson region"])
    assert locator.resolve("the province", context).gazetteer == "adm1:UA.08"
    assert locator.resolve("the town", context).lat is None


# --------------------------------------------------------------- what is no place


@pytest.mark.parametrize("phrase", ["Turkish", "Xqwv", "the same place", "", "   ", "of the"])
def test_what_is_no_place_keeps_its_words_without_a_point(locator: Locator, sudan: PlaceContext, phrase: str) -> None:
    where = locator.resolve(phrase, sudan)
    assert where.text == phrase
    assert (where.name, where.lat, where.lon, where.radius_km, where.precision, where.gazetteer) == (None,) * 6


def test_an_unknown_name_in_a_known_area_takes_the_area(locator: Locator, sudan: PlaceContext) -> None:
    where = locator.resolve("Xqwv in North Kordofan", sudan)
    assert (where.relation, where.admin1, where.precision) == (Relation.PART_OF, "North Kordofan", 4)


def test_an_unknown_name_by_a_known_place_is_near_it(locator: Locator, ukraine: PlaceContext) -> None:
    where = locator.resolve("Xqwv, west of Avdiivka", ukraine)
    assert (where.relation, where.admin1) == (Relation.NEAR, "Donetsk")


def test_one_unknown_name_never_blanks_the_rest(locator: Locator, sudan: PlaceContext) -> None:
    where = locator.resolve("Xqwv, Nyala and Omdurman", sudan)
    assert where.name == "Nyala"
    assert [(place.text, place.name) for place in where.also] == [("Xqwv", None), ("Omdurman", "Omdurman")]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_resolve_never_raises(locator: Locator, text: str) -> None:
    where = locator.resolve(text, NOWHERE)
    assert where.text == text


# ----------------------------------------------------------------------- known


def test_known_tells_places_from_words_and_people(locator: Locator) -> None:
    assert locator.known("Donetsk") == 1.0
    assert locator.known("Mariupol") > 0.8
    for word in ("Hassan", "March", "Reading", "Hope", "General", "Of"):
        assert locator.known(word) < 0.35, word
    for word in ("Turkish", "Kremlin", "Xqwv", ""):
        assert locator.known(word) == 0.0, word


# ------------------------------------------------------------------- agreements


@pytest.fixture(scope="module")
def road() -> Agreement:
    line = {"type": "LineString", "coordinates": [[38.0, 48.0], [38.0, 48.2], [38.2, 48.4]]}
    zone = {"id": "route", "name": "Corridor along the H20", "kind": "corridor", "file": "x", "feature": "x"}
    return Agreement.model_validate(
        {
            "id": "a",
            "name": "A",
            "declared": "2021-01-01",
            "zones": [{**zone, "half_width_km": 5.0, "geometry": line}],
        }
    )


def test_the_line_of_an_agreement_is_a_place(gazetteer: Gazetteer, road: Agreement) -> None:
    locator = Locator(gazetteer, road)
    where = locator.resolve("on the H20 highway", locator.context(["Ukraine"]))
    assert (where.relation, where.precision, where.gazetteer, where.country) == (
        Relation.ON_LINE,
        5,
        "zone:route",
        "UA",
    )
    assert where.radius_km is not None
    assert 20 < where.radius_km < 30
    assert locator.known("H20") == 1.0


def test_a_place_on_the_line_keeps_its_own_point(gazetteer: Gazetteer, road: Agreement) -> None:
    locator = Locator(gazetteer, road)
    where = locator.resolve("on the H20 near Yasynuvata", locator.context(["Ukraine"]))
    assert (where.relation, where.name) == (Relation.ON_LINE, "Yasynuvata")


def test_the_road_is_the_line_only_where_the_report_names_it(gazetteer: Gazetteer, road: Agreement) -> None:
    locator = Locator(gazetteer, road)
    assert locator.resolve("across the road", locator.context(["Ukraine", "H20"])).gazetteer == "zone:route"
    assert locator.resolve("across the road", locator.context(["Ukraine"])).lat is None


def test_the_area_of_an_agreement_decides_between_namesakes(gazetteer: Gazetteer, road: Agreement) -> None:
    assert Locator(gazetteer, road).resolve("Donetsk", NOWHERE).country == "UA"
    assert Locator(gazetteer, road).resolve("Spartak", NOWHERE).admin1 == "Donetsk"


def test_a_line_that_moves_is_one_place_as_wide_as_all_its_outlines(gazetteer: Gazetteer) -> None:
    def version(lat: float, since: str | None, until: str | None) -> dict[str, object]:
        line = {"type": "LineString", "coordinates": [[38.0, lat], [38.4, lat]]}
        dates = {"valid_from": since, "valid_to": until}
        return {"id": "contact", "name": "Line of contact", "kind": "line", "file": "x", "feature": "x",
                "geometry": line, **dates}  # fmt: skip

    rows = [version(48.0, None, "2021-03-01"), version(48.4, "2021-03-02", None)]
    agreements = [
        Agreement.model_validate({"id": "a", "name": "A", "declared": "2021-01-01", "zones": zones})
        for zones in (rows, rows[::-1], rows[:1])
    ]
    moving, turned, fixed = (
        (locator := Locator(gazetteer, agreement)).resolve("along the front line", locator.context(["Ukraine"]))
        for agreement in agreements
    )
    assert moving.gazetteer == fixed.gazetteer == "zone:contact"
    assert (moving.lat, moving.lon, moving.radius_km) == (turned.lat, turned.lon, turned.radius_km)
    assert moving.lat == pytest.approx(48.2)
    assert fixed.radius_km is not None
    assert moving.radius_km is not None
    assert moving.radius_km > 22 > fixed.radius_km


# ------------------------------------------------------------ named before


@pytest.mark.parametrize(
    ("phrase", "relation"),
    [("there", Relation.AT), ("near the town", Relation.NEAR), ("in the same area", Relation.AT)],
)
def test_a_phrase_without_a_name_means_the_place_named_before(
    locator: Locator, ukraine: PlaceContext, phrase: str, relation: Relation
) -> None:
    where = locator.resolve(phrase, ukraine, before=["Mariupol", "Avdiivka", "Ukraine"])
    there = locator.resolve("Avdiivka", ukraine)
    assert (where.text, where.gazetteer, where.relation) == (phrase, there.gazetteer, relation)


def test_a_distance_from_what_was_named_before_moves_the_point(locator: Locator, ukraine: PlaceContext) -> None:
    there = locator.resolve("Avdiivka", ukraine)
    where = locator.resolve("5 km north of the bridge", ukraine, before=["Avdiivka"])
    assert where.lat is not None
    assert there.lat is not None
    assert where.lat > there.lat


@pytest.mark.parametrize("phrase", ["in the area of separation", "over the villages", "at a church yard", "somewhere"])
def test_what_speaks_of_nothing_named_before_stays_without_a_point(
    locator: Locator, ukraine: PlaceContext, phrase: str
) -> None:
    assert locator.resolve(phrase, ukraine, before=["Avdiivka"]).lat is None


def test_there_is_no_country_and_no_province(locator: Locator, ukraine: PlaceContext) -> None:
    assert locator.resolve("there", ukraine, before=["Luhansk Oblast", "Ukraine"]).lat is None
    assert locator.resolve("there", ukraine).lat is None


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("in the capital", "Khartoum"),
        ("on the edge of the Mozambican capital", "Maputo"),
        ("in the capital of Guinea-Bissau", "Bissau"),
        ("near Kenya's capital", "Nairobi"),
    ],
)
def test_resolve_knows_the_capital_of_a_state(phrase: str, name: str, locator: Locator, sudan: PlaceContext) -> None:
    where = locator.resolve(phrase, sudan)
    assert where.name == name
    assert where.text == phrase


def test_resolve_takes_the_capital_that_the_report_names_where_it_moved(locator: Locator) -> None:
    told = locator.context(["Burundian", "Bujumbura"])
    assert locator.resolve("in the Burundian capital", told).name == "Bujumbura"
    assert locator.resolve("in the Burundian capital", locator.context(["Burundian"])).lat is None


def test_resolve_takes_no_provincial_capital_for_a_states(locator: Locator, sudan: PlaceContext) -> None:
    assert locator.resolve("near the provincial capital", sudan).lat is None


def test_a_lesser_place_does_not_speak_for_its_own_country(locator: Locator) -> None:
    nigeria = locator.context(["Nigerian", "Batan", "Port Harcourt"])
    assert locator.resolve("in Batan", nigeria).country in (None, "NG")


# ------------------------------------------------------------------ two names


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("Battambang, Bavel", "Bavel"), ("in Battambang province, at Bavel", "Bavel"), ("in Bavel, Battambang", "Bavel")],
)
def test_the_narrower_of_a_province_and_its_town_is_meant_in_either_order(
    locator: Locator, phrase: str, name: str
) -> None:
    context = locator.context(["Cambodia", "Phnom Penh", "Battambang", "Bavel"])
    assert locator.resolve(phrase, context).name == name


def test_a_district_of_a_city_lies_in_the_city(locator: Locator) -> None:
    context = locator.context(["Argentina", "Buenos Aires"])
    where = locator.resolve("in the Moreno district of Buenos Aires", context)
    assert where.country == "AR"
    assert where.lat is not None
    assert where.lat < -34


@pytest.mark.parametrize("phrase", ["this capital", "in the centre of the capital", "in the Sri Lanka capital"])
def test_a_capital_is_that_of_the_country_told_or_of_the_one_that_is_named(locator: Locator, phrase: str) -> None:
    where = locator.resolve(phrase, locator.context(["Mali", "Malian"]))
    assert where.name == ("Colombo" if "Lanka" in phrase else "Bamako")


def test_a_capital_that_is_named_is_left_as_it_is(locator: Locator) -> None:
    assert locator.resolve("in the capital Rabat", locator.context(["Mali", "Malian"])).name == "Rabat"


@pytest.mark.parametrize(
    "phrase", ["in the country", "in his country", "throughout the entire country", "in various parts of the country"]
)
def test_the_country_is_the_one_that_the_report_is_about(locator: Locator, phrase: str) -> None:
    assert locator.resolve(phrase, locator.context(["Mali", "Malian"])).name == "Mali"


def test_a_part_of_a_city_is_no_division_of_a_far_country_that_is_called_so(locator: Locator) -> None:
    context = locator.context(["Washington", "Southeast", "Maryland", "U.S."])
    assert context.countries.get("BW", 0.0) == 0.0
    assert locator.resolve("in Southeast", context).country != "BW"


def test_a_town_of_the_country_told_is_not_the_palace_of_another(locator: Locator) -> None:
    context = locator.context(["Peru", "Peruvian", "Lima"])
    assert locator.resolve("in the Miraflores district", context).country == "PE"


@pytest.mark.parametrize(
    ("phrase", "name"), [("inside Syrian territory", "Syria"), ("Costa Rican waters", "Costa Rica")]
)
def test_the_territory_of_a_people_is_their_country(locator: Locator, phrase: str, name: str) -> None:
    assert locator.resolve(phrase, locator.context(["Iraq", "Mosul"])).name == name


def test_downtown_is_no_part_of_a_name(locator: Locator) -> None:
    assert locator.resolve("in Downtown Reno", locator.context(["Nevada", "U.S."])).name == "Reno"


def test_the_town_beside_tells_more_than_the_country_that_it_lies_in(locator: Locator) -> None:
    context = locator.context(["Sudan", "Chad", "Abeche"])
    assert locator.resolve("some three kilometres inside Sudan, near Geneina", context).radius_km < 100  # type: ignore[operator]


# --------------------------------------------------------- names that tell by themselves


@pytest.mark.parametrize(
    ("phrase", "country"), [("in Ramallah", "PS"), ("over Tikrit", "IQ"), ("in Pattani province", "TH")]
)
def test_a_town_whose_name_no_other_country_has_is_believed_far_from_all_else(
    locator: Locator, ukraine: PlaceContext, phrase: str, country: str
) -> None:
    assert locator.resolve(phrase, ukraine).country == country


def test_a_village_that_is_not_known_is_not_the_whole_country_whose_border_it_lies_on(locator: Locator) -> None:
    context = locator.context(["Venezuela", "Caracas"])
    assert locator.resolve("in Vexaron on the border with Colombia", context).lat is None


def test_what_is_only_like_a_name_lies_near_the_place_that_it_is_put_by(locator: Locator) -> None:
    context = locator.context(["Burundi", "Rwanda", "Bujumbura"])
    beside = locator.resolve("Gitega", context)
    where = locator.resolve("at Nyabibondo, near Gitega", context)
    assert point(where) == point(beside)
