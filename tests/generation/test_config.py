import pytest

from migrator.generation.config import Setting, Settings, split
from migrator.model.location import Location
from migrator.model.program import ConfigRead


def read(key: str, line: int, default: str | None = None, module: str = "shop.db") -> ConfigRead:
    return ConfigRead(key, f"{module}:", Location("shop/db.py", line), default)


def test_split() -> None:
    reads = [
        read("CURRENCY", 1, "'EUR'"),
        read("SECRET_KEY", 2, "'dev'"),
        read("DATABASE_URL", 3, "'sqlite://'"),
        read("SITE", 4, "'x'"),
        read("SITE", 5),
        read("AWS_REGION", 6),
        read("ELSEWHERE", 7, module="shop.other"),
    ]
    assert split(reads, ["shop.db"]) == Settings(
        parameters=(
            Setting("DATABASE_URL", "shop/db.py:3", "'sqlite://'"),
            Setting("SECRET_KEY", "shop/db.py:2", "'dev'"),
            Setting("SITE", "shop/db.py:5"),
        ),
        defaulted=(Setting("CURRENCY", "shop/db.py:1", "'EUR'"),),
    )


def test_only_what_comes_from_the_environment_is_a_variable_of_the_service() -> None:
    place = Location("shop/db.py", 1)
    stores = ("environment", "pydantic", "flask", "django", "dynaconf")
    reads = [ConfigRead(store.upper(), "shop.db:", place, "1", store) for store in stores]
    assert [s.key for s in split(reads, ["shop.db"]).defaulted] == ["ENVIRONMENT", "PYDANTIC"]


def test_a_place_that_reads_with_a_default_and_without_one() -> None:
    reads = [read("SITE", 1, "'x'"), read("SITE", 1)]
    assert split(reads, ["shop.db"]) == Settings(parameters=(Setting("SITE", "shop/db.py:1"),))


@pytest.mark.parametrize(
    ("key", "default", "is_parameter"),
    [
        ("NOSTR_PRIVATE_KEY", "''", True),
        ("ALLOW_PRIVATE_ADDRESSES", "''", False),
        ("FIRST_TOKEN", "None", True),
        ("FIRST_TOKEN_CONFIRMED", "False", False),
        ("TOKEN_SECONDS", "3600", False),
        ("BROKER_URL", "''", True),
    ],
)
def test_secrets_and_addresses_need_a_parameter_whatever_their_default(
    key: str, default: str, *, is_parameter: bool
) -> None:
    settings = split([read(key, 1, default)], ["shop.db"])
    assert [s.key for s in settings.parameters] == [key] * is_parameter
    assert [s.key for s in settings.defaulted] == [key] * (not is_parameter)
