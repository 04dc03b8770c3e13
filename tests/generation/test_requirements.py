import pytest

from migrator.generation.requirements import Distribution, Heavy, Requirements, choose
from migrator.generation.source import MemorySource

PINS = MemorySource(
    {
        "requirements.txt": b"-r base.txt\nPillow==11.0 ; python_version > '3'\ngunicorn==23.0\n",
        "base.txt": b"Flask==3.1.3  # web\npsycopg-binary==3.2.1\nWerkzeug==3.1\npytest-cov==5.0\n"
        b"itsdangerous==2.2 \\\n    --hash=sha256:0\nboto3==1.40\n--index-url https://x\n",
    }
)


def test_without_metadata_all_but_tools_travel() -> None:
    chosen = choose(PINS, "requirements.txt", ["flask", "PIL", "yaml"])
    assert chosen == Requirements(
        lines=(
            "boto3==1.40",
            "Flask==3.1.3",
            "itsdangerous==2.2",
            'Pillow==11.0; python_version > "3"',
            "psycopg-binary==3.2.1",
            "Werkzeug==3.1",
        ),
        left_out=("gunicorn==23.0", "pytest-cov==5.0"),
        missing=("yaml",),
        is_subset=False,
        file="requirements.txt",
    )


def test_with_metadata_only_what_is_imported_drivers_and_what_they_require() -> None:
    metadata = {
        "flask": Distribution(("click", "itsdangerous", "not-installed"), ("flask",)),
        "click": Distribution(("werkzeug",), ("click",)),  # required, but nobody pinned it
        "itsdangerous": Distribution((), ("itsdangerous",)),
        "werkzeug": Distribution((), ("werkzeug",)),
    }
    chosen = choose(PINS, "requirements.txt", ["click", "flask", "werkzeug"], metadata)
    assert chosen == Requirements(
        lines=("Flask==3.1.3", "itsdangerous==2.2", "psycopg-binary==3.2.1", "Werkzeug==3.1"),
        left_out=(
            "boto3==1.40",
            "gunicorn==23.0",
            'Pillow==11.0; python_version > "3"',
            "pytest-cov==5.0",
        ),
        file="requirements.txt",
    )


@pytest.mark.parametrize(
    "driver",
    ["aiosqlite", "aiomysql", "asyncmy", "asyncpg", "mariadb", "pg8000", "pymssql", "sqlcipher3"],
)
def test_a_driver_that_only_an_address_names_travels(driver: str) -> None:
    pins = MemorySource({"requirements.txt": f"flask==3.1\n{driver}==1.0\n".encode()})
    metadata = {"flask": Distribution((), ("flask",)), driver: Distribution((), (driver,))}
    chosen = choose(pins, "requirements.txt", ["flask"], metadata)
    assert set(chosen.lines) == {f"{driver}==1.0", "flask==3.1"}


NAMED = MemorySource({"requirements.txt": b"iso-639>=0.4\nnetifaces-plus>=0.12\na-spam\nb-spam\n"})
INSTALLED = {
    "iso-639": Distribution((), ("iso639",)),
    "netifaces-plus": Distribution((), ("netifaces",)),
    "a-spam": Distribution((), ("spam",)),
    "b-spam": Distribution((), ("spam",)),
    "eggs": Distribution((), ("ham",)),
}


