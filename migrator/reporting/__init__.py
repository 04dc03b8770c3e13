"""Reports: what was found, for people and for pipelines."""

from collections.abc import Callable, Mapping

from migrator.model.report import Analysis
from migrator.reporting.analysis_json import render_json
from migrator.reporting.analysis_markdown import render_markdown
from migrator.reporting.analysis_text import render_text
from migrator.reporting.page import Page

FORMATS: Mapping[str, Callable[[Analysis, Page], str]] = {
    "text": render_text,
    "json": render_json,
    "markdown": render_markdown,
}

__all__ = ["FORMATS", "Page"]
