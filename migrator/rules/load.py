"""Read rule files, and say everything that is wrong with them at once."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from migrator.errors import MigratorError, PlanError
from migrator.model.strict_yaml import read
from migrator.rules.limits import LIMITS
from migrator.rules.rule import Rule

EFFORTS = (1, 2, 3, 5, 8, 13)
PLACEHOLDERS = frozenset({"name", "function"})
TITLE_LENGTH = 60


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Load every rule under ``folder``, sorted by id.

    Raises:
        PlanError: naming each mistake in each file, one a line.
    """
    rules, mistakes = [], []
    for file in sorted(set(folder.rglob("*.yaml")) - {folder / LIMITS}):
        relative = file.relative_to(folder).as_posix()
        try:
            rule = read(file.read_text("utf-8"), Rule, file=f"{folder.name}/{relative}")
        except MigratorError as error:
            mistakes.append(str(error))
        else:
            rules.append(rule)
            mistakes += [f"{folder.name}/{relative}: {m}" for m in find_mistakes(rule, relative)]
    if mistakes:
        raise PlanError("\n".join(mistakes), hint="see docs/analyze.md for the form of a rule")
    return tuple(sorted(rules, key=lambda rule: rule.id))


def find_mistakes(rule: Rule, path: str) -> Iterator[str]:
    """Find what the types of ``Rule`` cannot forbid."""
    if f"{rule.id}.yaml" != path:
        yield f"id {rule.id!r} is not the path of the file"
    if len(rule.title) > TITLE_LENGTH:
        yield f"title is longer than {TITLE_LENGTH} characters"
    if rule.effort not in EFFORTS:
        yield f"effort {rule.effort} is not one of {', '.join(map(str, EFFORTS))}"
    if not rule.links:
        yield "links: at least one page that says why"
    yield from _mistakes_of_message(rule.message)
    conditions = (
        rule.when.call,
        rule.when.import_,
        rule.when.module_state,
        rule.when.entry_point,
    )
    if not any(conditions):
        yield "when: needs call, import, module_state or entry_point"


def _mistakes_of_message(message: str) -> Iterator[str]:
    try:
        used = {name for _, name, _, _ in Formatter().parse(message) if name is not None}
    except ValueError as error:
        yield f"message: {error}"
        return
    for name in sorted(used - PLACEHOLDERS):
        yield f"message: unknown placeholder {{{name}}}; there are {{name}} and {{function}}"
