"""The only home of Pyomo."""
