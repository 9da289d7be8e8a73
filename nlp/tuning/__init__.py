"""Raises the network on the training texts; needs torch, which reading letters does not."""
