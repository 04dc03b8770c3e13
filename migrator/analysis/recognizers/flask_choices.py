"""Flask: blueprints whose URL prefix is one of several, as configuration decides."""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import registrations, text_options
from migrator.analysis.interpreter.log import Log
from migrator.model.program import Unresolved


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per registration: below which prefix its routes are given, and which not."""
    for event in registrations(log):
        urls = text_options(event, -1, "url_prefix")
        texts = sorted({url or "" for url in urls}, key=lambda url: (len(url), url))
        if len(texts) > 1:
            others = ", ".join(repr(text) for text in texts[1:])
            yield Unresolved(
                "Flask blueprint with a URL prefix that configuration decides: "
                f"{texts[0]!r} is taken, it may be {others}",
                event.location,
            )
