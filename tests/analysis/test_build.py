import os
import subprocess
import sys
from pathlib import Path

import msgspec

from migrator.model.location import Location
from migrator.model.program import Unresolved
from migrator.usecases.program import build_program
from tests.analysis.programs import program_of

ROOT = Path(__file__).parents[2]
MONOLITH = ROOT / "examples" / "monolith"
BUILD = """
import sys
from pathlib import Path
import msgspec
from migrator.usecases.program import build_program
sys.stdout.buffer.write(msgspec.json.encode(build_program(Path(sys.argv[1]))))
"""


def built_with_seed(seed: str) -> bytes:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", BUILD, str(MONOLITH)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
    ).stdout


def test_two_runs_give_the_same_bytes_whatever_the_hash_seed() -> None:
    here = msgspec.json.encode(build_program(MONOLITH))
    assert msgspec.json.encode(build_program(MONOLITH)) == here
    assert built_with_seed("1") == here
    assert built_with_seed("4711") == here


def test_the_order_of_files_does_not_matter() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/a.py": "from shop.b import f\nf()",
        "shop/b.py": "import os\ndef f():\n    return os.environ['A']",
    }
    backwards = dict(reversed(files.items()))
    assert program_of(files) == program_of(backwards)


def test_a_file_that_does_not_parse_is_unresolved_and_the_rest_is_read() -> None:
    program = program_of(
        {"shop/a.py": "def f(:\n", "shop/b.py": "from shop.a import f\ndef g():\n    f()\n"}
    )
    (doubt,) = program.unresolved
    assert doubt.reason.startswith("syntax error: ")
    assert doubt == Unresolved(doubt.reason, Location("shop/a.py", 1))
    assert (program.unparsed, program.lines) == (("shop/a.py",), 4)
    assert [function.name for function in program.functions] == ["shop.b:g"]


def test_an_empty_program_has_nothing() -> None:
    program = program_of({"shop/__init__.py": ""})
    assert (program.entry_points, program.functions, program.unresolved) == ((), (), ())
