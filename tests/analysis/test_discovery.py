from pathlib import Path

import pytest

from migrator.analysis.discovery import SourceFile, discover, find_files
from migrator.analysis.left_out import Choice, Judge
from migrator.errors import SourceError


def tree(root: Path, *files: str) -> Path:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("")
    return root


def names(root: Path) -> list[str]:
    return [found.file for found in find_files(root)]


def test_modules_are_named_from_their_topmost_package(tmp_path: Path) -> None:
    tree(tmp_path, "src/shop/__init__.py", "src/shop/mail/__init__.py", "src/shop/mail/tasks.py")
    tree(tmp_path, "wsgi.py", "scripts/seed.py")
    assert find_files(tmp_path) == (
        SourceFile("scripts/seed.py", "scripts.seed", is_package=False),
        SourceFile("src/shop/__init__.py", "shop", is_package=True),
        SourceFile("src/shop/mail/__init__.py", "shop.mail", is_package=True),
        SourceFile("src/shop/mail/tasks.py", "shop.mail.tasks", is_package=False),
        SourceFile("wsgi.py", "wsgi", is_package=False),
    )


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("from ara.api import models\nimport ara.server\n", ["ara.api", "ara.api.views"]),
        ("import lib.ara.api.models\n", ["lib.ara.api", "lib.ara.api.views"]),
        ("from api import models\n", ["api", "api.views"]),
        ("import ara\nfrom django import api\n", ["api", "api.views"]),
        ("import ara.api\nimport api.models\n", ["api", "api.views"]),
    ],
)
def test_imports_say_whether_a_folder_without_init_is_named(
    imports: str, expected: list[str], tmp_path: Path
) -> None:
    tree(tmp_path, "lib/ara/api/__init__.py", "lib/ara/api/views.py")
    (tmp_path / "lib/ara/api/views.py").write_text(imports)
    assert [found.module for found in find_files(tmp_path)] == expected


def test_a_folder_without_init_inside_a_package_belongs_to_it(tmp_path: Path) -> None:
    tree(tmp_path, "shop/__init__.py", "shop/areas/orders.py")
    assert [found.module for found in find_files(tmp_path)] == ["shop", "shop.areas.orders"]


def test_keeps_a_folder_called_test_that_has_no_tests(tmp_path: Path) -> None:
    tree(tmp_path, "shop/__init__.py", "shop/test/__init__.py", "shop/test/settings.py")
    assert [found.module for found in find_files(tmp_path)] == [
        "shop",
        "shop.test",
        "shop.test.settings",
    ]


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("tests/test_a.py", id="folder of tests"),
        pytest.param("shop/test/test_a.py", id="test folder in a package"),
        pytest.param("shop/test_a.py", id="test beside its module"),
        pytest.param("conftest.py", id="conftest"),
        pytest.param("migrations/versions/1.py", id="migrations"),
        pytest.param("shop/migrations/env.py", id="migrations in a package"),
        pytest.param("alembic/versions/1.py", id="alembic"),
        pytest.param("venv/lib/a.py", id="virtual environment by name"),
        pytest.param(".venv/lib/a.py", id="hidden virtual environment"),
        pytest.param(".git/hooks/a.py", id="hidden folder"),
        pytest.param(".hidden.py", id="hidden file"),
        pytest.param("node_modules/x/a.py", id="node_modules"),
        pytest.param("lib/site-packages/x/a.py", id="site-packages"),
        pytest.param("build/lib/shop/a.py", id="build"),
        pytest.param("__pycache__/a.py", id="cache"),
        pytest.param("shop/readme.txt", id="not Python"),
        pytest.param("shop/types.pyi", id="stub"),
    ],
)
def test_leaves_out(tmp_path: Path, file: str) -> None:
    assert names(tree(tmp_path, "app.py", file)) == ["app.py"]


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("shop/testimonials.py", id="test is only the start of a word"),
        pytest.param("shop/latest/a.py", id="test is only the end of a word"),
        pytest.param("shop/environment.py", id="env is only the start of a word"),
        pytest.param("shop/builder/a.py", id="build is only the start of a word"),
        pytest.param("alembic/models.py", id="a package named alembic"),
        pytest.param("shop/migrations/tasks/fill.py", id="tasks that migrations start"),
    ],
)
def test_keeps(tmp_path: Path, file: str) -> None:
    assert names(tree(tmp_path, "app.py", file)) == sorted(["app.py", file])


def test_leaves_out_virtual_environments_of_any_name(tmp_path: Path) -> None:
    assert names(tree(tmp_path, "app.py", "py312/pyvenv.cfg", "py312/lib/a.py")) == ["app.py"]


def test_reads_gitignore(tmp_path: Path) -> None:
    tree(tmp_path, "app.py", "local.py", "gen/a.py", "gen/keep.py", "shop/gen.py")
    (tmp_path / ".gitignore").write_text("# é\n/local.py\ngen/*\n!gen/keep.py\n", "utf-8")
    assert names(tmp_path) == ["app.py", "gen/keep.py", "shop/gen.py"]


def test_says_which_links_it_does_not_follow(tmp_path: Path) -> None:
    tree(tmp_path, "root/shop/a.py", "outside/b.py")
    (tmp_path / "root" / "circle").symlink_to(tmp_path / "root", target_is_directory=True)
    (tmp_path / "root" / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "root" / "gone.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "root" / "itself.py").symlink_to("itself.py")
    (tmp_path / "root" / "gone.html").symlink_to("nowhere.html")
    (tmp_path / "root" / "other.py").symlink_to("shop/a.py")
    found = discover(tmp_path / "root", Judge(Choice()))
    assert [file.file for file in found.files] == ["other.py", "shop/a.py"]
    assert found.templates == ()
    assert found.left_out == (
        ("linked", "circle"),
        ("linked", "out"),
        ("unreadable", "gone.html"),
        ("unreadable", "gone.py"),
        ("unreadable", "itself.py"),
    )


def test_refuses_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a folder"):
        find_files(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param((), id="empty"),
        pytest.param(("readme.txt",), id="no Python"),
        pytest.param(("tests/test_a.py",), id="tests only"),
    ],
)
def test_refuses_a_folder_without_python(tmp_path: Path, files: tuple[str, ...]) -> None:
    with pytest.raises(SourceError, match="no Python files under"):
        find_files(tree(tmp_path, *files))


def test_of_two_packages_with_one_name_the_deeper_is_named_by_its_path(tmp_path: Path) -> None:
    tree(tmp_path, "app/__init__.py", "app/a.py", "x/y/app/__init__.py", "x/y/app/a.py")
    tree(tmp_path, "z/app/__init__.py", "z/app/a.py")
    assert [found.module for found in find_files(tmp_path)] == [
        *("app", "app.a", "x.y.app", "x.y.app.a", "z.app", "z.app.a"),
    ]


def test_a_package_may_itself_be_analyzed(tmp_path: Path) -> None:
    tree(tmp_path, "__init__.py", "a.py", "b/__init__.py", "b/c.py")
    assert [found.module for found in find_files(tmp_path)] == ["__init__", "a", "b", "b.c"]


def test_meets_templates_on_the_way(tmp_path: Path) -> None:
    tree(tmp_path, "shop/__init__.py", "shop/templates/mail/sent.txt", "notes.txt", "a/b.jinja2")
    tree(tmp_path, "node_modules/x/index.html", ".cache/x.html", "dist/y.html", "tests/z.html")
    (tmp_path / ".gitignore").write_text("dist/\n")
    found = discover(tmp_path, Judge(Choice()))
    assert found.templates == ("a/b.jinja2", "shop/templates/mail/sent.txt")
