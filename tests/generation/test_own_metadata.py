"""Code that asks for the version of the monolith, which nobody installs where a service runs."""

import textwrap

import pytest

from migrator.generation.extract import extract
from migrator.generation.natures import finals
from migrator.generation.requirements import Distribution
from migrator.model.extraction import Layer
from migrator.model.plan import MigrationPlan
from tests.generation.shops import analyzed
from tests.generation.symbols.slices import APP

VIEW = """\
from flask import Blueprint
from importlib.metadata import version

bp = Blueprint("views", __name__)

@bp.get("/")
def index():
    return version({})


def unused():
    return version("shop-tools")
"""
PROJECT = {"pyproject.toml": "[project]\nname = 'The.Shop'\nversion = '1.2'\n"}
DYNAMIC = {"pyproject.toml": "[project]\nname = 'the-shop'\ndynamic = ['version']\n"}
POETRY = {"pyproject.toml": "[tool.poetry]\nname = 'the-shop'\nversion = '1.3'\n"}
SETUP = {"setup.cfg": "[metadata]\nname = the_shop\nversion = 1.4\n"}
ATTRIBUTE = {"setup.cfg": "[metadata]\nname = the_shop\nversion = attr: shop.V\n"}
ARCHIVE = {"PKG-INFO": "Metadata-Version: 2.1\nName: the-shop\nVersion: 1.5\n"}


def made(asked: str, files: dict[str, str], installed: str = "") -> dict[str, str]:
    """Return the generated files that have ``dist-info`` or notes in their names."""
    texts = {path: textwrap.dedent(text) for path, text in APP.items()}
    texts |= {"shop/views.py": VIEW.format(asked), "requirements.txt": "flask==3.1\n", **files}
    program, source = analyzed({path: text.encode() for path, text in texts.items()})
    metadata = {
        "flask": Distribution((), ("flask",)),
        "the-shop": Distribution((), ("shop",), version=installed),
    }
    done = extract(program, MigrationPlan(), "shop.views", source, metadata=metadata)
    layers = [layer for layer in done.layers if layer.layer is not Layer.COPIED]
    return {
        path.removeprefix("services/views/"): file.content.decode()
        for path, file in finals(layers).items()
        if "dist-info" in path or path.endswith("MIGRATION.md")
    }


@pytest.mark.parametrize(
    ("files", "installed", "version", "name"),
    [
        pytest.param(PROJECT, "", "1.2", "The.Shop", id="project"),
        pytest.param(POETRY, "", "1.3", "the-shop", id="poetry"),
        pytest.param(SETUP, "", "1.4", "the_shop", id="setup.cfg"),
        pytest.param(ARCHIVE, "", "1.5", "the-shop", id="PKG-INFO"),
        pytest.param({**DYNAMIC, **ARCHIVE}, "1.6", "1.5", "the-shop", id="the first that says"),
        pytest.param(DYNAMIC, "1.7", "1.7", "the-shop", id="dynamic, but installed"),
    ],
)
def test_metadata_of_the_monolith_travels(
    files: dict[str, str], installed: str, version: str, name: str
) -> None:
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    found = made('"the-shop"', files, installed)
    place = f"the_shop-{version}.dist-info"
    assert found[f"{place}/METADATA"] == text
    assert found[f"{place}/RECORD"] == f"{place}/METADATA,,\n{place}/RECORD,,\n"


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        pytest.param('"flask"', PROJECT, id="another distribution"),
        pytest.param("__package__", PROJECT, id="a package that is called otherwise"),
        pytest.param('"the-shop"', DYNAMIC, id="nothing says it"),
        pytest.param('"the-shop"', ATTRIBUTE, id="an attribute"),
        pytest.param("__name__", {}, id="not declared"),
    ],
)
def test_no_version_is_made_up(asked: str, files: dict[str, str]) -> None:
    assert [path for path in made(asked, files) if "dist-info" in path] == []


def test_what_no_file_says_is_told() -> None:
    note = "The slice asks for the version of `the-shop`, which is the monolith itself"
    assert note in made('"the-shop"', DYNAMIC)["MIGRATION.md"]
    assert note not in made('"flask"', DYNAMIC)["MIGRATION.md"]
