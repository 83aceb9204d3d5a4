"""Discord's side of a digest: may it be posted, post it, was it posted, and what to tell the admins."""
