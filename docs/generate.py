"""Write the pages that are generated: commands, rules, the words of rules, limits of AWS.

``python docs/generate.py`` writes them, ``--check`` fails where one is stale.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import get_args

import click
import msgspec

from migrator.cli import migrate
from migrator.resources import RULES
from migrator.rules.conditions import Conditions
from migrator.rules.limits import Limits, load_limits
from migrator.rules.load import load_rules
from migrator.rules.rule import Rule, When

DOCS = Path(__file__).parent
CASES = DOCS.parent / "tests" / "cases"
MARK = re.compile(r"\s*(?:#|//|--) (finding|ok): ([\w/-]+)$")
SHOWN = 4  # lines around a marked one
WIDTH = 100
INDEX = """\
# Rules

Generated from `rules/` by `make docs`; [rule-language.md](rule-language.md) says how a rule is
written. *mandatory*: does not work after extraction; *optional*: works, at a price; *potential*:
look at it. Effort is in points, 1 to 13.

| rule | category | effort | |
|---|---|---|---|
"""
LANGUAGE = """\
# How a rule is written

Generated from `migrator/rules/` by `make docs`. A rule is a YAML file `GROUP/NAME.yaml`; its id is
that path. There is no Python in it. Unknown keys are errors; all mistakes are said at once.

    migrate analyze --rules DIR    # your own rules beside the shipped ones
    migrate rules test DIR         # are they in order, and do they find what DIR/cases marks?
    migrate schema rule            # the JSON Schema, for editors

A case is `DIR/cases/GROUP/NAME.py`, or a folder of that name with a small monolith in it, with
`# finding: GROUP/NAME` above the lines that are found and `# ok: GROUP/NAME` above some that are
not. A folder may hold a `migration.yaml`, for rules about what crosses between services, and a
`traffic.csv`, for rules about traffic.

"""

CONDITIONS = """\
# Conditions

Each is a list; the rule finds something where any item of any list holds.
"""

LIMITS_INTRODUCTION = """\
# Limits of AWS

Generated from `rules/limits.yaml` by `make docs`. Messages of rules name them:
`{limit.http-api-timeout}`.

