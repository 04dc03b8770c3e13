"""Write the pages that are generated: from the commands, the rules and the limits of AWS.

``python docs/generate.py`` writes them, ``--check`` fails where one is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from migrator.cli import migrate
from migrator.resources import RULES
from migrator.rules.limits import load_limits
from migrator.rules.load import load_rules

DOCS = Path(__file__).parent
WIDTH = 100
RULES_INTRODUCTION = """\
# Rules

Generated from `rules/` by `make docs`. *mandatory*: does not work after extraction; *optional*:
works, at a price; *potential*: look at it.
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
    pages = {
        DOCS / "cli.md": cli_page(),
        DOCS / "rules.md": rules_page(),
        DOCS / "limits.md": limits_page(),
    }
    stale = [path for path, text in pages.items() if _text_of(path) != text]
    if "--check" not in sys.argv:
        for path in stale:
            path.write_text(pages[path])
        return 0
    for path in stale:
        sys.stderr.write(f"{path.relative_to(DOCS.parent)} is stale: run `make docs`\n")
    return 1 if stale else 0


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


def rules_page() -> str:
    """Show every rule: what it says, what to do, and what it rests on."""
    parts = [RULES_INTRODUCTION]
    for rule in sorted(load_rules(RULES), key=lambda rule: rule.id):
        links = "".join(f"- [{link.title}]({link.url})\n" for link in rule.links)
        parts.append(
            f"## {rule.id}\n\n**{rule.title}** · {rule.category} · effort {rule.effort} · "
            f"confidence {rule.confidence}\n\n{rule.message.strip()}\n\n"
            f"*Instead:* {rule.fix.strip()}\n\n{links}"
        )
    return "\n".join(parts)


def limits_page() -> str:
    """Show every limit with its page and the day on which it was checked."""
    rows = (
        f"| `{one.id}` | {one} | {one.text.strip()} | [{one.checked}]({one.source.strip()}) |\n"
        for one in load_limits(RULES)
    )
    return "".join((LIMITS_INTRODUCTION, *rows))


if __name__ == "__main__":
    sys.exit(main())
