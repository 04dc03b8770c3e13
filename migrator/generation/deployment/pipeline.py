"""What runs the tests and the deployment: GitHub Actions, GitLab CI.

What is the same for all services is one file that those of the services call, so that a pull
request with a second service adds a dozen lines.
https://docs.github.com/en/actions/sharing-automations/reusing-workflows and
https://docs.gitlab.com/ci/yaml/#extends
"""

from collections.abc import Iterator

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from migrator.model.files import RenderedFile
from migrator.model.plan import Pipeline
from migrator.resources import TEMPLATES

GITHUB = ".github/workflows"
GITLAB_SHARED = ".gitlab/lambda-service.yml"
# ``{{ }}`` is GitHub's own.
_jinja = Environment(  # noqa: S701 - YAML, never HTML
    loader=FileSystemLoader(TEMPLATES / "pipeline"),
    undefined=StrictUndefined,
    variable_start_string="<<",
    variable_end_string=">>",
    keep_trailing_newline=True,
)


class Place(msgspec.Struct, frozen=True):
    """Where a service is, and what it runs on.

    Attributes:
        below: the folder of migration.yaml, seen from the top of the repository; empty where
            it is the top.
        package: the folder of the private package.
    """

    service: str
    folder: str
    package: str
    python: str
    region: str
    below: str = ""

    def at_top(self, path: str) -> str:
        """Name a file at the top of the repository, seen from the folder of migration.yaml."""
        up = "../" * len([part for part in self.below.split("/") if part])
        return up + path

    def from_top(self, path: str) -> str:
        """Name a file below the folder of migration.yaml, seen from the top."""
        return f"{self.below}/{path}" if self.below else path


def pipelines_of_all(place: Place, kinds: tuple[Pipeline, ...]) -> Iterator[RenderedFile]:
    """Make what is the same for all services, relative to the folder of migration.yaml."""
    if Pipeline.GITHUB in kinds:
        yield _render("github-shared.yml", place.at_top(f"{GITHUB}/lambda-service.yml"), place)
    if Pipeline.GITLAB in kinds:
        yield _render("gitlab-shared.yml", place.at_top(GITLAB_SHARED), place)


def service_pipelines(place: Place, kinds: tuple[Pipeline, ...]) -> Iterator[RenderedFile]:
    """Make those of one service, relative to the folder of migration.yaml."""
    if Pipeline.GITHUB in kinds:
        path = f"{GITHUB}/service-{place.service}.yml"
        yield _render("github.yml", place.at_top(path), place)
    if Pipeline.GITLAB in kinds:
        yield _render("gitlab.yml", f"{place.folder}/.gitlab-ci.yml", place)


def _render(template: str, path: str, place: Place) -> RenderedFile:
    text = _jinja.get_template(template).render(
        service=place.service,
        folder=place.from_top(place.folder),
        package=place.from_top(place.package),
        python=place.python,
        region=place.region,
        shared=GITLAB_SHARED,
    )
    return RenderedFile.of_text(path, text)
