"""What the private package costs a cold start: CPU time of imports, each in a new process.

    python -m tests.generation.package.cold_start

Flask and what answers through it are measured alone and with our handler around it; the least of
several runs counts, because other programs run as well.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from migrator.generation.package import render

RUNS = 9
SCRIPT = """\
import time
start = time.process_time()
{code}
print((time.process_time() - start) * 1000)
"""
APP = "import flask; app = flask.Flask('shop')"
MEASURED = (
    ("nothing", "pass"),
    ("shop_lambda", "import shop_lambda"),
    ("Flask", APP),
    ("Flask and apig-wsgi", f"{APP}; import apig_wsgi; apig_wsgi.make_lambda_handler(app)"),
    ("Flask and hosted_handler", f"{APP}; import shop_lambda; shop_lambda.hosted_handler(app)"),
    ("native_handler", "from shop_lambda import native; native.native_handler([], int)"),
    ("SQLAlchemy", "import sqlalchemy"),
    ("shop_lambda.database", "import shop_lambda.database"),
)


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        for file in render("shop"):
            target = Path(folder) / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        source = Path(folder) / "packages" / "shop_lambda" / "src"
        for name, code in MEASURED:
            best = min(_measure(code, source) for _ in range(RUNS))
            sys.stdout.write(f"{name:<26} {best:7.1f} ms\n")


def _measure(code: str, source: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(code=code)],
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
