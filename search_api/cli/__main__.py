"""`python -m search_api.cli`, where the command `gongkai` is not on the path."""

from search_api.cli.main import main

main()
