"""What reports say of a rule."""

from migrator.model.findings import RuleText
from migrator.rules.rule import Rule


def describe(rule: Rule) -> RuleText:
    """Take the texts out of a rule."""
    return RuleText(
        id=rule.id,
        title=rule.title,
        category=rule.category,
        effort=rule.effort,
        message=rule.message.strip(),
        why=rule.why.strip(),
        fix=rule.fix.strip(),
        links=tuple((link.title, link.url) for link in rule.links),
        confidence=rule.confidence.value,
        verdict=rule.verdict,
    )
