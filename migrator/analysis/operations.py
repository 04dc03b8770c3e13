"""Lines that say how the application is run: a Procfile, a Dockerfile, an nginx.conf.

https://devcenter.heroku.com/articles/procfile
https://docs.docker.com/reference/dockerfile/
"""

from collections.abc import Iterator

from migrator.analysis.documents import Documents, is_operations
from migrator.model.constructs import OperationsLine
from migrator.model.location import Location

MOST_LINES = 1_000  # of a file; what people write by hand is shorter
LONGEST = 500  # characters of a line that are kept
COMMENTS = ("#", ";", "//")


def find_lines(documents: Documents) -> Iterator[OperationsLine]:
    """Yield each line that says something, comments aside, without the blanks around it."""
    for file in sorted(documents):
        if is_operations(file):
            lines = documents[file].splitlines()[:MOST_LINES]
            for number, line in enumerate(lines, 1):
                text = line.strip()[:LONGEST]
                if text and not text.startswith(COMMENTS):
                    yield OperationsLine(Location(file, number), text)
