"""Tests of all that is printed."""
