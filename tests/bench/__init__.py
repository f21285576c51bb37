"""Measuring: a large made-up directory, a real server, and figures that are compared within one run."""
