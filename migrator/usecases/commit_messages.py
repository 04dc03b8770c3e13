"""What the commits of ``migrate extract`` say: each is of one nature, and read its own way."""

from migrator.model.extraction import Layer

SUBJECTS = {
    Layer.COPIED: "Copy the slice of {service} as it is",
    Layer.REDUCED: "Reduce the copy to the routes of {service}",
    Layer.GENERATED: "Generate the Lambda service {service}",
    Layer.ROUTING: "List the routes of {service}, all on the monolith",
}
WHY = {
    Layer.COPIED: "Byte for byte the monolith's files: nothing here needs a review.",
    Layer.REDUCED: "Codemods removed the registrations of other areas and shrank connection\n"
    "pools. MIGRATION.md lists each statement.",
    Layer.GENERATED: "Handlers, serverless.yml, settings, requirements, tests, and the package\n"
    "that all services share. MIGRATION.md says what to do by hand.",
    Layer.ROUTING: "Merging this changes nothing for visitors;\n"
    "`migrate cutover advance {service}` does.",
}


def commit_message(layer: Layer, service: str) -> str:
    """Return the message for a layer."""
    return f"{SUBJECTS[layer]}\n\n{WHY[layer]}\n".format(service=service)
