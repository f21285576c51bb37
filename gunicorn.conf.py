"""How gunicorn serves the site: two workers that share one loaded index, and a log that names nobody."""

import os
import sys
import traceback

# One search is small: threads inside numpy would only fight over two cores. Set before numpy is loaded.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

# gunicorn reads this file before it puts the site's folder on the path.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from gunicorn.glogging import Logger  # noqa: E402 (numpy must come after the lines above)

from directory import counts, index  # noqa: E402
from directory.db import db  # noqa: E402

bind = os.environ.get("BIND") or "127.0.0.1"
if ":" not in bind.rpartition("]")[2]:  # an address alone, perhaps [of IPv6]
    bind = f"{bind}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Threads, not one process a request: a phone that reads slowly holds a thread of 10 MB, not a worker.
worker_class = "gthread"
threads = 4
keepalive = 5
timeout = 30
graceful_timeout = 20
preload_app = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

# No door but the site's own; no file in anybody's home folder.
control_socket_disable = True
# What gunicorn would write here holds search words, postcodes and addresses: directory.access writes our own line.
accesslog = None
loglevel = "info"

limit_request_line = 8190
limit_request_fields = 60


class QuietLogger(Logger):
    """Says what broke and where, never who asked what: gunicorn's own words hold addresses and request lines."""

    def warning(self, message: object, *values: object, **extra: object) -> None:
        """Keeps warnings about workers; those about a request lose everything it sent."""
        if str(message).startswith("Invalid request"):
            super().info("A request that is not HTTP was refused")
        else:
            super().warning(message, *values, **extra)

    def exception(self, message: object, *values: object, **extra: object) -> None:
        """The kind of the error being handled and the lines of code it came through, without its message."""
        kind, _error, trace = sys.exc_info()
        super().error("%s\n%s", getattr(kind, "__name__", "Error"), "".join(traceback.format_tb(trace)))


logger_class = QuietLogger
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"},
        "err": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
    },
    "root": {"level": "WARNING", "handlers": ["err"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["err"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        "directory": {"level": "INFO", "handlers": ["err"], "propagate": False},
        "directory.access": {"level": "INFO", "handlers": ["out"], "propagate": False},
    },
}


def when_ready(server: object) -> None:
    """Loads the index once, before the workers are forked from this process, so that they share its memory.

    Database connections must not be shared between processes: they are closed here. A database that does
    not answer yet stops nothing: urgent help is served without it and the workers load the index later.
    """
    app = server.app.wsgi()
    with app.app_context():
        try:
            index.warm(app)
        except Exception:
            server.log.exception("The index could not be loaded")
        finally:
            db.session.remove()
            db.engine.dispose()


def worker_exit(_server: object, worker: object) -> None:
    """Writes what a worker has counted since the last minute; a database that does not answer stops nothing."""
    with worker.app.wsgi().app_context():
        counts.flush()
