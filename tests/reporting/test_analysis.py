import json
from collections import Counter

import jsonschema
import msgspec
import pytest

from migrator.model.report import Analysis
from migrator.reporting import FORMATS, Page
from migrator.reporting.analysis_shape import AnalysisShape
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.analyze import assess
from tests.programs import SHOP

TEXT = """\
shop: 9 files, 90 lines
  entry points: 4 (3 http, 1 task)
  verdicts: 4 (1 extract, 3 fix first)
  findings: 2 (2 mandatory)
  business functions: 2
  tables: 2
  not resolved: 1
  traffic: not given; --traffic LOG answers how often, how long and how much

Entry points: customers (1)
  method  path             handler  verdict  where
  GET     /customers/{id}  show     extract  shop/customers/views.py:5

Entry points: orders (3)
  method  path          handler  verdict    where
  POST    /orders       create   fix first  shop/orders/views.py:20
  GET     /orders/{id}  show     fix first  shop/orders/views.py:10
  task    shop.notify   notify   fix first  shop/orders/tasks.py:1

Tables
  table     owner, declared at, users
  customer  customers, shop/customers/models.py:3
            written by -
            read by customers 1, orders 1
  order     orders, shop/orders/models.py:3
            written by orders 1
            read by -

Findings
"""


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return assess(SHOP, load_rules(RULES))


def test_text_is_a_page_to_read(analysis: Analysis) -> None:
    text = FORMATS["text"](analysis, Page())
    assert text.startswith(TEXT)
    assert "    shop/mail.py:4\n      `shop.mail:send` starts `threading.Thread`." in text
    assert "      reached by POST /orders, task shop.notify\n" in text
    assert "      through shop.orders.views:create → shop.mail:send\n" in text
    assert "  shop/app.py:7  Flask route with a computed path\n" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_text_fits_and_loses_nothing(analysis: Analysis, width: int) -> None:
    text = FORMATS["text"](analysis, Page(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    whole = FORMATS["text"](analysis, Page(width=500))
    assert Counter("".join(text.split())) == Counter("".join(whole.split()))


def test_text_is_plain_unless_asked_for_color(analysis: Analysis) -> None:
    assert "\x1b" not in FORMATS["text"](analysis, Page())
    assert "\x1b" in FORMATS["text"](analysis, Page(has_color=True))


def test_json_is_what_its_schema_says(analysis: Analysis) -> None:
    text = FORMATS["json"](analysis, Page())
    assert text.endswith("}\n")
    jsonschema.validate(json.loads(text), msgspec.json.schema(AnalysisShape))
    assert msgspec.json.decode(text, type=AnalysisShape).schema == 1


def test_json_of_an_entry_point(analysis: Analysis) -> None:
    found = json.loads(FORMATS["json"](analysis, Page()))
    assert found["source"] == {
        "root": "shop",
        "files": 9,
        "lines": 90,
        "unparsed": 0,
        "left_out": [],
    }
    assert [e.get("path", e["name"]) for e in found["entry_points"]] == [
        "/customers/{id}",
        "/orders",
        "/orders/{id}",
        "shop.notify",
    ]
    assert found["entry_points"][1] == {
        "kind": "http",
        "method": "POST",
        "path": "/orders",
        "declared": "/orders",
        "name": "create",
        "handler": "shop.orders.views:create",
        "file": "shop/orders/views.py",
        "line": 20,
        "framework": "flask",
        "found_by": "static",
        "verdict": "fix first",
        "reaches": {
            "functions": 2,
            "tables_read": ["customer"],
            "tables_written": ["order"],
            "settings": [],
            "aws": [],
            "hosts": [],
            "tasks": [],
        },
    }


def test_json_of_the_rest(analysis: Analysis) -> None:
    found = json.loads(FORMATS["json"](analysis, Page()))
    assert found["business_functions"] == [
        {"function": "shop.mail:send", "file": "shop/mail.py", "line": 3, "called_from": 2},
        {"function": "shop.text:shorten", "file": "shop/text.py", "line": 1, "called_from": 1},
    ]
    assert found["tables"][1] == {
        "name": "order",
        "model": "shop.orders.models:Order",
        "file": "shop/orders/models.py",
        "line": 3,
        "readers": [],
        "writers": ["shop.orders.views:create"],
    }
    assert found["findings"][0]["chain"] == ["shop.orders.views:create", "shop.mail:send"]
    assert found["unresolved"] == [
        {"reason": "Flask route with a computed path", "file": "shop/app.py", "line": 7}
    ]
    assert found["services"][0] == {
        "name": "customers",
        "modules": ["shop.customers", "shop.database"],
        "entry_points": ["GET /customers/{id}"],
        "owns": ["customer"],
        "reads": [],
    }


def test_markdown_has_a_table_for_each_service(analysis: Analysis) -> None:
    text = FORMATS["markdown"](analysis, Page())
    assert "### orders\n\n| method | path | handler | verdict | where |\n|---|" in text
    assert "| GET | `/orders/{id}` | `show` | fix first | `shop/orders/views.py:10` |" in text


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_is_a_report_too(style: str) -> None:
    empty = msgspec.structs.replace(SHOP, entry_points=(), tables=(), unresolved=())
    assert FORMATS[style](assess(empty, []), Page()).endswith("\n")
