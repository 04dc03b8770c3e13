"""Rules that were read before: to read YAML takes as long as to evaluate what it says."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from migrator.analysis.garbage import without_collection
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule
from migrator.usecases.ports import Cache
from migrator.usecases.report import key_of


def recall_rules(
    cache: Cache, folders: Iterable[Path], files: Iterable[Mapping[str, bytes]]
) -> tuple[Rule, ...]:
    """Return the rules of ``folders``: as an earlier run read the same files, else read now.

    Args:
        cache: results of earlier runs.
        folders: of rules.
        files: what is in each of them; any other byte is another result.

    Raises:
        PlanError: naming each mistake in each file, one a line.
    """
    key = key_of(("rules", *files))
    try:
        return msgspec.msgpack.decode(cache.load([key])[key], type=tuple[Rule, ...])
    except (KeyError, msgspec.MsgspecError):
        with without_collection():
            rules = load_rules(*folders)
        cache.save({key: msgspec.msgpack.encode(rules)})
        return rules
