"""What the source says beside what the running application lists."""

import pytest

from migrator.model.live import LiveRoute, LiveTable
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute, Program, Trigger, Websocket
from migrator.usecases.live import compare


def program(*triggers: Trigger) -> Program:
    points = tuple(EntryPoint(t, "shop:f", Location("shop.py", 1), "flask") for t in triggers)
    return Program("shop", entry_points=points)


def route(method: str, declared: str) -> LiveRoute:
    return LiveRoute("http" if method else "websocket", method, declared, "shop:f")


@pytest.mark.parametrize(
    ("trigger", "live"),
    [
        (HttpRoute("GET", "/a/{id}", "/a/<int:id>"), route("GET", "/a/<int:id>")),
        (HttpRoute("GET", "/a/{id}", "/a/<int:id>"), route("GET", "/a/<int:number>")),
        (HttpRoute("GET", "/a/{path}", "/a/{path:path}"), route("GET", "/a/{path:path}")),
        (HttpRoute("GET", "/a/{id}/", "/a/<int:id>/"), route("GET", "/a/<int:id>/")),
        (HttpRoute("GET", "/a/{id}", r"/^a/(?P<id>\d+)/$"), route("GET", r"/^a/(?P<id>\d+)/$")),
        (HttpRoute("ANY", "/a", "/a"), route("ANY", "/a")),
        (HttpRoute("ANY", "/a", "/a"), route("POST", "/a")),
        (HttpRoute("POST", "/a", "/a"), route("ANY", "/a")),
        (Websocket("/a"), route("", "/a")),
    ],
)
def test_knows_the_same_route_in_other_words(trigger: Trigger, live: LiveRoute) -> None:
    found = compare(program(trigger), LiveTable("shop:app", "flask", (live,)))

    assert (len(found.both), found.only_live, found.only_static) == (1, (), ())


def test_says_what_only_one_side_knows() -> None:
    source = program(HttpRoute("GET", "/a", "/a"), HttpRoute("GET", "/b/{x}", "/b/<x>"))
    live = LiveTable(
        "shop:app", "flask", (route("POST", "/a"), route("GET", "/a"), route("GET", "/c"))
    )

    found = compare(source, live)

    assert found.both == {"GET /a"}
    assert found.only_live == (route("GET", "/c"), route("POST", "/a"))
    assert found.only_static == ("GET /b/{x}",)
    assert found.routes == 3
