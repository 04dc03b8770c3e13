"""Add to a migration.yaml that a person has edited: lines go in, no other byte changes."""

import io
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from ruamel.yaml import YAML

from migrator.errors import PlanError
from migrator.model.plan import CrossingCall, MigrationPlan, Service
from migrator.model.plan_file import dump, load_plan, plain_call, plain_service
from migrator.model.strict_yaml import Node, parse


class Insertion(msgspec.Struct, frozen=True):
    """Lines to put in after line ``after``; ``replaces`` that line where it says ``[]``."""

    after: int
    lines: tuple[str, ...]
    replaces: bool = False


def update_plan(text: str, plan: MigrationPlan, *, file: str) -> str:
    """Add to ``text`` what ``plan`` has besides; ``plan`` must extend what ``text`` says.

    Where lists are not written in lines (``[a, b]``), the file is written anew by ruamel.yaml,
    which keeps comments and order, but not every blank.
    """
    old = load_plan(text, file=file)
    if old == plan:
        return text
    edited = _insert(text, list(_insertions(text, old, plan, file)))
    return edited if _says(edited, plan, file) else _rewritten(text, old, plan)


def _insertions(
    text: str, old: MigrationPlan, plan: MigrationPlan, file: str
) -> Iterator[Insertion]:
    lines = text.splitlines()
    root = parse(text, file=file)
    services = root.at("services")
    before = {service.name: service for service in old.services}
    for node in services.items if services else ():
        name = str(node.fields["name"].scalar)
        after = next(s for s in plan.services if s.name == name)
        growing = list(_added_to(before[name], after))
        growing.sort(key=lambda one: node.at(one[0]) is None)  # new keys go below lists that grow
        for key, added in growing:
            yield _into_list(lines, node, key, added)
    new = [plain_service(s) for s in plan.services if s.name not in before]
    if new:
        yield _into_list(lines, root, "services", new)
    shared = [m for m in plan.shared if m not in old.shared]
    if shared:
        yield _into_list(lines, root, "shared", shared)


def _added_to(old: Service, new: Service) -> Iterator[tuple[str, list[object]]]:
    for key in ("modules", "entry_points", "owns", "reads", "shared"):
        known = getattr(old, key)
        added = [name for name in getattr(new, key) if name not in known]
        if added:
            yield key, added
    called = {call.to for call in old.calls}
    calls: list[object] = [plain_call(call) for call in new.calls if call.to not in called]
    if calls:
        yield "calls", calls


def _into_list(lines: list[str], owner: Node, key: str, items: Sequence[object]) -> Insertion:
    """Append ``items`` to the list ``key`` of a mapping; the list may be empty or missing."""
    found = owner.at(key)
    if found is None:
        column = _column(lines[owner.line - 1]) if owner.line > 1 or owner.fields else 0
        return Insertion(_last_line(owner), _indented({key: items}, column))
    if not found.items:
        line = lines[found.line - 1]
        return Insertion(found.line, _indented({key: items}, _column(line)), replaces=True)
    first = lines[found.items[0].line - 1]
    return Insertion(_last_line(found), _indented(items, first.find("-")))


def _column(line: str) -> int:
    """Find where the key of ``  - name: orders`` or ``  name: orders`` begins."""
    return len(line) - len(line.lstrip(" -"))


def _indented(value: dict[str, object] | Sequence[object], column: int) -> tuple[str, ...]:
    text = textwrap.dedent(dump(value))
    return tuple(textwrap.indent(text, " " * column).splitlines())


def _last_line(node: Node) -> int:
    children = (*node.fields.values(), *node.items)
    return max((node.line, *map(_last_line, children)))


def _insert(text: str, insertions: list[Insertion]) -> str:
    lines = text.removesuffix("\n").split("\n")
    in_order = sorted(
        insertions, key=lambda i: i.after
    )  # of two at one line, the first stays first
    for insertion in reversed(in_order):
        start = insertion.after - 1 if insertion.replaces else insertion.after
        lines[start : insertion.after] = insertion.lines
    return "\n".join(lines) + "\n"


