"""An Application Load Balancer as the facade: rules of one listener.

A load balancer cannot hash. It compares the first four hexadecimal digits of the identity cookie
with a regular expression, so the cookie has to be a random UUID that the application hands out,
and the early visitors of one route are those of all. Without the cookie the monolith answers.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from migrator.model.cutover import Cutover, Mode, Route
from migrator.model.files import RenderedFile
from migrator.routing.assignment import TOTAL_WEIGHT
from migrator.routing.backends.alb.buckets import expression, is_new
from migrator.routing.convention import FORCE, FORCE_COOKIE, NEW, OLD, Refusal
from migrator.routing.paths import (
    ODD_PATH,
    by_specificity,
    do_overlap,
    methods_of,
    path_expression,
)

__all__ = ["RULES", "find_refusals", "is_new", "render", "rules"]

RULES = "rules.json"
ODD = "odd-paths"
MONOLITH = "monolith"
MOST_RULES = 100
LONGEST_VALUE = 128
WEIGHTS = 1000  # of which one arm has at most 999

_LISTENER = r"arn:[^:]+:elasticloadbalancing:[^:]+:[^:]*:listener/.+"

Condition = dict[str, Any]
Rule = dict[str, Any]
_Part = tuple[str, list[Condition], dict[str, int]]  # name, conditions, weights of target groups


def render(cutover: Cutover, run_dir: str) -> tuple[RenderedFile, ...]:  # noqa: ARG001 - as of all
    """Render the rules in the order of their priorities; they get numbers when applied."""
    text = json.dumps(rules(cutover), indent=2)
    return (RenderedFile.of_text(RULES, f"{text}\n"),)


def rules(cutover: Cutover) -> list[Rule]:
    """Return the rules: ``Key`` is ours, the rest is as CreateRule takes it."""
    routes = by_specificity(cutover.routes)
    found = [rule for at, route in enumerate(routes) for rule in _rules(cutover, routes, at)]
    if not found:
        return []
    odd = ODD_PATH.removeprefix("(?i)").replace("%2f", "%2[fF]")
    odd = odd.replace("%5c", "%5[cC]").replace("%2e", "%2[eE]")
    monolith = cutover.origins.old.target_group
    return [_rule(ODD, [_path(f"^{odd}$")], {monolith: 1}), *found]


def find_refusals(cutover: Cutover) -> Iterator[Refusal]:
    """Yield what a load balancer cannot do."""
    if not re.fullmatch(_LISTENER, cutover.facade.listener):
        yield Refusal("", "go without the ARN of its listener: facade.listener")
    for name in (MONOLITH, *sorted({route.service for route in cutover.routes})):
        origin = cutover.origins.old if name == MONOLITH else cutover.origins.new(name)
        if not origin.target_group:
            yield Refusal("", f"reach {name!r} without its target_group (an ARN)")
    for route in cutover.routes:
        yield from _in_route(cutover, route)
    yield from _in_rules(rules(cutover))


def _in_rules(found: list[Rule]) -> Iterator[Refusal]:
    if len(found) > MOST_RULES:
        yield Refusal("", f"have {len(found)} rules: {MOST_RULES} at most, 5 for a ramp")
    for rule in found:
        for value in _expressions(rule):
            if len(value) > LONGEST_VALUE:
                route, _, part = rule["Key"].partition("/")
                what = (
                    f"match {value!r} ({part}): {len(value)} characters, {LONGEST_VALUE} at most"
                )
                yield Refusal(route, what)


def _in_route(cutover: Cutover, route: Route) -> Iterator[Refusal]:
    if route.mode is Mode.SHADOW:
        yield Refusal(route.id, "copy requests: there is no shadow")
    is_coarse = round(route.share * 100) % (TOTAL_WEIGHT // WEIGHTS) == 0
    if route.is_split and not cutover.facade.sticky and not is_coarse:
        yield Refusal(route.id, f"weigh {route.share:g} %: one decimal at most")


def _rules(cutover: Cutover, routes: tuple[Route, ...], at: int) -> Iterator[Rule]:
    route = routes[at]
    base = [_path(f"^{path_expression(route.path)}$")]
    if methods := methods_of(route):
        config = {"Values": [*methods]}
        base.append({"Field": "http-request-method", "HttpRequestMethodConfig": config})
    is_needed = route.mode not in {Mode.MONOLITH, Mode.SHADOW} or any(
        do_overlap(route, other) for other in routes[at + 1 :]
    )
    for part, conditions, groups in _parts(cutover, route) if is_needed else ():
        yield _rule(f"{route.id}/{part}", [*base, *conditions], groups)


def _parts(cutover: Cutover, route: Route) -> Iterator[_Part]:
    """Yield the rules of one route: who asks for an arm, then everybody else."""
    old = {cutover.origins.old.target_group: 1}
    new = {cutover.origins.new(route.service).target_group: 1}
    forced = _pair(FORCE_COOKIE, NEW)
    if route.mode is Mode.CANARY:
        yield "header-new", [_header(FORCE, NEW)], new
    if route.mode in {Mode.CANARY, Mode.SERVICE}:
        yield "header-old", [_header(FORCE, OLD)], old
        yield "cookie-old", [_cookie(_pair(FORCE_COOKIE, OLD))], old
    if route.mode is not Mode.CANARY or route.share == 100:
        yield "rest", [], new if route.share else old
    elif cutover.facade.sticky:
        bucket = expression(cutover.identity.cookie, route.share)
        yield "split", [_cookie(*([forced, bucket] if bucket else [forced]))], new
        yield "rest", [], old
    else:
        yield "cookie-new", [_cookie(forced)], new
        share = round(route.share * WEIGHTS / 100)
        weights = {**dict.fromkeys(new, share), **dict.fromkeys(old, WEIGHTS - share)}
        yield "rest", [], {group: weight for group, weight in weights.items() if weight}


def _rule(key: str, conditions: list[Condition], groups: dict[str, int]) -> Rule:
    targets = [{"TargetGroupArn": group, "Weight": weight} for group, weight in groups.items()]
    forward = {"TargetGroups": targets, "TargetGroupStickinessConfig": {"Enabled": False}}
    action = {"Type": "forward", "ForwardConfig": forward}
    return {"Key": key, "Conditions": conditions, "Actions": [action]}


def _path(regex: str) -> Condition:
    return {"Field": "path-pattern", "PathPatternConfig": {"RegexValues": [regex]}}


def _header(name: str, value: str) -> Condition:
    config = {"HttpHeaderName": name, "Values": [value]}
    return {"Field": "http-header", "HttpHeaderConfig": config}


def _cookie(*regexes: str) -> Condition:
    config = {"HttpHeaderName": "Cookie", "RegexValues": [*regexes]}
    return {"Field": "http-header", "HttpHeaderConfig": config}


def _pair(name: str, value: str) -> str:
    return f"^(.*; *)?{name}={value}(;.*)?$"


def _expressions(rule: Rule) -> Iterator[str]:
    for condition in rule["Conditions"]:
        for config in condition.values():
            if isinstance(config, dict):
                yield from config.get("RegexValues", ())
