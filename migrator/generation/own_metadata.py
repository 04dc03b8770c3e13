"""The metadata of the monolith's own distribution, for code that asks for its version.

Nobody installs the monolith where a service runs. A folder ``shop-1.2.dist-info`` beside its
packages answers ``importlib.metadata.version("shop")`` there.
https://packaging.python.org/en/latest/specifications/recording-installed-packages/
"""

import configparser
import re
import tomllib
from collections.abc import Iterator
from email import message_from_string

import msgspec
from packaging.utils import canonicalize_name

from migrator.generation.requirements import Metadata
from migrator.generation.source import Source, text_of
from migrator.model.extraction import Slice
from migrator.model.files import RenderedFile
from migrator.model.program import Program

LIBRARIES = ("metadata", "pkg_resources")
ASKS = re.compile(
    r"\b(?:version|metadata|distribution|get_distribution)\(\s*"
    r"(?:[\"']([\w.-]+)[\"']|(?:__name__|__package__)\s*\))"
)


class Own(msgspec.Struct, frozen=True):
    """The distribution that the monolith is; ``version`` is empty where nothing says it."""

    name: str
    version: str = ""

    def files(self, folder: str) -> Iterator[RenderedFile]:
        """Make its metadata, and the list of files, without which it has none to look through."""
        place = f"{canonicalize_name(self.name).replace('-', '_')}-{self.version}.dist-info"
        text = f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n"
        yield RenderedFile.of_text(f"{folder}/{place}/METADATA", text)
        listed = "".join(f"{place}/{name},,\n" for name in ("METADATA", "RECORD"))
        yield RenderedFile.of_text(f"{folder}/{place}/RECORD", listed)


def asked_for(
    program: Program, source: Source, sliced: Slice, metadata: Metadata | None
) -> Own | None:
    """Return the monolith's own distribution where code that travels asks for its metadata.

    Args:
        program: the monolith.
        source: its files.
        sliced: what travels.
        metadata: what is installed in the monolith's interpreter, where it was asked.
    """
    asked = set(_asked(program, source, sliced))
    if not asked:
        return None
    declared = list(_declared(source))
    named = [own for own in declared if canonicalize_name(own.name) in asked]
    if not named and not declared:
        tops = {canonicalize_name(name.partition(".")[0]) for name in sliced.modules}
        named = [Own(name) for name in sorted(asked & tops)]
    if not named:
        return None
    own = next((one for one in named if one.version), named[0])
    installed = (metadata or {}).get(canonicalize_name(own.name))
    if own.version or installed is None:
        return own
    return Own(own.name, installed.version)


def _asked(program: Program, source: Source, sliced: Slice) -> Iterator[str]:
    """Yield the names of distributions that code which travels asks for."""
    files = {module.name: module.file for module in program.modules}
    for name in sliced.modules:
        code = text_of(source, files[name]) if name in files else ""
        if not any(word in code for word in LIBRARIES):
            continue
        for found in ASKS.finditer(code):
            if sliced.has(name, code.count("\n", 0, found.start()) + 1):
                yield canonicalize_name(found[1] or name.partition(".")[0])


def _declared(source: Source) -> Iterator[Own]:
    """Yield what the monolith's files call its distribution."""
    paths = set(source.paths())
    if "pyproject.toml" in paths:
        yield from _in_pyproject(text_of(source, "pyproject.toml"))
    if "setup.cfg" in paths:
        yield from _in_setup(text_of(source, "setup.cfg"))
    if "PKG-INFO" in paths:
        told = message_from_string(text_of(source, "PKG-INFO"))
        if told["Name"]:
            yield Own(str(told["Name"]), str(told["Version"] or ""))


def _in_pyproject(text: str) -> Iterator[Own]:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for table in (read.get("project"), read.get("tool", {}).get("poetry")):
        if isinstance(table, dict) and isinstance(table.get("name"), str):
            version = table.get("version")
            yield Own(table["name"], version if isinstance(version, str) else "")


def _in_setup(text: str) -> Iterator[Own]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    name = parser.get("metadata", "name", fallback="")
    version = parser.get("metadata", "version", fallback="")
    if name:
        yield Own(name, "" if ":" in version else version)  # ``attr: shop.__version__``
