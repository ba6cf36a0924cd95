"""Names between backticks are shown as code, and nothing else gets through."""

from __future__ import annotations

import pytest

from assessments.courses.templatetags.code_spans import code_spans


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("call `train()` first", "call <code>train()</code> first"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("<script>`x`</script>", "&lt;script&gt;<code>x</code>&lt;/script&gt;"),
        ("a ` alone", "a ` alone"),
        ("", ""),
    ],
)
def test_only_code_is_marked(text: str, html: str) -> None:
    assert code_spans(text) == html
