"""The last door before a page: only known elements and attributes pass."""

from __future__ import annotations

import nh3

TEXT = {
    "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
MATHS = {
    "math", "mrow", "mi", "mn", "mo", "ms", "mspace", "mtext", "menclose", "merror", "mfrac",
    "mpadded", "mphantom", "mroot", "msqrt", "mstyle", "mmultiscripts", "mover", "mprescripts",
    "msub", "msubsup", "msup", "munder", "munderover", "mtable", "mtd", "mtr", "none",
}  # fmt: skip
EVERYWHERE = {"class"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "div": {"role", "tabindex", "aria-label", "data-kind", "data-language", "data-question"},
    "figure": {"data-figure"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "math": {"display", "alttext"},
    "mi": {"mathvariant"},
    "mo": {
        "fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits", "rspace",
        "separator", "stretchy", "symmetric",
    },
    "mspace": {"width", "height", "depth"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mstyle": {"displaystyle", "scriptlevel", "mathcolor"},
    "mtable": {"displaystyle"},
    "mtd": {"columnspan", "rowspan"},
}  # fmt: skip

_CLEANER = nh3.Cleaner(
    tags=TEXT | MATHS,
    attributes={**ATTRIBUTES, "*": EVERYWHERE},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """The HTML without whatever could run, load or restyle: scripts, styles, handlers, frames."""
    return _CLEANER.clean(html)
