"""Which templates a service may render, and the words in them.

A template counts as soon as a string ends its name: ``admin/users.html`` stands for every file
whose name ends in ``users.html``, for loaders have folders and prefixes of their own, and
``.html``, of a name that is put together, for all of them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from migrator.generation.assets import FOR_BROWSERS
from migrator.generation.source import Source, text_of
from migrator.generation.symbols.heard import said_by_template

FOLDER = "templates"
NO_TEMPLATES = FOR_BROWSERS | {".lock", ".mo", ".pdf", ".po", ".pot", ".pyc", ".zip"}
OTHERS = frozenset(  # unless they lie in a folder of templates
    {
        ".cfg", ".csv", ".ini", ".json", ".md", ".py", ".rst", ".sh", ".sql", ".toml", ".ts",
        ".tsx", ".vue", ".yaml", ".yml",
    }
)  # fmt: skip
NAME = re.compile(r"[^\s\"']*\.\w{1,6}")
QUOTED = re.compile(r"""["']([^"'\s]*\.\w{1,6})["']""")
TAKES = re.compile(r"{%-?\s*(?:include|extends|import|from)\s+([^%]*)%}")
WORD = re.compile(r"[A-Za-z_]\w*")


def may_be_template(path: str) -> bool:
    """Tell whether a file may be a template, by its name."""
    return PurePosixPath(path).suffix.lower() not in NO_TEMPLATES


def rendered(texts: Mapping[str, str], strings: Collection[str]) -> frozenset[str] | None:
    """Choose the templates that may be rendered; None where one takes another by a computed name.

    Args:
        texts: files that may be templates, by path. Outside of folders called ``templates``, all
            of them count.
        strings: the strings of the code that travels.
    """
    names = {text for text in strings if NAME.fullmatch(text)}
    ends = _Ends(names)
    found: set[str] = set()
    left = sorted(texts)
    while True:
        new = [path for path in left if _counts(path, ends)]
        if not new:
            return frozenset(found)
        found.update(new)
        left = [path for path in left if path not in found]
        for path in new:
            if any(not re.search("[\"']", taken) for taken in TAKES.findall(texts[path])):
                return None
            ends.add(QUOTED.findall(texts[path]))


def words_of_templates(source: Source) -> Iterator[str]:
    """Yield the names of attributes that any template of the monolith may say."""
    for path in source.paths():
        is_below = f"/{FOLDER}/" in f"/{path}"
        is_text = PurePosixPath(path).suffix.lower() not in OTHERS
        if may_be_template(path) and (is_below or is_text):
            yield from said_by_template(text_of(source, path))


def words_of(texts: Collection[str]) -> frozenset[str]:
    """Return all words of texts."""
    return frozenset(word for text in texts for word in WORD.findall(text))


class _Ends:
    """Names of files without their folders, each of which stands for all paths that end so."""

    def __init__(self, names: Collection[str]) -> None:
        self._names: tuple[str, ...] = ()
        self.add(names)

    def add(self, names: Collection[str]) -> None:
        self._names = tuple({*self._names, *(name.rpartition("/")[2] for name in names)})

    def has(self, path: str) -> bool:
        return path.endswith(self._names)


def _counts(path: str, ends: _Ends) -> bool:
    parts = path.split("/")
    return FOLDER not in parts[:-1] or "." not in parts[-1] or ends.has(path)
