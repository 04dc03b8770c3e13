import json

from migrator.model.drift import Change
from migrator.model.location import Location
from migrator.reporting.drift import TEXTS, render_drift, render_drift_json

NEW = Change("entry-point-without-service", "GET /new", "orders", Location("shop.py", 4), "do")
GONE = Change("call-gone", "shop.mail:send", "orders", Location("m.yaml", 7), "remove the line")


def test_text() -> None:
    assert (
        render_drift([NEW, GONE], "m.yaml")
        == """\
no service: GET /new at shop.py:4
  do
no longer in the monolith: shop.mail:send, which orders calls at m.yaml:7
  remove the line
"""
    )
    assert render_drift([], "m.yaml") == ""


def test_json() -> None:
    assert json.loads(render_drift_json([NEW], "m.yaml")) == {
        "schema": 1,
        "plan": "m.yaml",
        "changes": [
            {
                "kind": "entry-point-without-service",
                "name": "GET /new",
                "service": "orders",
                "file": "shop.py",
                "line": 4,
                "remedy": "do",
            }
        ],
    }


def test_each_kind_of_change_has_a_sentence() -> None:
    documented = Change.__doc__ or ""
    assert all(f"``{kind}``" in documented for kind in TEXTS)
