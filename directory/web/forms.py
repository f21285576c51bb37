"""A form's fields as the NHS.UK macros want them, and its errors as a list that leads to each."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form, HiddenField


def nhs(field: Field, **extra: Any) -> dict[str, Any]:
    """What a macro for one line of text needs: name, label, hint, what was typed, and what is wrong with it."""
    said: dict[str, Any] = {
        "id": field.id,
        "name": field.name,
        "label": {"text": str(field.label.text)},
        "value": field.data or "",
    }
    if field.description:
        said["hint"] = {"text": str(field.description)}
    if field.errors:
        said["errorMessage"] = {"text": str(field.errors[0]), "visuallyHiddenText": _("Error")}
    return {**said, **extra}


def group(field: Field) -> dict[str, Any]:
    """What a macro for several boxes or buttons needs: as `nhs`, but each of them has an id, and the whole has none."""
    return {name: said for name, said in nhs(field).items() if name not in ("id", "value", "label")}


def there(field: Field) -> dict[str, Any]:
    """What makes a link to a field; nothing for one that nobody sees."""
    unseen = isinstance(field, HiddenField) or (field.render_kw or {}).get("hidden")
    return {} if unseen else {"href": f"#{field.id}", "attributes": {"class": "target"}}


def summary(form: Form) -> dict[str, Any]:
    """What stands above a form that could not be taken: each mistake, leading to its field where one can go there."""
    wrong = [{"text": str(errors[0]), **there(form[name])} for name, errors in form.errors.items() if name]
    return {"titleText": _("There is a problem"), "errorList": wrong, "disableAutoFocus": False}
