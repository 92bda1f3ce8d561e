"""Tests of the identity-card reader."""
