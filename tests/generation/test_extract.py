import ast

import pytest

from migrator.errors import MigratorError
from migrator.generation.extract import extract, routes_of
from migrator.generation.package import VERSION
from migrator.model.extraction import Concern, Extraction, Layer
from migrator.model.findings import Category, Finding
from migrator.model.location import Location
from migrator.model.plan import Granularity, MigrationPlan, Service
from migrator.parity.manifest import read_manifest
from tests.generation.shops import analyzed, files_of, shop


def extracted(plan: MigrationPlan | None = None, wanted: str = "shop.orders") -> Extraction:
    program, source = shop()
    return extract(program, plan or MigrationPlan(), wanted, source)


def text_of(made: Extraction, layer: Layer, path: str) -> str:
    files = {
        f.path: f.content.decode() for one in made.layers if one.layer is layer for f in one.files
    }
    return files[f"services/orders/{path}"]


def test_copied_files_are_the_monoliths_byte_for_byte() -> None:
    made = extracted()
    _, source = shop()
    copied = next(one for one in made.layers if one.layer is Layer.COPIED)
    assert len(copied.files) == 11
    for file in copied.files:
        assert file.content == source.read(file.path.removeprefix("services/orders/"))


def test_reduced_files() -> None:
    made = extracted()
    assert [f.path for one in made.layers if one.layer is Layer.REDUCED for f in one.files] == [
        "services/orders/shop/app.py",
    ]
    assert "customers" not in text_of(made, Layer.REDUCED, "shop/app.py")
    assert "pool_size=1, max_overflow=0" in text_of(made, Layer.CODEMOD, "shop/db.py")
    assert [str(cut.location) for cut in made.cuts] == [
        "shop/app.py:11",
        "shop/app.py:14",
        "shop/db.py:8",
    ]


def test_generated_python_compiles() -> None:
    for layer in extracted().layers:
        for file in layer.files:
            if file.path.endswith(".py"):
                ast.parse(file.content)


def test_app() -> None:
    app = text_of(extracted(), Layer.GENERATED, "app.py")
    assert "from shop.app import create_app as monolith" in app
    assert '    "orders.index",\n    "orders.pdf",\n    "orders.show",\n' in app
    assert '    ("/customers/<int:customer_id>", "customers.show", ("GET",)),\n' in app


def test_functions_that_the_application_answers_share_a_handler() -> None:
    made = extracted()
    functions = read_manifest(text_of(made, Layer.GENERATED, "serverless.yml"), file="x").functions
    assert {function.handler for function in functions} == {"handlers.hosted.handler"}
    assert text_of(made, Layer.GENERATED, "handlers/hosted.py") == (
        '"""What functions of serverless.yml run: the application answers, '
        'whichever of them was asked."""\n\n'
        "from shop_lambda.hosted import hosted_handler\n\nfrom app import app\n\n"
        'handler = hosted_handler(app, style="legacy")\n'
    )


def test_settings() -> None:
    settings = text_of(extracted(), Layer.GENERATED, "settings.py")
    assert '"DATABASE_URL",  # shop/db.py:8' in settings
    assert "\"CURRENCY\",  # shop/orders/views.py:10: 'EUR'" in settings


def test_manifest_is_what_parity_and_local_read() -> None:
    manifest = text_of(extracted(), Layer.GENERATED, "serverless.yml")
    read = read_manifest(manifest, file="serverless.yml")
    assert read.name == "shop-orders"
    assert {(r.method, r.path) for r in read.routes} == {
        ("DELETE", "/orders/{order_id}"),
        ("GET", "/orders"),
        ("GET", "/orders/"),
        ("GET", "/orders/{order_id}"),
        ("HEAD", "/orders"),
        ("HEAD", "/orders/"),
        ("HEAD", "/orders/{order_id}"),
    }


def test_one_function_for_the_whole_service() -> None:
    service = Service("orders", modules=("shop.orders",), granularity=Granularity.PER_SERVICE)
    made = extracted(MigrationPlan(services=(service,)), "orders")
    manifest = text_of(made, Layer.GENERATED, "serverless.yml")
    functions = read_manifest(manifest, file="serverless.yml").functions
    assert [f.name for f in functions] == ["service"]


def test_requirements_bring_the_private_package() -> None:
    requirements = text_of(extracted(), Layer.GENERATED, "requirements.txt")
    assert requirements == (
        "Flask==3.1.3\npsycopg==3.2.1\nSQLAlchemy==2.0.40\n"
        f"../../packages/shop_lambda\nshop-lambda=={VERSION}\n"
    )


