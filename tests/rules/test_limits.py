from pathlib import Path

import pytest

from migrator.errors import PlanError
from migrator.resources import RULES
from migrator.rules.limits import Limit, load_limits
from migrator.rules.load import load_rules

GOOD = """\
limits:
  - id: lambda-timeout
    value: 900
    unit: seconds
    text: A function is ended.
    source: https://docs.aws.amazon.com/lambda/limits.html
    checked: 2026-11-22
"""


def write(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir()
    (folder / "rules/limits.yaml").write_text(text)
    return folder / "rules"


def test_a_limit_is_read_with_its_source_and_the_day_it_was_checked(tmp_path: Path) -> None:
    limits = load_limits(write(tmp_path, GOOD))
    assert list(limits) == [
        Limit(
            id="lambda-timeout",
            value=900,
            unit="seconds",
            text="A function is ended.",
            source="https://docs.aws.amazon.com/lambda/limits.html",
            checked="2026-11-22",
        )
    ]


def test_limits_are_no_rule(tmp_path: Path) -> None:
    assert load_rules(write(tmp_path, GOOD)) == ()


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert list(load_limits(tmp_path)) == []


def test_every_shipped_limit_loads() -> None:
    limits = load_limits(RULES)
    assert str(limits["http-api-timeout"]) == "30 seconds"
    assert len(list(limits)) > 50


def test_a_message_gets_figures_and_keeps_its_other_placeholders() -> None:
    limits = load_limits(RULES)
    message = "`{function}` is longer than {limit.lambda-timeout} or {limit.lambda-response}."
    assert limits.fill(message) == "`{function}` is longer than 900 seconds or 6 MB."
    assert [limit.id for limit in limits.named(message, "{limit.lambda-response}")] == [
        "lambda-timeout",
        "lambda-response",
    ]
    assert list(limits.mistakes(message)) == []


def test_a_message_that_names_an_unknown_limit() -> None:
    assert list(load_limits(RULES).mistakes("{limit.lambda-timout} {limit.} {name}")) == [
        "unknown limit {limit.lambda-timout} (did you mean 'lambda-timeout'?)",
        "unknown limit {limit.}",
    ]


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("websocket-connection", 7200),
        ("lambda-response", 6 * 1024 * 1024),
        ("http-api-routes", 300),
    ],
)
def test_amounts_are_seconds_bytes_or_counts(name: str, amount: int) -> None:
    assert load_limits(RULES)[name].amount == amount


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        (("unit:", "units:"), "rules/limits.yaml:2: missing key 'unit'"),
        (("unit:", "units:"), "rules/limits.yaml:4: unknown key 'units' (did you mean 'unit'?)"),
        (("900", "many"), "rules/limits.yaml:3: expected int, got str"),
        (("900", "0"), "rules/limits.yaml: lambda-timeout: value 0 is not above zero"),
        (
            ("https://docs.aws.amazon.com/", "https://example.org/"),
            "lambda-timeout: source is not a page of https://docs.aws.amazon.com/",
        ),
        (("2026-11-22", '"last week"'), "lambda-timeout: checked 'last week' is not a day"),
        (("ended.", "ended {name}."), "lambda-timeout: text is not a plain sentence"),
        (("lambda-timeout", "Lambda"), "Lambda: id is not of the form lambda-timeout"),
    ],
)
def test_each_mistake_has_its_message(
    tmp_path: Path, change: tuple[str, str], mistake: str
) -> None:
    with pytest.raises(PlanError) as caught:
        load_limits(write(tmp_path, GOOD.replace(*change)))
    assert mistake in str(caught.value)


def test_an_id_is_there_once(tmp_path: Path) -> None:
    twice = GOOD + GOOD.removeprefix("limits:\n")
    with pytest.raises(PlanError, match="lambda-timeout: is there twice"):
        load_limits(write(tmp_path, twice))
