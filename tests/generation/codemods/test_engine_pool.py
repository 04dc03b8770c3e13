import textwrap

import pytest

from migrator.generation.codemods.engine_pool import shrink_pools


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "engine = create_engine(URL,  pool_size = 20, max_overflow=40)  # 4 workers\n",
            "engine = create_engine(URL,  pool_size = 1, max_overflow=0)  # 4 workers\n",
            id="keywords",
        ),
        pytest.param(
            """\
            options = {}
            if not URL.startswith("sqlite"):
                options.update(
                    pool_size=20, max_overflow=40, pool_recycle=1800
                )
            engine = create_engine(URL, **options)
            """,
            """\
            options = {}
            if not URL.startswith("sqlite"):
                options.update(
                    pool_size=1, max_overflow=0, pool_recycle=1800
                )
            engine = create_engine(URL, **options)
            """,
            id="collected in a dictionary first",
        ),
        pytest.param(
            "SQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 5, 'pool_recycle': 60}\n",
            "SQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 1, 'pool_recycle': 60}\n",
            id="Flask-SQLAlchemy",
        ),
    ],
)
def test_changes(before: str, after: str) -> None:
    before, after = textwrap.dedent(before), textwrap.dedent(after)
    assert shrink_pools(before) == after
    assert shrink_pools(after) == after
    compile(after, "after.py", "exec")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("workers = Pool(pool_size=20)\n", id="another pool"),
        pytest.param("engine = create_engine(URL)\n", id="no size"),
        pytest.param("engine = create_engine(URL, pool_size=SIZE)\n", id="size from elsewhere"),
    ],
)
def test_leaves_alone(code: str) -> None:
    assert shrink_pools(code) == code
