"""A small application in Flask whose one route uses ``shop.lib``; what of that travels."""

import textwrap
from collections.abc import Mapping

from migrator.generation.selection import select
from migrator.generation.slicing import slice_service
from migrator.generation.source import MemorySource
from migrator.generation.symbols.edits import apply
from migrator.model.extraction import Slice
from migrator.model.plan import MigrationPlan
from tests.generation.shops import analyzed

APP = {
    "shop/__init__.py": "",
    "shop/app.py": """\
        from flask import Flask
        from shop import views, other

        def create_app():
            app = Flask(__name__)
            app.register_blueprint(views.bp)
            app.register_blueprint(other.bp)
            return app
        """,
    "shop/other.py": """\
        from flask import Blueprint

        bp = Blueprint("other", __name__)

        @bp.get("/other")
        def other():
            return ""
        """,
}
VIEWS = """\
from flask import Blueprint
{imports}

bp = Blueprint("views", __name__)

@bp.get("/")
def index():
    return {uses}
"""


def cut(files: Mapping[str, str]) -> tuple[Slice, dict[str, str]]:
    """Slice the service ``shop.views``; return each module's text as it travels."""
    texts = {path: textwrap.dedent(text) for path, text in {**APP, **files}.items()}
    program, source = analyzed({path: text.encode() for path, text in texts.items()})
    sliced = slice_service(program, source, select(program, MigrationPlan(), "shop.views", source))
    return sliced, reduced(sliced, source, texts)


def reduced(sliced: Slice, source: MemorySource, texts: Mapping[str, str]) -> dict[str, str]:
    """Apply the edits."""
    files = {}
    for path in texts:
        name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if name in sliced.modules:
            edits = [edit for edit in sliced.edits if edit.module == name]
            files[path] = apply(source.read(path), edits).decode()
    return files


def kept(lib: str, imports: str, uses: str, more: Mapping[str, str] | None = None) -> str:
    """Return what travels of ``shop/lib.py`` for a view that imports and uses it."""
    views = VIEWS.format(imports=imports, uses=uses)
    files = {"shop/lib.py": lib, "shop/views.py": views, **(more or {})}
    return cut(files)[1].get("shop/lib.py", "")
