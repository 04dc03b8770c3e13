import subprocess
import sys

from migrator.analysis.version import EXTRACTOR

# They decide which files are read and what they mean to each other, not what is in a file.
OTHERS = {
    "analysis/__init__.py",
    "analysis/discovery.py",
    "analysis/left_out.py",
    "analysis/namespaces.py",
    "analysis/page_templates.py",
    "analysis/source.py",
    "analysis/source_roots.py",
    "analysis/version.py",
    "model/__init__.py",
    "model/program.py",
}
IMPORTED = """
import sys, migrator.analysis.batch
print(*(module.__file__ for name, module in sys.modules.items() if name.startswith("migrator.")))
"""


def test_the_version_of_the_extractor_covers_all_that_workers_import() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True
    )
    files = {name.rpartition("/migrator/")[2] for name in ran.stdout.split()}
    folders = ("analysis/", "model/")
    imported = {name for name in files if name.startswith(folders)}
    assert imported - OTHERS - WITHOUT_MEANING == set(EXTRACTOR)


# What model.program and discovery import in turn.
WITHOUT_MEANING = {
    "model/constructs.py",
    "model/effects.py",
    "model/extraction.py",
    "model/files.py",
    "model/findings.py",
    "model/jobs.py",
    "model/location.py",
    "model/plan.py",
    "model/serving.py",
}
