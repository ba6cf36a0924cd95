"""Composes training programs from independent choices, and plants one mistake at a time in them."""
