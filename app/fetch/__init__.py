"""The downloader: it brings a model's files, verifies them, and only then puts them in place."""
