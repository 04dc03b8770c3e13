import json
from collections import Counter

import jsonschema
import msgspec
import pytest

from migrator.model.program import Command, EntryPoint
from migrator.model.report import Analysis
from migrator.reporting import FORMATS, Page
from migrator.reporting.analysis_shape import AnalysisShape
from migrator.reporting.analysis_text import WIDE
from migrator.usecases.analyze import assess
from tests.programs import SHOP, at
from tests.reporting.reports import make_compared
from tests.reporting.rules import SOME_RULES

TEXT = """\
shop: 9 files, 90 lines
  entry points: 4 (3 http, 1 task)
  verdicts: 4 (1 extract, 3 fix first)
  findings: 2 (2 mandatory)
  effort: 8 points (8 mandatory)
  business functions: 2
  tables: 2
  not resolved: 1
  traffic: not given; --traffic LOG answers how often, how long and how much

Entry points: customers (1)
  method  path             handler  verdict  effort  where
  GET     /customers/{id}  show     extract  0       shop/customers/views.py:5

Entry points: orders (3)
  method  path          handler  verdict    effort  where
  POST    /orders       create   fix first  5       shop/orders/views.py:20
  GET     /orders/{id}  show     fix first  3       shop/orders/views.py:10
  task    shop.notify   notify   fix first  5       shop/orders/tasks.py:1

What holds entry points back
  fix first, 2 entry points: POST /orders, task shop.notify
    shop/mail.py:4 process/thread-in-request
      through shop.orders.views:create → shop.mail:send
  fix first, 1 entry point: GET /orders/{id}
    shop/text.py:2 state/module-level-mutable
      through shop.orders.views:show → shop.text:shorten

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
    # Which rules are unanswered is a matter of test_traffic: there will be more of them.
    return msgspec.structs.replace(assess(SHOP, SOME_RULES), unanswered=())


def test_text_is_a_page_to_read(analysis: Analysis) -> None:
    text = FORMATS["text"](analysis, Page())
    assert text.startswith(TEXT)
    assert "    shop/mail.py:4\n      `shop.mail:send` starts `threading.Thread`." in text
    assert "      reached by POST /orders, task shop.notify\n" in text
    assert "      through shop.orders.views:create → shop.mail:send\n" in text
    assert "  shop/app.py:7  Flask route with a computed path\n" in text


NARROW = """\
Entry points: orders (3)
  method  path, handler, where             verdict    effort
  POST    /orders                          fix first  5
          create, shop/orders/views.py:20
  GET     /orders/{id}                     fix first  3
          show, shop/orders/views.py:10
  task    shop.notify                      fix first  5
          notify, shop/orders/tasks.py:1
"""


def test_on_a_narrow_terminal_a_path_has_room(analysis: Analysis) -> None:
    assert NARROW in FORMATS["text"](analysis, Page(width=80))


def test_text_of_what_changed_and_what_is_accepted() -> None:
    text = FORMATS["text"](make_compared(), Page())
    assert "  against the baseline: 1 new, 1 unchanged, 1 moved, 1 gone\n" in text
    assert "    shop/mail.py:4 (moved from shop/mail.py:2)\n" in text
    assert "      accepted by the comment at shop/text.py:1: filled once\n" in text
    assert "  shop/old.py:7  time/sleep  it slept\n" in text
    assert (
        "  shop.mail waiver of process/thread-in-request: expired\n"
        "    ended on 2026-01-31: repair it, or decide anew\n"
    ) in text


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_text_fits_and_loses_nothing(analysis: Analysis, width: int) -> None:
    text = FORMATS["text"](analysis, Page(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    whole = FORMATS["text"](analysis, Page(width=500 if width >= WIDE else WIDE - 1))
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
        "because": (
            "fix first: 1 mandatory finding: process/thread-in-request at shop/mail.py:4 via "
            "shop.orders.views:create → shop.mail:send"
        ),
        "derivation": {
            "evidence": [
                {
                    "rule": "process/thread-in-request",
                    "file": "shop/mail.py",
                    "line": 4,
                    "chain": ["shop.orders.views:create", "shop.mail:send"],
                }
            ],
            "deciding": 1,
            "mandatory": 1,
            "optional": 0,
            "potential": 0,
            "accepted": 0,
            "reason": "",
        },
        "effort": {"mandatory": 5, "optional": 0, "potential": 0, "total": 5},
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


def test_a_command_stays_and_every_report_says_why() -> None:
    command = EntryPoint(Command("notify"), "shop.orders.tasks:notify", at("shop"), "click")
    program = msgspec.structs.replace(SHOP, entry_points=(*SHOP.entry_points, command))
    analysis = assess(program, SOME_RULES)
    entry_points = json.loads(FORMATS["json"](analysis, Page()))["entry_points"]
    (found,) = (one for one in entry_points if one["kind"] == "command")
    reason = (
        "people run it where the code and its database are; it stays with the monolith until its "
        "tables have moved"
    )
    assert (found["verdict"], found["because"]) == ("stay", f"stay: {reason}; 1 mandatory")
    assert found["derivation"]["reason"] == reason
    assert reason in FORMATS["html"](analysis, Page())
    assert "stay, 1 entry point" not in FORMATS["text"](analysis, Page())


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
        "effort": {"mandatory": 0, "optional": 0, "potential": 0, "total": 0},
    }
    assert found["effort"] == {"mandatory": 8, "optional": 0, "potential": 0, "total": 8}
    assert found["waivers"] == []


@pytest.mark.parametrize("style", FORMATS)
def test_nothing_is_a_report_too(style: str) -> None:
    empty = msgspec.structs.replace(SHOP, entry_points=(), tables=(), unresolved=())
    assert FORMATS[style](assess(empty, []), Page()).endswith("\n")
