"""Hooks inside a learner's process: what they see is feedback, never proof."""
