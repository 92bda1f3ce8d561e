"""Pictures of every page: what they are taken of, what is looked for on them, and how they looked before."""
