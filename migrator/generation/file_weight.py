"""Files that travel and are no code, where Lambda would refuse them for their size."""

from collections import Counter
from collections.abc import Mapping

from migrator.generation.requirements import MOST_BYTES

MEGABYTE = 2**20


def weight_told(sizes: Mapping[str, int], requirements: int) -> str:
    """Say that files and requirements are more than Lambda unzips; nothing where they are not.

    Args:
        sizes: bytes of each file, by path.
        requirements: bytes that the requirements take; 0 where that is not known.
    """
    own = sum(sizes.values())
    if own + requirements <= MOST_BYTES or not sizes:
        return ""
    folders: Counter[str] = Counter()
    for path, size in sizes.items():
        folders[path.rpartition("/")[0] or "."] += size
    heaviest, bytes_there = max(folders.items(), key=lambda one: (one[1], one[0]))
    return (
        f"Files that are no code take {megabytes(own)}, of which `{heaviest}` has "
        f"{megabytes(bytes_there)}. **Lambda takes 250 MB, requirements included**: keep in S3 "
        "what browsers load, and list what the service does not read in .gitignore."
    )


def megabytes(count: int) -> str:
    """Write a number of bytes."""
    return f"{max(1, round(count / MEGABYTE))} MB"
