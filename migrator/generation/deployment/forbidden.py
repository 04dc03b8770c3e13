"""What no serverless.yml may hold, nor what it includes, generated or changed by hand.

KMS keys, DNS zones and networks outlive any service and belong to others: a service refers to
them. ``*`` in a policy needs its reason on the same line or above, where a reviewer sees it.
"""

from collections.abc import Iterator, Mapping

from migrator.model import strict_yaml
from migrator.model.strict_yaml import Mistake, Node

CREATED_ELSEWHERE = {
    "AWS::KMS::Key": "a KMS key",
    "AWS::KMS::ReplicaKey": "a KMS key",
    "AWS::Route53::HostedZone": "a DNS zone",
    "AWS::ServiceDiscovery::PrivateDnsNamespace": "a DNS zone",
    "AWS::ServiceDiscovery::PublicDnsNamespace": "a DNS zone",
    "AWS::EC2::VPC": "a VPC",
    "AWS::EC2::Subnet": "a part of a VPC",
    "AWS::EC2::InternetGateway": "a part of a VPC",
    "AWS::EC2::NatGateway": "a part of a VPC",
    "AWS::EC2::RouteTable": "a part of a VPC",
}


def find_forbidden(text: str, *, file: str) -> Iterator[Mistake]:
    """Yield what ``text`` must not hold, by line.

    Raises:
        PlanError: if it is not YAML.
    """
    tree = strict_yaml.parse(text, file=file)
    # JSON has no comments: nothing in it is a reason.
    lines = [] if file.endswith(".json") else text.splitlines()
    found = set(_in(tree, lines))
    yield from sorted(found)


def concurrency_of(text: str, *, file: str) -> dict[str, int | None]:
    """Read how many containers each function may have; None where nothing limits it.

    That is its reserved concurrency, or what its queues may use where it has no other events.
    """
    functions = strict_yaml.parse(text, file=file).at("functions")
    found: dict[str, int | None] = {}
    for name, function in sorted((functions.fields if functions else {}).items()):
        events = function.at("events")
        queues = [
            _number(event.at("sqs", "maximumConcurrency"))
            for event in (events.items if events else ())
        ]
        of_queues = sum(filter(None, queues)) if queues and None not in queues else None
        reserved = _number(function.at("reservedConcurrency"))
        found[name] = of_queues if reserved is None else reserved
    return found


def _number(node: Node | None) -> int | None:
    return node.scalar if node is not None and isinstance(node.scalar, int) else None


def _in(node: Node, lines: list[str]) -> Iterator[Mistake]:
    kind = node.at("Type")
    if kind is not None and kind.scalar in CREATED_ELSEWHERE:
        what = CREATED_ELSEWHERE[str(kind.scalar)]
        yield Mistake(
            kind.line,
            f"{what} ({kind.scalar}) is created here: services refer to those that exist, by "
            "parameter",
        )
    if node.at("Effect") is not None:
        yield from _stars(node.fields, lines)
    for inner in (*node.fields.values(), *node.items):
        yield from _in(inner, lines)


def _stars(statement: Mapping[str, Node], lines: list[str]) -> Iterator[Mistake]:
    for key in ("Action", "Resource"):
        value = statement.get(key)
        for node in (value, *(value.items if value else ())):
            if node is not None and node.scalar == "*" and not _has_reason(node.line, lines):
                where = "on this line or above" if lines else "of YAML, which JSON has not"
                yield Mistake(
                    node.line,
                    f"{key} is `*` without a reason: name what is meant, or say why in a comment "
                    f"{where}",
                )


def _has_reason(line: int, lines: list[str]) -> bool:
    if not lines:
        return False
    above = lines[line - 2].strip() if line > 1 else ""
    return " #" in lines[line - 1] or above.startswith("#")
