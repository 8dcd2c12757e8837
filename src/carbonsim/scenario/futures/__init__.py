"""What is in doubt: ranges of values, and futures drawn from them."""
