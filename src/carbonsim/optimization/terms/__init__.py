"""What the equations need, derived from the system: one file a family, named like the equations."""
