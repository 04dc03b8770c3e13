import pytest

from migrator.generation.findings_told import Rule, Told, findings_told
from migrator.model.extraction import Concern, Cut, Extraction, Selection, Slice
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.location import Location
from migrator.model.plan import Service
from migrator.model.program import Application, EntryPoint, HttpRoute, Module, Program

PATHS = ("/a", "/b", "/c", "/d", "/e", "/f")
ROUTES = tuple(
    EntryPoint(HttpRoute("GET", path, path), "shop.a:show", Location("shop/a.py", 1), "flask")
    for path in PATHS
)
PROGRAM = Program(
    root="shop", modules=(Module("shop.a", "shop/a.py", 9), Module("shop.b", "shop/b.py", 9))
)


def concern(rule: str, place: str, *labels: str, accepted: str = "") -> Concern:
    file, line = place.split(":")
    suppression = Suppression("waiver", accepted, place) if accepted else None
    finding = Finding(
        Location(file, int(line)),
        rule,
        Category.OPTIONAL,
        1,
        f"{rule}!",
        "shop.a:show",
        labels,
        suppression=suppression,
    )
    return Concern(finding, "Mend it.")


def told(*concerns: Concern, cuts: tuple[Cut, ...] = ()) -> Told:
    application = Application("shop:app", is_factory=False, location=Location("shop/a.py", 1))
    selection = Selection(Service("orders"), "shop", application, ROUTES)
    sliced = Slice(("shop.a",))
    made = Extraction(
        selection, "services/orders", sliced, layers=(), cuts=cuts, concerns=concerns
    )
    return findings_told(made, PROGRAM)


EVERY = tuple(route.label for route in ROUTES)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        pytest.param(EVERY, "all of them", id="all"),
        pytest.param(EVERY[:5], "5 of 6", id="many"),
        pytest.param((*EVERY[:2], "GET /other"), "GET /a, GET /b", id="few, and another's"),
    ],
)
def test_routes_are_named_or_counted(labels: tuple[str, ...], said: str) -> None:
    found = told(concern("a/b", "shop/a.py:3", *labels))
    assert found == Told((Rule("a/b", "optional", "Mend it.", ("shop/a.py:3",), "a/b!", said),))


def test_what_a_commit_repairs_is_not_left() -> None:
    cuts = (Cut(Location("shop/a.py", 2), "`x` became `y`", "a/pool"),)
    found = told(
        concern("a/pool", "shop/a.py:3", *EVERY),
        concern("a/time-out", "shop/a.py:5", *EVERY),
        cuts=cuts,
    )
    assert [rule.id for rule in found.rules] == ["a/time-out"]
    assert found.repaired == ("`a/pool` (shop/a.py:3)",)


def test_what_is_repaired_in_one_of_two_places_is_left() -> None:
    cuts = (Cut(Location("shop/a.py", 2), "`x` became `y`", "a/pool"),)
    places = [concern("a/pool", f"shop/a.py:{line}", *EVERY) for line in (3, 9)]
    found = told(*places, cuts=cuts)
    assert found.repaired == ()
    assert [rule.places for rule in found.rules] == [("shop/a.py:3", "shop/a.py:9")]


def test_places_that_do_not_travel_are_named_apart() -> None:
    found = told(
        concern("a/size", "shop/b.py:7", *EVERY), concern("a/server", "Procfile:1", *EVERY)
    )
    assert found.elsewhere == ("`a/size` (shop/b.py:7)",)
    assert [rule.id for rule in found.rules] == ["a/server"]


def test_what_is_accepted_says_why_once() -> None:
    places = [concern("a/b", f"shop/a.py:{n}", *EVERY, accepted="for now") for n in (3, 4)]
    assert told(*places) == Told(accepted=("`a/b` at shop/a.py:3, shop/a.py:4: for now",))
    assert told().is_empty


def test_a_place_is_named_once_whatever_a_rule_finds_in_it() -> None:
    found = told(concern("a/b", "shop/a.py:3"), concern("a/b", "shop/a.py:3"))
    assert [rule.places for rule in found.rules] == [("shop/a.py:3",)]
