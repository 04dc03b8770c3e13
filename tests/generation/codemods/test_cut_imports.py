import textwrap

import pytest

from migrator.generation.codemods.cut_imports import CannotCut, cut_imports
from migrator.model.program import Import


def cut(code: str, *imports: Import, foreign: tuple[int, ...] = ()) -> str:
    return cut_imports(textwrap.dedent(code), imports, foreign_lines=foreign).code


LAB = Import("shop.lab.views", "lab", "lab", 1)


@pytest.mark.parametrize(
    ("before", "imports", "after"),
    [
        pytest.param(
            """\
            from shop.lab.views import lab
            from shop.orders import orders  # stays

            app.register_blueprint(lab, url_prefix="/lab")
            app.register_blueprint(orders)
            """,
            [LAB],
            """\
            from shop.orders import orders  # stays
            app.register_blueprint(orders)
            """,
            id="blueprint",
        ),
        pytest.param(
            """\
            def register(app):
                from shop.lab.views import lab

                app.register_blueprint(lab)
            """,
            [Import("shop.lab.views", "lab", "lab", 2, "shop.app:register")],
            """\
            def register(app):
                pass
            """,
            id="empty body",
        ),
        pytest.param(
            """\
            from shop.views import (
                lab,
                orders,
            )
            for bp, prefix in ((orders, None), (lab, "/lab")):
                app.register_blueprint(bp, url_prefix=prefix)
            """,
            [Import("shop.views", "lab", "lab", 2)],
            """\
            from shop.views import (
                orders,
            )
            for bp, prefix in ((orders, None),):
                app.register_blueprint(bp, url_prefix=prefix)
            """,
            id="one of several names, element of a loop",
        ),
        pytest.param(
            """\
            from shop import lab_views
            from shop import orders
            BLUEPRINTS = [lab_views.bp, orders.bp]

            def register(app):
                for bp in BLUEPRINTS:
                    app.register_blueprint(bp)
            """,
            [Import("shop.lab_views", "", "lab_views", 1)],
            """\
            from shop import orders
            BLUEPRINTS = [orders.bp]

            def register(app):
                for bp in BLUEPRINTS:
                    app.register_blueprint(bp)
            """,
            id="module, list that a loop registers",
        ),
        pytest.param(
            """\
            import shop.lab.views
            import shop.models

            print(shop.models.X)
            """,
            [Import("shop.lab.views", "", "shop", 1)],
            """\
            import shop.models

            print(shop.models.X)
            """,
            id="bare dotted import",
        ),
        pytest.param(
            """\
            bp = Blueprint("lab", __name__)

            from shop.lab import views  # noqa: F401
            """,
            [Import("shop.lab.views", "", "views", 3)],
            """\
            bp = Blueprint("lab", __name__)
            """,
            id="import for its side effect",
        ),
    ],
)
def test_cuts(before: str, imports: list[Import], after: str) -> None:
    result = cut(before, *imports)
    assert result == textwrap.dedent(after)
    compile(result, "after.py", "exec")


def test_cuts_a_call_that_only_registers_other_routes() -> None:
    before = """\
    from shop.lab.views import lab
    lab.register_all(app)
    """
    assert not cut(before, LAB, foreign=(2,)).strip()
    with pytest.raises(CannotCut):
        cut(before, LAB)


def test_says_what_was_removed() -> None:
    code = "from shop.lab.views import lab\napp.register_blueprint(lab)\n"
    removed = ((1, "import of lab"), (2, "app.register_blueprint(lab)"))
    assert cut_imports(code, [LAB]).removed == removed


@pytest.mark.parametrize(
    ("use", "line", "name"),
    [
        pytest.param("lab.load()", 2, "lab.load", id="call"),
        pytest.param("x = lab", 2, "lab", id="assignment"),
        pytest.param("ALL = [lab]", 2, "lab", id="list of something else"),
        pytest.param("@lab.route('/x')\ndef x(): ...", 2, "lab.route", id="decorator"),
        pytest.param('__all__ = ["lab"]', 2, "__all__ with lab", id="exported"),
        pytest.param("class A(lab.Base): ...", 2, "lab.Base", id="base class"),
    ],
)
def test_refuses(use: str, line: int, name: str) -> None:
    with pytest.raises(CannotCut) as caught:
        cut(f"from shop.lab.views import lab\n{use}\n", LAB)
    assert (caught.value.line, caught.value.name) == (line, name)


def test_noop() -> None:
    code = "from shop.lab.views import lab\n"
    assert cut(code) == code
