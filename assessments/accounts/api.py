"""One's tokens, for programs."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .forms import LONGEST_LIFE_DAYS
from .granting import MOST_TOKENS, TooManyTokens, grant_token, revoke_token, tokens_of
from .signed_in import signed_in


class Conflict(APIException):
    """There are as many tokens as there may be."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = f"{MOST_TOKENS} tokens are the most; end one first."
    default_code = "too_many_tokens"


class TokenOutput(serializers.Serializer[Any]):
    """A token without its secret."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField(allow_null=True)

    class Meta:
        ref_name = "Token"


class TokenList(APIView):
    """One's tokens."""

    class Input(serializers.Serializer[Any]):
        """A name to know the token by, and its life in days."""

        name = serializers.CharField(max_length=80)
        days = serializers.IntegerField(min_value=1, max_value=LONGEST_LIFE_DAYS, default=90)

        class Meta:
            ref_name = "TokenInput"

    class Output(serializers.Serializer[Any]):
        """The token and, this once, its secret: send it as `Authorization: Token <secret>`."""

        token = TokenOutput()
        secret = serializers.CharField()

        class Meta:
            ref_name = "TokenGrant"

    @extend_schema(operation_id="tokens_list", responses=TokenOutput(many=True))
    def get(self, request: Request) -> Response:
        """The caller's tokens, the newest first."""
        return Response(TokenOutput(tokens_of(signed_in(request.user)), many=True).data)

    @extend_schema(operation_id="token_make", request=Input, responses={201: Output})
    def post(self, request: Request) -> Response:
        """Makes a token."""
        data = self.Input(data=request.data)
        data.is_valid(raise_exception=True)
        try:
            grant = grant_token(user=signed_in(request.user), **data.validated_data)
        except TooManyTokens:
            raise Conflict from None
        return Response(self.Output(grant).data, status=status.HTTP_201_CREATED)


class TokenDetail(APIView):
    """One token."""

    @extend_schema(operation_id="token_revoke", responses={204: None})
    def delete(self, request: Request, token_id: uuid.UUID) -> Response:
        """Ends a token at once."""
        revoke_token(user=signed_in(request.user), token_id=token_id)
        return Response(status=status.HTTP_204_NO_CONTENT)
