import pytest

from migrator.analysis.dependencies import find_dependencies
from migrator.model.constructs import Dependency
from tests.analysis.programs import program_of


def spell(found: Dependency) -> str:
    return f"{found.name} {found.versions} {found.location}"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(
            "requirements.txt",
            "# comment\nDjango>=4.2,<5  # why\n-r other.txt\nPillow[x]==1; python_version > '3'\n"
            "--index-url https://x\ncelery == 5.1 \\\n    --hash=sha256:1\n",
            [
                "django <5,>=4.2 requirements.txt:2",
                "pillow ==1 requirements.txt:4",
                "celery ==5.1 requirements.txt:6",
            ],
            id="requirements",
        ),
        pytest.param(
            "requirements/base.txt",
            "a @ https://x/a.whl\n-e git+https://x/b.git#egg=b_c\n./local\n",
            [
                "a https://x/a.whl requirements/base.txt:1",
                "b-c git+https://x/b.git requirements/base.txt:2",
            ],
            id="addresses",
        ),
        pytest.param("requirements-dev.txt", "pytest", [], id="for development"),
        pytest.param("requirements/test.txt", "pytest", [], id="for tests"),
        pytest.param(
            "pyproject.toml",
            "[tool.poetry.dependencies]\na = {version = '1', optional = true}\n"
            "b = {version = '2', markers = \"sys_platform == 'win32'\"}\n"
            "c = {version = '3', markers = \"os_name == 'posix'\"}\n",
            ["c 3 pyproject.toml:4"],
            id="what Poetry need not install",
        ),
        pytest.param("docs/requirements.txt", "torch", [], id="of the documentation"),
        pytest.param("examples/requirements.txt", "torch", [], id="of examples"),
        pytest.param("requirements-gpu.txt", "torch", [], id="of an extra"),
        pytest.param(
            "conditional-requirements.txt", "torch", [], id="where a setting asks for it"
        ),
        pytest.param(
            "requirements.txt",
            "a; sys_platform == 'win32'\nb; python_version < '3.9'\n"
            "c; python_version >= '3.13' and os_name == 'posix'\nd; extra == 'x'\n",
            ["c  requirements.txt:3"],
            id="for other systems",
        ),
        pytest.param(
            "requirements.txt",
            "a; sys_platform ~= 'linux'\nb; 'x' in extras\n",
            ["a  requirements.txt:1", "b  requirements.txt:2"],
            id="where a marker cannot be compared",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool.poetry.dependencies]\na = {version = '1', markers = 'any'}\n",
            ["a 1 pyproject.toml:2"],
            id="where a marker of Poetry cannot be read",
        ),
        pytest.param(
            "pyproject.toml",
            "[project]\ndependencies = [\n  'flask~=3.0',\n]\noptional-dependencies.x = ['y']\n"
            "[dependency-groups]\ndev = ['pytest']\nserve = ['gunicorn']\n",
            ["flask ~=3.0 pyproject.toml:3", "gunicorn  pyproject.toml:8"],
            id="standard",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython = '^3.11'\nFlask_Login = '^0.6'\n"
            "redis = {version = '*', optional = false}\n"
            "[tool.poetry.group.dev.dependencies]\npytest = '*'\n",
            ["flask-login ^0.6 pyproject.toml:3", "redis * pyproject.toml:4"],
            id="poetry",
        ),
        pytest.param(
            "setup.cfg",
            "[options]\ninstall_requires =\n    flask>=2\n    celery\n",
            ["flask >=2 setup.cfg:3", "celery  setup.cfg:4"],
            id="setuptools",
        ),
        pytest.param(
            "Pipfile",
            "[packages]\nflask = '*'\n[dev-packages]\npytest = '*'\n",
            ["flask * Pipfile:2"],
            id="Pipfile",
        ),
        pytest.param("app.yaml", "flask", [], id="something else"),
    ],
)
def test_reads(file: str, text: str, expected: list[str]) -> None:
    found = tuple(find_dependencies({file: text}))
    assert [spell(one) for one in found if isinstance(one, Dependency)] == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("file", ["pyproject.toml", "setup.cfg", "Pipfile"])
def test_says_what_it_cannot_read(file: str) -> None:
    documents = {file: "[project", "requirements.txt": "flask"}
    found = [f"{type(one).__name__} {one.location}" for one in find_dependencies(documents)]
    assert sorted(found) == ["Dependency requirements.txt:1", f"Unresolved {file}:1"]


def test_reads_what_setup_is_given() -> None:
    program = program_of(
        {
            "setup.py": """\
                from setuptools import setup
                NEEDED = ["Flask>=2", "celery"]
                setup(name="shop", install_requires=NEEDED + ["redis", unknown])
                """
        }
    )
    assert [spell(found) for found in program.dependencies] == [
        "celery  setup.py:3",
        "flask >=2 setup.py:3",
        "redis  setup.py:3",
    ]
