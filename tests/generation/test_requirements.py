from migrator.generation.requirements import Requirements, choose
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
    metadata = {"flask": ("werkzeug", "itsdangerous", "not-pinned")}
    chosen = choose(PINS, "requirements.txt", ["flask"], metadata)
    assert chosen.lines == (
        "Flask==3.1.3",
        "itsdangerous==2.2",
        "psycopg-binary==3.2.1",
        "Werkzeug==3.1",
    )


def test_no_file() -> None:
    assert choose(MemorySource({}), "requirements.txt", ["flask"], {}).missing == ("flask",)
