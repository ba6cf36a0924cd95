"""What comes out of both flows."""
