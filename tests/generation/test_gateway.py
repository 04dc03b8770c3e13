import pytest

from migrator.generation.gateway import functions_of, gateway_path
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute


def route(method: str, declared: str, path: str) -> EntryPoint:
    return EntryPoint(HttpRoute(method, path, declared), "a:b", Location("a.py", 1), "flask", "b")


@pytest.mark.parametrize(
    ("declared", "path", "expected"),
    [
        ("/orders/<int:id>", "/orders/{id}", "/orders/{id}"),
        ("/orders/<int:id>.pdf", "/orders/{id}.pdf", "/orders/{id}"),
        ("/files/<path:name>", "/files/{name}", "/files/{name+}"),
        ("/files/<path:name>/raw", "/files/{name}/raw", "/files/{name+}"),
        ("/", "/", "/"),
        ("/a/<x>-<y>/b", "/a/{x}-{y}/b", "/a/{x}/b"),
    ],
)
def test_gateway_path(declared: str, path: str, expected: str) -> None:
    assert gateway_path(HttpRoute("GET", path, declared)) == expected


def test_get_answers_head_too_and_a_missing_slash() -> None:
    (function,) = functions_of([route("GET", "/orders/", "/orders/")], "shop-orders")
    assert function.name == "get_orders"
    assert function.events == (
        ("GET", "/orders"),
        ("HEAD", "/orders"),
        ("GET", "/orders/"),
        ("HEAD", "/orders/"),
    )


def test_what_the_gateway_cannot_tell_apart_shares_a_function() -> None:
    routes = [
        route("GET", "/orders/<int:id>.pdf", "/orders/{id}.pdf"),
        route("GET", "/orders/<int:order_id>", "/orders/{order_id}"),
        route("DELETE", "/orders/<int:order_id>", "/orders/{order_id}"),
    ]
    functions = functions_of(routes, "shop-orders")
    assert [(f.name, len(f.routes), len(f.events)) for f in functions] == [
        ("delete_orders_order_id", 1, 1),
        ("get_orders_id", 2, 2),
    ]


def test_names_are_unique_and_short_enough_for_lambda() -> None:
    long = "/orders/" + "very/" * 20
    routes = [
        route("GET", long, long),
        route("GET", "/a/b", "/a/b"),
        route("GET", "/a-b", "/a-b"),
    ]
    names = [f.name for f in functions_of(routes, "shop-orders")]
    assert len(set(names)) == 3
    assert all(len(f"shop-orders-staging-{name}") <= 64 for name in names)
