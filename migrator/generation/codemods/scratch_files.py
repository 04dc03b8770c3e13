"""Scratch files go to ``/tmp``, the only folder that a function can write to.

Certain is only a plain file name that one function alone spells, and only where it opens, sends
or removes files: a name that is stored, compared or shown may mean something to somebody.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html
"""

import re

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from migrator.generation.codemods.calls import dotted
from migrator.generation.codemods.mapping import Spots

PLAIN = re.compile(r"[\w-][\w .-]*")
FOLDER = "/tmp/"  # noqa: S108 - what Lambda has
TAKES_PATHS = frozenset(
    {"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "zipfile.ZipFile"}
    | {"ZipFile", "tarfile.open", "os.remove", "os.unlink", "os.stat", "os.path.exists"}
    | {"os.path.getsize", "send_file", "flask.send_file", "FileResponse", "Path", "pathlib.Path"}
)


def move_scratch_files(code: str, spots: Spots) -> str:
    """Move the files that ``spots`` name, each with the lines of the function that writes it."""
    wanted = {spot.name: range(spot.line, spot.end_line + 1) for spot in spots}
    wanted = {path: lines for path, lines in wanted.items() if PLAIN.fullmatch(path)}
    if not wanted:
        return code
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    positions, parents = wrapper.resolve(PositionProvider), wrapper.resolve(ParentNodeProvider)
    uses: dict[str, list[cst.SimpleString]] = {path: [] for path in wanted}
    unsure = set()
    for node, span in positions.items():
        if not isinstance(node, cst.SimpleString) or node.evaluated_value not in wanted:
            continue
        path = str(node.evaluated_value)
        argument = parents[node]
        call = parents[argument]
        is_path = (
            isinstance(argument, cst.Arg)
            and isinstance(call, cst.Call)
            and call.args[0] is argument
            and dotted(call.func) in TAKES_PATHS
            and span.start.line in wanted[path]
        )
        uses[path].append(node)
        if not is_path:
            unsure.add(path)
    chosen = {node for path, nodes in uses.items() if path not in unsure for node in nodes}
    return wrapper.module.visit(_Mover(chosen)).code


class _Mover(cst.CSTTransformer):
    def __init__(self, chosen: set[cst.SimpleString]) -> None:
        super().__init__()
        self._chosen = chosen

    def leave_SimpleString(  # noqa: N802 - libcst's name
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        """Put the folder in front."""
        if original_node not in self._chosen:
            return updated_node
        start = len(original_node.prefix) + len(original_node.quote)
        value = original_node.value
        return updated_node.with_changes(value=value[:start] + FOLDER + value[start:])
