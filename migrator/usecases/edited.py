"""Files that a person edits: migration.yaml and cutover.yaml."""

from pathlib import Path

from migrator.errors import PlanError


def read_edited(file: Path, *, hint: str = "save it as UTF-8, where it may be read") -> str:
    """Return the text of a file that a person edits.

    Raises:
        PlanError: it cannot be opened, or is no text.
    """
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PlanError(f"{file} cannot be read: {why}", hint=hint) from error
