"""``migrate schema``."""

import json
from collections.abc import Mapping

import click
import msgspec

from migrator.model.cutover import Cutover
from migrator.model.plan import MigrationPlan
from migrator.reporting.analysis_shape import AnalysisShape
from migrator.rules.rule import Rule

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: Mapping[str, type[msgspec.Struct]] = {
    "analysis": AnalysisShape,
    "cutover": Cutover,
    "migration": MigrationPlan,
    "rule": Rule,
}


@click.command()
@click.argument("document", type=click.Choice(list(SCHEMAS)))
def schema(document: str) -> None:
    """Print the JSON Schema of a document, for editors and pipelines.

    \b
        migrate schema migration > migration.schema.json
    """  # noqa: D301
    found = {"$schema": DIALECT, **msgspec.json.schema(SCHEMAS[document])}
    click.echo(json.dumps(found, indent=2))
