"""serverless-compose.yml: all services that lie below ``services/``, deployed with one command.

https://github.com/oss-serverless/compose
"""

import io
from collections.abc import Iterable

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from migrator.generation.deployment.yaml_text import dump
from migrator.model import strict_yaml

FILE = "serverless-compose.yml"
HEADER = """\
# Written by `migrate extract`, which adds services and changes nothing else.
# All of them: npx osls-compose deploy --stage dev
"""


def compose(text: str | None, names: Iterable[str]) -> str:
    """Add services to the file; what it says of others, or of them, stays.

    Args:
        text: the file as it is; None where there is none.
        names: folders below ``services/``.

    Raises:
        PlanError: if it is not YAML.
    """
    if not text:
        entries = {name: {"path": f"services/{name}"} for name in sorted(set(names))}
        return HEADER + "\n" + dump({"services": entries})
    known = strict_yaml.parse(text, file=FILE).at("services")
    missing = sorted(set(names) - set(known.fields if known else {}))
    if not missing:
        return text
    yaml = YAML()
    yaml.width = 1_000_000
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    services = data["services"] = data.get("services") or CommentedMap()
    for name in missing:
        after = [index for index, other in enumerate(services) if other < name]
        services.insert(len(after) and after[-1] + 1, name, {"path": f"services/{name}"})
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
