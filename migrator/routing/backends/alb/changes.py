"""What to ask of AWS so that a listener has the rules that are wanted: a pure comparison.

Our rules have a tag with their key; whatever has none belongs to somebody else and is left alone,
as is its priority.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from migrator.model.cutover import Cutover
from migrator.routing.backends.alb.buckets import share_of

TAG = "migrate:cutover"

Rule = dict[str, Any]


class Existing(msgspec.Struct, frozen=True):
    """A rule of the listener; ``key`` is empty where it is not ours."""

    arn: str
    priority: int
    key: str
    rule: Rule


class Call(msgspec.Struct, frozen=True):
    """One call of the API.

    Attributes:
        operation: such as ``ModifyRule``.
        arguments: as botocore takes them.
        what: about which rule, for people.
    """

    operation: str
    arguments: dict[str, Any]
    what: str


def find_calls(
    cutover: Cutover, wanted: Sequence[Rule], existing: Sequence[Existing]
) -> list[Call]:
    """Return the calls in an order in which each step leaves the listener usable.

    What is there is changed before anything is removed, moved or added.
    """
    ours = {one.key: one for one in existing if one.key}
    taken = {one.priority for one in existing if not one.key}
    numbers = _numbers([rule["Key"] for rule in wanted], taken, cutover.facade.first_priority)
    calls = []
    for rule in wanted:
        there = ours.get(rule["Key"])
        if there and _normal(there.rule) != _normal(rule):
            calls.append(Call("ModifyRule", {"RuleArn": there.arn, **_shape(rule)}, rule["Key"]))
    for key, one in ours.items():
        if key not in numbers:
            calls.append(Call("DeleteRule", {"RuleArn": one.arn}, key))
    moved = [
        {"RuleArn": one.arn, "Priority": numbers[key]}
        for key, one in ours.items()
        if key in numbers and one.priority != numbers[key]
    ]
    if moved:
        calls.append(Call("SetRulePriorities", {"RulePriorities": moved}, f"{len(moved)} rules"))
    for rule in wanted:
        if rule["Key"] not in ours:
            key = rule["Key"]
            arguments = {
                "ListenerArn": cutover.facade.listener,
                "Priority": numbers[key],
                **_shape(rule),
                "Tags": [{"Key": TAG, "Value": key}],
            }
            calls.append(Call("CreateRule", arguments, key))
    return calls


def shares(cutover: Cutover, existing: Iterable[Existing]) -> Mapping[str, float]:
    """Return the share of each route's visitors that the rules of a listener send to a service."""
    ours = {one.key: one.rule for one in existing}
    old = cutover.origins.old.target_group
    found = {}
    for route in cutover.routes:
        rest = _new_share(ours.get(f"{route.id}/rest"), old)
        split = ours.get(f"{route.id}/split")
        if split and _new_share(split, old):
            regexes = [value for condition in _normal(split)[0] for value in condition[3]]
            rest = max([rest, *(share_of(one) for one in regexes if "=(" in one)])
        found[route.id] = rest
    return found


def _numbers(keys: list[str], taken: set[int], first: int) -> dict[str, int]:
    numbers = {}
    number = first
    for key in keys:
        while number in taken:
            number += 1
        numbers[key] = number
        number += 1
    return numbers


def _shape(rule: Rule) -> Rule:
    return {"Conditions": rule["Conditions"], "Actions": rule["Actions"]}


def _normal(rule: Rule) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Bring a rule into one form: AWS answers with more keys than it was given."""
    return (
        tuple(sorted(map(_condition, rule.get("Conditions", ())))),
        tuple(sorted(pair for action in rule.get("Actions", ()) for pair in _targets(action))),
    )


def _condition(condition: Rule) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    configs = [value for value in condition.values() if isinstance(value, dict)] or [condition]
    return (
        condition["Field"],
        str(configs[0].get("HttpHeaderName", "")).lower(),
        tuple(sorted(configs[0].get("Values", ()))),
        tuple(sorted(configs[0].get("RegexValues", ()))),
    )


def _targets(action: Rule) -> list[tuple[str, int]]:
    groups = action.get("ForwardConfig", {}).get("TargetGroups")
    if not groups:
        return [(action.get("TargetGroupArn", ""), 1)]
    if len(groups) == 1:
        return [(groups[0]["TargetGroupArn"], 1)]
    return [(one["TargetGroupArn"], one.get("Weight", 1)) for one in groups]


def _new_share(rule: Rule | None, old: str) -> float:
    targets = _normal(rule)[1] if rule else ()
    total = sum(weight for _, weight in targets)
    new = sum(weight for group, weight in targets if group != old)
    return round(new * 100 / total, 2) if total else 0
