"""DMN models (1.3 to 1.5): read, evaluated with null as the specification says, and run against the TCK."""
