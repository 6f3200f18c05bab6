"""The `luoshi` command: thin, it parses, calls the engine and prints."""
