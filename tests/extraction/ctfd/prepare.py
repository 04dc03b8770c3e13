"""Change CTFd as its team would before the first extraction: ``prepare.py FOLDER``.

It keeps sessions and cached pages in a folder of its package, which nobody can write to on Lambda:
the folder becomes a setting.
"""

import sys
from pathlib import Path


def prepare(folder: Path) -> None:
    """Edit one file below ``folder``; fail where it is not as expected."""
    config = folder / "CTFd" / "config.py"
    text = config.read_text()
    fixed = "CACHE_DIR: str = os.path.join(\n"
    assert text.count(fixed) == 1
    config.write_text(
        text.replace(fixed, 'CACHE_DIR: str = os.environ.get("CACHE_DIR") or os.path.join(\n')
    )


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
