"""The flow: its table, its words, its time and its wipe."""
