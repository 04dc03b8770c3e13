"""What the commits of ``migrate extract`` say: each is of one nature, and read its own way."""

from migrator.model.extraction import Layer, LayerFiles

SUBJECTS = {
    Layer.COPIED: "Copy the slice of {service} as it is",
    Layer.REDUCED: "Reduce the copy to the routes of {service}",
    Layer.GENERATED: "Generate the Lambda service {service}",
    Layer.CODEMOD: "Change the slice of {service} for Lambda",
    Layer.MONOLITH: "Keep the monolith from importing more of {service}",
    Layer.ROUTING: "List the routes of {service}, all on the monolith",
}
WHY = {
    Layer.COPIED: "Byte for byte the monolith's files: nothing here needs a review.",
    Layer.REDUCED: "Lines are taken out, none is added: what registers other areas, and what the\n"
    "routes do not reach.",
    Layer.GENERATED: "Handlers, serverless.yml, settings, requirements and tests. MIGRATION.md\n"
    "says what to do by hand.",
    Layer.CODEMOD: "MIGRATION.md lists each changed statement.",
    Layer.MONOLITH: "A contract of import-linter: imports that exist are listed in it, a new one\n"
    "fails `lint-imports` and `migrate check`. No code of the monolith changes.",
    Layer.ROUTING: "Merging this changes nothing for visitors;\n"
    "`migrate cutover advance {service}` does.",
}


def commit_message(layer: LayerFiles, service: str) -> str:
    """Return the message for the commit of a layer."""
    subject = layer.title or SUBJECTS[layer.layer].format(service=service)
    why = layer.why or WHY[layer.layer].format(service=service)
    return f"{subject}\n\n{why}\n"
