"""Names and tuples as generated Python spells them."""

from collections.abc import Iterable


def quoted(text: str) -> str:
    """Spell a Python string with double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def tuple_of(words: Iterable[str]) -> str:
    """Spell a sorted tuple of strings."""
    quotes = [quoted(word) for word in sorted(words)]
    return f"({quotes[0]},)" if len(quotes) == 1 else f"({', '.join(quotes)})"
