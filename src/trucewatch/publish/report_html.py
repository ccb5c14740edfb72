"""A situation report as one page of HTML: styles and drawings within it, no script, and nothing that is fetched.

Every text is escaped; the page forbids itself, by a policy that browsers hold it to, to load or run anything.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from trucewatch.publish.report_blocks import SituationReport, seen

_TEMPLATES = "templates"


def report_html(report: SituationReport) -> str:
    """The page as text; the same report gives the same text."""
    template = _environment().get_template("report.html")
    return template.render(report=report, styles=Markup(_read("report.css")))


def _read(name: str) -> str:
    """A template or a style sheet that the package ships."""
    return files("trucewatch.publish").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # Every value goes through this before it is escaped.
    made.finalize = lambda value: seen(value) if type(value) is str else value
    made.filters["drawing"] = Markup
    made.tests["block"] = lambda block, name: type(block).__name__ == name
    return made
