"""Pictures that groups send: read with care, made small and written anew, so that nothing hidden in them is kept."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MOST_BYTES = 512 * 1024
MOST_PIXELS = 2000  # on each side, before it is made small
BOX = 192  # pixels a side that is kept; shown at half of it, as phones have two to the point
FORMATS = ("PNG", "JPEG", "WEBP")
ADDRESS = re.compile(r"/logos/([0-9a-f]{20}-(\d{1,3})x(\d{1,3}))\.webp")


class BadPicture(Exception):
    """A file that is not taken; `reason` is "size", "pixels" or "kind"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Shown:
    """A picture on a page: its address, and its size there in CSS pixels."""

    src: str
    width: int
    height: int


def made(data: bytes) -> tuple[str, bytes]:
    """(name, WebP) of a PNG, JPEG or WebP picture: upright, on white, at most 192 pixels a side, without metadata.

    The name is made of what is in it, so an address never changes what it shows. Raises BadPicture; a picture with
    more than 2,000 pixels a side is refused by its header, before anything of it is unpacked.
    """
    if len(data) > MOST_BYTES:
        raise BadPicture("size")
    picture = flat(data)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    digest = hashlib.sha256(out.getvalue()).hexdigest()[:20]
    return f"{digest}-{picture.width}x{picture.height}", out.getvalue()


def flat(data: bytes) -> Image.Image:
    """The picture small, upright and on white, as nothing but pixels."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as found:
            warnings.simplefilter("ignore")
            if max(found.size) > MOST_PIXELS:
                raise BadPicture("pixels")
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except BadPicture:
        raise
    except Image.DecompressionBombError as fault:
        raise BadPicture("pixels") from fault
    except Exception as fault:  # whatever a decoder stumbles over, it is no picture
        raise BadPicture("kind") from fault
    upright.thumbnail((BOX, BOX))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def address(name: str) -> str:
    """The path of a picture."""
    return f"/logos/{name}.webp"


def shown(logo: str | None) -> Shown | None:
    """How a page shows the logo of an organisation; None when there is none here (imports may name one elsewhere)."""
    found = ADDRESS.fullmatch(logo or "")
    return Shown(found[0], -(-int(found[2]) // 2), -(-int(found[3]) // 2)) if found else None
