"""Passkeys: a second step that needs no code, kept on a phone, a computer or a key."""
