"""YAML as people write it: block style, short mappings on a line, comments after lines."""

import io
from collections.abc import Iterable, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq


def on_one_line(values: Mapping[str, object]) -> CommentedMap:
    """Make a mapping that is written ``{a: 1, b: 2}``, all that is in it as well."""
    made = CommentedMap(values)
    made.fa.set_flow_style()
    return made


def list_on_one_line(items: Iterable[object]) -> CommentedSeq:
    """Make a list that is written ``[a, b: c]``, all that is in it as well."""
    made = CommentedSeq(items)
    made.fa.set_flow_style()
    return made


def with_comments(items: Iterable[tuple[object, str]]) -> CommentedSeq:
    """Make a list of (item, comment) pairs; an empty comment is none."""
    pairs = tuple(items)
    made = CommentedSeq(item for item, _ in pairs)
    for index, (_, comment) in enumerate(pairs):
        if comment:
            made.yaml_add_eol_comment(comment, index)
    return made


def dump(data: object) -> str:
    """Write plain values and those made above; no line is wrapped."""
    yaml = YAML()
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
