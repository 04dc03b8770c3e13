"""Read rule files, and say everything that is wrong with them at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import msgspec

from migrator.errors import MigratorError, PlanError
from migrator.model.strict_yaml import nearest, read
from migrator.rules.conditions import EXPRESSIONS, FINDERS, names_of
from migrator.rules.conditions.measurements import METRICS
from migrator.rules.conditions.operations import FileOf
from migrator.rules.limits import Limits, shipped_limits
from migrator.rules.rule import Rule

EFFORTS = (1, 2, 3, 5, 8, 13)
PLACEHOLDERS = frozenset({"name", "function", "value"})
TITLE_LENGTH = 60
WORDS = tuple(field.rstrip("_") for field in FINDERS)


def load_rules(*folders: Path, is_filled: bool = True) -> tuple[Rule, ...]:
    """Load the rules ``GROUP/NAME.yaml`` of all ``folders``, sorted by id.

    Args:
        folders: of rules; texts of all may name the limits that are shipped.
        is_filled: whether texts have the figures of limits instead of their names.

    Raises:
        PlanError: naming each mistake in each file, one a line.
    """
    limits = shipped_limits()
    rules: dict[str, Rule] = {}
    mistakes: list[str] = []
    for folder in folders:
        for file in sorted(folder.glob("*/*.yaml")):
            relative = file.relative_to(folder).as_posix()
            shown = f"{folder.name}/{relative}"
            try:
                rule = read(_text_of(file, shown), Rule, file=shown)
            except MigratorError as error:
                mistakes.append(str(error))
            else:
                mistakes += [f"{shown}: {one}" for one in find_mistakes(rule, relative, limits)]
                if relative in rules:
                    mistakes.append(f"{shown}: there is another rule {rule.id!r}")
                rules[relative] = rule
    if mistakes:
        raise PlanError(
            "\n".join(mistakes), hint="docs/rule-language.md says how a rule is written"
        )
    found = sorted(rules.values(), key=lambda rule: rule.id)
    return tuple(_filled(rule, limits) if is_filled else rule for rule in found)


def _filled(rule: Rule, limits: Limits) -> Rule:
    texts = {name: limits.fill(getattr(rule, name)) for name in ("message", "why", "fix")}
    return msgspec.structs.replace(rule, **texts)


def _text_of(file: Path, shown: str) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{shown}: {error}") from error


def find_mistakes(rule: Rule, path: str, limits: Limits) -> Iterator[str]:
    """Find what the types of ``Rule`` cannot forbid."""
    if f"{rule.id}.yaml" != path:
        yield f"id {rule.id!r} is not the path of the file"
    if len(rule.title) > TITLE_LENGTH:
        yield f"title is longer than {TITLE_LENGTH} characters"
    if rule.effort not in EFFORTS:
        yield f"effort {rule.effort} is not one of {', '.join(map(str, EFFORTS))}"
    if not rule.links:
        yield "links: at least one page that says why"
    for text in (rule.message, rule.why, rule.fix):
        yield from limits.mistakes(text)
    yield from _mistakes_of_message(rule.message)
    yield from _mistakes_of_traffic(rule, limits)
    for place, conditions in (
        ("when", rule.when),
        ("when.given", rule.when.given),
        ("when.unless", rule.when.unless),
    ):
        yield from _mistakes_of_expressions(place, conditions)
    if not names_of(rule.when):
        yield f"when: needs a condition: {', '.join(sorted(WORDS))}"


def _mistakes_of_message(message: str) -> Iterator[str]:
    try:
        used = {name for _, name, _, _ in Formatter().parse(message) if name is not None}
    except ValueError as error:
        yield f"message: {error}"
        return
    for name in sorted(name for name in used - PLACEHOLDERS if not name.startswith("limit.")):
        known = "{name}, {function} and {value}"
        yield f"message: unknown placeholder {{{name}}}; there are {known}"


def _mistakes_of_expressions(place: str, part: object) -> Iterator[str]:
    """Find regular expressions that are none, wherever they stand below a part of a rule."""
    if isinstance(part, tuple):
        for item in part:
            yield from _mistakes_of_expressions(place, item)
    if not isinstance(part, msgspec.Struct):
        return
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if field.encode_name in EXPRESSIONS and isinstance(value, str):
            yield from _mistakes_of_expression(f"{place}.{field.encode_name}", value, part)
        elif field.name not in {"given", "unless"}:
            yield from _mistakes_of_expressions(f"{place}.{field.encode_name}", value)


def _mistakes_of_expression(place: str, value: str, part: msgspec.Struct) -> Iterator[str]:
    try:
        groups = re.compile(value).groups
    except re.error as error:
        yield f"{place}: {value!r} is no regular expression: {error}"
        return
    if isinstance(part, FileOf) and part.more_than is not None and not groups:
        yield f"{place}: {value!r} has no group that more_than could compare"


def _mistakes_of_traffic(rule: Rule, limits: Limits) -> Iterator[str]:
    for one in rule.traffic:
        if one.metric not in METRICS:
            yield f"traffic: unknown metric {one.metric!r}{nearest(one.metric, METRICS)}"
        if one.more_than_limit and one.more_than_limit not in limits:
            near = limits.nearest(one.more_than_limit)
            yield f"traffic: unknown limit {one.more_than_limit!r}{near}"
        if one.more_than is None and not one.more_than_limit and one.less_than is None:
            yield "traffic: needs more_than, more_than_limit or less_than"
