"""What the app's image runs: the inference server and the downloader. Imports nothing of the generator's."""
