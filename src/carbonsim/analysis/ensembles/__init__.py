"""Questions asked of the futures of an ensemble."""
