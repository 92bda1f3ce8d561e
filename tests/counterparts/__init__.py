"""Real peers and independent judges the tests run against."""
