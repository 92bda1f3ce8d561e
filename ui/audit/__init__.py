"""Checks that a page can be read, reached and heard; the gallery and the tests run them on real windows."""
