"""Versions of Flask that the private package was held against."""

import re
from collections.abc import Iterable

from migrator.model.location import Location
from migrator.model.program import Program
from migrator.model.serving import Hindrance

FIRST, BEYOND = (2, 3), (4,)
EXACT = re.compile(r"flask\s*={2,3}\s*(\d+(?:\.\d+)*)", re.IGNORECASE)


def find_version(program: Program, pins: Iterable[str] = ()) -> Hindrance | None:
    """Say why the monolith's Flask is not one of them, or not known.

    Args:
        program: the monolith.
        pins: lines of requirements that are known besides: of a lock file.
    """
    found = [d for d in program.dependencies if d.name == "flask"]
    where = found[0].location if found else Location("requirements.txt", 1)
    for line in (*pins, *(f"flask{one.versions}" for one in found)):
        exact = EXACT.match(line)
        if exact is not None:
            if FIRST <= tuple(int(part) for part in exact[1].split(".")) < BEYOND:
                return None
            says = f"what a view answers is known of Flask 2.3 to 3, not of {exact[1]}"
            return Hindrance(where, says, is_shared=True)
    return Hindrance(where, "no exact version of Flask is required", is_shared=True)
