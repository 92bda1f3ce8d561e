"""Puts the parts together, one module a command; imported by `main.py` alone."""
