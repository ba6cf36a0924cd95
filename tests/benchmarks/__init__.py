"""Measurements that anyone can repeat. Ratios within one run: machines differ, and are noisy."""
