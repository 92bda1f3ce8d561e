"""Tests of travel documents: the standard's worked example, forged and broken chips, and random bytes."""
