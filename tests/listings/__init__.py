"""Tests of the desk and the steward's queue."""
