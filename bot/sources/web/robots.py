"""What sites ask programs to leave alone: robots.txt (RFC 9309), for pages; feeds are made for programs."""
