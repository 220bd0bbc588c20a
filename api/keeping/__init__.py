"""How long records are kept and how they go: erasure, retention, backup, and erasures done again after a restore."""
