"""Looks at a page as different people do, and tells what would shut one of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The new colours must have been painted before anybody measures them.
SETTLED = """async (scheme) => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame();
  await frame();
}"""


@dataclass(frozen=True)
class Look:
    """One way to look at a page, and the rules of axe that can say something new about it."""

    scheme: Literal["light", "dark"]
    width: int
    rules: dict[str, Any] = field(default_factory=dict)


WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
CONTRAST_ALONE = {"runOnly": ["color-contrast"]}
# Measuring contrast is by far the dearest rule: once for each set of colours and arrangement is
# enough, and the other rules do not depend on colours.
LOOKS = (
    Look("light", 1440),
    Look("light", 360, WITHOUT_CONTRAST),
    Look("dark", 360),
    Look("dark", 1440, CONTRAST_ALONE),
)
# For the many pages that are made of the same parts: every rule once, every colour once.
FEWER_LOOKS = (Look("light", 1440, WITHOUT_CONTRAST), Look("light", 360, CONTRAST_ALONE), LOOKS[3])


def faults_of(page: Page, axe: Axe, looks: Sequence[Look] = LOOKS) -> Iterator[str]:
    """What axe finds in each look, and a page wider than its window."""
    for look in looks:
        page.set_viewport_size({"width": look.width, "height": 900})
        page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
        page.evaluate(SETTLED, look.scheme)
        found = axe.run(page, options={"resultTypes": ["violations"], **look.rules})
        for violation in found.response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"]]
            yield f"{look.scheme}, {look.width} px: {violation['id']}: {violation['help']}: {nodes}"
        excess = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if excess > 0:
            yield f"{look.scheme}, {look.width} px: the page is {excess} px too wide"
