"""An index of made-up news, as large as asked, and how long questions to it take.

The news is made without the reader, which would need a day and a half of CPU for a million articles: words,
names, events and feeds are drawn with the frequencies that news has, and every offset is true.
"""
