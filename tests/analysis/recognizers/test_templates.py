"""What a page links to, and what runs while it is rendered."""

import pytest

from migrator.analysis.page_templates import Template, read_template
from migrator.analysis.recognizers.templates import BROKEN
from tests.analysis.programs import edges_of, program_of, unresolved_of

FLASK = """
from flask import Flask, render_template
app = Flask("shop")
@app.get("/")
def home(): ...
@app.get("/about")
def about(): ...
@app.template_filter("money")
def as_money(x): ...
@app.template_global()
def today(): ...
def unused(): ...
app.jinja_env.filters["rare"] = unused
"""
PAGES = {
    "shop/templates/base.html": "<a href=\"{{ url_for('home') }}\">\n{% block b %}",
    "shop/templates/page.html": "{% extends 'base.html' %}\n{# {{ url_for('gone') }} #}\n"
    "{% raw %}{{ url_for('home') }}{% endraw %}\n{{ url_for('about') }}",
    "shop/templates/sum.html": "{% include ['none.html', 'part.html'] %}{{ today() }}",
    "shop/templates/part.html": "{{ total | money }} {{ 'rare' }}",
    "shop/templates/broken.html": "{{ url_for('home') }}\n{% if x\n{% endif %}",
    "mail/a.txt": "{{ url_for('home') }}",
}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param(
            "render_template('page.html')",
            ["template-url f -> GET / 1", "template-url f -> GET /about 4"],
            id="page and what it extends",
        ),
        pytest.param(
            "render_template(['none.html', 'page.html'], x=1)",
            ["template-url f -> GET / 1", "template-url f -> GET /about 4"],
            id="the first there is",
        ),
        pytest.param(
            "render_template('sum.html')",
            ["implicit f -> as_money 14", "implicit f -> today 14"],
            id="filters and functions",
        ),
        pytest.param("render_template('none.html')", [], id="template that is not there"),
        pytest.param("render_template(unknown)", [], id="computed"),
        pytest.param("render_template('a.txt')", [], id="text that is no template"),
    ],
)
def test_flask(call: str, expected: list[str]) -> None:
    program = program_of({"shop.py": f"{FLASK}def f(): return {call}", **PAGES})
    assert edges_of(program) == expected
    assert unresolved_of(program) == []


def test_a_broken_template_is_said() -> None:
    source = f"{FLASK}def f(): return render_template('broken.html')"
    program = program_of({"shop.py": source, **PAGES})
    assert edges_of(program) == ["template-url f -> GET / 1"]
    assert unresolved_of(program) == [f"shop/templates/broken.html:2 {BROKEN}"]


def test_a_theme_extends_its_own() -> None:
    pages = {
        f"themes/{theme}/templates/{name}": text
        for theme, link in (("dark", "home"), ("light", "about"))
        for name, text in (
            ("base.html", f"{{{{ url_for('{link}') }}}}"),
            (f"{theme}.html", "{% extends 'base.html' %}"),
        )
    }
    program = program_of({"shop.py": f"{FLASK}def f(): render_template('dark.html')", **pages})
    assert edges_of(program) == ["template-url f -> GET / 1"]


def test_an_object_runs_the_methods_that_a_template_names() -> None:
    source = f"""{FLASK}
class Base:
    def links(self): ...
class Menu(Base):
    @property
    def pages(self): ...
    def other(self): ...
app.jinja_env.globals.update(Menu=Menu(), now=unused)
def f(): render_template("menu.html")
def g(): render_template("words.html")
"""
    pages = {
        "templates/menu.html": "{% for page in Menu.pages %}{{ Menu.links() }}",
        "templates/words.html": "{{ pages }}",
    }
    assert edges_of(program_of({"shop.py": source, **pages})) == [
        "implicit f -> Base.links 22",
        "implicit f -> Menu.pages 22",
    ]


DJANGO = """
from django import template
from django.shortcuts import render
from django.urls import path
from django.views.generic import TemplateView
ROOT_URLCONF = "shop"
INSTALLED_APPS = []
TEMPLATES = [{"OPTIONS": {"context_processors": ["django.x", "shop.cart"]}}]
register = template.Library()
def cart(request): ...
@register.filter
def money(x): ...
@register.simple_tag(name="now")
def tell(): ...
@register.inclusion_tag("x.html")
def menu(): ...
def home(request):
    return render(request, "home.html")
class About(TemplateView):
    template_name = "about.html"
urlpatterns = [path("", home, name="home"), path("about", About.as_view())]
"""


def test_django() -> None:
    program = program_of(
        {
            "shop.py": DJANGO,
            "shop/templates/home.html": "{{ x|money }}\n{% now %}{% url 'home' %}{% menu %}",
            "shop/templates/about.html": "{% include 'home.html' with a='b.html' only %}",
        }
    )
    assert edges_of(program) == [
        "context-processor About -> cart 19",
        "context-processor home -> cart 18",
        "implicit About -> menu 19",
        "implicit About -> money 19",
        "implicit About -> tell 19",
        "implicit home -> menu 18",
        "implicit home -> money 18",
        "implicit home -> tell 18",
        "template-url About -> ANY / 2",
        "template-url home -> ANY / 2",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", Template((), (), frozenset()), id="plain text"),
        pytest.param(
            '{%- url "a:b" x.pk as y -%}',
            Template((), (("a:b", 1),), frozenset({"url", "x", "pk", "as", "y"})),
            id="tag with dashes",
        ),
        pytest.param(
            "\n{% from 'forms.html' import field %}",
            Template(("forms.html",), (), frozenset({"from", "import", "field"})),
            id="import",
        ),
        pytest.param(
            "{% extends layout %}",
            Template((), (), frozenset({"extends", "layout"})),
            id="computed",
        ),
        pytest.param("a\n{% if", Template((), (), frozenset(), 2), id="end of file"),
        pytest.param("a { % 5 }} {{ {}", Template((), (), frozenset()), id="odd braces"),
    ],
)
def test_reads_tags(text: str, expected: Template) -> None:
    assert read_template(text) == expected
