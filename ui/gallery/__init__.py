"""The gallery: every page in every mode, for designers and for the tests; not part of a terminal at work."""
