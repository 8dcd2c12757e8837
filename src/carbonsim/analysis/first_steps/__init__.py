"""What a plan does first."""
