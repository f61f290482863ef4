"""`steadyback`: starts the command line.

It holds no commands itself.
"""

from bot.cli.main import main

if __name__ == "__main__":
    main()
