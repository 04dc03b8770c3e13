import pytest

from migrator.generation.requirements import Distribution, Requirements, choose
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
    )


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
