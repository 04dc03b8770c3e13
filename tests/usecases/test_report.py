from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from migrator.model.findings import Category
from migrator.usecases.report import Report, contents, recall


class Memory:
    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def load(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self.values[key] for key in keys if key in self.values}

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        del used
        self.values.update(values)


FIRST = Report("first", (Category.MANDATORY,))
SECOND = Report("second")
PARTS = ("program", {"rules/a.yaml": b"id: a"}, None, "text")


def test_a_report_is_made_once() -> None:
    cache = Memory()
    assert recall(cache, PARTS, lambda: FIRST) == FIRST
    assert recall(cache, PARTS, lambda: SECOND) == FIRST


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("other", *PARTS[1:]), id="program"),
        pytest.param((PARTS[0], {"rules/a.yaml": b"id: b"}, *PARTS[2:]), id="rule"),
        pytest.param((PARTS[0], {"rules/b.yaml": b"id: a"}, *PARTS[2:]), id="name of a rule"),
        pytest.param((*PARTS[:2], {"services": []}, PARTS[3]), id="plan"),
        pytest.param((*PARTS[:3], "json"), id="option"),
        pytest.param((*PARTS, ""), id="one part more"),
    ],
)
def test_a_report_of_anything_else_is_made_anew(parts: tuple[object, ...]) -> None:
    cache = Memory()
    recall(cache, PARTS, lambda: FIRST)
    assert recall(cache, parts, lambda: SECOND) == SECOND


def test_a_report_of_another_version_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Memory()
    recall(cache, PARTS, lambda: FIRST)
    monkeypatch.setattr("migrator.usecases.report.package_version", lambda: "other")
    assert recall(cache, PARTS, lambda: SECOND) == SECOND


def test_a_report_that_cannot_be_read_is_made_anew() -> None:
    cache = Memory()
    recall(cache, PARTS, lambda: FIRST)
    cache.values = dict.fromkeys(cache.values, b"\xc1")
    assert recall(cache, PARTS, lambda: SECOND) == SECOND
    assert recall(cache, PARTS, lambda: FIRST) == SECOND


def test_contents_are_those_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.yaml").write_bytes(b"c")
    assert contents(tmp_path) == {"a/b.yaml": b"c"}
