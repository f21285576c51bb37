"""Staying true: reminders with a link that needs no sign-in, and the list of groups that somebody has to phone."""
