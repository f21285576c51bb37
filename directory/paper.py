"""Turns a page into a tagged PDF; the only place that knows WeasyPrint, which fetches nothing here."""

import importlib
import logging
import threading
from functools import cache
from typing import Any

from PIL import ImageFile

# It tells at length which rules for screens it cannot use; nothing it says is of use to whoever watches the site.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
one_at_a_time = threading.Lock()  # a sheet takes about a second of one core


@cache
def printer() -> Any:
    """WeasyPrint; None where it or Pango is missing. The first sheet loads it, as it would cost each start 0.6 s."""
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError):  # OSError: Pango is not installed on this machine
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets torn pictures pass in the whole process; ours hold none


def can_print() -> bool:
    """Whether this machine can make a PDF."""
    return printer() is not None


def pdf(html: str, css: str) -> bytes:
    """The page as PDF/UA-1 (tagged, with title, language and reading order). Raises RuntimeError without WeasyPrint."""
    if not can_print():
        raise RuntimeError("WeasyPrint or Pango is not installed")
    with one_at_a_time:
        page = printer().HTML(string=html, url_fetcher=refuse)
        style = printer().CSS(string=css, url_fetcher=refuse)
        made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made


def refuse(url: str, *_more: Any, **_settings: Any) -> Any:
    """Nothing on paper comes from anywhere else."""
    raise ValueError("a page for paper fetches nothing")
