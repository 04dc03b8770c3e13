"""SARIF is what its schema says, and what code scanning needs to show a finding at its line."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from migrator.model.report import Analysis
from migrator.reporting import FORMATS, Page
from migrator.usecases.analyze import assess
from tests.programs import SHOP, at
from tests.reporting.reports import GONE, STATE, THREAD, make_compared
from tests.reporting.rules import SOME_RULES

# From the npm package @microsoft/jest-sarif, which `make` installs with the other tools.
SCHEMA = (
    Path(__file__).parents[2]
    / "tooling/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)


@pytest.fixture(scope="module")
def compared() -> Analysis:
    return make_compared()


def run_of(analysis: Analysis) -> Any:  # noqa: ANN401  (plain JSON)
    (run,) = json.loads(FORMATS["sarif"](analysis, Page()))["runs"]
    return run


def place(file: str, line: int, function: str = "", message: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": file, "uriBaseId": "SRCROOT"},
            "region": {"startLine": line},
        }
    }
    if function:
        kind = "module" if function.endswith(":") else "function"
        found["logicalLocations"] = [{"fullyQualifiedName": function, "kind": kind}]
    return {**found, "message": {"text": message}} if message else found


@pytest.mark.slow  # the schema comes with the command line tools
@pytest.mark.parametrize("kind", ["plain", "compared", "empty"])
def test_it_is_what_the_schema_says(kind: str, compared: Analysis) -> None:
    analyses = {
        "plain": assess(SHOP, SOME_RULES),
        "compared": compared,
        "empty": assess(msgspec.structs.replace(SHOP, entry_points=()), []),
    }
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    log = json.loads(FORMATS["sarif"](analyses[kind], Page()))
    assert list(jsonschema.Draft4Validator(schema).iter_errors(log)) == []


def test_a_result(compared: Analysis) -> None:
    found = next(r for r in run_of(compared)["results"] if r["baselineState"] == "updated")
    text = found["message"]["text"]
    assert found == {
        "ruleId": THREAD,
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": text},
        "locations": [place("src/shop/mail.py", 4, "shop.mail:send")],
        "partialFingerprints": found["partialFingerprints"],
        "suppressions": [],
        "properties": {"category": "mandatory", "effort": 5, "entryPoints": 2},
        "codeFlows": [
            {
                "threadFlows": [
                    {
                        "locations": [
                            {"location": place(f"src/{file}", line, function, message)}
                            for file, line, function, message in (
                                (
                                    "shop/orders/views.py",
                                    20,
                                    "shop.orders.views:create",
                                    "shop.orders.views:create",
                                ),
                                ("shop/mail.py", 3, "shop.mail:send", "shop.mail:send"),
                                ("shop/mail.py", 4, "shop.mail:send", text),
                            )
                        ]
                    }
                ]
            }
        ],
        "baselineState": "updated",
    }


def test_a_rule() -> None:
    rules = run_of(assess(SHOP, SOME_RULES))["tool"]["driver"]["rules"]
    source = next(rule for rule in SOME_RULES if rule.id == THREAD)
    fix = source.fix.strip()
    links = "\n".join(f"- [{link.title}]({link.url})" for link in source.links)
    assert [rule["id"] for rule in rules] == [THREAD, STATE]
    assert rules[0] == {
        "id": THREAD,
        "name": "ProcessThreadInRequest",
        "shortDescription": {"text": source.title},
        "fullDescription": {"text": source.why.strip() or f"{source.title}. {fix}"},
        "help": {
            "text": fix,
            "markdown": "\n\n".join(
                filter(None, (f"**{source.title}**", source.why.strip(), fix, links))
            )
            + "\n",
        },
        "helpUri": source.links[0].url,
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "category": "mandatory",
            "effort": 5,
            "precision": source.confidence.value,
            "tags": ["aws-lambda", "migration", "process"],
        },
    }


def test_what_is_accepted_is_suppressed(compared: Analysis) -> None:
    found = {
        (r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startLine"]): r.get(
            "suppressions"
        )
        for r in run_of(compared)["results"]
    }
    assert found == {
        (THREAD, 4): [],
        (THREAD, 25): [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "a thread (until 2026-12-31)",
            }
        ],
        (STATE, 2): [{"kind": "inSource", "status": "accepted", "justification": "filled once"}],
        (GONE, 7): [],
    }


def test_states_against_a_baseline(compared: Analysis) -> None:
    states = {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: r["baselineState"]
        for r in run_of(compared)["results"]
    }
    assert states == {
        "src/shop/mail.py": "updated",
        "src/shop/orders/views.py": "unchanged",
        "src/shop/text.py": "new",
        "src/shop/old.py": "absent",
    }
    assert {"id": GONE} in run_of(compared)["tool"]["driver"]["rules"]
    assert all("baselineState" not in r for r in run_of(assess(SHOP, SOME_RULES))["results"])


def test_what_was_not_read_and_what_does_not_accept_are_notifications(compared: Analysis) -> None:
    (invocation,) = run_of(compared)["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": "unresolved"},
                "level": "note",
                "message": {"text": "Flask route with a computed path"},
                "locations": [place("src/shop/app.py", 7)],
            },
            {
                "descriptor": {"id": "unparsed"},
                "level": "error",
                "message": {"text": "syntax error: no"},
                "locations": [place("src/shop/broken.py", 3)],
            },
        ],
        "toolConfigurationNotifications": [
            {
                "descriptor": {"id": "acceptance"},
                "level": "warning",
                "message": {
                    "text": f"comment of {THREAD} at shop/app.py:9: gives no reason: say why the "
                    "finding is accepted"
                },
                "locations": [place("src/shop/app.py", 9)],
            },
            {
                "descriptor": {"id": "acceptance"},
                "level": "warning",
                "message": {
                    "text": "comment of time/slep at shop/text.py:1: there is no rule 'time/slep' "
                    "(did you mean 'time/sleep'?)"
                },
                "locations": [place("src/shop/text.py", 1)],
            },
            {
                "descriptor": {"id": "acceptance"},
                "level": "warning",
                "message": {
                    "text": f"waiver of {THREAD} at shop.mail: ended on 2026-01-31: repair it, or "
                    "decide anew"
                },
            },
        ],
    }


def test_fingerprints_stay_when_lines_move_and_tell_two_alike_apart() -> None:
    def fingerprints(first: int) -> list[str]:
        (thread, *rest) = SHOP.external_calls
        calls = [
            msgspec.structs.replace(thread, location=at("shop.mail", line))
            for line in (first, first + 3)
        ]
        program = msgspec.structs.replace(SHOP, external_calls=(*calls, *rest))
        results = run_of(assess(program, SOME_RULES))["results"]
        return [r["partialFingerprints"]["migrateFinding/v1"] for r in results]

    assert fingerprints(4) == fingerprints(104)
    first, second, _ = fingerprints(4)
    assert (first[:-1], first[-2:], second[-2:]) == (second[:-1], ":1", ":2")


def test_paths_are_addresses() -> None:
    (thread, *_) = SHOP.external_calls
    odd = msgspec.structs.replace(thread, location=at("shop.été mail"))
    program = msgspec.structs.replace(SHOP, external_calls=(odd,))
    (*_, result) = run_of(assess(program, SOME_RULES))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "shop/%C3%A9t%C3%A9%20mail.py"
    )
