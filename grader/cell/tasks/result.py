"""What every task gives back: a JSON object and arrays, for the last word of the cell."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Result = tuple[dict[str, Any], list[Array]]
