"""An address that is nearly right, /search/ or /places/Catford, leads to the right one instead of to an error."""

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from directory.web import language
from directory.web.preferences import local


def meant() -> Response | None:
    """Leads (301) to the same address in small letters and without a slash at its end, where a page may stand there.

    The address is made anew from the rule it matches, so that nothing but a path of this site can come out.
    """
    path = request.path.rstrip("/").lower()
    if request.method not in ("GET", "HEAD") or path in ("", request.path) or path.startswith(language.UNSPOKEN):
        return None
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    if "token" in values:  # a secret in small letters is another secret
        return None
    query = request.query_string.decode("ascii", "replace")
    address = local(url_for(endpoint, **values) + (f"?{query}" if query else ""))
    return redirect(address, 301) if address else None
