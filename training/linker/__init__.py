"""What trains the linker: labelled claims, pairs, a fit, and the readable file of weights."""
