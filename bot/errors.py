"""What can go wrong, each as a sentence that a person can act on.

::

    NutgrafError
    ├── ConfigError          a setting or a configuration file is wrong
    ├── StartupError         the program cannot start (exit code 69)
    ├── SourceError          a document could not be had from its source
    ├── ReadingError         a document was had but could not be read
    ├── StorageError         the index cannot be opened, read or written
    │   ├── IndexBusyError   another process owns the index
    │   └── SlowQueryError   a read was given up, because it took too long
    ├── QueryError           a question, date, or option of a user makes no sense
    ├── ScheduleError        a time, weekday or time zone of a user makes no sense
    ├── SubscriptionError    a subscription cannot be had or changed as asked
    └── DeliveryError        a digest cannot be posted where and when somebody asked
"""

from __future__ import annotations


class NutgrafError(Exception):
    """The root of the tree; ``str(error)`` is one sentence for the person who met it."""


class ConfigError(NutgrafError):
    """A setting or a configuration file is wrong."""


class StartupError(NutgrafError):
    """The program cannot start."""


class SourceError(NutgrafError):
    """A document could not be had from its source; the sentence names the file or address."""


class ReadingError(NutgrafError):
    """A document was had but could not be read."""


class StorageError(NutgrafError):
    """The index cannot be opened, read or written."""


class IndexBusyError(StorageError):
    """Another process owns the index."""


class SlowQueryError(StorageError):
    """A read took longer than it may; a narrower one may not."""


class QueryError(NutgrafError):
    """What a user asked for makes no sense; the sentence says what would."""


class ScheduleError(NutgrafError):
    """A time, weekday or time zone makes no sense; the sentence says what would."""


class SubscriptionError(NutgrafError):
    """A subscription cannot be had or changed as asked; the sentence says what can."""


class DeliveryError(NutgrafError):
    """A digest cannot be posted where and when somebody asked; the sentence says what would help."""
