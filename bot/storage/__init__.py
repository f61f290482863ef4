"""Where the application's memory lives: in this process, in a SQLite file."""
