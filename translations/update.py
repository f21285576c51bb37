"""Brings catalogues up to date with messages.pot: python -m translations.update FILE...

Babel's own command writes the header anew and drops what it does not know, such as who has checked a translation
(X-Reviewed-By); here the header stays as it is.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

TEMPLATE = Path(__file__).with_name("messages.pot")


def updated(text: bytes, template: bytes) -> bytes:
    """A catalogue with the strings of the template: translations kept, new strings empty, former ones set aside."""
    catalogue = read_po(BytesIO(text), abort_invalid=True)
    catalogue.update(read_po(BytesIO(template)), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalogue, omit_header=True)
    header = text.lstrip().partition(b"\n\n")[0]
    return header + b"\n\n" + body.getvalue().lstrip()


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_bytes(updated(path.read_bytes(), TEMPLATE.read_bytes()))
