"""Worlds: streams of data built so that a technique leaves a mark that no report can forge."""
