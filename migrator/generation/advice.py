"""What a person has to do or to decide, of what a service needs beside its code."""

from collections.abc import Iterator, Mapping

from migrator.generation.file_weight import megabytes, weight_told
from migrator.generation.overlaps import find_overlaps
from migrator.generation.requirements import Heavy
from migrator.generation.service_files import Ingredients
from migrator.model.plan import Granularity

UNREAD = "Nothing is known of {}: add to requirements.txt what the service needs of it."
DEVELOPMENT = (
    "The slice imports {}, which only developers of the monolith have: it does not travel."
)
MISSING = "No requirement seems to provide {}: check requirements.txt."
ABSENT = (
    "The slice imports {}, which the monolith's Python has not: as a rule where it can do without."
)


def advice(it: Ingredients) -> tuple[str, ...]:
    """Say what a person has to do or to decide."""
    return (
        *_of_access(it),
        *_of_requirements(it),
        *_of_version(it),
        *_of_functions(it),
        *(
            f"`{mine}` in cutover.yaml also takes `{other}`, which stays: leave it with "
            "the monolith until both move."
            for mine, other in find_overlaps(it.program, it.selection)
        ),
    )


def _of_access(it: Ingredients) -> Iterator[str]:
    """Say what the functions must be allowed, and what they must reach."""
    if actions := it.actions:
        yield (
            f"IAM: {', '.join(f'`{a}`' for a in actions)}: allowed on every resource (`*`), "
            "for the reason that serverless.yml gives beside each. Narrow them there."
        )
    reached = it.reached
    sent = {e.task for e in it.program.enqueues if e.function in reached and e.task}
    tasks = sorted(sent - {point.name for point in it.selection.tasks})
    if tasks:
        yield (
            f"Tasks that the service sends to others: {', '.join(f'`{t}`' for t in tasks)}. "
            "The monolith's workers run them: the function must reach the broker."
        )


def _of_requirements(it: Ingredients) -> Iterator[str]:
    """Say what requirements.txt cannot tell, and where it is too much."""
    requirements = it.requirements
    if not requirements.is_subset:
        yield (
            f"requirements.txt holds all of {requirements.file} but tools and web servers; "
            "`migrate extract --python <its python>` keeps only what the slice needs."
        )
    yield from _of_size(it)
    for names, sentence in (
        (requirements.unread, UNREAD),
        (requirements.development, DEVELOPMENT),
        (requirements.missing, MISSING),
        (requirements.absent, ABSENT),
    ):
        if names:
            yield sentence.format(", ".join(f"`{name}`" for name in names))


def _of_size(it: Ingredients) -> Iterator[str]:
    """Say what requirements and files weigh, and where Lambda refuses them."""
    requirements = it.requirements
    if requirements.unzipped is not None:
        imported_in = dict(it.sliced.imported_in)
        heaviest = ", ".join(_weight(one, imported_in) for one in requirements.heaviest)
        limit = " **Lambda takes 250 MB.**" if requirements.is_too_large else ""
        yield (
            f"The requirements take {megabytes(requirements.unzipped)} unzipped, most of all "
            f"{heaviest}.{limit}"
        )
    sizes = {path: len(it.source.read(path)) for path in it.sliced.assets}
    if weight := weight_told(sizes, requirements.unzipped or 0):
        yield weight


def _weight(one: Heavy, imported_in: Mapping[str, str]) -> str:
    """Say how large a distribution is, and what would have to go for it to go."""
    needed = [f"for `{one.by}`"] if one.by else []
    if one.imported in imported_in:
        needed.append(f"imported in `{imported_in[one.imported]}`")
    why = f" ({', '.join(needed)})" if needed else ""
    return f"`{one.name}` {megabytes(one.size)}{why}"


def _of_version(it: Ingredients) -> Iterator[str]:
    """Say that nothing tells the monolith's version, for which code asks that travels."""
    if it.own and not it.own.version:
        yield (
            f"The slice asks for the version of `{it.own.name}`, which is the monolith itself, "
            "and no file says it: install the monolith in the Python that `--python` names."
        )


def _of_functions(it: Ingredients) -> Iterator[str]:
    """Say why there is one function where the plan wants one for each handler."""
    is_wanted = it.selection.service.granularity is Granularity.FUNCTION_PER_HANDLER
    if is_wanted and [function.name for function in it.functions] == ["service"]:
        yield (
            "One function answers all routes: with one for each handler the stack would have more "
            "than the 500 resources that CloudFormation takes. Divide the service, or write "
            "`granularity: per service` in migration.yaml."
        )
