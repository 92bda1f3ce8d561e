"""The wire between terminals and the platform: canonical bytes, keys, envelope, receipt, proof, reconnecting."""
