"""Programs that nobody would write, and real files with accidents: the analysis must not fail.

``python -m tests.analysis.fuzz --examples 10000`` runs many; the suite runs a few.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from migrator.analysis.batch import decode, read_batch
from migrator.analysis.build import build
from migrator.analysis.discovery import SourceFile
from migrator.analysis.source import Source

FILES = ("a.py", "p/__init__.py", "p/c.py")
NAMES = ("a", "b", "c", "f", "g", "K", "L", "app", "self", "list", "super", "print", "str", "path")
MODULES = ("a", "b", "p", "p.c", ".", ".c", "..", "flask", "django.urls", "celery", "fastapi")
IMPORTED = (
    *("Flask", "Blueprint", "path", "include", "Celery", "shared_task", "FastAPI", "APIRouter"),
    *NAMES,
)
TEXTS = ("/", "/x/<int:id>", "{id}", "p.c", "p.c.f", "a:app", "GET", "", "select * from t", "\\d+")
ROOT = Path(__file__).parents[2]
# Read once: a file that is edited meanwhile would look like a test that is not repeatable.
REAL = [
    file.read_bytes()[:6_000]
    for pattern in ("migrator/analysis/**/*.py", "examples/monolith/**/*.py")
    for file in sorted(ROOT.glob(pattern))
]
ACCIDENTS = (b"(", b")", b":", b"\n", b"\0", b"'", b'"""', b"\\", b"\xff", b"\t", b"lambda ", b"*")

names = st.sampled_from(NAMES)
texts = st.sampled_from(TEXTS).map(repr)
constants = st.one_of(
    st.integers(-1, 2**70).map(str),
    texts,
    st.sampled_from(("None", "True", "1.5", "b'x'", "...")),
    st.text(max_size=5).map(repr),
)


def _call(parts: tuple[str, list[str], list[tuple[str, str]], bool]) -> str:
    function, args, keywords, is_starred = parts
    named = dict(keywords)
    spelled = [*args, *(f"{name}={value}" for name, value in named.items())]
    return f"{function}({', '.join(spelled + (['**a'] if is_starred else []))})"


def _expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        st.tuples(inner, names).map(lambda p: f"({p[0]}).{p[1]}"),
        st.tuples(
            inner.map(lambda e: f"({e})"),
            several,
            st.lists(st.tuples(names, inner), max_size=2),
            st.booleans(),
        ).map(_call),
        st.tuples(names, several).map(lambda p: f"{p[0]}({', '.join(p[1])})"),
        several.map(lambda e: f"[{', '.join(e)}]"),
        several.map(lambda e: f"({''.join(part + ', ' for part in e)})"),
        st.lists(st.tuples(inner, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
        ),
        st.tuples(inner, st.sampled_from("+-*/%|<"), inner).map(
            lambda p: f"({p[0]}) {p[1]} ({p[2]})"
        ),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})[{p[1]}]"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(lambda p: f"({' '.join(p)})"),
        st.tuples(names, inner).map(lambda p: f"(lambda {p[0]}, *a1, **k1: {p[1]})"),
        st.tuples(inner, names, inner).map(lambda p: f"[{p[0]} for {p[1]} in {p[2]}]"),
        st.tuples(inner, names, inner).map(
            lambda p: "{" + f"{p[0]}: 1 for {p[1]} in {p[2]}" + "}"
        ),
        st.tuples(names, inner).map(lambda p: f"({p[0]} := {p[1]})"),
        names.map(lambda name: f"f'/{{{name}}}/x'"),
    )


expressions = st.recursive(st.one_of(names, constants), _expressions, max_leaves=4)


def _indented(block: list[str]) -> str:
    lines = "\n".join(block or ["pass"]).splitlines()
    return "".join(f"\n    {line}" for line in lines)


def _function(parts: tuple[list[str], str, list[str], str, list[str]]) -> str:
    decorators, name, params, default, block = parts
    above = "".join(f"@{decorator}\n" for decorator in decorators)
    spelled = ", ".join([*dict.fromkeys(params), f"default={default}", "*args", "**kwargs"])
    return f"{above}def {name}({spelled}):{_indented(block)}"


