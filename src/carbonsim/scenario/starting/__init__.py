"""Scenarios to start from, written into a folder of one's own."""
