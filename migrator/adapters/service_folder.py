"""A generated service on disk: its serverless.yml and where its handlers import from."""

from pathlib import Path

from migrator.errors import SourceError
from migrator.model.manifest import ServiceManifest
from migrator.parity.manifest import read_manifest

MANIFEST = "serverless.yml"


def load_manifest(folder: Path) -> ServiceManifest:
    """Read serverless.yml."""
    path = folder / MANIFEST
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SourceError(
            f"{path}: {error.strerror}",
            hint="name the folder of a service, such as services/billing",
        ) from error
    return read_manifest(text, file=str(path))


def import_folders(folder: Path) -> tuple[Path, ...]:
    """Return the service's folder, then those of the private packages beside ``services/``."""
    packages = folder.resolve().parent.parent / "packages"
    found = [folder.resolve()]
    for package in sorted(packages.iterdir()) if packages.is_dir() else ():
        if (package / "__init__.py").exists():
            found.append(packages)
        elif (package / "src").is_dir():
            found.append(package / "src")
        elif package.is_dir():
            found.append(package)
    return tuple(dict.fromkeys(found))
