"""Forms as data: definitions, rules, prefill and validation."""
