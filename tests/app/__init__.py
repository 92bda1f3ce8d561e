"""The commands and whole visits, on real processes."""
