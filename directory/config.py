"""Settings: each with its default and the environment variable that changes it."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

# Name of the environment variable: its default. README.md says what each is for.
DEFAULTS = {
    "PORT": "8000",
    "DATA_DIR": str(ROOT / "instance"),
    "DATABASE_URL": "",
    "SEED": "sample",
    "SITE_URL": "",
    "TRUSTED_PROXIES": "0",
    "SECRET_KEY": "",
    "SITE_NAME": "Community support near you",
    "ORGANISATION_NAME": "",
    "LOGO": "",
    "HELP_PHONE": "",
    "HELP_EMAIL": "",
    "GEOCODER": "none",
    "MEANING": "on",
}


class BadSetting(ValueError):
    """A setting that cannot work; the message names it and says what it may be."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Flask configuration from the environment.

    Raises BadSetting, naming the variable, when a value cannot be used.
    """
    said = {name: environ.get(name, "").strip() or default for name, default in DEFAULTS.items()}
    data_dir = Path(said["DATA_DIR"]).expanduser().resolve()
    config: dict[str, object] = dict(said)
    config["DATA_DIR"] = data_dir
    config["PORT"] = whole_number("PORT", said["PORT"], 65535)
    config["TRUSTED_PROXIES"] = whole_number("TRUSTED_PROXIES", said["TRUSTED_PROXIES"], 10)
    config["SITE_URL"] = said["SITE_URL"].rstrip("/") or f"http://127.0.0.1:{config['PORT']}"
    config["SQLALCHEMY_DATABASE_URI"] = said["DATABASE_URL"] or f"sqlite:///{data_dir / 'directory.sqlite'}"
    one_of("SEED", said["SEED"], ("sample", "none"))
    one_of("MEANING", said["MEANING"], ("on", "off"))
    one_of("GEOCODER", said["GEOCODER"], ("none", "postcodesio", "nominatim"))
    if said["LOGO"] and not Path(said["LOGO"]).expanduser().is_file():
        raise BadSetting(f"LOGO is {said['LOGO']!r}; there is no such picture file")
    config["LOGO"] = str(Path(said["LOGO"]).expanduser().resolve()) if said["LOGO"] else ""
    if urlsplit(str(config["SITE_URL"])).scheme not in ("http", "https"):
        raise BadSetting(f"SITE_URL is {config['SITE_URL']!r}; it must start with https:// or http://")
    return config


def whole_number(name: str, value: str, most: int) -> int:
    """`value` as a number from 0 to `most`, or BadSetting."""
    if not value.isdecimal() or int(value) > most:
        raise BadSetting(f"{name} is {value!r}; it must be a whole number from 0 to {most}")
    return int(value)


def one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raises BadSetting unless `value` is one of `choices`."""
    if value not in choices:
        raise BadSetting(f"{name} is {value!r}; it must be one of: {', '.join(choices)}")


def secret_key(data_dir: Path) -> str:
    """The key kept in the data folder, made once and readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # when another process was first, its key is the key
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