@pytest.mark.parametrize(
    ("imported", "lines", "missing", "absent"),
    [
        pytest.param("netifaces", ("netifaces-plus>=0.12",), (), (), id="another name"),
        pytest.param("iso639", ("iso-639>=0.4",), (), (), id="without a dash"),
        pytest.param("spam", ("a-spam", "b-spam"), (), (), id="namespace package"),
        pytest.param("ham", (), ("ham",), (), id="installed, but not required"),
        pytest.param("ldap", (), (), ("ldap",), id="not installed"),
    ],
)
def test_the_interpreter_knows_who_provides_a_name(
    imported: str, lines: tuple[str, ...], missing: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    chosen = choose(NAMED, "requirements.txt", [imported], INSTALLED)
    assert (chosen.lines, chosen.missing, chosen.absent) == (lines, missing, absent)


def test_names_that_differ_in_dashes() -> None:
    assert choose(NAMED, "requirements.txt", ["iso639", "ldap"]).missing == ("ldap",)


def test_no_file() -> None:
    flask = {"flask": Distribution((), ("flask",))}
    assert choose(MemorySource({}), "requirements.txt", ["flask"], flask).missing == ("flask",)


COMPILED = b"""\
celery==5.5
    # via -r requirements.in
flask==3.1
    # via
    #   -r requirements.in
    #   flask-login
flask-login==0.6
    # via -r requirements.in
kombu==5.5
    # via celery (4.1)
uvicorn==0.32
    # via -r requirements.in
werkzeug==3.1 ; python_version >= "3.9"
    # via flask
"""


@pytest.mark.parametrize(
    ("imported", "lines", "is_subset"),
    [
        pytest.param(["flask_login"], ["flask-login", "flask", "werkzeug"], True, id="closure"),
        pytest.param(["celery"], ["celery", "kombu"], True, id="version after the name"),
        pytest.param(["uvicorn"], ["uvicorn"], True, id="a server that is imported"),
        pytest.param(
            ["flask", "elsewhere"],
            ["celery", "flask", "flask-login", "kombu", "werkzeug"],
            False,
            id="a name that nothing seems to provide: any may do so",
        ),
    ],
)
def test_compiled_files_say_who_requires_whom(
    imported: list[str], lines: list[str], is_subset: bool
) -> None:
    source = MemorySource({"requirements.txt": COMPILED})
    chosen = choose(source, "requirements.txt", imported)
    names = [line.partition("==")[0] for line in chosen.lines]
    assert (sorted(names), chosen.is_subset) == (sorted(lines), is_subset)


def test_names_in_strings_count_where_something_provides_them() -> None:
    source = MemorySource({"requirements.txt": COMPILED})
    chosen = choose(source, "requirements.txt", [], mentioned=["celery", "flask_logging"])
    assert (chosen.lines, chosen.missing) == (("celery==5.5", "kombu==5.5"), ())


def test_what_is_used_where_it_is_there_travels() -> None:
    pins = b"django==5.2\n    # via me\npillow==11\n    # via me\nbcrypt==4\n    # via x\n"
    source = MemorySource({"requirements.txt": pins})
    assert len(choose(source, "requirements.txt", ["django"]).lines) == 3


def test_sizes_and_extras_of_what_is_installed() -> None:
    source = MemorySource({"requirements.txt": b"celery[redis]==5.5\nflask==3.1\n"})
    metadata = {
        "celery": Distribution((), ("celery",), (("redis", ("redis",)), ("sqs", ("boto3",))), 7),
        "redis": Distribution((), ("redis",), (), 300_000_000),
        "flask": Distribution((), ("flask",), (), 5),
    }
    chosen = choose(source, "requirements.txt", ["celery"], metadata)
    assert (chosen.unzipped, chosen.heaviest, chosen.is_too_large) == (
        300_000_007,
        (Heavy("redis", 300_000_000, "celery", "celery"), Heavy("celery", 7, "", "celery")),
        True,
    )
    metadata["celery"] = Distribution((), ("celery",))
    assert choose(source, "requirements.txt", ["celery"], metadata).unzipped is None


def test_what_only_developers_have_never_travels() -> None:
    lock = (
        b'{"default": {"flask": {"version": "==3.1"}}, "develop": {"faker": {"version": "==9"}}}'
    )
    source = MemorySource({"Pipfile.lock": lock})
    for metadata in (None, {"faker": Distribution((), ("faker",))}):
        chosen = choose(source, "Pipfile.lock", ["faker"], metadata)
        assert chosen.development == ("faker",)
        assert "faker==9" in chosen.left_out
        assert chosen.missing == chosen.absent == ()
