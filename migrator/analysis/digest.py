"""What a file says by itself: gathered where it is read, so that it is cached with its facts."""

import msgspec

from migrator.analysis.module_state import read_bound, read_changes
from migrator.analysis.modules import may_name_a_module, read_imports
from migrator.analysis.sql_texts import read_sql
from migrator.analysis.walk import walk
from migrator.model import facts


def with_digest(module: facts.ModuleFacts) -> facts.ModuleFacts:
    """Return the facts of a file together with their digest."""
    digest = facts.Digest(
        imports=tuple(read_imports(module.body)),
        mentions=tuple(dict.fromkeys(_mentions(module))),
        sql=tuple(read_sql(module)),
        bound=tuple(read_bound(module)),
        changes=tuple(read_changes(module)),
    )
    return msgspec.structs.replace(module, digest=digest)


def _mentions(module: facts.ModuleFacts) -> list[tuple[str, int]]:
    return [
        (node.value, line)
        for node, line in walk(module.body)
        if isinstance(node, facts.Constant)
        and isinstance(node.value, str)
        and may_name_a_module(node.value)
    ]
