"""Measuring and building: nothing here is part of the running bot."""
