"""Turns a page into a tagged PDF; the only place that knows WeasyPrint, which fetches nothing here."""

import logging
import threading
from typing import Any

try:
    from weasyprint import CSS, HTML
except (ImportError, OSError):  # OSError: Pango is not installed on this machine
    HTML = CSS = None

# It tells at length which rules for screens it cannot use; nothing it says is of use to whoever watches the site.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
one_at_a_time = threading.Lock()  # a sheet takes about a second of one core


def can_print() -> bool:
    """Whether this machine can make a PDF."""
    return HTML is not None


def pdf(html: str, css: str) -> bytes:
    """The page as PDF/UA-1 (tagged, with title, language and reading order). Raises RuntimeError without WeasyPrint."""
    if HTML is None:
        raise RuntimeError("WeasyPrint or Pango is not installed")
    with one_at_a_time:
        page = HTML(string=html, url_fetcher=refuse)
        made: bytes = page.write_pdf(stylesheets=[CSS(string=css, url_fetcher=refuse)], pdf_variant="pdf/ua-1")
    return made


def refuse(url: str, *_more: Any, **_settings: Any) -> Any:
    """Nothing on paper comes from anywhere else."""
    raise ValueError("a page for paper fetches nothing")
