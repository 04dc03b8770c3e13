"""Reports: what was found, for people and for pipelines."""

from collections.abc import Callable, Mapping

from migrator.model.report import Analysis
from migrator.reporting.page import Page

Render = Callable[[Analysis, Page], str]


def _text(analysis: Analysis, page: Page) -> str:
    from migrator.reporting.analysis_text import render_text  # noqa: PLC0415

    return render_text(analysis, page)


def _json(analysis: Analysis, page: Page) -> str:
    from migrator.reporting.analysis_json import render_json  # noqa: PLC0415

    return render_json(analysis, page)


def _markdown(analysis: Analysis, page: Page) -> str:
    from migrator.reporting.analysis_markdown import render_markdown  # noqa: PLC0415

    return render_markdown(analysis, page)


def _sarif(analysis: Analysis, page: Page) -> str:
    from migrator.reporting.analysis_sarif import render_sarif  # noqa: PLC0415

    return render_sarif(analysis, page)


def _html(analysis: Analysis, page: Page) -> str:
    from migrator.reporting.analysis_html import render_html  # noqa: PLC0415

    return render_html(analysis, page)


# Each is imported when it is asked for: the libraries of one are of no use to the others.
FORMATS: Mapping[str, Render] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "html": _html,
    "sarif": _sarif,
}

QUOTING = frozenset({"html"})  # those that show ``Analysis.excerpts``

__all__ = ["FORMATS", "QUOTING", "Page"]
