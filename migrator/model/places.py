"""The place of a waiver: a line, a line of a function, a function or class, or modules.

``shop/mail.py:41``, ``shop/mail.py:41 in shop.mail:send``, with ``(2 of 3)`` behind it where the
function has three findings of the rule; ``shop.mail:send``, ``shop.legacy.*``.
"""

import re
from fnmatch import fnmatchcase

import msgspec

from migrator.model.ownership import covers

FORMS = "a line (shop/mail.py:41), a function (shop.mail:send) or modules (shop.legacy.*)"

_SYMBOL = r"[\w.]*:[\w.<>]*"
_ORDER = r"\s*\((?P<order>[0-9]+) of (?P<total>[0-9]+)\)"
_LINE = re.compile(
    rf"(?P<file>[^:]+):(?P<line>[0-9]+)(?:\s+in\s+(?P<symbol>{_SYMBOL})(?:{_ORDER})?)?"
)
_FUNCTION = re.compile(_SYMBOL)
_MODULES = re.compile(r"[\w.*?]+")


class Place(msgspec.Struct, frozen=True):
    """Where a waiver holds; what is not said is empty.

    Attributes:
        symbol: ``package.module:Qualified.name``; code at module level is ``package.module:``.
        modules: a pattern, or the name of a module or package.
        order: which finding of the rule in ``symbol`` it is, from 1, by line.
        total: how many of them there were.
    """

    file: str = ""
    line: int = 0
    symbol: str = ""
    modules: str = ""
    order: int = 0
    total: int = 0

    def has_symbol(self, name: str) -> bool:
        """Tell whether ``name`` is the symbol, or is defined in it."""
        return name == self.symbol or (
            not self.symbol.endswith(":") and name.startswith(f"{self.symbol}.")
        )

    def has_module(self, name: str) -> bool:
        """Tell whether the pattern names a module, or a package that holds it."""
        return fnmatchcase(name, self.modules) or covers(self.modules, name)


def parse_place(text: str) -> Place | None:
    """Read a place; None where it has none of the forms."""
    if found := _LINE.fullmatch(text):
        order, total = int(found["order"] or 0), int(found["total"] or 0)
        if total and not 1 <= order <= total:
            return None
        line, symbol = int(found["line"]), found["symbol"] or ""
        return Place(found["file"], line, symbol, order=order, total=total)
    if _FUNCTION.fullmatch(text):
        return Place(symbol=text)
    return Place(modules=text) if _MODULES.fullmatch(text) else None
