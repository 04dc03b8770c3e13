"""Files that a serverless.yml is put together from: ``${file(../vpc.yml):resources}``.

https://www.serverless.com/framework/docs/providers/aws/guide/variables#file-properties
"""

import re

READABLE = (".json", ".yaml", ".yml")  # code cannot be read without running it
FILE = re.compile(r"\bfile\(\s*((?:[^()$\s]|\$\{[^{}]*\})+)\s*\)")
VARIABLE = re.compile(r"\$\{[^{}]*\}")


def included(text: str) -> tuple[str, ...]:
    """Return patterns of the paths that are named, relative to the folder of the service.

    What a variable stands for is ``*``: ``vpc.${sls:stage}.yml`` is ``vpc.*.yml``.
    """
    found = dict.fromkeys(VARIABLE.sub("*", path) for path in FILE.findall(text))
    return tuple(path for path in found if path.endswith(READABLE))
