"""The commands, used as people use them, in a simulated Discord."""
