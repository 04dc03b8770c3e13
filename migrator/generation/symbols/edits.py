"""The deletions that reduce a module to the statements which travel.

What stays is byte for byte as it was. The comments directly above a deleted statement go with it,
and so do the empty lines that would be left twice.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from migrator.generation.symbols.units import ModuleUnits, Unit, lines_of
from migrator.model.extraction import Edit

Located = ast.alias | ast.expr


def edits_of(
    units: ModuleUnits,
    content: bytes,
    kept: Collection[Unit],
    gone: Collection[ast.AST],
) -> tuple[Edit, ...]:
    """List the deletions of one module, in the order of the source.

    Args:
        units: the module.
        content: its bytes.
        kept: units that travel.
        gone: statements, elements and imported names that go from units that travel.
    """
    text = _Text(units.name, content)
    found: list[Edit] = []
    spans: list[tuple[int, int]] = []
    for node, group in _by_statement(units):
        left = [u for u in group if u in kept and u.node not in gone]
        if not left:
            spans.append(lines_of(node))
        elif len(left) < len(group):
            aliases = [u.alias for u in group if u.alias is not None]
            out = [u.alias for u in group if u not in left and u.alias is not None]
            found += text.parts(aliases, out, node, keeps_comma=False)
    shared = _shared_lines(units, kept)
    spans = [span for span in spans if not shared.intersection(range(span[0], span[1] + 1))]
    spans += [lines_of(guard) for guard in _empty_guards(units, kept)]
    for unit in kept:
        if unit.node not in gone and unit.alias is None:
            found += _inside(unit.node, text, gone, spans)
    found += text.statements(_without_inner(spans))
    return tuple(sorted(_joined(found)))


def apply(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Delete."""
    left, at = [], 0
    for edit in sorted(edits):
        left.append(content[at : edit.start])
        at = max(at, edit.end)
    return b"".join([*left, content[at:]])


def takes_lines(edit: Edit, content: bytes) -> bool:
    """Tell whether an edit deletes whole lines."""
    starts = not edit.start or content[edit.start - 1 : edit.start] == b"\n"
    return starts and content[: edit.end].endswith(b"\n")


def _by_statement(units: ModuleUnits) -> Iterator[tuple[ast.stmt, list[Unit]]]:
    groups: dict[ast.stmt, list[Unit]] = {}
    for unit in units.units:
        groups.setdefault(unit.node, []).append(unit)
    yield from groups.items()


def _shared_lines(units: ModuleUnits, kept: Collection[Unit]) -> set[int]:
    """Return the first and last lines of what stays: another statement may stand on them."""
    return {line for u in units.units if u in kept for line in (u.first, u.last)}


def _empty_guards(units: ModuleUnits, kept: Collection[Unit]) -> Iterator[ast.If]:
    for guard in dict.fromkeys(units.guards.values()):
        if not any(u in kept for u in units.units if units.guards.get(u.node) is guard):
            yield guard


