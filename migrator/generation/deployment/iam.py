"""What functions may do with AWS: the actions that were seen, on the resources that were seen.

What an ARN looks like, and which action knows which resource, is data (``iam_model.json``, made by
``tooling/iam_model.py``): AWS's service authorization reference.
https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from migrator.model.location import Location
from migrator.model.program import AwsCall

MODEL = Path(__file__).with_name("iam_model.json")
MOST_PLACES = 3
PSEUDO = {"Partition": "AWS::Partition", "Region": "AWS::Region", "Account": "AWS::AccountId"}
VARIABLE = re.compile(r"\$\{(\w+)\}")


class Grant(msgspec.Struct, frozen=True, order=True):
    """Actions that are allowed on resources.

    Attributes:
        resources: ARNs with CloudFormation's pseudo parameters, or ``*``.
        why: why it is ``*``, for the reader; else empty.
    """

    resources: tuple[str, ...]
    actions: tuple[str, ...]
    why: str = ""


class Known(msgspec.Struct, frozen=True):
    """What is known of a service of AWS.

    Attributes:
        arns: by kind of resource.
        actions: those that know such a kind.
        without: those that know no resource at all.
    """

    arns: dict[str, str]
    actions: dict[str, tuple[str, ...]]
    without: tuple[str, ...]


@cache
def model() -> dict[str, Known]:
    """Read the model, by prefix of actions."""
    return msgspec.convert(json.loads(MODEL.read_text("utf-8")), dict[str, Known])


def grants_of(calls: Iterable[AwsCall]) -> tuple[Grant, ...]:
    """Sum up what ``calls`` need, sorted: named resources first where ARNs sort so."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    nameless: set[str] = set()
    unknown: defaultdict[str, set[Location]] = defaultdict(set)
    for call in calls:
        arns = arns_of(call.action, call.resource)
        for arn in arns:
            named[arn].add(call.action)
        if arns:
            continue
        if has_no_resource(call.action):
            nameless.add(call.action)
        else:
            unknown[call.action].add(call.location)
    found = [Grant(tuple(arns), actions) for actions, arns in _by_actions(named)]
    if nameless:
        found.append(Grant(("*",), tuple(sorted(nameless)), "AWS has no narrower resource for it"))
    for places, actions in _by_places(unknown):
        found.append(Grant(("*",), actions, f"not a constant: {_places(places)}"))
    return tuple(sorted(found))


def arns_of(action: str, name: str) -> tuple[str, ...]:
    """Spell the resources called ``name`` that an action knows; none where that is not known."""
    prefix, _, operation = action.partition(":")
    known = model().get(prefix)
    if not name or known is None or name.startswith("alias/"):
        return ()
    kinds = known.actions.get(operation, ())
    return tuple(_arn(known.arns[kind], kind, name) for kind in kinds)


def has_no_resource(action: str) -> bool:
    """Tell whether an action is about everything: ``s3:ListAllMyBuckets``."""
    prefix, _, operation = action.partition(":")
    return prefix in model() and operation in model()[prefix].without


def _arn(template: str, kind: str, name: str) -> str:
    if name.startswith("arn:"):
        return f"{name}/*" if kind in {"object", "index"} else name
    plain = name.rpartition("/")[2] if "://" in name else name.strip("/")
    if kind == "Secret":
        plain += "-??????"  # Secrets Manager adds six characters
    values = iter((plain, "*"))

    def fill(variable: re.Match[str]) -> str:
        pseudo = PSEUDO.get(variable[1])
        return f"${{{pseudo}}}" if pseudo else next(values)

    return VARIABLE.sub(fill, template)


def _by_actions(named: dict[str, set[str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for arn, actions in sorted(named.items()):
        groups[tuple(sorted(actions))].append(arn)
    yield from sorted(groups.items())


def _by_places(
    unknown: dict[str, set[Location]],
) -> Iterator[tuple[tuple[Location, ...], tuple[str, ...]]]:
    groups: defaultdict[tuple[Location, ...], list[str]] = defaultdict(list)
    for action, places in sorted(unknown.items()):
        groups[tuple(sorted(places))].append(action)
    yield from ((places, tuple(actions)) for places, actions in sorted(groups.items()))


def _places(places: tuple[Location, ...]) -> str:
    more = len(places) - MOST_PLACES
    shown = ", ".join(str(place) for place in places[:MOST_PLACES])
    return f"{shown} and {more} more" if more > 0 else shown
