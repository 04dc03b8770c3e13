"""Change Calibre-Web as its team would before the first extraction: ``prepare.py FOLDER``.

Its ``main()`` makes the application and serves it until it is stopped: it is split in two. Its
check of installed packages falls over a folder in requirements.txt, which a service has: it reads
on.
"""

import sys
from pathlib import Path


def prepare(folder: Path) -> None:
    """Edit two files below ``folder``; fail where they are not as expected."""
    main = folder / "cps" / "main.py"
    server = "    from . import web_server\n"
    head, serve, tail = main.read_text().partition("    success = ")
    assert serve
    assert head.count(server) == head.count("def main():") == 1
    head = head.replace(server, "").replace("def main():", "def make_app():")
    rest = f"    return app\n\n\ndef main():\n{server}\n    make_app()\n{serve}{tail}"
    main.write_text(head + rest)

    check = folder / "cps" / "dep_check.py"
    matched = "line.strip())\n"
    indent = " " * 24
    text = check.read_text()
    assert text.count(matched) == 1
    read_on = f"{indent}if res is None:\n{indent}    continue\n"
    check.write_text(text.replace(matched, matched + read_on))


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
