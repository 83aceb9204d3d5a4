"""What is in a digest: candidates, verdicts, quotes; once for all who share them."""
