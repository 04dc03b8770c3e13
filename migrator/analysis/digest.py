"""What a file says by itself: gathered where it is read, so that it is cached with its facts."""

import msgspec

from migrator.analysis.ignores import may_ignore, read_ignores
from migrator.analysis.module_state import may_change, read_bound, read_changes
from migrator.analysis.modules import may_name_a_module, read_imports
from migrator.analysis.sql_texts import may_hold_sql, read_sql
from migrator.analysis.survey import survey
from migrator.analysis.written import imported_names, names_by_id, read_stretches, read_written
from migrator.model import facts


def with_digest(module: facts.ModuleFacts, source: bytes) -> facts.ModuleFacts:
    """Return the facts of a file together with their digest; only ``source`` has comments."""
    imports = tuple(read_imports(module.body))
    found = survey(module.body, may_change, imported_names(imports))
    names = names_by_id(module)
    mentions = (pair for pair in found.strings if may_name_a_module(pair[0]))
    digest = facts.Digest(
        imports=imports,
        mentions=tuple(dict.fromkeys(mentions)),
        sql=tuple(read_sql(module)) if may_hold_sql(found) else (),
        bound=tuple(read_bound(module)),
        changes=tuple(read_changes(module, found.marked)),
        stretches=tuple(read_stretches(module, found, names)),
        written=tuple(read_written(module, found, names)),
        ignores=tuple(read_ignores(source)) if may_ignore(source) else (),
    )
    return msgspec.structs.replace(module, digest=digest)
