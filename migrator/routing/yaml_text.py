"""Data -> YAML text, the same bytes for the same data."""

import io
import re

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

# Text that no YAML reader takes for a number, a boolean or a null needs no quotes.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class _Representer(SafeRepresenter):
    """Never aliases, never sorts, quotes whatever could be misread."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _text(representer: SafeRepresenter, text: str) -> ScalarNode:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    node: ScalarNode = representer.represent_scalar(
        "tag:yaml.org,2002:str", text, style=None if is_plain else '"'
    )
    return node


_Representer.add_representer(str, _text)


def dump(data: object) -> str:
    """Write ``data`` (dicts, lists, scalars) as block YAML, keys in the order they have."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel's stub
    yaml.width = 1_000_000
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
