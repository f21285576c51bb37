"""Jinja as this site needs it: everything escaped, our templates first, then the NHS.UK macros."""

from flask import Flask, current_app, has_request_context
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader
from jinja2.runtime import missing

from directory.web import forms, language


class PageUndefined(ChainableUndefined):
    """`params.a.b` may be absent, as the NHS macros expect; an unknown name in output is still an error."""

    __slots__ = ()

    def __str__(self) -> str:
        if self._undefined_obj is missing and self._undefined_name:
            self._fail_with_undefined_error()
        return ""

    def __html__(self) -> str:
        return str(self)


# Flask escapes only .html names by default; the NHS macros are .jinja files and would come out raw.
OPTIONS = {**Flask.jinja_options, "undefined": PageUndefined, "autoescape": True, "trim_blocks": True,
           "lstrip_blocks": True}  # fmt: skip


def init_app(app: Flask) -> None:
    """Adds the NHS.UK templates behind our own, and what forms and letters are made with."""
    app.jinja_env.globals.update(nhs=forms.nhs, group=forms.group, summary=forms.summary, site_url=site_url)
    app.context_processor(said_everywhere)
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([*([own] if own else []), PackageLoader("nhsuk_frontend_jinja")])


def said_everywhere() -> dict[str, object]:
    """What every template may say: who runs the site, and in which language it speaks.

    `written` are the attributes of a block of text that a group wrote about itself, which is kept in English.
    """
    config, spoken, written = current_app.config, language.current(), language.of_text()
    return {
        "site_name": config["SITE_NAME"],
        "organisation_name": config["ORGANISATION_NAME"],
        "help_phone": config["HELP_PHONE"],
        "help_email": config["HELP_EMAIL"],
        "exit_url": config["EXIT_URL"],
        "samples": config["SEED"] == "sample",
        "html_lang": language.header_tag(spoken),
        "html_dir": spoken.direction,
        "spoken": spoken,
        "languages": list(language.languages().values()),
        "written": {"lang": written} if written else {},
        **(in_the_address() if has_request_context() else {}),
    }


def in_the_address() -> dict[str, object]:
    """Where this page stands: its own full address without its query, and that of the same page in other languages."""
    site = str(current_app.config["SITE_URL"])
    return {
        "canonical": site + language.address(language.current(), query=False),
        "alternates": {tag: site + path for tag, path in language.addresses().items()},
        "address_in": language.address,
    }


def site_url(endpoint: str, **values: object) -> str:
    """The full public address of a page in the language that is spoken, for letters; made of SITE_URL alone."""
    paths = current_app.url_map.bind("localhost", script_name=language.current().prefix or "/")
    return str(current_app.config["SITE_URL"]) + paths.build(endpoint, values)
