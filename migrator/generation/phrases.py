"""Lists in sentences: the first of many, and how many there are."""

from collections.abc import Iterable


def few(items: Iterable[str], most: int) -> tuple[str, ...]:
    """Keep the first ``most``, and count the rest; one more is named as well."""
    found = tuple(items)
    if len(found) <= most + 1:
        return found
    return (*found[:most], f"and {len(found) - most} more")


def enumerated(items: Iterable[str], most: int) -> str:
    """Write the first ``most`` with commas, and count the rest."""
    return ", ".join(few(items, most))
