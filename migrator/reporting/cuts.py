"""The cut list of a service as text and JSON: each cut with its remedy and its places."""

from collections.abc import Iterator, Mapping

from migrator.model.cuts import Cut, CutList
from migrator.reporting.summary import joined

PLACES = NAMES = 3  # that are shown in text; JSON has all
REST = "the rest of the monolith"
# By kind, for what the service depends on; {0} is the target, {1} the other side.
OUTGOING = {
    "call": "call {0} of {1} through a client that is generated",
    "import": "import {0} of {1} no longer: a client, or an interface in a shared package",
    "inheritance": "move {0} of {1} to a shared package: the code has to be here",
    "code": "copy {2} of {0} along ({3})",
    "read": "read table {0} through a client of {1}, or a replica",
    "write": "write table {0} through a client of {1}, or by an event that an outbox sends",
    "foreign-key": "keep the column, drop the constraint {0}",
    "transaction": "{0} writes {2} at once: commit here, and let an outbox tell {1}",
    "relation": "load {0} by its key, through a client of {1}",
    "model-name": "name the model {0} of {1} no longer: a client",
    "signal": "send an event to {0} of {1} instead of a signal",
    "task-name": "put a message on the queue of {1} for {0}",
    "url-name": "build the URL of {0} from an address of {1} in the settings",
    "template-url": "build the URL of {0} from an address of {1} in the settings",
    "request-global": "let the hook that sets {0} travel along",
    "session-key": "keep sessions where {1} finds them too: {0}",
}
# The same for others, that depend on the service.
INCOMING = OUTGOING | {
    "call": "offer {0} to {1}, who call it, and generate a client for them",
    "import": "offer {0} to {1}, who import it, or move it to a shared package",
    "inheritance": "move {0} to a shared package: {1} need the code",
    "code": "leave a copy of {2} of {0} with {1} ({3})",
    "read": "offer table {0} to {1}, who read it: a client, or a replica",
    "write": "offer a write of table {0} to {1}: a client, or an event that an outbox sends",
    "transaction": "{0} of others writes {2} at once: let it tell this service by an outbox",
    "relation": "offer {0} to {1} by its key",
    "model-name": "offer {0} to {1}, who name the model",
    "signal": "receive an event of {1} at {0} instead of a signal",
    "task-name": "receive messages of {1} for {0} from a queue",
    "url-name": "give {1} the address of {0} in their settings",
    "template-url": "give {1} the address of {0} in their settings",
    "request-global": "leave a copy of the hook that sets {0} with {1}",
}
MODES = {"call": "remote", "import": "remote", "code": "inline"}


def render_cuts(found: CutList) -> str:
    """Render a cut list for people, ending in a newline."""
    return "".join(f"{line}\n" for line in _lines(found))


def headline(found: CutList) -> str:
    """Say how much there is to cut."""
    if not found.cuts:
        return "nothing to cut: it stands alone"
    return f"{_count(len(found.cuts), 'cut')}, {_count(found.effort, 'point')} of effort"


def _lines(found: CutList) -> Iterator[str]:
    yield f"service {found.service}: {headline(found)}"
    for is_outgoing, title in ((True, "what it needs of others"), (False, "what others need")):
        cuts = [cut for cut in found.cuts if cut.is_outgoing is is_outgoing]
        if cuts:
            yield f"  {title}, the least effort first"
        for cut in cuts:
            yield f"    {cut.effort:>3}  {remedy(cut)}"
            yield f"         at {_places(cut)}"


def remedy(cut: Cut) -> str:
    """Say what to do about a cut."""
    texts: Mapping[str, str] = OUTGOING if cut.is_outgoing else INCOMING
    text = texts.get(cut.kind, f"replace {cut.kind} of {{0}}")
    others = " and ".join(cut.services) or REST
    names = cut.names
    if cut.kind == "code":
        names = tuple(name.partition(":")[2] for name in names)
    shown = joined(names[:NAMES])
    more = len(names) - NAMES
    listed = f"{shown} and {more} more" if more > 0 else shown
    return text.format(cut.target, others, listed, _count(cut.lines, "line"))


def cuts_shape(found: CutList) -> list[dict[str, object]]:
    """Arrange a cut list as the public JSON has it."""
    return [
        {
            "kind": cut.kind,
            "direction": "out" if cut.is_outgoing else "in",
            "target": cut.target,
            "services": list(cut.services),
            "remedy": remedy(cut),
            "mode": MODES.get(cut.kind),
            "effort": cut.effort,
            "names": list(cut.names),
            "lines": cut.lines,
            "places": [{"file": place.file, "line": place.line} for place in cut.places],
        }
        for cut in found.cuts
    ]


def _places(cut: Cut) -> str:
    shown = joined(map(str, cut.places[:PLACES]))
    more = len(cut.places) - PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
