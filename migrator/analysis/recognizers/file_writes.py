"""Files that functions write, and folders that they make or remove.

https://docs.python.org/3/library/functions.html#open
https://docs.python.org/3/library/pathlib.html#pathlib.Path.write_text
https://docs.python.org/3/library/shutil.html
https://docs.python.org/3/library/tempfile.html
https://werkzeug.palletsprojects.com/en/stable/datastructures/#werkzeug.datastructures.FileStorage.save
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    NOTHING,
    Event,
    External,
    Instance,
    Value,
    Values,
)
from migrator.analysis.speaking import spoken
from migrator.analysis.templates import UNKNOWN, scratch_of, template_of, templates_of
from migrator.model.effects import FileWrite

# What opens a file, with the positions of path and mode.
OPENERS = {
    **dict.fromkeys(("<builtin>.open", "io.open", "codecs.open", "aiofiles.open"), "r"),
    **dict.fromkeys(("gzip.open", "bz2.open", "lzma.open", "gzip.GzipFile"), "rb"),
    **dict.fromkeys(("zipfile.ZipFile", "tarfile.open", "tarfile.TarFile.open"), "r"),
}
WRITING = frozenset("wax+")
# What changes the file system, with the position and the keyword of the path that is changed.
CHANGERS = {
    **{
        f"os.{name}": (0, "path")
        for name in ("remove", "unlink", "mkdir", "makedirs", "rmdir", "removedirs", "truncate")
    },
    **{f"os.{name}": (1, "dst") for name in ("rename", "replace", "symlink", "link")},
    **{f"shutil.{name}": (1, "dst") for name in ("copy", "copy2", "copyfile", "copytree", "move")},
    "shutil.rmtree": (0, "path"),
    "shutil.unpack_archive": (1, "extract_dir"),
    "shutil.make_archive": (0, "base_name"),
    "urllib.request.urlretrieve": (1, "filename"),
    "shelve.open": (0, "filename"),
    "dbm.open": (0, "file"),
    "logging.FileHandler": (0, "filename"),
    "logging.handlers.RotatingFileHandler": (0, "filename"),
    "logging.handlers.TimedRotatingFileHandler": (0, "filename"),
    "logging.handlers.WatchedFileHandler": (0, "filename"),
}
SCRATCH = frozenset(
    f"tempfile.{name}"
    for name in (
        *("NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"),
        "SpooledTemporaryFile",
    )
)
# What writes into a file that is open: its own methods, and those of ``json`` and its like.
PUTTING = ("write", "writelines", "truncate", "dump", "safe_dump", "copyfileobj", "mmap")
OF_PATHS = frozenset(
    {"write_text", "write_bytes", "touch", "mkdir", "unlink", "rmdir", "rename", "replace"}
    | {"symlink_to", "hardlink_to"}
)
# What the name of a path consists of, by how it was made.
PATH_PARTS = frozenset(
    {"pathlib", "Path", "PosixPath", "cwd", "home", "joinpath", "parent", "parents[]", "resolve"}
    | {"absolute", "expanduser", "with_suffix", "with_name", "with_stem", "rename", "replace"}
)
# What a library writes into that can also be given a name: nothing of it is on the disk.
# https://docs.python.org/3/library/gzip.html#gzip.GzipFile
BUFFERS = frozenset({"io.BytesIO", "io.StringIO", "tempfile.SpooledTemporaryFile"})
UPLOADS = ("flask.request.files", "quart.request.files", "werkzeug.datastructures.FileStorage")
# ``save`` and its like of libraries, by how the name of the object starts.
SAVERS = {
    "save": (*UPLOADS, "PIL.Image", "openpyxl.", "docx.Document"),
    "savefig": ("matplotlib.",),
    "to_csv": ("pandas.",),
    "to_excel": ("pandas.",),
    "to_parquet": ("pandas.",),
    "extractall": ("zipfile.ZipFile", "tarfile."),
}
PATHS_OF_SAVERS = (
    *("dst", "fp", "fname", "filename", "path"),
    *("path_or_buf", "path_or_stream", "excel_writer"),
)
WATCHED = tuple(
    dict.fromkeys(
        [name.rpartition(".")[2] for name in (*OPENERS, *CHANGERS, *SCRATCH)]
        + [*sorted(OF_PATHS), *SAVERS]
    )
)


def find_writes(log: Log) -> Iterator[FileWrite]:
    """Yield one fact per path, function and place."""
    events = ((event, path) for event in log.having(*WATCHED) for path in _paths(event))
    for event, function, path in spoken(log, events, UNKNOWN):
        if _may_stay_unwritten(event) and not _is_written(event, log):
            continue
        name = f"pathlib.Path.{event.member}" if _is_path(event) else event.name
        yield FileWrite(path, name, function, event.location)


def _may_stay_unwritten(event: Event) -> bool:
    """Tell a file that is opened for update: ``r+`` makes none, and leaves what is in it."""
    if event.name not in OPENERS and not (_is_path(event) and event.member == "open"):
        return False
    given = event.argument(1 if event.name in OPENERS else 0, "mode")
    mode = text_of(given or ()) or ""
    return mode.startswith("r") and "+" in mode


def _is_written(event: Event, log: Log) -> bool:
    """Tell whether something writes into an open file, or cuts it off."""
    return any(
        isinstance(value, Instance) and value.origin is event
        for written in log.having(*PUTTING)
        for values in ((written.receiver,), *written.args, *written.keywords.values())
        for value in values
    )


def _paths(event: Event) -> tuple[str, ...]:  # noqa: PLR0911  (one case a kind of call)
    name = event.name
    if name in OPENERS:
        return _opened(event, 0, OPENERS[name])
    if name in CHANGERS:
        return _known(event.argument(*CHANGERS[name]))
    if name in SCRATCH:
        return (scratch_of(event),)
    if _is_path(event) and event.receiver is not None:
        if event.member == "open":
            return _opened(event, -1, "r")
        return _known((event.receiver,)) if event.member in OF_PATHS else ()
    if name.startswith(SAVERS.get(event.member, ())) and event.member in SAVERS:
        return _saved(event)
    return ()


def _is_path(event: Event) -> bool:
    """Tell methods of a path from those of what is read from it: ``path.read_text().replace``."""
    return event.name.startswith("pathlib.") and PATH_PARTS.issuperset(event.name.split(".")[:-1])


def _opened(event: Event, position: int, default: str) -> tuple[str, ...]:
    """Return the path where the mode says that it is written: an unknown mode says nothing."""
    given = event.argument(position + 1, "mode")
    mode = default if given is None else text_of(given) or ""
    if WRITING.isdisjoint(mode):
        return ()
    if position < 0:
        return _known((event.receiver,) if event.receiver is not None else ())
    if event.keywords.get("fileobj", NOTHING) != NOTHING:
        return ()  # that is open already
    given = event.argument(position, "file")
    return () if given and all(map(_is_buffer, given)) else _known(given)


def _is_buffer(value: Value) -> bool:
    match value:
        case Instance(kind=External(name=name)):
            return name in BUFFERS
    return False


def _saved(event: Event) -> tuple[str, ...]:
    """Return where an object saves itself: nothing where that is an open file."""
    given = event.args[0] if event.args else ()
    for keyword in PATHS_OF_SAVERS:
        given = given or event.keywords.get(keyword, ())
    path = template_of(given)
    return (path,) if path != UNKNOWN or event.name.startswith(UPLOADS) else ()


def _known(values: Values | None) -> tuple[str, ...]:
    return templates_of(values or ()) or (UNKNOWN,)
