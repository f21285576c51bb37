"""Settings: each with its default and the environment variable that changes it."""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Name of the environment variable: its default. README.md says what each is for.
DEFAULTS = {
    "PORT": "8000",
    "WEB_CONCURRENCY": "2",
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
    "EXIT_URL": "https://www.bbc.co.uk/weather",
    "GEOCODER": "none",
    "MEANING": "auto",
    "MAIL_SERVER": "",
    "MAIL_PORT": "587",
    "MAIL_SECURITY": "starttls",
    "MAIL_USERNAME": "",
    "MAIL_PASSWORD": "",
    "MAIL_FROM": "",
    "NOTIFY_KEY": "",
    "NOTIFY_EMAIL_TEMPLATE": "",
    "NOTIFY_TEXT_TEMPLATE": "",
    "NOTIFY_URL": "https://api.notifications.service.gov.uk",
    "TRANSLATE_WITH": "",
    "TRANSLATE_URL": "",
    "TRANSLATE_KEY": "",
    "TRANSLATE_REGION": "",
    "TRANSLATE_PRICE": "",
    "DEMO": "",
}
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


# What a setting that is a text has to look like, and an example to show.
FORMS = {
    "DATABASE_URL": (r"(postgresql(\+psycopg)?|sqlite)://\S+", "postgresql+psycopg://user:password@host/name"),
    "HELP_PHONE": (r"[+(]?[0-9][0-9 ()-]+[0-9](\s*(x|ext).*)?", "020 7946 0000"),
    "HELP_EMAIL": (r"[^\s@]+@[^\s@]+\.[^\s@]+", "help@example.org"),
    "MAIL_SERVER": (r"[A-Za-z0-9.:-]+", "smtp.example.org"),
    "MAIL_FROM": (r"[^\s@<>]+@[^\s@<>]+", "directory@example.org"),
    "NOTIFY_KEY": (rf"[\w-]+-{UUID}-{UUID}", "name-SERVICE-ID-SECRET as GOV.UK Notify shows it once"),
    "NOTIFY_EMAIL_TEMPLATE": (UUID, "f33517ff-2a88-4f6e-b855-c550268ce08a"),
    "NOTIFY_TEXT_TEMPLATE": (UUID, "f33517ff-2a88-4f6e-b855-c550268ce08a"),
    "NOTIFY_URL": (r"https://[a-z0-9.-]+|http://127\.0\.0\.1:[0-9]+", "https://api.notifications.service.gov.uk"),
    # A host without a dot is one of our own network: LibreTranslate in the next container.
    "TRANSLATE_URL": (
        r"https://[a-z0-9.-]+(:[0-9]+)?(/[\w./-]*)?|http://([a-z0-9-]+|127\.0\.0\.1)(:[0-9]+)?/?",
        "https://api.deepl.com",
    ),
    "TRANSLATE_KEY": (r"[!-~]+", "the key as the service shows it"),
    "TRANSLATE_REGION": (r"[a-z0-9-]+", "uksouth"),
    "TRANSLATE_PRICE": (r"[0-9]+(\.[0-9]{1,2})?", "20 (pounds for a million characters)"),
    "EXIT_URL": (r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?", "https://www.bbc.co.uk/weather"),
}
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")


class BadSetting(SystemExit):
    """A setting that cannot work; the message names it and says what it may be.

    Whatever was starting stops with this one line, which a traceback would bury.
    """


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Flask configuration from the environment.

    Raises BadSetting, naming the variable, when a value cannot be used.
    """
    said = {name: environ.get(name, "").strip() or default for name, default in DEFAULTS.items()}
    data_dir = Path(said["DATA_DIR"]).expanduser().resolve()
    config: dict[str, object] = dict(said)
    config["DATA_DIR"] = data_dir
    config["PORT"] = whole_number("PORT", said["PORT"], 1, 65535)
    config["WEB_CONCURRENCY"] = whole_number("WEB_CONCURRENCY", said["WEB_CONCURRENCY"], 1, 64)
    config["TRUSTED_PROXIES"] = whole_number("TRUSTED_PROXIES", said["TRUSTED_PROXIES"], 0, 10)
    config["SITE_URL"] = site_url(said["SITE_URL"]) or f"http://127.0.0.1:{config['PORT']}"
    config["SQLALCHEMY_DATABASE_URI"] = said["DATABASE_URL"] or f"sqlite:///{data_dir / 'directory.sqlite'}"
    config["MAIL_PORT"] = whole_number("MAIL_PORT", said["MAIL_PORT"], 1, 65535)
    host = str(config["SITE_URL"]).split("://")[1].partition(":")[0]
    config["MAIL_FROM"] = said["MAIL_FROM"] or f"directory@{host}"
    config["DEMO"] = said["DEMO"] == "1"
    config["LOGO"] = picture("LOGO", said["LOGO"])
    one_of("SEED", said["SEED"], ("sample", "none"))
    one_of("MEANING", said["MEANING"], ("auto", "on", "off"))
    one_of("MAIL_SECURITY", said["MAIL_SECURITY"], ("starttls", "tls", "none"))
    one_of("TRANSLATE_WITH", said["TRANSLATE_WITH"], ("", "libretranslate", "deepl", "azure"))
    one_of("DEMO", said["DEMO"], ("", "0", "1"))
    one_of("GEOCODER", said["GEOCODER"], ("none", "postcodesio", "nominatim"))
    for name, (form, example) in FORMS.items():
        like(name, said[name], form, example)
    return config


def whole_number(name: str, value: str, least: int, most: int) -> int:
    """`value` as a number from `least` to `most`, or BadSetting."""
    if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise BadSetting(f"{name} is {value!r}; it must be a whole number from {least} to {most}")
    return int(value)


def site_url(value: str) -> str:
    """`value` in lower case without a slash at the end; BadSetting unless it is scheme and host (and port) only."""
    parts = re.fullmatch(r"(https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?)/?", value.lower())
    if value and not parts:
        raise BadSetting(f"SITE_URL is {value!r}; it must be like https://support.example.org, with nothing behind it")
    return parts[1] if parts else ""


def picture(name: str, value: str) -> str:
    """The full path of a picture file, or ""; BadSetting when there is no such picture."""
    path = Path(value).expanduser().resolve()
    if value and not (path.is_file() and path.suffix.lower() in PICTURES):
        raise BadSetting(f"{name} is {value!r}; there is no such picture file ({', '.join(PICTURES)})")
    return str(path) if value else ""


def like(name: str, value: str, pattern: str, example: str) -> None:
    """Raises BadSetting unless `value` is empty or has this form. It may hold a password, so it is not repeated."""
    if value and not re.fullmatch(pattern, value):
        raise BadSetting(f"{name} cannot be used; it must be like {example}")


def one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raises BadSetting unless `value` is one of `choices`."""
    if value not in choices:
        raise BadSetting(f"{name} is {value!r}; it must be one of: {', '.join(choices)}")


def secret_key(data_dir: Path) -> str:
    """The key kept in the data folder, made once and readable by its owner only.

    Raises BadSetting when the folder cannot be made, written or read.
    """
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            _make_key(path)
        return path.read_text().strip()
    except OSError as why:
        raise BadSetting(f"DATA_DIR is {str(data_dir)!r}; nothing can be kept there: {why.strerror}") from why


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32))
    with contextlib.suppress(FileExistsError):  # when another process was first, its key is the key
        os.link(draft, path)
    draft.unlink()
