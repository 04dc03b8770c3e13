from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from migrator.errors import PlanError
from migrator.resources import RULES
from migrator.rules.load import load_rules
from migrator.usecases.report import contents
from migrator.usecases.rules import recall_rules


class Memory:
    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def load(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self.values[key] for key in keys if key in self.values}

    def save(self, values: Mapping[str, bytes], used: Iterable[str] = ()) -> None:
        del used
        self.values.update(values)


FILES = contents(RULES)
NOTHING = Path("/nowhere")


def test_what_is_recalled_is_what_was_read() -> None:
    cache = Memory()
    read = recall_rules(cache, [RULES], [FILES])
    # The second time no file is opened: there are none in this folder.
    assert recall_rules(cache, [NOTHING], [FILES]) == read == load_rules(RULES)


def test_another_byte_is_read_anew() -> None:
    cache = Memory()
    recall_rules(cache, [RULES], [FILES])
    assert recall_rules(cache, [NOTHING], [{**FILES, "limits.yaml": b""}]) == ()


def test_what_cannot_be_read_is_read_anew() -> None:
    cache = Memory()
    recall_rules(cache, [RULES], [FILES])
    cache.values = dict.fromkeys(cache.values, b"\xc1")
    assert recall_rules(cache, [RULES], [FILES]) == load_rules(RULES)


def test_mistakes_are_said_each_time(tmp_path: Path) -> None:
    cache = Memory()
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "one.yaml").write_text("id: [")
    for _ in range(2):
        with pytest.raises(PlanError, match=r"/state/one.yaml:1: not YAML: "):
            recall_rules(cache, [tmp_path], [contents(tmp_path)])
    assert cache.values == {}
