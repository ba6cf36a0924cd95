"""Who: users, sign-in, tokens."""
