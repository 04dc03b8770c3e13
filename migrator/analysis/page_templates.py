"""Templates of Django and Jinja as text: what they extend and include, link to, and call.

They are not compiled: links and words are read out of their tags.
https://docs.djangoproject.com/en/stable/ref/templates/builtins/
https://jinja.palletsprojects.com/en/stable/templates/
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

import msgspec

SUFFIXES = (".html", ".htm", ".jinja", ".jinja2", ".j2")
# These mean something else outside of the folders that templates stand in.
OTHERS = (".txt", ".xml", ".mjml", ".email", ".subject", ".md")
FOLDERS = frozenset({"templates", "jinja2"})
TAG = re.compile(r"\{#.*?#\}|\{%(.*?)%\}|\{\{(.*?)\}\}", re.DOTALL)
RAW = re.compile(r"\{%-?\s*(raw|verbatim|comment)\b.*?%\}.*?\{%-?\s*end\1\b.*?%\}", re.DOTALL)
OTHER = re.compile(
    r"\s*-?\s*(?:extends|include|import|from)\b[^'\"]*((?:['\"][^'\"]+['\"][\s,]*)+)"
)
LINK = re.compile(r"""(?:^-?\s*url\s+|\b(?:url_for|url)\(\s*)['"]([^'"]+)['"]""")
QUOTED = re.compile(r"""['"]([^'"]+)['"]""")
WORD = re.compile(r"[A-Za-z_]\w*")
STRING = re.compile(r"""'[^']*'|"[^"]*\"""")
DEEPEST = 16  # templates in templates


class Template(msgspec.Struct, frozen=True):
    """What one file says.

    Attributes:
        others: names of templates that it extends, includes or imports from.
        links: names of routes, with lines.
        words: names in its tags: variables, filters, functions.
        broken_at: the line of a tag that does not end; 0 where all do.
    """

    others: tuple[str, ...]
    links: tuple[tuple[str, int], ...]
    words: frozenset[str]
    broken_at: int = 0


def is_template(file: str) -> bool:
    """Tell templates by their suffixes, and by the folders that they stand in."""
    if file.endswith(SUFFIXES):
        return True
    return file.endswith(OTHERS) and not FOLDERS.isdisjoint(file.split("/")[:-1])


def read_template(text: str) -> Template:
    """Read the tags of a template."""
    text = RAW.sub(lambda raw: "\n" * raw[0].count("\n"), text)
    others: dict[str, None] = {}
    links: list[tuple[str, int]] = []
    words: set[str] = set()
    rest: list[str] = []
    end, line = 0, 1
    for tag in TAG.finditer(text):
        rest.append(text[end : tag.start()])
        line += text.count("\n", end, tag.start())
        said = tag[1] if tag[1] is not None else tag[2] or ""
        if "{%" in said:
            return Template(tuple(others), tuple(links), frozenset(words), broken_at=line)
        if tag[1] is not None and (found := OTHER.match(said)):
            others.update(dict.fromkeys(QUOTED.findall(found[1])))
        links += [(name, line) for name in LINK.findall(said)]
        words.update(WORD.findall(STRING.sub("", said)))
        line += text.count("\n", tag.start(), tag.end())
        end = tag.end()
    broken = text.find("{%", end)
    at = line + text.count("\n", end, broken) if broken >= 0 else 0
    return Template(tuple(others), tuple(links), frozenset(words), at)


class Templates:
    """The templates among the documents beside the source."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._documents = documents
        self._read: dict[str, Template] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Map the names of templates to files: paths from a folder of templates, or any end."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file in sorted(filter(is_template, self._documents)):
            parts = PurePosixPath(file).parts
            for start in range(len(parts)):
                found["/".join(parts[start:])].append(file)
        return found

    def files(self, name: str, near: str = "") -> tuple[str, ...]:
        """Return the files that a name may mean: those in folders of templates, if there are.

        Of several themes it is that of the file that names it (``near``), if it has one.
        """
        files = self._by_name.get(name.lstrip("/"), [])
        own = [file for file in files if near.startswith(file.removesuffix(name.lstrip("/")))]
        proper = own or [file for file in files if _folder(file, name) in FOLDERS]
        return tuple(proper or files)

    def read(self, file: str) -> Template:
        """Return what a file says."""
        if file not in self._read:
            self._read[file] = read_template(self._documents[file])
        return self._read[file]

    def closure(self, names: tuple[str, ...]) -> Iterator[tuple[str, Template]]:
        """Yield the files of templates, and of all that they extend and include."""
        seen: set[str] = set()
        waiting = [(name, "", 0) for name in names]
        while waiting:
            name, near, depth = waiting.pop()
            for file in self.files(name, near):
                if file not in seen:
                    seen.add(file)
                    template = self.read(file)
                    yield file, template
                    if depth < DEEPEST:
                        waiting += [(other, file, depth + 1) for other in template.others]


def _folder(file: str, name: str) -> str:
    return PurePosixPath(file.removesuffix(name.lstrip("/"))).name
