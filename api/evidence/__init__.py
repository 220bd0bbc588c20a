"""What an auditor holds the log to: proofs, checks, bundles, and copies of checkpoints kept elsewhere."""
