"""Methods of models, and modules that tables name: what travels, and what is never asked for."""

import pytest

from tests.generation.symbols.slices import VIEWS, cut

MODEL = """\
from sqlalchemy.orm import DeclarativeBase
from shop.help import helper


class Base(DeclarativeBase):
    pass


class Item({bases}):
    __tablename__ = "item"

    {decorator}
    def total(self):
        return helper()

    def price(self):
        return {price}
"""
USE = "Item().price()"


@pytest.mark.parametrize(
    ("uses", "changes", "travels"),
    [
        pytest.param(USE, {}, False, id="nothing says its name"),
        pytest.param("Item().total()", {}, True, id="code calls it"),
        pytest.param(USE, {"price": "self.total()"}, True, id="a method that travels calls it"),
        pytest.param('getattr(Item(), "total")', {}, True, id="a string"),
        pytest.param('sorted("item__total")', {}, True, id="a part of a string"),
        pytest.param('print("it is {0.total} in all")', {}, True, id="a text that is formatted"),
        pytest.param('print("the total of all")', {}, False, id="a text"),
        pytest.param("Item(total=1)", {}, True, id="a keyword"),
        pytest.param('getattr(Item(), f"to{id}")', {}, True, id="a name that is put together"),
        pytest.param('getattr(Item(), f"pr{id}")', {}, False, id="another that is put together"),
        pytest.param("getattr(Item(), str(1))", {}, True, id="any name"),
        pytest.param("dir(Item)", {}, True, id="all names"),
        pytest.param(USE, {"price": "getattr(self, self.x)"}, True, id="any name of its own"),
        pytest.param(USE, {"decorator": "@property"}, False, id="a property"),
        pytest.param(
            USE, {"decorator": "@signal.connect"}, True, id="a decorator that may do more"
        ),
        pytest.param(USE, {"total": "to_dict"}, True, id="a name that libraries call"),
        pytest.param(USE, {"total": "__str__"}, True, id="a name that Python calls"),
        pytest.param(USE, {"bases": "Base, Unknown"}, True, id="a base that nobody knows"),
        pytest.param(USE, {"bases": ""}, True, id="no model"),
        pytest.param(USE, {"template": "{{ item.total }}"}, True, id="a template says it"),
        pytest.param(USE, {"template": "the total"}, False, id="a template has the word"),
        pytest.param(USE, {"more": "class Out:\n    total: int\n"}, True, id="a field of a class"),
        pytest.param(
            USE,
            {"more": "class Out(Item):\n    x = 1\n"},
            False,
            id="a class that derives from it",
        ),
        pytest.param(
            USE,
            {"more": "class Out(Item):\n    def read(self, x):\n        getattr(self, x)\n"},
            True,
            id="which reads any of its own",
        ),
    ],
)
def test_a_method_of_a_model_travels_if_something_says_its_name(
    uses: str, changes: dict[str, str], travels: bool
) -> None:
    name = changes.get("total", "total")
    lib = MODEL.format(
        bases=changes.get("bases", "Base"),
        decorator=changes.get("decorator", ""),
        price=changes.get("price", "1"),
    ).replace("def total", f"def {name}")
    more = changes.get("more", "")
    body = f"{USE}, {uses}, {'Out' if more.startswith('class Out:') else ''}"
    files = {
        "shop/lib.py": f"{lib}\n\n{more}",
        "shop/help.py": "def helper():\n    return 1\n",
        "shop/views.py": VIEWS.format(imports="from shop.lib import Item, Out", uses=body),
        "shop/templates/page.html": changes.get("template", ""),
    }
    sliced, texts = cut(files)
    assert (f"def {name}(" in texts["shop/lib.py"], "shop.help" in sliced.modules) == (
        travels,
        travels,
    )
    assert [one.says for one in sliced.left] == (
        [] if travels else ["methods of `Item` whose names nothing says: `total`"]
    )


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        pytest.param("def f(x, name):\n    getattr(x, name)", "", id="anything"),
        pytest.param("def f(x: Any, name):\n    getattr(x, name)", "", id="of any kind"),
        pytest.param("def f(x: Request, name):\n    getattr(x, name)", "m p", id="of a library's"),
        pytest.param("def f(x: Other, name):\n    getattr(x, name)", "m p", id="of another class"),
        pytest.param("def f(x: Item, name):\n    getattr(x, name)", "", id="of the model"),
        pytest.param("def f(x: Sub, name):\n    getattr(x, name)", "", id="of a model of it"),
        pytest.param("def f(name):\n    getattr(OTHER, name)", "m p", id="an object of another"),
        pytest.param("def f(name):\n    getattr(g, name)", "m p", id="no model of Flask's"),
        pytest.param("def f(name):\n    getattr(g.user, name)", "", id="what it may hold"),
        pytest.param("def f(name):\n    getattr(current_user, name)", "", id="a proxy"),
        pytest.param("def f(x, name):\n    setattr(x, name, 1)", "m", id="set: properties run"),
        pytest.param("def f(x):\n    for n in x:\n        getattr(x, n)", "", id="a loop"),
        pytest.param(
            "def f(x):\n    for n in ('a', 'b'):\n        getattr(x, n)", "m p", id="a list"
        ),
        pytest.param(
            "def f(x):\n    for n in ('a', 'b'):\n        n = x\n        getattr(x, n)",
            "",
            id="a list, and more",
        ),
        pytest.param(
            "def f(x):\n    return [getattr(x, c.name) for c in Item.__table__.columns]",
            "m p",
            id="columns",
        ),
        pytest.param(
            "def f(x):\n    names = set(x.columns)\n    for n in names:\n        getattr(x, n)",
            "m p",
            id="columns in a variable",
        ),
        pytest.param("def f(x):\n    return vars(x)", "m p", id="values of an object"),
        pytest.param("def f(x):\n    return vars(Item)", "", id="those of a class"),
        pytest.param("def f(x):\n    return type(x).__dict__", "", id="also those"),
        pytest.param("def f(x):\n    return eval(x)", "", id="any code"),
    ],
)
def test_who_reads_attributes_by_names_that_do_not_stand_there(code: str, waits: str) -> None:
    lib = f"""\
from typing import Any
from flask import Request, g
from flask_login import current_user
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Item(Base):
    x = 1

    def m(self):
        return 1

    @property
    def p(self):
        return 1


class Sub(Item):
    def to_dict(self):
        return 1


class Other:
    pass


OTHER = Other()


{code}
"""
    files = {
        "shop/lib.py": lib,
        "shop/views.py": VIEWS.format(imports="from shop.lib import f, Item", uses="f(Item)"),
    }
    names = ", ".join(f"`{name}`" for name in waits.split())
    says = [f"methods of `Item` whose names nothing says: {names}"] if waits else []
    assert [one.says for one in cut(files)[0].left] == says


