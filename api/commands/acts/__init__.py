"""What people do about a decision, one module each. `govengine.life` says which is possible when."""
