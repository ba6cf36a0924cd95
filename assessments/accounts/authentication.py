"""Who calls the API, by the token the call brings."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as HashedTokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from .models import Token, User


class TokenAuthentication(HashedTokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Token ...`; a token that is no text is refused like any wrong one."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, Token]:
        """The caller and the token. Raises AuthenticationFailed."""
        if not token.isascii() or b"\0" in token:
            raise AuthenticationFailed("Invalid token.")
        user, key = super().authenticate_credentials(token)
        return user, key


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description names this way of signing in."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:
        """The scheme in OpenAPI's words."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token` followed by a space and a token made at /account/tokens/.",
        }
