"""A list sent by this site to somebody, by staff who are signed in; to whom is used once and kept nowhere."""