| name | limit | | checked |
|---|---|---|---|
"""


def main() -> int:
    """Write or check every page; return the exit status."""
    limits = load_limits(RULES)
    pages = {
        DOCS / "cli.md": cli_page(),
        DOCS / "limits.md": limits_page(),
        DOCS / "rules.md": rules_index(),
        DOCS / "rule-language.md": language_page(),
        **{
            DOCS / "rules" / f"{rule.id}.md": rule_page(rule, limits)
            for rule in load_rules(RULES, is_filled=False)
        },
    }
    stale = [path for path, text in pages.items() if _text_of(path) != text]
    gone = sorted({*(DOCS / "rules").rglob("*.md")} - {*pages})
    if "--check" not in sys.argv:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path])
        for path in gone:
            path.unlink()
        return 0
    for path in (*stale, *gone):
        sys.stderr.write(f"{path.relative_to(DOCS.parent)} is stale: run `make docs`\n")
    return 1 if stale or gone else 0


def _text_of(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def cli_page() -> str:
    """Show the help of every command."""
    root = click.Context(migrate, info_name="migrate", max_content_width=WIDTH)
    parts = (
        f"## {context.command_path}\n\n```\n{context.get_help().rstrip()}\n```\n"
        for context in _contexts(root)
    )
    return "\n".join(("# Commands\n\nGenerated from `--help` by `make docs`.\n", *parts))


def _contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name in sorted(context.command.list_commands(context)):
            if command := context.command.get_command(context, name):
                yield from _contexts(click.Context(command, parent=context, info_name=name))


def rules_index() -> str:
    """List every rule with a link to its page."""
    rows = (
        f"| [{rule.id}](rules/{rule.id}.md) | {rule.category} | {rule.effort} | {rule.title} |\n"
        for rule in load_rules(RULES)
    )
    return INDEX + "".join(rows)


def rule_page(rule: Rule, limits: Limits) -> str:
    """Show a rule: what it finds, why that hurts, an example, and what to do instead."""
    figures = "".join(
        f"- {one}: {one.text.strip()} ([source]({one.source.strip()}), checked {one.checked})\n"
        for one in limits.named(rule.message, rule.why, rule.fix)
    )
    links = "".join(f"- [{link.title}]({link.url})\n" for link in rule.links)
    head = (
        f"**{rule.title}** · {rule.category} · effort {rule.effort} · "
        f"confidence {rule.confidence} · verdict {rule.verdict}"
    )
    parts = (
        f"# {rule.id}",
        head,
        f"> {limits.fill(rule.message).strip()}",
        limits.fill(rule.why).strip(),
        figures and f"Limits:\n\n{figures}",
        _excerpt(rule.id, "finding", "Is found"),
        _excerpt(rule.id, "ok", "Is not found"),
        f"**Instead:** {limits.fill(rule.fix).strip()}",
        links,
    )
    return "\n\n".join(part for part in parts if part).rstrip() + "\n"


def _excerpt(rule: str, wanted: str, title: str) -> str:
    """Show the lines around the first mark of a kind in a rule's case."""
    folder = CASES / rule
    files = sorted(folder.rglob("*")) if folder.is_dir() else [CASES / f"{rule}.py"]
    for file in files:
        lines = file.read_text().splitlines() if file.is_file() and file.suffix != ".pyc" else []
        for number, line in enumerate(lines):
            mark = MARK.match(line)
            if mark and mark[1] == wanted:
                around = lines[max(number - SHOWN, 0) : number + 1 + SHOWN]
                text = "\n".join(one for one in around if not MARK.match(one)).strip("\n")
                name = "" if file.suffix == ".py" else f" (`{file.relative_to(folder)}`)"
                kind = "python" if file.suffix == ".py" else ""
                return f"{title}{name}:\n\n```{kind}\n{dedent(text)}\n```"
    return ""


def language_page() -> str:
    """Describe every key of a rule file, from the docstrings of what reads it."""
    parts = [
        LANGUAGE + _described("A rule", Rule),
        _described("`when`", When),
        CONDITIONS,
    ]
    for field in msgspec.structs.fields(Conditions):
        item = get_args(field.type)[0]
        parts.append(_described(f"`{field.encode_name}`", item))
        for inner in msgspec.structs.fields(item):
            nested = next((t for t in get_args(inner.type) if inspect.isclass(t)), None)
            if nested and issubclass(nested, msgspec.Struct):
                parts.append(_described(f"`{field.encode_name}: {inner.encode_name}`", nested))
    return "\n".join(parts)


def _described(title: str, struct: type[msgspec.Struct]) -> str:
    text, _, attributes = inspect.cleandoc(struct.__doc__ or "").partition("\nAttributes:\n")
    fields = ", ".join(
        f"`{field.encode_name}`" + ("" if field.required else "?")
        for field in msgspec.structs.fields(struct)
        if struct is not When or field.name in When.__annotations__
    )
    told = re.sub(r"^    (\w+?)_?: ", r"- `\1`: ", attributes, flags=re.M)
    told = re.sub(r"\n {8}", " ", told)
    body = "\n\n".join(part for part in (text.strip(), f"Keys: {fields}", told.strip()) if part)
    return f"## {title}\n\n{body}\n".replace("``", "`")


def limits_page() -> str:
    """Show every limit with its page and the day on which it was checked."""
    rows = (
        f"| `{one.id}` | {one} | {one.text.strip()} | [{one.checked}]({one.source.strip()}) |\n"
        for one in load_limits(RULES)
    )
    return "".join((LIMITS_INTRODUCTION, *rows))


if __name__ == "__main__":
    sys.exit(main())
