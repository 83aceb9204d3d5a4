"""Web pages as values: bytes in, a frozen dataclass out; no network, no clock, no files."""
