"""`python -m carbonsim`: the command line, where the script is not on the path."""

from carbonsim.cli import main

main()
