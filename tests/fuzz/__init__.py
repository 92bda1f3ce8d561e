"""Fuzzing guided by coverage, where atheris is installed; the property tests of the suite need nothing of it."""
