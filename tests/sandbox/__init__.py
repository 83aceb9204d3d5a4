"""The sandbox: the live page over the simulated Discord, its samples, and its start and stop."""
