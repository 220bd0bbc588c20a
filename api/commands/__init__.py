"""What people do, one module for each act."""
