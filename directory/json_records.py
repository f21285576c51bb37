"""The records of a JSON file, each with the place where it lies; pure."""

import json
from collections.abc import Iterator
from typing import NamedTuple


class Sent(NamedTuple):
    """One record as it lies in a file: where ("line 12", "record 3"), what, or why it cannot be read."""

    where: str
    value: object
    problem: str = ""


def read(data: bytes) -> Iterator[Sent]:
    """The records of a file: NDJSON, a JSON array, an Open Referral page (`contents`) or a single service.

    UTF-8 with or without a byte order mark (UTF-16 with one); blank lines are nothing. Never raises: what cannot be
    read is a Sent with a problem.
    """
    if reason := another_kind(data):
        yield Sent("the file", None, reason)
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if not lines:
        return
    whole = _parsed("the file", data)
    if whole.problem:
        alone = [_parsed(f"line {number}", line) for number, line in lines]
        is_lines = len(lines) == 1 or any(isinstance(one.value, dict) for one in alone)
        yield from alone if is_lines else [whole]
        return
    value = whole.value
    if isinstance(value, dict) and len(lines) == 1 and not value.keys() & {"contents", "content"}:
        yield Sent(f"line {lines[0][0]}", value)
        return
    if isinstance(value, dict):
        listed = value.get("contents", value.get("content"))  # the older form of the standard wrote `content`
        value = listed if isinstance(listed, list) else [value]
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        yield Sent(f"record {number}", one)


def another_kind(data: bytes) -> str:
    """What to do with a file that is plainly not JSON, by its first bytes; empty when it may be."""
    if data[:2] == b"\x1f\x8b":
        return "this is a compressed file (gz); unpack it first"
    if data[:2] == b"PK":
        return "this is a spreadsheet or zip file; JSON is needed"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start.isalpha() and start not in b"tfn" or start == b"<":
        return "this looks like a CSV file or a web page; JSON is needed"
    return ""


def _parsed(where: str, data: bytes) -> Sent:
    try:
        return Sent(where, json.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        return Sent(where, None, f"this is not UTF-8 text (byte {error.start + 1}); save the file as UTF-8")
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, character {error.colno}" if where == "the file" else f"character {error.colno}"
        what = error.msg.removesuffix(" at")
        return Sent(where, None, f"this is not JSON: {what[:1].lower()}{what[1:]} at {at}")
    except (RecursionError, ValueError):
        return Sent(where, None, "this is not JSON that can be read: it is nested too deeply or holds a giant number")
