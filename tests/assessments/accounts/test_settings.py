"""The settings of a deployment behind TLS, read in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

READ = """
import json
from assessments import settings
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
         "SECURE_SSL_REDIRECT", "ALLAUTH_TRUSTED_PROXY_COUNT", "DEBUG"]
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""


def settings_with(tmp_path: Path, **environment: str) -> dict[str, object]:
    """Some settings as they come out of an environment."""
    done = subprocess.run(
        [sys.executable, "-c", READ],
        env={"PATH": os.environ["PATH"], "HOLDOUT_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_behind_tls_cookies_and_browsers_keep_to_it(tmp_path: Path) -> None:
    assert settings_with(tmp_path, HOLDOUT_BEHIND_TLS="1") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "DEBUG": False,
    }


def test_on_one_machine_no_proxy_is_believed(tmp_path: Path) -> None:
    found = settings_with(tmp_path)
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert found["DEBUG"] is False


def test_secrets_are_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    settings_with(tmp_path)
    path = tmp_path / "django_secret_key.secret"
    first = path.read_text()
    settings_with(tmp_path)
    assert path.read_text() == first
    assert len(first) >= 50
    assert path.stat().st_mode & 0o077 == 0
