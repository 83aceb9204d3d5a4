"""The bot is killed at chosen points of its work and started again, and its digests are counted.

The bot is the real one (``nutgraf run``: discord.py, HTTP, gateway, SQLite) in a process of its own, which
SIGKILL ends. It is forked from a *nursery*, which has imported everything: a start takes half a second
instead of three, so that hundreds of kills are minutes. Four things differ: the workers that read articles
are not started (no digest needs them), the wall clock is ahead by what the harness says, discord.py does not
wait two seconds for more guilds, and what is to be published is so right after each tick.
"""
