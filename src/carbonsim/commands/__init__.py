"""Commands of the command line in groups, and what all of them share."""
