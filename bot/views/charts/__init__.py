"""Pictures that go with answers: PNG files, drawn with Pillow, readable on a phone in the dark."""
