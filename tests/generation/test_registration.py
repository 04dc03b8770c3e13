import textwrap

import pytest

from migrator.generation.selection import select
from migrator.model.plan import MigrationPlan, Monolith
from tests.generation.shops import SHOP, shop

GLOBAL = """\
    from flask import Flask

    app = Flask(__name__)

    def add_blueprints():
        from shop.orders.views import orders

        app.register_blueprint(orders)
"""
MAIN = """
    def main():
        add_blueprints()
        app.run()
"""
DOUBT = (
    "`shop.app:add_blueprints` registers routes (shop/app.py:8), but `shop.app:app` is not seen "
    "to call it: let `application:` in migration.yaml name a function that does and that returns "
    "the application."
)


@pytest.mark.parametrize(
    ("code", "application", "doubts"),
    [
        pytest.param(SHOP["shop/app.py"], "shop.app:create_app", (), id="by the factory"),
        pytest.param(f"{GLOBAL}\n    add_blueprints()\n", "shop.app:app", (), id="at import"),
        pytest.param(
            f"{GLOBAL}\n    if __name__ == '__main__':\n        add_blueprints()\n",
            "shop.app:app",
            (),
            id="in a branch at import",
        ),
        pytest.param(GLOBAL + MAIN, "shop.app:app", (DOUBT,), id="by a main that is not called"),
        pytest.param(GLOBAL + MAIN, "shop.app:main", (), id="by the function that is named"),
    ],
)
def test_doubts_where_nothing_at_start_registers_the_routes(
    code: str, application: str, doubts: tuple[str, ...]
) -> None:
    program, source = shop({"shop/app.py": textwrap.dedent(code)})
    plan = MigrationPlan(monolith=Monolith(application=application))
    assert select(program, plan, "shop.orders", source).doubts == doubts
