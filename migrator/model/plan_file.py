"""migration.yaml: read it strictly, write it the first time. ``plan_edit`` adds to one."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from migrator.model.contradictions import find_contradictions
from migrator.model.places import FORMS, parse_place
from migrator.model.plan import CrossingCall, MigrationPlan, Service
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
#   shared        which of the shared packages below it uses
#   calls         functions of other services that it calls; mode says what becomes of that:
#                 inline (their code travels along) or remote (for a client; none is generated yet)
#   granularity   function per handler (the default), or per service
#   response      legacy (the default: as the monolith answers), envelope, or negotiated
#   handlers      hosted (the default), or native where it is proved that a view needs no framework
#   memory, timeout, concurrency: MB, seconds, requests at a time; see docs/plan-file.md
""",
    "shared": """\
# Packages without entry points that several services use.
""",
    "database": """\
# What the database bears; each container of a function holds one connection.
""",
    "deployment": """\
# What is common to the deployment of all services.
""",
    "constraints": """\
# Lists of modules that must stay together, or must not end up in one service (apart).
#   pinned        name and service: a module, a function (shop.mail:send) or an entry point that
#                 belongs to this service
""",
    "waivers": """\
# Findings that are accepted: rule, place, reason, and `until`, the last day ("2027-06-30").
#   place         shop/mail.py:41 in shop.mail:send (follows when lines move), shop/mail.py:41,
#                 shop.mail:send (all of a function or class), or shop.legacy.* (modules)
""",
}


def load_plan(text: str, *, file: str = NAME) -> MigrationPlan:
    """Read migration.yaml.

    Raises:
        PlanError: naming each mistake with its line.
    """
    plan = read(text, MigrationPlan, file=file)
    node = parse(text, file=file)
    mistakes = (*_find_double(node), *find_contradictions(node), *_in_waivers(node))
    raise_for((*_in_version(node), *mistakes), file=file)
    return plan


def render_plan(plan: MigrationPlan) -> str:
    """Write a plan for the first time, with comments that explain it."""
    plain: dict[str, object] = msgspec.to_builtins(plan)
    plain["services"] = [plain_service(service) for service in plan.services]
    for section in ("database", "deployment"):
        if getattr(plan, section) == getattr(MigrationPlan(), section):
            del plain[section]  # docs/plan-file.md tells what they are for
    sections = [HEAD + dump({"version": plain.pop("version")})]
    sections += [COMMENTS[key] + dump({key: value}) for key, value in plain.items()]
    return "\n".join(sections)


def plain_service(service: Service) -> dict[str, object]:
    """Turn a service into what is written, each call on one line."""
    plain: dict[str, object] = msgspec.to_builtins(service)
    default = Service("")
    for option in ("handlers", "memory", "timeout", "concurrency"):
        if getattr(service, option) == getattr(default, option):
            del plain[option]
    plain["calls"] = [plain_call(call) for call in service.calls]
    return plain


def plain_call(call: CrossingCall) -> CommentedMap:
    """Turn a call into what is written: ``{to: shop.mail:send, mode: inline}``."""
    plain = CommentedMap(msgspec.to_builtins(call))
    plain.fa.set_flow_style()
    return plain


def dump(value: Mapping[str, object] | Sequence[object]) -> str:
    """Write plain values as YAML: block style, no line is wrapped."""
    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


def _in_version(plan: Node) -> Iterator[Mistake]:
    version = plan.at("version")
    if version and version.scalar != MigrationPlan().version:
        known = MigrationPlan().version
        yield Mistake(version.line, f"version {version.scalar}, but this migrate knows {known}")


def _in_waivers(plan: Node) -> Iterator[Mistake]:
    """Find what the types of a waiver cannot forbid."""
    waivers = plan.at("waivers")
    for waiver in waivers.items if waivers else ():
        place, reason, until = (waiver.at(key) for key in ("place", "reason", "until"))
        if place and parse_place(str(place.scalar)) is None:
            yield Mistake(place.line, f"{place.scalar!r} is no place: name {FORMS}")
        if reason and not str(reason.scalar).strip():
            yield Mistake(reason.line, "a waiver needs a reason")
        if until and until.scalar and not _is_date(str(until.scalar)):
            yield Mistake(until.line, f"{until.scalar!r} is no date: write 2027-06-30")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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
        yield from _find_double_calls(service)


def _find_double_calls(service: Node) -> Iterator[Mistake]:
    calls = service.at("calls")
    lines: dict[object, int] = {}
    for call in calls.items if calls else ():
        name = call.fields["to"]
        if name.scalar in lines:
            first = lines[name.scalar]
            yield Mistake(name.line, f"{name.scalar!r} is called on line {first} already")
        lines.setdefault(name.scalar, name.line)


def _claims(service: Node) -> Iterator[tuple[str, Node]]:
    for kind in ("modules", "entry_points", "owns"):
        claimed = service.at(kind)
        yield from ((kind, node) for node in (claimed.items if claimed else ()))
