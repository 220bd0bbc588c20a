"""What goes over the wire, as marshmallow schemas: they read queries and document everything else."""
