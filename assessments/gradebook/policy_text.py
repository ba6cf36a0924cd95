"""A policy as the text that people edit: the same YAML as content/grading.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml

from assessments.courses.errors import ContentError
from assessments.courses.policies import FILE_NAME, Policy, policy_from


def text_of(policy: Policy) -> str:
    """The policy as YAML, without what is as it is by default."""
    document = policy.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def read_text(text: str) -> Policy:
    """The text as a policy. Raises ContentError with line and key."""
    return policy_from(text, file=Path(FILE_NAME))


def place_of(error: ContentError) -> str:
    """The fault for somebody who looks at the text: line, key and reason."""
    place = "" if error.line is None else f"Line {error.line}: "
    return f"{place}{error.key}: {error.reason}" if error.key else f"{place}{error.reason}"