def _statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    block = st.lists(inner, max_size=4)
    decorators = st.lists(expressions.map(lambda e: f"({e})"), max_size=2)
    return st.one_of(
        st.tuples(decorators, names, st.lists(names, max_size=3), expressions, block).map(
            _function
        ),
        st.tuples(names, st.lists(names, max_size=2, unique=True), block).map(
            lambda p: f"class {p[0]}({', '.join(p[1])}):{_indented(p[2])}"
        ),
        st.tuples(expressions, block, block).map(
            lambda p: f"if {p[0]}:{_indented(p[1])}\nelse:{_indented(p[2])}"
        ),
        st.tuples(names, expressions, block).map(
            lambda p: f"for {p[0]}, x in {p[1]}:{_indented(p[2])}"
        ),
        st.tuples(expressions, block).map(lambda p: f"while {p[0]}:{_indented(p[1])}\n    break"),
        st.tuples(expressions, names, block).map(
            lambda p: f"with {p[0]} as {p[1]}:{_indented(p[2])}"
        ),
        st.tuples(block, names, block).map(
            lambda p: f"try:{_indented(p[0])}\nexcept {p[1]} as e:{_indented(p[2])}"
        ),
        st.tuples(expressions, names, block).map(
            lambda p: (
                f"match {p[0]}:\n    case {{'k': {p[1]}}}:"
                + "".join(f"\n    {line}" for line in _indented(p[2]).splitlines()[1:])
            )
        ),
    )


simple = st.one_of(
    st.tuples(names, expressions).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(names, names, expressions).map(lambda p: f"{p[0]}.{p[1]} = {p[2]}"),
    st.tuples(names, expressions, expressions).map(lambda p: f"{p[0]}[{p[1]}] = {p[2]}"),
    st.tuples(names, expressions).map(lambda p: f"{p[0]} += {p[1]}"),
    st.tuples(names, names, expressions).map(lambda p: f"{p[0]}, *{p[1]} = {p[2]}"),
    st.tuples(names, expressions, expressions).map(lambda p: f"{p[0]}: ({p[1]}) = {p[2]}"),
    expressions,
    expressions.map(lambda e: f"return {e}"),
    expressions.map(lambda e: f"yield {e}"),
    names.map(lambda name: f"global {name}"),
    names.map(lambda name: f"del {name}"),
    st.tuples(st.sampled_from(MODULES), st.sampled_from((*IMPORTED, "*"))).map(
        lambda p: f"from {p[0]} import {p[1]}"
    ),
    st.sampled_from([m for m in MODULES if not m.startswith(".")]).map(lambda m: f"import {m}"),
)
blocks = st.lists(st.recursive(simple, _statements, max_leaves=3), max_size=5)
programs = st.fixed_dictionaries(
    {file: blocks.map(lambda lines: "\n".join(lines).encode(errors="replace")) for file in FILES}
)


@st.composite
def accidents(draw: st.DrawFn) -> dict[str, bytes]:
    """Cut, double and disturb a real file."""
    content = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(start + draw(st.integers(0, 60)), len(content))
        kind = draw(st.sampled_from(("cut", "double", "put", "move")))
        if kind == "cut":
            content = content[:start] + content[end:]
        elif kind == "double":
            content = content[:end] + content[start:end] + content[end:]
        elif kind == "put":
            content = content[:start] + draw(st.sampled_from(ACCIDENTS)) + content[start:]
        else:
            content = content[start:] + content[:start]
    return {"a.py": content}


def survives(files: dict[str, bytes]) -> None:
    """Analyze; every file must be there, read or with a reason."""
    modules = [
        decode(read_batch([Source(SourceFile(file, _name(file), "__init__" in file), content)]))[0]
        for file, content in files.items()
    ]
    program = build("fuzz", modules)
    assert {module.file for module in program.modules} == set(files)
    assert set(program.unparsed) == {module.file for module in modules if module.error}


def _name(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def fuzz(examples: int, *, is_repeatable: bool) -> dict[str, Callable[[], None]]:
    """Return the two searches."""
    limits = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=is_repeatable,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    return {
        "programs": limits(given(programs)(survives)),
        "accidents": limits(given(accidents())(survives)),
    }


def main() -> int:
    """Run the searches and say how many examples went well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000, help="half of each kind")
    examples = parser.parse_args().examples // 2
    for name, search in fuzz(examples, is_repeatable=False).items():
        started = time.monotonic()
        search()
        sys.stdout.write(f"{name}: {examples} examples, {time.monotonic() - started:.0f} s\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
