import pytest

from migrator.generation.overlaps import find_overlaps
from migrator.model.extraction import Selection
from migrator.model.location import Location
from migrator.model.plan import Service
from migrator.model.program import Application, EntryPoint, HttpRoute, Program

PLACE = Location("shop/app.py", 1)


def route(method: str, declared: str) -> EntryPoint:
    path = declared.replace("<path:", "{").replace("<int:", "{").replace(">", "}")
    return EntryPoint(HttpRoute(method, path, declared), "shop.app:f", PLACE, "flask")


@pytest.mark.parametrize(
    ("moving", "staying", "overlaps"),
    [
        pytest.param(
            ("GET", "/orders/<int:id>"), ("GET", "/orders/export"), True, id="text for a number"
        ),
        pytest.param(
            ("GET", "/files/<path:name>"), ("GET", "/files/a/<int:b>"), True, id="rest of a path"
        ),
        pytest.param(
            ("GET", "/orders/<int:id>"), ("POST", "/orders/export"), False, id="other method"
        ),
        pytest.param(("ANY", "/a/<int:id>"), ("POST", "/a/b"), True, id="any method"),
        pytest.param(
            ("GET", "/orders/<int:id>"), ("GET", "/orders/a/b"), False, id="one segment more"
        ),
        pytest.param(("GET", "/orders/all"), ("GET", "/orders/<int:id>"), False, id="text only"),
        pytest.param(("GET", "/a.b"), ("GET", "/aXb"), False, id="a dot is a dot"),
    ],
)
def test_finds_routes_that_a_template_takes_too(
    moving: tuple[str, str], staying: tuple[str, str], overlaps: bool
) -> None:
    mine, other = route(*moving), route(*staying)
    application = Application("shop.app:app", is_factory=False, location=PLACE)
    selection = Selection(Service("orders"), "shop", application, (mine,))
    found = list(find_overlaps(Program("shop", entry_points=(mine, other)), selection))
    assert found == ([(mine.label, other.label)] if overlaps else [])
