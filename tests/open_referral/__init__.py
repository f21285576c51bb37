"""Imports: what is taken in, what is refused, and that the same file twice is once."""
