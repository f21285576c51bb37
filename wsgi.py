"""The door for web servers and the flask command: `flask --app wsgi run`, `gunicorn wsgi:app`."""

from directory import create_app

app = create_app()