def test_a_proxy_is_asked_for_names_that_code_says() -> None:
    lib = MODEL.format(bases="Base", decorator="", price="1")
    proxy = (
        "\n\nclass P:\n    def __getattr__(self, name):\n        return getattr(self.x, name)\n"
    )
    files = {
        "shop/lib.py": f"{lib}{proxy}",
        "shop/help.py": "def helper():\n    return 1\n",
        "shop/views.py": VIEWS.format(
            imports="from shop.lib import P, Item", uses="P(Item).price"
        ),
    }
    assert [one.says for one in cut(files)[0].left] == [
        "methods of `Item` whose names nothing says: `total`"
    ]


def test_a_loop_through_names_says_them() -> None:
    lib = MODEL.format(bases="Base", decorator="", price="1")
    loop = "\n\ndef read(x):\n    for name in ('a', 'b'):\n        getattr(x, name)\n"
    files = {
        "shop/lib.py": f"{lib}{loop}",
        "shop/help.py": "def helper():\n    return 1\n",
        "shop/views.py": VIEWS.format(
            imports="from shop.lib import read, Item", uses="read(Item)"
        ),
    }
    assert [one.says for one in cut(files)[0].left] == [
        "methods of `Item` whose names nothing says: `price`, `total`"
    ]


ADMIN = """\
from django.contrib import admin
from django.db import models


class Item(models.Model):
    name = models.CharField()

    def total(self):
        return 1


class Page(admin.{base}):
    list_display = ["total"]

    def {method}(self, item):
        return 1
"""


