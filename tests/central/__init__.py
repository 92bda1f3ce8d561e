"""Tests of the reference platform."""
