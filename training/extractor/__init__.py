"""The trained extractor: examples from the corpus, network, training, export."""