@pytest.mark.parametrize(
    ("base", "method", "travels"),
    [
        pytest.param("ModelAdmin", "total", False, id="the page's own"),
        pytest.param("ModelAdmin", "other", True, id="the model's"),
        pytest.param("Unknown.x", "total", False, id="whatever admin has"),
    ],
)
def test_a_name_in_a_page_of_the_admin_site(base: str, method: str, travels: bool) -> None:
    files = {
        "shop/lib.py": ADMIN.format(base=base, method=method),
        "shop/views.py": VIEWS.format(
            imports="from shop.lib import Item, Page", uses="Item, Page"
        ),
    }
    item = cut(files)[1]["shop/lib.py"].partition("class Page")[0]
    assert ("def total" in item) is travels


TABLE = """\
KINDS = {{
    "sms": ("Text", "shop.sms.Sms"),
    "mail": ("Mail", "shop.mail.Mail"),
}}
{more}


def f(key):
    {body}
"""
ALL = ("shop.mail", "shop.sms")


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        pytest.param("return key in KINDS", "", (), id="the keys"),
        pytest.param("return len(KINDS), list(KINDS), KINDS.keys()", "", (), id="also the keys"),
        pytest.param("return [k for k in KINDS]", "", (), id="a loop through the keys"),
        pytest.param("return KINDS[key][0]", "", (), id="one place"),
        pytest.param("return KINDS[key][1]", "", ALL, id="the other"),
        pytest.param("return KINDS[key][-1]", "", ALL, id="the last"),
        pytest.param("return KINDS[key]", "", ALL, id="a row"),
        pytest.param("return dict(KINDS)", "", ALL, id="a copy"),
        pytest.param("a, b = KINDS[key]\n    return a", "", ALL, id="a row that is unpacked"),
        pytest.param("return [(k, v[0]) for k, v in KINDS.items()]", "", (), id="of each, one"),
        pytest.param("return [v for v in KINDS.values()]", "", ALL, id="all rows"),
        pytest.param("return [a for k, (a, b) in KINDS.items()]", "", (), id="unpacked, one"),
        pytest.param("return [b for k, (a, b) in KINDS.items()]", "", ALL, id="unpacked, other"),
        pytest.param(
            "return LABELS", "LABELS = [v[0] for v in KINDS.values()]", (), id="made of it"
        ),
        pytest.param("return OTHER", "OTHER = KINDS", ALL, id="another name"),
        pytest.param('return globals()["KINDS"]', "", ALL, id="by its name"),
        pytest.param(
            "return key in KINDS", "X = 1\n\n\ndef g():\n    return KINDS\n", (), id="stays"
        ),
    ],
)
def test_what_a_table_names_travels_if_the_place_is_read(
    body: str, more: str, expected: tuple[str, ...]
) -> None:
    files = {
        "shop/lib.py": TABLE.format(body=body, more=more),
        "shop/sms.py": "class Sms: ...\n",
        "shop/mail.py": "class Mail: ...\n",
        "shop/views.py": VIEWS.format(imports="from shop.lib import f", uses="f(1)"),
    }
    sliced = cut(files)[0]
    assert tuple(m for m in ALL if m in sliced.modules) == expected


@pytest.mark.parametrize(
    ("imports", "uses", "expected"),
    [
        pytest.param("from shop.lib import KINDS", "len(KINDS)", (), id="by name"),
        pytest.param("from shop.lib import KINDS as k", "k[1][0]", (), id="by another name"),
        pytest.param("from shop.lib import KINDS", "open(KINDS)", ALL, id="handed on"),
        pytest.param("from shop import lib", "len(lib.KINDS)", ALL, id="by the module"),
        pytest.param("from shop import lib", "open(lib)", ALL, id="the module is handed on"),
        pytest.param("from shop.lib import *", "KINDS[1]", ALL, id="by a star"),
    ],
)
def test_who_reads_a_table_of_another_module(
    imports: str, uses: str, expected: tuple[str, ...]
) -> None:
    files = {
        "shop/lib.py": TABLE.format(body="pass", more=""),
        "shop/sms.py": "class Sms: ...\n",
        "shop/mail.py": "class Mail: ...\n",
        "shop/views.py": VIEWS.format(imports=imports, uses=uses),
    }
    assert tuple(m for m in ALL if m in cut(files)[0].modules) == expected
