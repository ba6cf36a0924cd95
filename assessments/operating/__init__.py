"""Running the service on one machine."""
