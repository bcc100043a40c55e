"""Speed, measured beside a baseline in the same run and printed as a ratio."""
