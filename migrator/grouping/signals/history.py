"""History: files that the same commits change, and the same people."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from migrator.grouping.ties import Material, Tie

# A commit that touches more files than this is a release or a renaming.
TOO_LARGE = 20
SELDOM = 2
AUTHORS = 0.1


def history(material: Material) -> Iterator[Tie]:
    """Tie modules that were changed together at least twice, and those of the same people."""
    modules = {file: name for name, file in material.files.items()}
    together: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for commit in material.history:
        changed = sorted({modules[file] for file in commit.files if file in modules})
        if len(changed) <= TOO_LARGE:
            alone.update(changed)
            together.update(combinations(changed, 2))
    for (one, other), count in sorted(together.items()):
        if count >= SELDOM:
            share = count / (alone[one] + alone[other] - count)
            yield Tie(f"{one}:", f"{other}:", share, material.start_of(one))


def authors(material: Material) -> Iterator[Tie]:
    """Tie modules that were changed together by commits of people who touch little else."""
    modules = {file: name for name, file in material.files.items()}
    touched: dict[str, set[str]] = {}
    for commit in material.history:
        own = touched.setdefault(commit.author, set())
        own.update(modules[file] for file in commit.files if file in modules)
    for _, group in sorted(touched.items()):
        if len(group) <= TOO_LARGE:
            for one, other in combinations(sorted(group), 2):
                yield Tie(f"{one}:", f"{other}:", AUTHORS, material.start_of(one))