def _without_inner(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave spans out that lie in another."""
    return [
        (a, b)
        for i, (a, b) in enumerate(spans)
        if not any(
            (c, d) != (a, b) and c <= a and b <= d for j, (c, d) in enumerate(spans) if i != j
        )
    ]


def _inside(
    node: ast.stmt, text: "_Text", gone: Collection[ast.AST], spans: list[tuple[int, int]]
) -> Iterator[Edit]:
    """Delete inside of a statement that travels; whole statements are added to ``spans``."""
    todo: list[ast.AST] = [node]
    while todo:
        inner = todo.pop()
        if inner is not node and inner in gone and isinstance(inner, ast.stmt):
            spans.append(lines_of(inner))
            continue
        if isinstance(inner, ast.Import | ast.ImportFrom):
            out = [a for a in inner.names if a in gone]
            if len(out) == len(inner.names):
                spans.append(lines_of(inner))
            elif out:
                yield from text.parts(inner.names, out, inner, keeps_comma=False)
        if isinstance(inner, ast.List | ast.Tuple | ast.Set):
            elements = [e for e in inner.elts if e in gone]
            if elements:
                is_tuple = isinstance(inner, ast.Tuple)
                yield from text.parts(inner.elts, elements, inner, keeps_comma=is_tuple)
        todo += ast.iter_child_nodes(inner)


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Leave edits out that lie in another, and shorten those that overlap the one before."""
    end = -1
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.end > end:
            start = max(edit.start, end) if end > edit.start else edit.start
            yield msgspec.structs.replace(edit, start=start)
            end = edit.end


class _Text:
    """The bytes of a file, by lines."""

    def __init__(self, module: str, content: bytes) -> None:
        self._module = module
        self._content = content
        self._bom = 3 if content.startswith(b"\xef\xbb\xbf") else 0
        self._starts = [0, *(m.end() for m in re.finditer(rb"\r\n|\n|\r", content))]
        if self._starts[-1] != len(content):
            self._starts.append(len(content))

    def statements(self, spans: list[tuple[int, int]]) -> list[Edit]:
        """Delete whole lines, with comments above and empty lines that would be too many."""
        found: list[Edit] = []
        merged = [(self._with_comments(first), last) for first, last in sorted(spans)]
        gone = {line for first, last in merged for line in range(first, last + 1)}
        gone |= set(self._spare_blanks(gone))
        at = 0
        for index, (first, last) in enumerate(merged):
            start = first
            while start - 1 in gone and start - 1 > at and self._is_blank(start - 1):
                start -= 1
            end = last
            limit = merged[index + 1][0] if index + 1 < len(merged) else self._count() + 1
            while end + 1 in gone and end + 1 < limit:
                end += 1
            at = end
            found.append(self._lines(start, end))
        return found

    def _spare_blanks(self, gone: set[int]) -> Iterator[int]:
        """Yield the empty lines around what goes that would be more than any gap had before."""
        line = 1
        while line <= self._count():
            if line not in gone and not self._is_blank(line):
                line += 1
                continue
            first = line
            while line <= self._count() and (line in gone or self._is_blank(line)):
                line += 1
            run = range(first, line)
            if not any(n in gone for n in run):
                continue
            at_end = first == 1 or line > self._count()
            blanks = [n for n in run if n not in gone]
            left = [] if at_end else _longest(blanks)
            yield from (n for n in blanks if n not in left)

    def _lines(self, first: int, last: int) -> Edit:
        line = first
        while line < last and self._line(line).strip()[:1] in {b"#", b""}:
            line += 1
        start = self._starts[first - 1] if first > 1 else self._bom
        words = _one_line(self._slice(line, last))
        return Edit(self._module, start, self._starts[last], line, words)

    def parts(
        self,
        every: Sequence[Located],
        gone: Sequence[Located],
        around: ast.AST,
        *,
        keeps_comma: bool,
    ) -> list[Edit]:
        """Delete elements of an import or a list with their commas."""
        found = []
        left = [part for part in every if part not in gone]
        for index, part in enumerate(every):
            if part not in gone:
                continue
            words = _one_line(self._content[self._start(part) : self._end(part)])
            if isinstance(part, ast.alias):
                words = f"import of {words}"
            if self._stands_alone(part, around):
                first = self._with_comments(part.lineno)
                edit = self._whole_lines(first, part.end_lineno or part.lineno)
            elif index + 1 < len(every) and any(p in left for p in every[index + 1 :]):
                edit = (self._start(part), self._start(every[index + 1]))
            elif keeps_comma and len(left) == 1:
                edit = (self._start(part), self._end(part))
            else:
                edit = (self._end(every[index - 1]), self._end(part))
            found.append(Edit(self._module, *edit, part.lineno, words))
        return found

    def _stands_alone(self, part: Located, around: ast.AST) -> bool:
        """Tell whether nothing but an element, its comma and a comment stand on its lines."""
        before = self._content[self._starts[part.lineno - 1] : self._start(part)]
        end_line = part.end_lineno or part.lineno
        after = self._content[self._end(part) : self._starts[min(end_line, self._count())]]
        closes = end_line == getattr(around, "end_lineno", 0)
        return (
            not before.strip() and not closes and bool(re.fullmatch(rb"\s*,\s*(#.*)?\s*", after))
        )

    def _whole_lines(self, first: int, last: int) -> tuple[int, int]:
        return self._starts[first - 1], self._starts[min(last, self._count())]

    def _with_comments(self, first: int) -> int:
        """Go up over the comments directly above a line."""
        indent = len(self._line(first)) - len(self._line(first).lstrip())
        while first > 1:
            above = self._line(first - 1)
            words = above.strip()
            is_header = first - 1 <= 2 and (words.startswith(b"#!") or b"coding" in words)
            if not words.startswith(b"#") or is_header:
                break
            if len(above) - len(above.lstrip()) != indent:
                break
            first -= 1
        return first

    def _is_blank(self, line: int) -> bool:
        return 1 <= line <= self._count() and not self._line(line).strip()

    def _count(self) -> int:
        return len(self._starts) - 1

    def _line(self, number: int) -> bytes:
        return self._content[self._starts[number - 1] : self._starts[number]]

    def _slice(self, first: int, last: int) -> bytes:
        return self._content[self._starts[first - 1] : self._starts[last]]

    def _start(self, part: Located) -> int:
        return self._offset(part.lineno, part.col_offset)

    def _end(self, part: Located) -> int:
        return self._offset(part.end_lineno or part.lineno, part.end_col_offset or 0)

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column + (self._bom if line == 1 else 0)


def _longest(lines: list[int]) -> list[int]:
    """Return the longest stretch of lines that follow each other."""
    stretches: list[list[int]] = []
    for line in lines:
        if stretches and stretches[-1][-1] == line - 1:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    return max(stretches, key=len, default=[])


def _one_line(content: bytes) -> str:
    """Spell a statement in one line: a definition by its first."""
    lines = content.decode("utf-8", "replace").strip().splitlines()
    words = [line.strip() for line in lines if not line.strip().startswith("#")]
    heads = [w for w in words if re.match(r"(async def|def|class)\b", w)]
    if heads:
        return heads[0].rstrip(":")
    text = " ".join(" ".join(words).split()).strip(" ,")
    return text if len(text) <= 100 else f"{text[:99]}…"
