"""Words that make conditions narrower, or let them speak once."""

from collections.abc import Mapping

import pytest

from migrator.model.constructs import Decoration, ExternalImport, Setting
from migrator.model.effects import OutboundCall
from migrator.model.location import Location
from migrator.model.program import ConfigRead, ExternalCall, ModuleState, Program
from migrator.rules.conditions import Conditions, find_matches
from migrator.rules.conditions.calls import ArgumentIs, CallOf
from migrator.rules.conditions.config_keys import EnvironmentOf
from migrator.rules.conditions.hosts import OutboundOf
from migrator.rules.conditions.imports import ImportOf
from migrator.rules.conditions.settings import SettingOf
from migrator.rules.index import Index
from tests.programs import at

A, B = "shop.a", "shop.b"
PROGRAM = Program(
    root="shop",
    external_imports=(
        ExternalImport("pandas", f"{B}:", at(B, 2)),
        ExternalImport("pandas.io", f"{A}:", at(A, 3)),
        ExternalImport("pandas", f"{A}:f", at(A, 1)),
        ExternalImport("numpy", f"{B}:", at(B, 1)),
    ),
    config_reads=(
        ConfigRead("TOKEN", f"{A}:", at(A, 4), "'abc'", is_secret=True),
        ConfigRead("URL", f"{A}:", at(A, 5), "'redis://localhost'"),
        ConfigRead("LATE", f"{B}:f", at(B, 6), None),
        ConfigRead("OTHER", f"{B}:", at(B, 7), "computed"),
    ),
    settings=(
        Setting("SECRET_KEY", "'abc'", f"{A}:", at(A, 8), is_secret=True),
        Setting("SECRET_NAME", "'abc'", f"{A}:", at(A, 9)),
    ),
    outbound_calls=(
        OutboundCall("api.io", "requests.get", f"{B}:f", at(B, 10)),
        OutboundCall("api.io", "httpx.get", f"{A}:g", at(A, 11)),
        OutboundCall("localhost", "requests.get", f"{A}:g", at(A, 12)),
    ),
    external_calls=(
        ExternalCall("boto3.client", f"{A}:kept", at(A, 13), (), (("0", "'s3'"),)),
        ExternalCall("boto3.client", f"{A}:stored", at(A, 14), (), (("0", "'s3'"),)),
        ExternalCall("boto3.client", f"{A}:plain", at(A, 15)),
        ExternalCall("boto3.client", f"{A}:named", at(A, 16), ("name",), (("name", "'s3'"),)),
    ),
    decorations=(Decoration("functools.lru_cache", f"{A}:kept", at(A, 12)),),
    module_state=(ModuleState(f"{A}:_client", "dict", at(A, 1), writers=(f"{A}:stored",)),),
)


@pytest.mark.parametrize(
    ("conditions", "lines"),
    [
        ({"import_": ImportOf(("pandas",))}, {"a": [1], "b": [2]}),
        ({"import_": ImportOf(("pandas",), where="module")}, {"a": [3], "b": [2]}),
        (
            {"import_": ImportOf(("pandas", "numpy"), where="module", once=True)},
            {"a": [3], "b": [1]},
        ),
        ({"environment": EnvironmentOf(default="^'.*localhost")}, {"a": [5]}),
        ({"environment": EnvironmentOf(default=".")}, {"a": [4, 5], "b": [7]}),
        ({"environment": EnvironmentOf(once=True)}, {"a": [4], "b": [6]}),
        ({"environment": EnvironmentOf(where="module", once=True)}, {"a": [4], "b": [7]}),
        ({"setting": SettingOf(("*",), is_secret=True)}, {"a": [8]}),
        ({"setting": SettingOf(("SECRET_*",))}, {"a": [8, 9]}),
        ({"outbound": OutboundOf(unless_host=("localhost",))}, {"a": [11], "b": [10]}),
        ({"outbound": OutboundOf(once=True)}, {"a": [11, 12]}),
        ({"call": CallOf(("boto3.client",), outside=("kept",))}, {"a": [15, 16]}),
        ({"call": CallOf(("boto3.client",), inside=("kept",))}, {"a": [13, 14]}),
        (
            {
                "call": CallOf(
                    ("boto3.client",), argument=ArgumentIs(("0", "name"), is_computed=True)
                )
            },
            {"a": [15]},
        ),
    ],
)
def test_narrower(conditions: Mapping[str, object], lines: Mapping[str, list[int]]) -> None:
    asked = Conditions(**{name: (one,) for name, one in conditions.items()})  # type: ignore[arg-type]
    found: dict[str, list[int]] = {}
    for match in find_matches(asked, Index(PROGRAM)):
        found.setdefault(_short(match.location), []).append(match.location.line)
    assert found == lines


def test_what_speaks_once_is_a_matter_of_all() -> None:
    asked = Conditions(
        import_=(ImportOf(("pandas",), once=True),),
        outbound=(OutboundOf(("*",), ("*.io",), once=True),),
    )
    assert [one.functions for one in find_matches(asked, Index(PROGRAM))] == [
        (f"{A}:f", f"{B}:"),
        (f"{A}:g", f"{B}:f"),
    ]


def _short(location: Location) -> str:
    return location.file.removeprefix("shop/").removesuffix(".py")