@pytest.mark.parametrize(
    "part",
    [
        "| `shop.orders.views:pdf` (shop/orders/views.py:17) | GET /orders/{order_id}.pdf |",
        "(shop/orders/views.py:13) | DELETE /orders/{order_id}, GET /orders/{order_id} |",
        "- Taken out most of all: shop/app.py: 2 statements, lines 11 to 14",
        "lists as `PARAMETERS`: `DATABASE_URL` (no default).",
        "migrate cutover rollback orders",
    ],
)
def test_notes(part: str) -> None:
    assert part in text_of(extracted(), Layer.GENERATED, "MIGRATION.md")


def test_notes_tell_what_hurts_in_the_routes_that_move() -> None:
    program, source = shop()
    every = [route.label for route in extracted().selection.routes]
    mine, other = every[0], "GET /customers/{customer_id}"
    concerns = [
        Concern(finding("state/cache", Category.POTENTIAL, 3, mine), "Look at it."),
        Concern(finding("files/write", Category.MANDATORY, 9, mine, other), "Use S3."),
        Concern(finding("time/sleep", Category.MANDATORY, 5, other), "Use a queue."),
        Concern(finding("time/wait", Category.POTENTIAL, 4, *every), "Do not."),
    ]
    made = extract(program, MigrationPlan(), "shop.orders", source, concerns=concerns)
    assert made.concerns == (concerns[1], concerns[0], concerns[3])
    notes = text_of(made, Layer.GENERATED, "MIGRATION.md")
    assert notes.partition("## Findings\n")[2].partition("\n## ")[0] == (
        "\n- **mandatory** `files/write`: shop/a.py:9: It is files/write. *Instead:* Use S3. "
        f"*Reached by:* {mine}\n"
        "- **potential**, to look at; `migrate analyze` says what to do: "
        "`state/cache` (shop/a.py:3), `time/wait` (shop/a.py:4)\n"
    )


def finding(rule: str, category: Category, line: int, *labels: str) -> Finding:
    location = Location("shop/a.py", line)
    return Finding(location, rule, category, 1, f"It is {rule}.", "shop.a:f", labels)


def test_second_run_makes_the_same_bytes() -> None:
    assert extracted() == extracted()


def test_routes_for_the_facade() -> None:
    assert [r.path for r in routes_of(extracted())] == [
        "/orders/{order_id}",
        "/orders/",
        "/orders/{order_id}",
        "/orders/{order_id}.pdf",
    ]


def test_source_roots_go() -> None:
    files = {f"src/{p}" if p.startswith("shop/") else p: c for p, c in files_of().items()}
    program, source = analyzed(files)
    made = extract(program, MigrationPlan(), "shop.orders", source)
    copied = next(one for one in made.layers if one.layer is Layer.COPIED)
    assert [f.path for f in copied.files if "orders/prices" in f.path or "app.py" in f.path] == [
        "services/orders/shop/app.py",
        "services/orders/shop/orders/prices.json",
    ]


def test_a_package_called_app_cannot_be_extracted() -> None:
    files = {
        path.replace("shop/", "app/"): content.replace(b"shop.", b"app.")
        for path, content in files_of().items()
    }
    program, source = analyzed(files)
    with pytest.raises(MigratorError, match="own package is called 'app'"):
        extract(program, MigrationPlan(), "app.orders", source)


def test_each_remedy_is_a_layer_of_its_own() -> None:
    views = """\
        import logging
        import requests
        from flask import Blueprint
        from shop.orders.models import Order

        orders = Blueprint("orders", __name__)
        logging.getLogger().addHandler(logging.FileHandler("orders.log"))

        @orders.get("/")
        def index():
            with open("orders.csv", "w") as file:
                file.write(requests.get("https://example.org").text)
            return ""
        """
    program, source = shop({"shop/orders/views.py": views})
    made = extract(program, MigrationPlan(), "shop.orders", source)
    layers = [layer for layer in made.layers if layer.title.endswith(")")]
    assert [(layer.title, [f.path for f in layer.files]) for layer in layers] == [
        ("Keep one connection in a container in orders (data/lazy-pool)", [f"{SHOP}/db.py"]),
        ("Log to standard error instead of files in orders (files/log-file)", [VIEWS]),
        ("Write scratch files to /tmp in orders (files/local-disk-write)", [VIEWS]),
        (
            "Give calls of other hosts a time-out in orders (network/call-without-timeout)",
            [VIEWS],
        ),
    ]
    last = layers[-1].files[0].content.decode()
    assert "logging.StreamHandler()" in last
    assert 'open("/tmp/orders.csv", "w")' in last
    assert 'requests.get("https://example.org", timeout=(3, 10))' in last
    told = [(str(c.location), c.codemod) for c in made.cuts if c.codemod != "reduce"]
    assert told == [
        ("shop/db.py:8", "data/lazy-pool"),
        ("shop/orders/views.py:7", "files/log-file"),
        ("shop/orders/views.py:11", "files/local-disk-write"),
        ("shop/orders/views.py:12", "network/call-without-timeout"),
    ]


SHOP = "services/orders/shop"
VIEWS = f"{SHOP}/orders/views.py"
