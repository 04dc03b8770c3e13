"""Registrations, files and modules of all kinds: what stays, and what travels nevertheless."""

import textwrap
from collections.abc import Mapping

import pytest

from migrator.generation.selection import select
from migrator.generation.slicing import slice_service
from migrator.generation.source import MemorySource
from migrator.model.extraction import Slice
from migrator.model.plan import MigrationPlan
from tests.generation.shops import analyzed
from tests.generation.symbols.slices import APP, cut

VIEW = """\
from flask import Blueprint{more}

bp = Blueprint("views", __name__)

@bp.get("/")
def index():
    return {answer}
"""
OTHER = """\
from flask import Blueprint

bp = Blueprint("other", __name__)
{rest}
"""


def view(more: str = "", answer: str = '""') -> str:
    return VIEW.format(more=more, answer=answer)


@pytest.mark.parametrize(
    ("rest", "is_registered"),
    [
        pytest.param('@bp.get("/o")\ndef o():\n    return ""\n', False, id="routes"),
        pytest.param('@bp.cli.command("o")\ndef o():\n    print(1)\n', False, id="commands"),
        pytest.param(
            '@bp.app_errorhandler(404)\ndef o(error):\n    return "", 404\n',
            True,
            id="errors of the whole application",
        ),
        pytest.param(
            '@bp.get("/o")\ndef o():\n    return ""\n\n\n'
            "@bp.before_app_request\ndef check():\n    return None\n",
            True,
            id="routes, and a hook of the whole application",
        ),
        pytest.param(
            'def o(kind):\n    return ""\n\n\nfor kind in ("a", "b"):\n'
            '    bp.add_url_rule(f"/{kind}", view_func=o, defaults={"kind": kind})\n',
            True,
            id="rules among which url_for chooses by their values",
        ),
        pytest.param("", True, id="nothing that is seen"),
    ],
)
def test_a_blueprint_is_registered_where_it_serves_the_area(
    rest: str, *, is_registered: bool
) -> None:
    _, texts = cut({"shop/views.py": view(), "shop/other.py": OTHER.format(rest=rest)})
    assert ("register_blueprint(other.bp)" in texts["shop/app.py"]) is is_registered


def test_a_loop_registers_what_moves() -> None:
    app = """\
        from flask import Flask
        from shop.other import bp as other
        from shop.views import bp as views

        ALL = [
            (other, "/o"),
            (views, "/v"),
        ]

        def create_app():
            app = Flask(__name__)
            for blueprint, prefix in ALL:
                app.register_blueprint(blueprint, url_prefix=prefix)
            return app
        """
    rest = '@bp.get("/o")\ndef o():\n    return ""\n'
    files = {"shop/app.py": app, "shop/views.py": view(), "shop/other.py": OTHER.format(rest=rest)}
    sliced, texts = cut(files)
    assert "shop.other" not in sliced.modules
    assert 'ALL = [\n    (views, "/v"),\n]\n' in texts["shop/app.py"]


def test_a_handler_is_registered_by_a_method_of_the_monolith() -> None:
    app = """\
        from flask import Flask
        from shop import views
        from shop.other import answer
        from shop.routing import Router

        def create_app():
            app = Flask(__name__)
            app.register_blueprint(views.bp)
            router = Router(app)
            router.answers("/o", answer)
            return app
        """
    routing = """\
        class Router:
            def __init__(self, app):
                self.app = app

            def answers(self, path, view):
                self.app.add_url_rule(path, view_func=view)
        """
    files = {
        "shop/app.py": app,
        "shop/routing.py": routing,
        "shop/views.py": view(),
        "shop/other.py": 'def answer():\n    return ""\n',
    }
    sliced, texts = cut(files)
    assert "shop.other" not in sliced.modules
    assert "answers(" not in texts["shop/app.py"]


ASSETS = (
    "shop/static/logo.png",
    "shop/static/site.css",
    "shop/static/manifest.json",
    "shop/templates/a.html",
    "shop/data/logo.png",
)


def with_assets(views: str) -> Slice:
    files = {**APP, "shop/views.py": views}
    texts = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, _ = analyzed(texts)
    source = MemorySource({**texts, **dict.fromkeys(ASSETS, b"")})
    selection = select(program, MigrationPlan(), "shop.views", source)
    return slice_service(program, source, selection)


@pytest.mark.parametrize(
    ("views", "left"),
    [
        pytest.param(view(), {"shop/static/logo.png", "shop/static/site.css"}, id="unread"),
        pytest.param(view(answer="open('x/logo.png')"), {"shop/static/site.css"}, id="named"),
        pytest.param(
            view(", send_from_directory", "send_from_directory('static', 'a')"), set(), id="sent"
        ),
        pytest.param(
            view(", current_app", "open(current_app.static_folder)"), set(), id="the folder"
        ),
    ],
)
def test_files_for_browsers_stay_unless_code_reads_them(views: str, left: set[str]) -> None:
    sliced = with_assets(views)
    assert set(sliced.left_assets) == left
    assert set(sliced.assets) == set(ASSETS) - left


def test_modules_that_analysis_leaves_out_travel_where_they_are_imported() -> None:
    files: Mapping[str, str] = {
        **APP,
        "shop/views.py": view("\nfrom shop.migrations.state import version", "version()"),
    }
    texts = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, _ = analyzed(texts)
    more = {
        "shop/migrations/__init__.py": b"",
        "shop/migrations/state.py": b"def version():\n    return '1'\n\n\ndef other():\n    ...\n",
    }
    source = MemorySource({**texts, **more})
    sliced = slice_service(program, source, select(program, MigrationPlan(), "shop.views", source))
    assert {"shop.migrations", "shop.migrations.state"} <= set(sliced.modules)
    assert [edit.removed for edit in sliced.edits if "migrations" in edit.module] == [
        "def other()"
    ]


def test_migrations_of_alembic_travel_with_what_they_import() -> None:
    files: Mapping[str, str] = {
        **APP,
        "shop/views.py": view("\nimport alembic", "alembic"),
        "shop/texts.py": "HELLO = 'a'\nBYE = 'b'\n",
    }
    texts = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    program, _ = analyzed(texts)
    more = {
        "migrations/env.py": b"",
        "migrations/script.py.mako": b"",
        "migrations/versions/1_first.py": b"from shop.texts import HELLO\n",
    }
    source = MemorySource({**texts, **more})
    sliced = slice_service(program, source, select(program, MigrationPlan(), "shop.views", source))
    assert set(more) <= set(sliced.assets)
    assert [unit.names for unit in sliced.units if unit.module == "shop.texts"] == [("HELLO",)]
