import pytest

from migrator.model.program import ConfigRead
from tests.analysis.programs import program_of, program_of_one, unresolved_of


def spell(read: ConfigRead) -> str:
    return f"{read.key} {read.function} {read.location.line} {read.default}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "import os\nKEY = os.environ['KEY']", ["KEY shop: 2 None"], id="subscript is required"
        ),
        pytest.param(
            "import os\nKEY = os.environ.get('KEY')",
            ["KEY shop: 2 None"],
            id="get without default",
        ),
        pytest.param("import os\nKEY = os.environ.get('KEY', 'x')", ["KEY shop: 2 'x'"], id="get"),
        pytest.param("import os\nKEY = os.getenv('KEY', 5)", ["KEY shop: 2 5"], id="getenv"),
        pytest.param(
            "import os\nKEY = os.getenv('KEY', default='x')",
            ["KEY shop: 2 'x'"],
            id="getenv with keyword",
        ),
        pytest.param(
            "import os\nKEY = os.getenv('KEY', os.name)",
            ["KEY shop: 2 computed"],
            id="computed default",
        ),
        pytest.param(
            "from os import environ\ndef f():\n    return environ['KEY']",
            ["KEY shop:f 3 None"],
            id="environ imported",
        ),
        pytest.param(
            "from os import getenv as setting\ndef f():\n    return setting('KEY')",
            ["KEY shop:f 3 None"],
            id="getenv imported under another name",
        ),
        pytest.param(
            "import os\nPREFIX = 'SHOP_'\ndef f():\n    return os.environ[PREFIX + 'KEY']",
            ["SHOP_KEY shop:f 4 None"],
            id="name put together",
        ),
        pytest.param(
            "import os\nfor key in ('A', 'B'):\n    os.environ[key]",
            ["A shop: 3 None", "B shop: 3 None"],
            id="loop over names",
        ),
        pytest.param(
            "import os\nclass Config:\n    KEY = os.environ.get('KEY', '')",
            ["KEY shop:Config 3 ''"],
            id="class body",
        ),
        pytest.param(
            "import os\nif 'KEY' in os.environ:\n    ...",
            ["KEY shop: 2 None"],
            id="membership",
        ),
        pytest.param("import os\nos.environ['KEY'] = 'x'", [], id="a write is not a read"),
        pytest.param("environ = {'A': 1}\nenviron['A']", [], id="a dictionary of that name"),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    assert [spell(read) for read in program_of_one(source).config_reads] == expected


def test_what_a_helper_reads_belongs_to_its_callers() -> None:
    program = program_of(
        {
            "shop/settings.py": """\
                import os
                def setting(name, default=None):
                    return os.environ.get(name, default)
                """,
            "shop/mail.py": """\
                from shop.settings import setting
                def sender():
                    return setting("MAIL_FROM", "shop@example.com")
                def server():
                    return setting("MAIL_HOST")
                """,
        }
    )
    assert [spell(read) for read in program.config_reads] == [
        "MAIL_FROM shop.mail:sender 3 'shop@example.com'",
        "MAIL_HOST shop.mail:server 3 None",
    ]


def test_one_line_reads_a_key_with_and_without_a_default() -> None:
    source = "import os\nK = os.environ['K'] or os.environ.get('K', '')"
    reads = [spell(read) for read in program_of_one(source).config_reads]
    assert reads == ["K shop: 2 None", "K shop: 2 ''"]


def test_a_computed_name_is_unresolved() -> None:
    program = program_of_one("import os\ndef f(name):\n    return os.environ[name.upper()]\n")
    assert (program.config_reads, unresolved_of(program)) == (
        (),
        ["shop.py:3 environment variable with a computed name"],
    )
