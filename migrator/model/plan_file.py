"""migration.yaml: read it strictly, write it the first time. ``plan_edit`` adds to one."""

import io
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from ruamel.yaml import YAML

from migrator.model.plan import MigrationPlan, Service
from migrator.model.strict_yaml import Mistake, Node, parse, raise_for, read

NAME = "migration.yaml"

HEAD = """\
# What moves where. Edit freely: `migrate plan` adds what is missing and changes nothing else.
"""
COMMENTS = {
    "monolith": """\
# Where the monolith is. `source` is relative to this file, `requirements` to `source`.
""",
    "services": """\
# Each service is deployed by itself.
#   modules       packages or modules that move; of two names that fit, the longer one counts
#   entry_points  what it answers; each belongs to exactly one service
#   owns, reads   tables: only the owner should write; `reads` are those of others that it uses
#   granularity   function per handler (the default), or per service
#   response      legacy (the default: as the monolith answers), envelope, or negotiated
""",
    "shared": """\
# Packages without entry points that several services use.
""",
    "constraints": """\
# Lists of modules that must stay together, or must not end up in one service.
""",
    "waivers": """\
# Findings that are accepted: rule, place (file:line), reason, until (a date).
""",
}


def load_plan(text: str, *, file: str = NAME) -> MigrationPlan:
    """Read migration.yaml.

    Raises:
        PlanError: naming each mistake with its line.
    """
    plan = read(text, MigrationPlan, file=file)
    raise_for(_find_double(parse(text, file=file)), file=file)
    return plan


def render_plan(plan: MigrationPlan) -> str:
    """Write a plan for the first time, with comments that explain it."""
    plain: dict[str, object] = msgspec.to_builtins(plan)
    plain["services"] = [plain_service(service) for service in plan.services]
    sections = [HEAD + dump({"version": plain.pop("version")})]
    sections += [COMMENTS[key] + dump({key: value}) for key, value in plain.items()]
    return "\n".join(sections)


def plain_service(service: Service) -> dict[str, object]:
    """Turn a service into what is written: options only where they differ from the default."""
    plain: dict[str, object] = msgspec.to_builtins(service)
    default = Service("")
    for option in ("granularity", "response"):
        if getattr(service, option) is getattr(default, option):
            del plain[option]
    return plain


def dump(value: Mapping[str, object] | Sequence[object]) -> str:
    """Write plain values as YAML: block style, no line is wrapped."""
    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


def _find_double(plan: Node) -> Iterator[Mistake]:
    """Find names that are claimed a second time."""
    services = plan.at("services")
    seen: dict[tuple[str, object], object] = {}
    for service in services.items if services else ():
        name = service.fields["name"]
        for kind, node in (("name", name), *_claims(service)):
            if (kind, node.scalar) in seen:
                first = seen[kind, node.scalar]
                yield Mistake(node.line, f"{node.scalar!r} is in service {first!r} already")
            seen.setdefault((kind, node.scalar), name.scalar)


def _claims(service: Node) -> Iterator[tuple[str, Node]]:
    for kind in ("modules", "entry_points", "owns"):
        claimed = service.at(kind)
        yield from ((kind, node) for node in (claimed.items if claimed else ()))
