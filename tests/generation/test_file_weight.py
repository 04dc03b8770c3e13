import pytest

from migrator.generation.file_weight import weight_told

MB = 2**20
REFUSED = (
    "Files that are no code take {} MB, of which `{}` has {} MB. **Lambda takes 250 MB, "
    "requirements included**: keep in S3 what browsers load, and list what the service does not "
    "read in .gitignore."
)


@pytest.mark.parametrize(
    ("sizes", "requirements", "said"),
    [
        pytest.param({}, 300 * MB, "", id="the requirements alone: said elsewhere"),
        pytest.param({"shop/a.html": 250 * MB}, 0, "", id="just"),
        pytest.param(
            {"shop/static/a.js": 160 * MB, "shop/static/b.js": 40 * MB, "shop/c.html": MB},
            60 * MB,
            REFUSED.format(201, "shop/static", 200),
            id="together",
        ),
        pytest.param(
            {"big.bin": 251 * MB},
            0,
            REFUSED.format(251, ".", 251),
            id="at the top, no requirements",
        ),
    ],
)
def test_weight_told(sizes: dict[str, int], requirements: int, said: str) -> None:
    assert weight_told(sizes, requirements) == said
