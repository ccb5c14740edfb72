"""What trains the extractor: the corpus, its tools, and later the model. Nothing here is installed."""
