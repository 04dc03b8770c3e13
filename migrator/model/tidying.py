"""Names of what tidies up behind a request: temporary files, connections, locks.

It does no harm when it comes late, or never: a function's own disk goes with its environment.
"""

# https://docs.python.org/3/library/logging.html#logging.Logger.debug
LOGGED = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
TIDYING = LOGGED | {
    *("os.remove", "unlink", "removedirs", "rmdir", "rmtree"),
    *("close", "aclose", "cleanup", "release", "stop", "wait_closed"),
}
# What is asked on the way: is it there, what is its name.
BESIDE = frozenset(
    {
        *("exists", "lexists", "is_dir", "is_file", "is_symlink", "isdir", "isfile", "islink"),
        *("glob", "iglob", "iterdir", "listdir", "rglob", "scandir"),
        *("Path", "abspath", "basename", "dirname", "joinpath", "fspath", "resolve"),
        *("endswith", "format", "join", "startswith"),
        *("collect", "getLogger", "get_logger", "locked", "suppress"),
        *("bool", "getattr", "hasattr", "isinstance", "len", "list", "print", "repr", "str"),
    }
)
