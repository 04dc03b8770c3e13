"""Make artifacts fit for Lambda.

PYTHONPATH=packages/<org>_lambda/src python3 -m <org>_lambda.packaging \
    --python 3.12 --handler handlers.get_orders.handler .serverless/orders.zip
"""

import argparse
import sys
import zipfile
from pathlib import Path

from .artifact import MOST_BYTES, fit

MB = 1_000_000


def main(words: list[str] | None = None) -> int:
    """Rewrite artifacts; return the exit status."""
    parser = argparse.ArgumentParser(
        prog=f"python3 -m {__package__}",
        description="Take out what never runs on Lambda, and add byte code of what starts there.",
    )
    parser.add_argument("artifacts", nargs="+", type=Path)
    parser.add_argument(
        "--python", required=True, help="version that the functions run"
    )
    parser.add_argument("--handler", action="append", default=[], help="MODULE.NAME")
    given = parser.parse_args(words)
    starts = [handler.rpartition(".")[0].replace("/", ".") for handler in given.handler]
    why = _unfit(given.python)
    if why:
        sys.stderr.write(f"{why}\n")
    for artifact in given.artifacts:
        try:
            done = fit(artifact, () if why else starts)
        except (OSError, zipfile.BadZipFile) as error:
            sys.stderr.write(f"{artifact} stays as it was: {error}\n")
            return 2
        sys.stdout.write(
            f"{artifact}: {done.before / MB:.1f} MB unzipped, now {done.after / MB:.1f} MB, "
            f"of which {done.code / MB:.1f} MB are byte code\n"
        )
        if done.after > MOST_BYTES:
            sys.stderr.write(f"{artifact}: Lambda refuses more than 250 MB unzipped\n")
        if done.skipped:
            sys.stderr.write(
                f"{artifact}: byte code of {done.skipped} modules would exceed Lambda's 250 MB\n"
            )
    return 0


def _unfit(version: str) -> str:
    """Say why this Python cannot compile for that one; nothing where it can."""
    mine = "{}.{}".format(*sys.version_info)
    if sys.implementation.name == "cpython" and mine == version:
        return ""
    return (
        f"No byte code: this is {sys.implementation.name} {mine}, the functions run {version}. "
        f"They start slower. Let python{version} be on PATH when you package."
    )


if __name__ == "__main__":
    sys.exit(main())
