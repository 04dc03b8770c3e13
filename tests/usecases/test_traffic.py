import pytest

from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute, QueueTask, Trigger, Websocket
from migrator.usecases.traffic import RouteIndex


def entry(trigger: Trigger) -> EntryPoint:
    return EntryPoint(trigger, "shop:view", Location("shop.py", 1), "flask")


def routes(*labels: str) -> tuple[EntryPoint, ...]:
    pairs = (label.split(" ") for label in labels)
    return tuple(entry(HttpRoute(method, path, path)) for method, path in pairs)


INDEX = RouteIndex(
    (
        *routes(
            "GET /",
            "GET /orders",
            "POST /orders/",
            "GET /orders/new",
            "POST /orders/{order_id}",
            "GET /orders/{order_id}",
            "GET /orders/{order_id}.json",
            "GET /orders/{order_id}/lines/{line}",
            "GET /files/{name+}",
            "GET /files/{name+}/history",
            "GET /raw/v{version+}.txt",
            "ANY /admin/",
            "PUT /caf\u00e9/{a}-{b}",
        ),
        entry(Websocket("/live")),
        entry(QueueTask("shop.mail.send")),
    )
)


@pytest.mark.parametrize(
    ("method", "path", "label"),
    [
        ("GET", "/", "GET /"),
        ("GET", "/orders", "GET /orders"),
        ("GET", "/orders/", "GET /orders"),
        ("POST", "/orders", "POST /orders/"),
        ("GET", "/orders/new", "GET /orders/new"),
        ("POST", "/orders/new", "POST /orders/{order_id}"),
        ("GET", "/orders/7", "GET /orders/{order_id}"),
        ("GET", "/orders/7/", "GET /orders/{order_id}"),
        ("HEAD", "/orders/7", "GET /orders/{order_id}"),
        ("GET", "/orders/7.json", "GET /orders/{order_id}.json"),
        ("GET", "/orders/7/lines/1", "GET /orders/{order_id}/lines/{line}"),
        ("GET", "/orders/a%2Fb", "GET /orders/{order_id}"),
        ("DELETE", "/orders/7", ""),
        ("OPTIONS", "/orders/7", ""),
        ("GET", "/orders/7/lines", ""),
        ("GET", "/files/a", "GET /files/{name+}"),
        ("GET", "/files/a/b/c", "GET /files/{name+}"),
        ("GET", "/files/a/b/history", "GET /files/{name+}/history"),
        ("GET", "/files/", ""),
        ("GET", "/raw/v1/2.txt", "GET /raw/v{version+}.txt"),
        ("GET", "/raw/v1/2.pdf", ""),
        ("PATCH", "/admin", "ANY /admin/"),
        ("PUT", "/caf%C3%A9/1-2", "PUT /caf\u00e9/{a}-{b}"),
        ("PUT", "/caf%C3%A9/12", ""),
        ("GET", "/live", "websocket /live"),
        ("POST", "/live", ""),
        ("task", "shop.mail.send", "task shop.mail.send"),
        ("task", "shop.mail.other", ""),
        ("OPTIONS", "*", ""),
        ("GET", "", ""),
        ("GET", "//", "GET /"),
        ("GET", "/%ff%zz", ""),
    ],
)
def test_the_most_specific_route_with_the_method_answers(
    method: str, path: str, label: str
) -> None:
    assert INDEX.label_of(method, path) == label


CONVERTED = RouteIndex(
    entry(HttpRoute("GET", path, declared))
    for path, declared in (
        ("/users/{user_id}", "/users/<int(min=1):user_id>"),
        ("/users/{name}", "/users/<name>"),
        ("/checks/{code}/flips/", "checks/<uuid:code>/flips/"),
        ("/checks/{key}/flips/", "checks/<sha1:key>/flips/"),
        ("/items/{item}", "/items/{item:int}"),
        ("/pages/v{number}", "/pages/v<int:number>"),
    )
)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/users/7", "GET /users/{user_id}"),
        ("/users/ann", "GET /users/{name}"),
        ("/checks/a48b0d62-8a6b-4f0d-9a43-2c0f6f5f3c11/flips/", "GET /checks/{code}/flips/"),
        ("/checks/a48b0d628a6b/flips", "GET /checks/{key}/flips/"),
        ("/items/7", "GET /items/{item}"),
        ("/items/seven", ""),
        ("/pages/v2", "GET /pages/v{number}"),
        ("/pages/vx", ""),
    ],
)
def test_numbers_and_uuids_go_where_they_are_declared(path: str, label: str) -> None:
    assert CONVERTED.label_of("GET", path) == label
