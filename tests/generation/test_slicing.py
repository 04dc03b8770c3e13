import pytest

from migrator.generation.selection import select
from migrator.generation.slicing import slice_service
from migrator.model.extraction import Reason, Slice
from migrator.model.plan import MigrationPlan
from tests.generation.shops import SHOP, shop


def sliced(changes: dict[str, str] | None = None, wanted: str = "shop.orders") -> Slice:
    program, source = shop(changes)
    return slice_service(program, source, select(program, MigrationPlan(), wanted, source))


def test_views_of_other_areas_stay_with_what_only_they_need() -> None:
    result = sliced()
    assert result.modules == (
        "shop",
        "shop.app",
        "shop.customers",
        "shop.customers.models",
        "shop.db",
        "shop.orders",
        "shop.orders.models",
        "shop.orders.views",
    )
    assert [(edit.module, edit.line, edit.removed) for edit in result.edits] == [
        ("shop.app", 11, "from shop.customers.views import customers"),
        ("shop.app", 14, 'app.register_blueprint(customers, url_prefix="/customers")'),
    ]
    assert result.reasons == ()
    assert result.doubts == ()


def test_files_travel_with_their_package() -> None:
    assert sliced().assets == (
        "shop/customers/forms.json",
        "shop/orders/prices.json",
        "shop/templates/base.html",
    )


def test_models_travel_because_a_relationship_names_them() -> None:
    without_loading = SHOP["shop/db.py"].replace("import shop.customers.models", "pass")
    assert "shop.customers.models" in sliced({"shop/db.py": without_loading}).modules


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param(
            {
                "shop/orders/models.py": SHOP["shop/orders/models.py"]
                + "from shop.customers.views import show\n        show(1)\n",
            },
            "shop/orders/models.py:10 imports show",
            id="used for more than registration",
        ),
        pytest.param(
            {
                "shop/customers/views.py": SHOP["shop/customers/views.py"]
                + "customers.add_app_template_filter(str, 'name')\n",
            },
            "shop/customers/views.py:9 acts on the whole application (add_app_template_filter)",
            id="changes the whole application",
        ),
    ],
)
def test_when_in_doubt_a_module_travels(changes: dict[str, str], reason: str) -> None:
    result = sliced(changes)
    assert "shop.customers.views" in result.modules
    assert result.reasons == (Reason("shop/customers/views.py", reason),)


def test_a_blueprint_that_a_package_exports_again_can_be_cut() -> None:
    changes = {
        "shop/customers/__init__.py": "from shop.customers.views import customers\n",
        "shop/app.py": SHOP["shop/app.py"].replace("shop.customers.views", "shop.customers"),
    }
    result = sliced(changes)
    assert "shop.customers.views" not in result.modules
    assert [(edit.module, edit.line) for edit in result.edits] == [
        ("shop.app", 11),
        ("shop.app", 14),
        ("shop.customers", 1),
    ]


def test_functions_that_only_register_other_routes_are_not_followed() -> None:
    changes = {
        "shop/customers/__init__.py": """\
            def register_customers(app):
                from shop.customers import views

                for rule, view in (("/x", views.show),):
                    app.add_url_rule(rule, view_func=view)
            """,
        "shop/app.py": SHOP["shop/app.py"]
        .replace(
            "shop.customers.views import customers", "shop.customers import register_customers"
        )
        .replace(
            'app.register_blueprint(customers, url_prefix="/customers")', "register_customers(app)"
        ),
        "shop/customers/views.py": "def show():\n    return ''\n",
    }
    result = sliced(changes)
    assert "shop.customers" in result.modules
    assert "shop.customers.views" not in result.modules
