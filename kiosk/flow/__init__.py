"""The state machine of a visit and its flows; every front end drives the same objects."""
