"""Rules while services are only proposed: what crosses their borders decides nothing yet."""

from collections.abc import Iterable

import msgspec

from migrator.model.findings import Category
from migrator.rules.conditions import FINDERS
from migrator.rules.rule import Rule


def while_proposed(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return ``rules`` with those about what crosses services as optional where mandatory.

    To move a border costs nothing before somebody has drawn it: such a finding helps to draw it
    and keeps no entry point back. In migration.yaml the services are a person's.
    """
    return tuple(
        msgspec.structs.replace(rule, category=Category.OPTIONAL)
        if rule.category is Category.MANDATORY and _asks_of_services(rule)
        else rule
        for rule in rules
    )


def _asks_of_services(rule: Rule) -> bool:
    asked = [one for field in FINDERS for one in getattr(rule.when, field)]
    return bool(rule.when.table) or any(getattr(one, "crosses", False) for one in asked)
