"""Tests of installer/: set-up on real processes, with stand-ins only for the system's package tools."""
