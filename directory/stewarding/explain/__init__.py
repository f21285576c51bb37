"""Why the offers of a search stand where they do."""
