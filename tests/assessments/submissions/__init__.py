"""Tests of assessments.submissions."""
