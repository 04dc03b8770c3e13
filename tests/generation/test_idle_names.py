"""Names that code gives to templates, and the templates that may be rendered; what travels."""

import pytest

from tests.generation.symbols.slices import cut

DIRECTIVES = """\
from shop.places import city, country

def add(app):
    app.jinja_env.globals.update(city=city)
    app.jinja_env.filters["country"] = country
"""
APP = """\
from flask import Flask
from shop import views
from shop.directives import add

def create_app():
    app = Flask(__name__)
    add(app)
    app.register_blueprint(views.bp)
    return app
"""
VIEWS = """\
from flask import Blueprint, current_app, render_template, render_template_string

bp = Blueprint("views", __name__)

@bp.get("/")
def index():
    {body}
"""
PLACES = "def city():\n    return 1\n\n\ndef country():\n    return 2\n"
RENDERS = 'return render_template("index.html")'
BOTH = ("city", "country")


@pytest.mark.parametrize(
    ("body", "templates", "expected"),
    [
        pytest.param(RENDERS, {"index.html": "{{ city }}"}, ("city",), id="a template says it"),
        pytest.param(
            RENDERS,
            {"index.html": '{% include "part.html" %}', "part.html": "{{ 1 | country }}"},
            ("country",),
            id="a template that another takes",
        ),
        pytest.param(
            RENDERS,
            {"index.html": "{{ city }}", "admin.html": "{{ 1 | country }}"},
            ("city",),
            id="a template that nothing renders",
        ),
        pytest.param(
            RENDERS,
            {"index.html": "{{ city }}", "admin/index.html": "{{ 1 | country }}"},
            BOTH,
            id="a template of the same name, as a loader may have its folder",
        ),
        pytest.param(
            'return render_template(f"pages/{bp.name}.html")',
            {"pages/one.html": "{{ city }}", "admin.html": "{{ 1 | country }}"},
            BOTH,
            id="a name that is put together",
        ),
        pytest.param(
            RENDERS,
            {"index.html": "{{ city }} {% include part %}"},
            BOTH,
            id="a template that takes another by a computed name",
        ),
        pytest.param(
            'return render_template(current_app.config["PAGE"])',
            {"index.html": "{{ city }}"},
            BOTH,
            id="a name that settings have",
        ),
        pytest.param(
            'return render_template_string("{{ country }}")',
            {"index.html": "{{ city }}"},
            BOTH[1:],
            id="a template in the code",
        ),
        pytest.param(
            "return render_template_string(current_app.text)",
            {"index.html": "{{ city }}"},
            BOTH,
            id="the text of a template that nobody knows",
        ),
        pytest.param(
            'page = "a.html" if bp else "b.html"\n    return render_template(page)',
            {"a.html": "", "b.html": "{{ city }}", "c.html": "{{ 1 | country }}"},
            ("city",),
            id="one of two names",
        ),
        pytest.param(
            'def show(page):\n        return render_template(page)\n    return show("a.html")',
            {"a.html": "{{ city }}", "c.html": "{{ 1 | country }}"},
            ("city",),
            id="a name that a parameter has",
        ),
        pytest.param(
            "def show(page):\n        return render_template(page)\n    return show(bp.page)",
            {"a.html": "{{ city }}"},
            BOTH,
            id="a parameter that may be any name",
        ),
        pytest.param(
            f'open("admin.html")\n    {RENDERS}',
            {"index.html": "{{ city }}", "admin.html": "{{ 1 | country }}"},
            ("city",),
            id="a file that is opened",
        ),
        pytest.param(
            f"from importlib.metadata import entry_points\n    entry_points()\n    {RENDERS}",
            {"index.html": "{{ city }}"},
            BOTH,
            id="plugins may have templates",
        ),
        pytest.param(
            f'current_app.jinja_env.filters["country"]\n    {RENDERS}',
            {"index.html": "{{ city }}"},
            BOTH,
            id="code asks for it by name",
        ),
    ],
)
def test_what_is_given_to_templates_travels_if_one_mentions_it(
    body: str, templates: dict[str, str], expected: tuple[str, ...]
) -> None:
    files = {f"shop/templates/{path}": text for path, text in templates.items()}
    code = {
        "shop/app.py": APP,
        "shop/views.py": VIEWS.format(body=body),
        "shop/directives.py": DIRECTIVES,
        "shop/places.py": PLACES,
    }
    found = cut({**code, **files})[1]
    assert tuple(n for n in BOTH if f"def {n}(" in found.get("shop/places.py", "")) == expected
    assert tuple(n for n in BOTH if f" = {n}" in found["shop/directives.py"]
                 or f"={n})" in found["shop/directives.py"]) == expected  # fmt: skip


def test_the_reviewer_is_told() -> None:
    code = {
        "shop/app.py": APP,
        "shop/views.py": VIEWS.format(body=RENDERS),
        "shop/directives.py": DIRECTIVES,
        "shop/places.py": PLACES,
        "shop/templates/index.html": "{{ city }}",
    }
    sliced = cut(code)[0]
    assert [(str(one.location), one.says) for one in sliced.left] == [
        (
            "shop/directives.py:5",
            "`country` is given to templates, none of which mentions it here",
        )
    ]


@pytest.mark.parametrize(
    ("statement", "is_cut"),
    [
        pytest.param("app.add_template_filter(city)", True, id="by the function's name"),
        pytest.param('app.add_template_filter(city, "city")', True, id="by a name"),
        pytest.param('app.add_template_test(city, name="index")', False, id="a name that is used"),
        pytest.param("app.jinja_env.globals.update(a=city, index=1)", False, id="one is used"),
        pytest.param(
            "app.jinja_env.globals.update(**city())", False, id="names that are computed"
        ),
        pytest.param('app.jinja_env.tests["a"] = city()', False, id="a call may do anything"),
        pytest.param('app.filters["a"] = city', False, id="filters of something else"),
    ],
)
def test_which_statements_only_give_names(statement: str, is_cut: bool) -> None:
    code = {
        "shop/app.py": APP.replace("    add(app)\n", f"    {statement}\n").replace(
            "from shop.directives import add", "from shop.places import city"
        ),
        "shop/views.py": VIEWS.format(body=RENDERS),
        "shop/places.py": PLACES,
        "shop/templates/index.html": "{{ index }}",
    }
    assert (statement in cut(code)[1]["shop/app.py"]) is not is_cut
