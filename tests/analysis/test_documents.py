from pathlib import Path

from migrator.analysis.documents import LARGEST, is_operations, is_requirements, read_documents


def write(root: Path, *files: str) -> None:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file, "utf-8")


def test_reads_documents_in_above_and_below_folders_of_source(tmp_path: Path) -> None:
    found = [
        *("crontab", "deploy/crontab.production", "deploy/shop.cron", "cron.d/nightly"),
        *("openapi.yaml", "src/shop/api/openapi.yml", "src/shop/specs/shop-openapi.json"),
    ]
    others = [
        *("src/shop/static/deep/a.yaml", ".github/workflow.yaml", "data.json", "README.md"),
        *("src/shop/crontabs.py", "node_modules/a/b.yaml"),
    ]
    write(tmp_path, *found, *others)
    documents = read_documents(tmp_path, ["src/shop/__init__.py", "src/shop/api/views.py"])
    assert documents == {file: file for file in sorted(found)}


def test_reads_what_says_what_is_required_and_how_it_is_run(tmp_path: Path) -> None:
    required = [
        *("requirements.txt", "requirements/base.txt", "dev-requirements.in", "pyproject.toml"),
        *("setup.cfg", "Pipfile"),
    ]
    run = [
        *("Procfile", "Dockerfile", "docker/web.Dockerfile", "compose.prod.yml", "uwsgi.ini"),
        *("gunicorn.conf.py", "deploy/nginx.conf", "nginx/site.conf", "shop.service", "app.yaml"),
        *(".python-version", "runtime.txt", "serverless.yml", "supervisord.conf"),
    ]
    write(tmp_path, *required, *run, "notes.txt", "site.conf", ".env", "src/shop/setup.ini")
    documents = read_documents(tmp_path, ["src/shop/__init__.py"])
    assert sorted(documents) == sorted([*required, *run])
    assert {file for file in documents if is_requirements(file)} == set(required)
    assert {file for file in documents if is_operations(file)} == set(run)


def test_leaves_out_what_is_large_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"a" * (LARGEST + 1))
    (tmp_path / "latin.yaml").write_bytes(b"\xe9")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert read_documents(tmp_path, ["shop.py"]) == {}
