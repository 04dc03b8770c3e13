from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest

from migrator.errors import PlanError
from migrator.model import strict_yaml


class Color(StrEnum):
    RED = "red"
    GREEN = "green"


class Wheel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: Annotated[int, msgspec.Meta(ge=1, le=100)]
    name: str = ""


class Car(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str = ""
    color: Color = Color.RED
    wheels: tuple[Wheel, ...] = ()
    spare: Wheel | None = None
    speed: int | float = 0
    owners: Mapping[str, str] = {}


def test_reads_values_as_plain_python() -> None:
    text = 'version: "1"\nwheels:\n  - {size: 3}\nspare:\nspeed: 0.5\nowners: {ann: 2026-01-02}\n'
    car = strict_yaml.read(text, Car, file="car.yaml")
    expected = Car("1", Color.RED, (Wheel(3),), None, 0.5, {"ann": "2026-01-02"})
    assert (car, type(car.version), type(car.speed)) == (expected, str, float)


def test_an_empty_file_is_all_defaults() -> None:
    assert strict_yaml.read("# nothing yet\n", Car, file="car.yaml") == Car()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "version: '1'\nweels: []\n",
            "car.yaml:2: unknown key 'weels' (did you mean 'wheels'?)",
            id="near key",
        ),
        pytest.param("zzz: 1\n", "car.yaml:1: unknown key 'zzz'", id="no key is near"),
        pytest.param(
            "wheels:\n  - size: 1\n  - name: a\n",
            "car.yaml:3: missing key 'size'",
            id="missing key",
        ),
        pytest.param(
            "version: 3.10\n",
            "car.yaml:1: expected text, found 3.1 (write it in quotes)",
            id="a number where text belongs",
        ),
        pytest.param(
            "wheels: 3\n", "car.yaml:1: expected a list, found 3", id="a number for a list"
        ),
        pytest.param(
            "owners: [a]\n",
            "car.yaml:1: expected keys and values, found a list",
            id="a list for a mapping",
        ),
        pytest.param(
            "spare: big\n",
            "car.yaml:1: expected keys and values, found 'big'",
            id="text for an optional mapping",
        ),
        pytest.param(
            "color: gren\n",
            "car.yaml:1: invalid enum value 'gren' (did you mean 'green'?)",
            id="near choice",
        ),
        pytest.param(
            "color: blue\n",
            "car.yaml:1: invalid enum value 'blue' (one of red, green)",
            id="no choice is near",
        ),
        pytest.param(
            "wheels:\n- size: 200\n- size: big\n  nam: x\n",
            "car.yaml:2: expected int <= 100, found 200\n"
            "car.yaml:3: expected int, got str\n"
            "car.yaml:4: unknown key 'nam' (did you mean 'name'?)",
            id="all mistakes together",
        ),
        pytest.param("a: 1\na: 2\n", 'car.yaml:2: not YAML: found duplicate key "a"', id="twice"),
        pytest.param(
            "a: [1\nb: 2\n",
            "car.yaml:2: not YAML: expected ',' or ']', but got ':'",
            id="broken YAML",
        ),
    ],
)
def test_says_every_mistake_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(PlanError) as caught:
        strict_yaml.read(text, Car, file="car.yaml")
    assert str(caught.value).splitlines()[:3] == expected.splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("---\n# nothing\n", {}, id="only a comment"),
        pytest.param(
            "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n",
            {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}},
            id="taken over from another mapping",
        ),
        pytest.param("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}, id="said once"),
        pytest.param("a: !Ref b\nc: !!str 1\n", {"a": None, "c": "1"}, id="tags"),
        pytest.param("a: yes\nb: 0o14\nc: ~\n", {"a": "yes", "b": 12, "c": None}, id="YAML 1.2"),
        pytest.param("a: 2026-11-22\n", {"a": "2026-11-22"}, id="a day is text"),
        pytest.param("a: |\n  b\n  c\n", {"a": "b\nc\n"}, id="lines"),
    ],
)
def test_values(text: str, expected: object) -> None:
    assert strict_yaml.parse(text, file="car.yaml").plain() == expected
