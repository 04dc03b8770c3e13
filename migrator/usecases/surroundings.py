"""What lies in the folder that a service is written to."""

from pathlib import Path

from migrator.generation.deployment.compose import FILE
from migrator.generation.surroundings import Surroundings
from migrator.usecases.edited import read_edited


def look_around(folder: Path, below: str) -> Surroundings:
    """Find the services that are there, and serverless-compose.yml.

    Raises:
        PlanError: if that file is not text.
    """
    found = sorted(path.parent.name for path in folder.glob("services/*/serverless.yml"))
    compose = folder / FILE
    text = read_edited(compose) if compose.is_file() else None
    return Surroundings(below, tuple(found), text)
