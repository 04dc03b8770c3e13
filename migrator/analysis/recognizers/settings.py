"""Configuration keys that are read, and settings that the project gives a value.

What reads them is in ``analysis/setting_reads.py``, what sets them in
``analysis/assigned_settings.py``, and which are secrets in ``analysis/secret_uses.py``.
"""

from collections import defaultdict
from collections.abc import Iterator

from migrator.analysis import assigned_settings, secret_uses, setting_reads
from migrator.analysis.assigned_settings import Assigned
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import ClassValue, Instance, Known
from migrator.analysis.pydantic_settings import field_of, fields_of
from migrator.analysis.secret_uses import Key, is_key_of_framework
from migrator.analysis.setting_reads import DJANGO, ENVIRONMENT, FLASK, PYDANTIC, Read
from migrator.model.constructs import Setting
from migrator.model.location import Location
from migrator.model.program import ConfigRead, Unresolved

COMPUTED = {
    ENVIRONMENT: "environment variable with a computed name",
    FLASK: "setting with a computed name",
}


class Settings:
    """What the log says of settings: found out once for all facts about them."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._reads = setting_reads.find(log)
        self._assigned = assigned_settings.find(log)
        self._secrets = secret_uses.find(log, self._reads, self._assigned)

    def reads(self) -> Iterator[ConfigRead | Unresolved]:  # noqa: C901  (two passes)
        """Yield one fact per key, function and place."""
        seen: defaultdict[Location, set[Key]] = defaultdict(set)
        defaulted: set[tuple[Location, str]] = set()
        for read in self._reads:
            if read.key:
                seen[read.event.location].add((read.store, read.key))
                if read.default is not None and read.store == DJANGO:
                    defaulted.add((read.event.location, read.key))
        for read in self._reads:
            known = seen[read.event.location]
            if read.key is None:
                if not known and read.store in COMPUTED:
                    yield Unresolved(COMPUTED[read.store], read.event.location)
            elif read.default is not None or (read.event.location, read.key) not in defaulted:
                for function in self._log.speakers(read.event, is_generic=len(known) > 1):
                    yield from self._fact(read, read.key, function)
        yield from self._fields()

    def _fact(self, read: Read, key: str, function: str) -> Iterator[ConfigRead]:
        event, default = read.event, read.default
        if read.store == PYDANTIC:
            cls = event.receiver.kind if isinstance(event.receiver, Instance) else None
            field = field_of(cls, key) if isinstance(cls, ClassValue) else None
            if field is None:
                return  # a method, or something that is computed
            key, default = field.key, field.default
        yield self._read(key, function, event.location, default, read.store)

    def _fields(self) -> Iterator[ConfigRead]:
        """Yield what a settings class of pydantic reads when an object of it is made."""
        for cls in self._log.settings_classes:
            for _, field in fields_of(cls):
                yield self._read(field.key, cls.name, field.location, field.default, PYDANTIC)

    def _read(
        self, key: str, function: str, location: Location, default: str | None, store: str
    ) -> ConfigRead:
        return ConfigRead(key, function, location, default, store, self._is_secret(store, key))

    def _is_secret(self, store: str, key: str) -> bool:
        return (store, key) in self._secrets or is_key_of_framework(store, key)

    def assigned(self) -> Iterator[Setting]:
        """Yield one fact per setting that is given a value."""
        for one in self._assigned:
            is_secret = self._is_secret(one.store, one.key)
            yield Setting(one.key, _value(one), one.holder, one.location, is_secret)


def _value(one: Assigned) -> str:
    match one.values:
        case (Known(value=value),):
            return repr(value)
    return ""
