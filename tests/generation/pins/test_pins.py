"""Each file that pins dependencies, shortened from what its tool writes."""

import pytest

from migrator.errors import SourceError
from migrator.generation.pins import read_pins
from migrator.generation.pins.pin import Pin
from migrator.generation.source import MemorySource

UV = """\
[[package]]
name = "shop"
version = "0.1"
source = { virtual = "." }
dependencies = [
    { name = "celery", extra = ["redis"] },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
data = [{ name = "pandas" }]

[[package]]
name = "celery"
version = "5.5"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "kombu" }]
[package.optional-dependencies]
redis = [{ name = "redis" }]
sqs = [{ name = "boto3" }]

[[package]]
name = "kombu"
version = "5.4"
source = { registry = "https://pypi.org/simple" }
resolution-markers = ["python_full_version < '3.10'"]

[[package]]
name = "kombu"
version = "5.5"
source = { registry = "https://pypi.org/simple" }
resolution-markers = ["python_full_version >= '3.10'"]

[[package]]
name = "pytest"
version = "8.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pandas"
version = "2.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "redis"
version = "5.0"
source = { git = "https://github.com/redis/redis-py?rev=1#abc" }
"""
POETRY = """\
[[package]]
name = "Celery"
version = "5.5"
optional = false

[package.dependencies]
kombu = ">=5"
redis = {version = "*", optional = true, markers = "extra == \\"redis\\""}
tzdata = {version = "*", markers = "sys_platform == \\"win32\\""}

[package.extras]
redis = ["redis (>=5)"]

[[package]]
name = "kombu"
version = "5.5"
optional = false

[[package]]
name = "redis"
version = "5.0"
optional = false

[[package]]
name = "pytest"
version = "8.0"
optional = false
"""
POETRY_PROJECT = """\
[tool.poetry.dependencies]
python = "^3.12"
celery = {version = "^5.5", extras = ["redis"]}
[tool.poetry.group.dev.dependencies]
pytest = "*"
"""
PDM = """\
[[package]]
name = "celery"
version = "5.5"
groups = ["default"]
marker = "python_version >= \\"3.9\\""
dependencies = ["kombu<6,>=5.5", "tzdata; sys_platform == \\"win32\\""]

[[package]]
name = "kombu"
version = "5.5"
groups = ["default", "dev"]

[[package]]
name = "pytest"
version = "8.0"
groups = ["dev"]
"""
PIPFILE = """\
{"default": {"celery": {"version": "==5.5", "extras": ["redis"],
                         "markers": "python_version >= '3'"},
             "mine": {"path": "."}},
 "develop": {"celery": {"version": "==5.5"}, "pytest": {"version": "==8.0"}}}
"""
PROJECT = """\
[project]
name = "shop"
dependencies = ["celery[redis]>=5", "kombu"]
[project.optional-dependencies]
postgres = ["psycopg"]
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
"""
OLD_PROJECT = """\
[tool.poetry.dependencies]
python = "^3.12"
a = "^1.2.3"
b = "^0.2.3"
c = "~1.2"
d = "1.0"
e = ">=1,<2"
f = {git = "https://x"}
[tool.poetry.dev-dependencies]
g = "*"
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"uv.lock": UV},
            {
                "celery": Pin(("celery[redis]==5.5",), ("kombu", "redis")),
                "kombu": Pin(("kombu==5.5",), ()),
                "pandas": Pin(("pandas==2.0",), ()),
                "pytest": Pin(("pytest==8.0",), (), is_development=True),
                "redis": Pin(("redis @ git+https://github.com/redis/redis-py?rev=1#abc",), ()),
            },
            id="uv",
        ),
        pytest.param(
            {"poetry.lock": POETRY, "pyproject.toml": POETRY_PROJECT},
            {
                "celery": Pin(("Celery[redis]==5.5",), ("kombu", "redis")),
                "kombu": Pin(("kombu==5.5",), ()),
                "pytest": Pin(("pytest==8.0",), (), is_development=True),
                "redis": Pin(("redis==5.0",), ()),
            },
            id="poetry",
        ),
        pytest.param(
            {"pdm.lock": PDM},
            {
                "celery": Pin(('celery==5.5; python_version >= "3.9"',), ("kombu",)),
                "kombu": Pin(("kombu==5.5",), ()),
                "pytest": Pin(("pytest==8.0",), (), is_development=True),
            },
            id="pdm",
        ),
        pytest.param(
            {"Pipfile.lock": PIPFILE},
            {
                "celery": Pin(("celery[redis]==5.5; python_version >= '3'",)),
                "pytest": Pin(("pytest==8.0",), is_development=True),
            },
            id="pipenv",
        ),
        pytest.param(
            {"pyproject.toml": PROJECT},
            {
                "celery": Pin(("celery[redis]>=5",)),
                "kombu": Pin(("kombu",)),
                "psycopg": Pin(("psycopg",)),
                "pytest": Pin(("pytest",), is_development=True),
            },
            id="project",
        ),
        pytest.param(
            {"pyproject.toml": OLD_PROJECT},
            {
                "a": Pin(("a>=1.2.3,<2",)),
                "b": Pin(("b>=0.2.3,<0.3",)),
                "c": Pin(("c>=1.2,<1.3",)),
                "d": Pin(("d==1.0",)),
                "e": Pin(("e>=1,<2",)),
                "g": Pin(("g",), is_development=True),
            },
            id="carets of Poetry",
        ),
        pytest.param(
            {
                "requirements.txt": "a==1 ; python_version < '3.12'\na==2\n-r more/x.txt\n",
                "more/x.txt": "-r y.txt\n-r ../requirements.txt\n",
                "more/y.txt": "b[x]==1  # why\n-e .\n",
            },
            {
                "a": Pin(('a==1; python_version < "3.12"', "a==2")),
                "b": Pin(("b[x]==1",)),
            },
            id="requirements",
        ),
        pytest.param({}, {}, id="nothing"),
    ],
)
def test_read(files: dict[str, str], expected: dict[str, Pin]) -> None:
    source = MemorySource({name: text.encode() for name, text in files.items()})
    named = next(iter(files), "requirements.txt")
    assert read_pins(source, named, "3.12").by_name == expected
    assert read_pins(source, "elsewhere.txt", "3.12").by_name == expected


def test_says_what_it_cannot_read_of_a_requirements_file() -> None:
    lines = (
        "--index-url https://pypi.example", "-e .", ".[dev]", "-c pins.txt", "", "# flask",
        "flask==", "-e git+https://git.example/shop#egg=shop", "-r nowhere.txt",
        "--requirement=more.txt",
    )  # fmt: skip
    files = {"requirements.txt": "\n".join(lines).encode(), "more.txt": b"@@@\nkombu==5.5\n"}
    pins = read_pins(MemorySource(files), "requirements.txt", "3.12")
    assert pins.by_name == {"kombu": Pin(("kombu==5.5",))}
    assert pins.unread == (
        "requirements.txt: flask==",
        "requirements.txt: -e git+https://git.example/shop#egg=shop",
        "nowhere.txt (there is no such file)",
        "more.txt: @@@",
    )


LOCK = '[[package]]\nname = "kombu"\nversion = "5.5"\n'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"uv.lock": "[[package"}, "uv.lock cannot be read: Expected", id="TOML"),
        pytest.param({"Pipfile.lock": "{"}, "Pipfile.lock cannot be read: Expecting", id="JSON"),
        pytest.param(
            {"Pipfile.lock": "[]"}, "Pipfile.lock is not as its tool writes it", id="a list"
        ),
        pytest.param(
            {"pdm.lock": "[[package]]\nversion = '1'"},
            "pdm.lock is not as its tool writes it: KeyError('name')",
            id="a name is missing",
        ),
        pytest.param(
            {"pyproject.toml": "project = 1"},
            "pyproject.toml is not as its tool writes it",
            id="no table",
        ),
        pytest.param(
            {"poetry.lock": LOCK, "pyproject.toml": "[project\n"},
            "pyproject.toml cannot be read: Expected",
            id="beside a lock",
        ),
    ],
)
def test_refuses_what_no_tool_has_written(files: dict[str, str], said: str) -> None:
    source = MemorySource({name: text.encode() for name, text in files.items()})
    with pytest.raises(SourceError) as raised:
        read_pins(source, next(iter(files)), "3.12")
    assert str(raised.value).startswith(said)
    assert raised.value.hint == (
        "have its tool write it again, or name another in `monolith.requirements`"
    )
