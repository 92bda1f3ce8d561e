"""The terminal's one SQLite database, its outbox and journal, and the loop that synchronises with the platform."""
