"""Tests of assessments.operating."""
