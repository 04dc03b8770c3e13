"""slice.lock: what travelled, and what of it the monolith has otherwise now."""

import pytest

from migrator.errors import PlanError
from migrator.generation.extract import extract
from migrator.generation.locking import Drift, find_drift, lock_of
from migrator.generation.source import MemorySource
from migrator.model.extraction import Layer
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan
from migrator.model.slice_lock import PATH, SliceLock, blob_of, dump_lock, load_lock
from tests.generation.shops import SHOP, files_of, shop


def locked() -> SliceLock:
    program, source = shop()
    made = extract(program, MigrationPlan(), "shop.orders", source)
    return lock_of(made, program, source, version="1.2")


def drift(changes: dict[str, str | None]) -> list[Drift]:
    files = files_of({path: text for path, text in changes.items() if text is not None})
    gone = [path for path, text in changes.items() if text is None]
    return list(
        find_drift(locked(), MemorySource({p: c for p, c in files.items() if p not in gone}))
    )


def test_symbols_of_what_travelled() -> None:
    lock = locked()
    found = [(s.label, str(s.location)) for s in lock.symbols if s.symbol and "orders" in s.module]
    assert found == [
        ("shop.orders.models:Order", "shop/orders/models.py:5"),
        ("shop.orders.views:index", "shop/orders/views.py:8"),
        ("shop.orders.views:orders", "shop/orders/views.py:6"),
        ("shop.orders.views:pdf", "shop/orders/views.py:16"),
        ("shop.orders.views:show", "shop/orders/views.py:12"),
    ]
    assert not [s for s in lock.symbols if s.module.startswith("shop.customers.views")]
    assert dict(lock.assets).keys() == {
        "shop/customers/forms.json",
        "shop/orders/prices.json",
        "shop/templates/base.html",
    }


def test_files_have_the_names_that_git_gives_them() -> None:
    assert blob_of(b"what is up, doc?") == "bd9dbf5aae1a3862dd1526723246b20206e5fc37"
    assert dict(locked().files)["services/orders/shop/orders/prices.json"] == blob_of(b"{}")


def test_it_is_written_and_read_again() -> None:
    lock = locked()
    assert load_lock(dump_lock(lock), file="slice.lock") == lock
    assert dump_lock(lock).count("\n") == 11


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a slice.lock"),
        ("{}", "not a slice.lock"),
        (dump_lock(SliceLock("a", "1", "")).replace('"format": 1', '"format": 2'), "has format 2"),
    ],
)
def test_a_file_that_is_none(text: str, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        load_lock(text, file="services/orders/.migrate/slice.lock")


def test_the_service_has_it() -> None:
    program, source = shop()
    made = extract(program, MigrationPlan(), "shop.orders", source)
    generated = [f for one in made.layers if one.layer is Layer.GENERATED for f in one.files]
    written = next(f.content.decode() for f in generated if f.path == f"services/orders/{PATH}")
    files = dict(load_lock(written, file=PATH).files)
    others = {f.path: f.content for one in made.layers for f in one.files if PATH not in f.path}
    del others["serverless-compose.yml"]  # every service adds to it
    assert files == {path: blob_of(content) for path, content in others.items()}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"shop/customers/views.py": "x = 1\n"}, [], id="what did not travel"),
        pytest.param(
            {"shop/orders/views.py": "        # moved\n\n" + SHOP["shop/orders/views.py"]},
            [],
            id="lines moved",
        ),
        pytest.param(
            {"shop/orders/views.py": SHOP["shop/orders/views.py"].replace("%PDF", "%PDF-1.7")},
            [Drift(Location("shop/orders/views.py", 16), "shop.orders.views:pdf", is_gone=False)],
            id="a function",
        ),
        pytest.param(
            {"shop/orders/models.py": "Order = None\n"},
            [
                Drift(Location("shop/orders/models.py", 1), "shop.orders.models:", is_gone=False),
                Drift(
                    Location("shop/orders/models.py", 1), "shop.orders.models:Order", is_gone=False
                ),
                Drift(Location("shop/orders/models.py", 2), "shop.orders.models:", is_gone=False),
                Drift(Location("shop/orders/models.py", 3), "shop.orders.models:", is_gone=False),
            ],
            id="imports, and a class that became a name",
        ),
        pytest.param(
            {"shop/orders/prices.json": "[]"},
            [
                Drift(
                    Location("shop/orders/prices.json", 1),
                    "shop/orders/prices.json",
                    is_gone=False,
                )
            ],
            id="a file that is not Python",
        ),
        pytest.param(
            {"shop/orders/models.py": None, "shop/templates/base.html": None},
            [
                Drift(Location("shop/orders/models.py", 1), "shop.orders.models", is_gone=True),
                Drift(
                    Location("shop/templates/base.html", 1),
                    "shop/templates/base.html",
                    is_gone=True,
                ),
            ],
            id="files that are gone",
        ),
        pytest.param(
            {"shop/app.py": SHOP["shop/app.py"].replace("/customers", "/people")},
            [Drift(Location("shop/app.py", 10), "shop.app:register", is_gone=False)],
            id="a function that was reduced",
        ),
    ],
)
def test_drift(changes: dict[str, str | None], expected: list[Drift]) -> None:
    assert drift(changes) == expected
