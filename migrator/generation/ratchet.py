"""A contract of import-linter: the monolith does not import more of a service than it does today.

https://import-linter.readthedocs.io/en/stable/contract_types/protected/
"""

import configparser
import re
import tomllib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from migrator.errors import PlanError
from migrator.model.extraction import Crossing
from migrator.model.ownership import covers

SECTION = "importlinter"
PREFIX = "migrate-"
FRESH = ".importlinter"
TESTS = "tests"
# In the order in which import-linter looks for its configuration.
CONFIGURATIONS = ("setup.cfg", FRESH, "pyproject.toml")


class Ratchet(msgspec.Struct, frozen=True):
    """What may import a service's modules.

    Attributes:
        protected: modules and packages that only they themselves import,
        allowed: but for these, which were there before: importer, imported.
    """

    service: str
    protected: tuple[str, ...]
    allowed: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What import-linter prints."""
        return f"Nothing more of the monolith imports {self.service}, which moves to a service"

    def broken_by(self, crossings: Iterable[Crossing]) -> tuple[Crossing, ...]:
        """Pick the imports that the contract does not allow."""
        return tuple(c for c in crossings if not self._allows(c))

    def _allows(self, crossing: Crossing) -> bool:
        return _is_allowed((crossing.importer, crossing.imported), self.allowed)


def ratchet_of(
    service: str, modules: Iterable[str], crossings: Iterable[Crossing]
) -> Ratchet | None:
    """Make the contract; None where the service has no modules of its own.

    Packages of tests are one importer: what no visitor reaches need not be counted.
    """
    protected = _outermost(modules)
    if not protected:
        return None
    allowed = tuple(sorted({(_importer(c.importer), c.imported) for c in crossings}))
    return Ratchet(service, protected, allowed)


def _importer(module: str) -> str:
    """Name a module, or all that lies in folders of tests."""
    root, *inner, _ = module.split(".") if "." in module else (module, "")
    if TESTS not in inner:
        return module
    return f"{root}.{TESTS}.**" if inner[0] == TESTS else f"{root}.**.{TESTS}.**"


def tightened(ratchet: Ratchet, known: Iterable[Ratchet]) -> Ratchet:
    """Let an earlier contract of the service allow no more than it did; wildcards stay."""
    for earlier in known:
        if earlier.service == ratchet.service:
            allowed = tuple(
                pair
                for pair in earlier.allowed
                if "*" in "".join(pair) or _is_allowed(pair, ratchet.allowed)
            )
            return msgspec.structs.replace(ratchet, allowed=allowed)
    return ratchet


def is_configuration(name: str, text: str) -> bool:
    """Tell whether a file configures import-linter."""
    return f"[{SECTION}]" in text or (
        name.endswith(".toml") and (f"tool.{SECTION}" in text or f"[tool]\n{SECTION}" in text)
    )


def with_ratchet(name: str, text: str | None, ratchet: Ratchet, roots: Sequence[str]) -> str:
    """Add the contract to a configuration, or put it in the place of an earlier one.

    Args:
        name: the file's name tells its language.
        text: what it holds; None where there is none.
        ratchet: the contract.
        roots: top-level packages, for a file that does not configure import-linter yet.

    Raises:
        PlanError: the file cannot be read.
    """
    try:
        if name.endswith(".toml"):
            return _with_toml(text or "", ratchet, roots)
        return _with_ini(text or "", ratchet, roots)
    except (TOMLKitError, configparser.Error) as error:
        raise PlanError(
            f"{name} cannot be read: {error}", hint="the contract of import-linter goes there"
        ) from error


def read_ratchets(name: str, text: str) -> tuple[Ratchet, ...]:
    """Read the contracts that ``with_ratchet`` wrote; nothing where the file cannot be read."""
    try:
        found = _toml_contracts(text) if name.endswith(".toml") else _ini_contracts(text)
    except (tomllib.TOMLDecodeError, configparser.Error):
        return ()
    return tuple(
        Ratchet(
            service=str(contract["id"]).removeprefix(PREFIX),
            protected=tuple(_lines(contract.get("protected_modules"))),
            allowed=tuple(
                (importer.strip(), imported.strip())
                for importer, _, imported in (
                    line.partition("->") for line in _lines(contract.get("ignore_imports"))
                )
            ),
        )
        for contract in found
        if str(contract.get("id", "")).startswith(PREFIX)
    )


def _outermost(modules: Iterable[str]) -> tuple[str, ...]:
    names = sorted(set(modules))
    return tuple(n for n in names if not any(o != n and covers(o, n) for o in names))


def _is_allowed(pair: tuple[str, str], allowed: Iterable[tuple[str, str]]) -> bool:
    importer, imported = pair
    return any(_matches(one, importer) and _matches(other, imported) for one, other in allowed)


def _matches(pattern: str, module: str) -> bool:
    """Match as import-linter does: ``*`` is a part of a name, ``**`` any number of parts."""
    if "*" not in pattern:
        return pattern == module
    if "**" in pattern:
        return fnmatchcase(module, pattern.replace("**", "*"))
    expression = re.escape(pattern).replace(r"\*", r"[^.]+")
    return re.fullmatch(expression, module) is not None


def _fields(ratchet: Ratchet) -> dict[str, Any]:
    """Spell the contract; imports that go away are no error, the contract may say less then."""
    fields: dict[str, Any] = {
        "id": _id(ratchet),
        "name": ratchet.title,
        "type": "protected",
        "protected_modules": list(ratchet.protected),
        "allowed_importers": list(ratchet.protected),
    }
    if ratchet.allowed:
        fields["ignore_imports"] = [f"{one} -> {other}" for one, other in ratchet.allowed]
        fields["unmatched_ignore_imports_alerting"] = "none"
    return fields


def _with_toml(text: str, ratchet: Ratchet, roots: Sequence[str]) -> str:
    tool: Any = tomlkit.parse(text).get("tool", {})
    if SECTION not in tool:
        head = f"[tool.{SECTION}]\nroot_packages = {_toml_list(roots)}\n\n"
        return f"{_paragraph(text)}{head}{_toml_contract(ratchet)}"
    contracts = tool[SECTION].get("contracts")
    is_new = not any(contract.get("id") == _id(ratchet) for contract in contracts or ())
    if is_new and (contracts is None or isinstance(contracts, AoT)):
        # Right wherever the other contracts stand: the header says the whole name.
        return f"{_paragraph(text)}{_toml_contract(ratchet)}"
    return _exchanged(text, ratchet)


def _exchanged(text: str, ratchet: Ratchet) -> str:
    """Put the contract in the place of the one with its id, or into a list that is one value."""
    document: Any = tomlkit.parse(text)
    new: Any = tomlkit.parse(_toml_contract(ratchet))
    contract = new["tool"][SECTION]["contracts"][0]
    contracts = document["tool"][SECTION]["contracts"]
    for old in contracts:
        if old.get("id") == _id(ratchet):
            for key in [key for key in old if key not in contract]:
                del old[key]
            for key in [key for key in contract if old.get(key) != contract[key]]:
                old[key] = contract[key]
            break
    else:
        contracts.append(_fields(ratchet))
    return tomlkit.dumps(document)


def _paragraph(text: str) -> str:
    return f"{text.rstrip()}\n\n" if text.strip() else ""


def _id(ratchet: Ratchet) -> str:
    return f"{PREFIX}{ratchet.service}"


def _toml_contract(ratchet: Ratchet) -> str:
    lines = [f"[[tool.{SECTION}.contracts]]"]
    for key, value in _fields(ratchet).items():
        spelled = _toml_list(value) if isinstance(value, list) else _quoted(value)
        lines.append(f"{key} = {spelled}")
    return "\n".join(lines) + "\n"


def _toml_list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return f"[{', '.join(map(_quoted, words))}]"
    return "[\n" + "".join(f"  {_quoted(word)},\n" for word in words) + "]"


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()


def _with_ini(text: str, ratchet: Ratchet, roots: Sequence[str]) -> str:
    configparser.ConfigParser(interpolation=None).read_string(text)
    lines = [f"[{SECTION}:contract:{PREFIX}{ratchet.service}]"]
    for key, value in _fields(ratchet).items():
        if key != "id":
            spelled = "".join(f"\n    {v}" for v in value) if isinstance(value, list) else value
            lines.append(f"{key} = {spelled}".replace(" = \n", " =\n"))
    section = "\n".join(lines) + "\n"
    if f"[{SECTION}]" not in text:
        packages = "".join(f"\n    {root}" for root in roots)
        text = f"{_paragraph(text)}[{SECTION}]\nroot_packages ={packages}\n"
    pattern = re.compile(
        rf"^{re.escape(lines[0])}\n(?:(?!\[).*\n)*?(?=\n*(?:\[|\Z))", re.MULTILINE
    )
    if pattern.search(text):
        return pattern.sub(lambda _: section, text)
    return f"{_paragraph(text)}{section}"


def _toml_contracts(text: str) -> list[dict[str, Any]]:
    found = tomllib.loads(text).get("tool", {}).get(SECTION, {}).get("contracts", [])
    return [dict(contract) for contract in found]


def _ini_contracts(text: str) -> list[dict[str, Any]]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    front = f"{SECTION}:contract:"
    return [
        {"id": name.removeprefix(front), **dict(parser[name])}
        for name in parser.sections()
        if name.startswith(front)
    ]


def _lines(value: Any) -> list[str]:  # noqa: ANN401 - what a file says
    if isinstance(value, list):
        return [str(item) for item in value]
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]
