"""Tests of the examiner: worlds, evidence, and whole examinations."""