def _says(text: str, plan: MigrationPlan, file: str) -> bool:
    try:
        return load_plan(text, file=file) == plan
    except PlanError:
        return False


def _rewritten(text: str, old: MigrationPlan, plan: MigrationPlan) -> str:
    yaml = _yaml()
    tree = yaml.load(text)
    known = {service.name: service for service in old.services}
    services = tree.setdefault("services", [])
    for service in plan.services:
        if service.name not in known:
            services.append(plain_service(service))
            continue
        written = next(s for s in services if s["name"] == service.name)
        for key, added in _added_to(known[service.name], service):
            written.setdefault(key, []).extend(added)
    shared = [m for m in plan.shared if m not in old.shared]
    tree.setdefault("shared", []).extend(shared)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def renew_plan(text: str, plan: MigrationPlan, *, file: str) -> str:
    """Write the services and shared packages of ``plan`` instead of those of ``text``.

    All else stays, with comments; so do the options of services of the same name. Where lists
    are not written in lines, the file is written anew, as by ``update_plan``.
    """
    old = {service.name: service for service in load_plan(text, file=file).services}
    kept = [_with_options(service, old.get(service.name)) for service in plan.services]
    plan = msgspec.structs.replace(plan, services=tuple(kept))
    new: dict[str, Sequence[object]] = {
        "services": [plain_service(service) for service in kept],
        "shared": [*plan.shared],
    }
    edited = text
    for key, items in new.items():
        edited = _with_section(edited, key, items, file=file)
    if _says(edited, plan, file):
        return edited
    yaml = _yaml()
    tree = yaml.load(text)
    tree.update(new)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _with_section(text: str, key: str, items: Sequence[object], *, file: str) -> str:
    """Write a list at the top level anew, from the line of its key to its last one."""
    lines = text.removesuffix("\n").split("\n")
    written = dump({key: items}).splitlines()
    found = parse(text, file=file).at(key)
    start = next((n for n, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if found is None or start is None:
        return "\n".join([*lines, *written]) + "\n"
    lines[start : max(start + 1, _last_line(found))] = written
    return "\n".join(lines) + "\n"


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 10_000
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _with_options(service: Service, old: Service | None) -> Service:
    if old is None:
        return service
    modes = {call.to: call.mode for call in old.calls}
    return msgspec.structs.replace(
        service,
        granularity=old.granularity,
        response=old.response,
        handlers=old.handlers,
        calls=tuple(
            CrossingCall(call.to, modes.get(call.to, call.mode)) for call in service.calls
        ),
    )


def rename_places(text: str, names: Mapping[tuple[str, str], str], *, file: str) -> str:
    """Write the places of waivers otherwise: ``names`` by rule and present place.

    No other byte changes; a place that is not written on the line of its key stays as it is.
    """
    waivers = parse(text, file=file).at("waivers")
    for index, waiver in enumerate(waivers.items if waivers else ()):
        rule, place = waiver.fields["rule"].scalar, waiver.fields["place"]
        new = names.get((str(rule), str(place.scalar)))
        if new is not None:
            text = _with_place(text, index, place, new, file=file)
    return text


def _with_place(text: str, index: int, place: Node, new: str, *, file: str) -> str:
    lines = text.split("\n")
    old = re.escape(str(place.scalar))
    written = re.compile(rf"""(\bplace['"]?\s*:\s*)(['"]?){old}\2(?=\s*(?:[,}}]|\s\#|$))""")
    lines[place.line - 1] = written.sub(
        lambda found: f"{found[1]}{found[2] or _quote(new)}{new}{found[2] or _quote(new)}",
        lines[place.line - 1],
        count=1,
    )
    edited = "\n".join(lines)
    plan = load_plan(text, file=file)
    waivers = list(plan.waivers)
    waivers[index] = msgspec.structs.replace(waivers[index], place=new)
    meant = msgspec.structs.replace(plan, waivers=tuple(waivers))
    return edited if _says(edited, meant, file) else text


def _quote(scalar: str) -> str:
    """A colon at the end would make it a key."""
    return '"' if scalar.endswith(":") else ""
