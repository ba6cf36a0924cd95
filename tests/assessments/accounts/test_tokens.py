"""Tokens: the page, the operations, and what a token opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.accounts.granting import MOST_TOKENS, grant_token
from assessments.accounts.models import Token, User

ClientOf = Callable[[User | None], Client]
PAGE = "/account/tokens/"
API = "/api/v1/account/tokens/"


@pytest.fixture
def secret(learner: User) -> str:
    """A token of the learner."""
    return grant_token(user=learner, name="laptop", days=7).secret


def call(secret: str, address: str = "/api/v1/courses/") -> int:
    """The status of a call with this token and no session."""
    return Client().get(address, headers={"Authorization": f"Token {secret}"}).status_code


def test_a_token_opens_what_its_person_may_see(secret: str) -> None:
    assert call(secret) == 200
    assert call(secret, "/api/v1/courses/deep-learning/") == 200
    assert call(secret, "/api/v1/courses/elsewhere/") == 404


def test_a_token_calls_without_csrf(secret: str) -> None:
    response = Client(enforce_csrf_checks=True).post(
        API,
        {"name": "second", "days": 1},
        content_type="application/json",
        headers={"Authorization": f"Token {secret}"},
    )
    assert response.status_code == 201


def test_a_session_does_not(client_of: ClientOf, learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(API, {"name": "x", "days": 1}, content_type="application/json")
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "permission_denied"


@pytest.mark.parametrize(
    "header",
    ["Token", "Token ", "Token wrong", "Token a b", "Token \xff", "Bearer x", "Token holdout-"],
)
def test_a_wrong_token_is_refused(db: None, header: str) -> None:
    response = Client().get("/api/v1/courses/", headers={"Authorization": header})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert set(response.json()) == {"error"}


def test_an_ended_token_is_refused(secret: str) -> None:
    Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert call(secret) == 401


def test_a_closed_accounts_token_is_refused(learner: User, secret: str) -> None:
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert call(secret) == 401


def test_a_token_opens_no_page(secret: str) -> None:
    assert call(secret, "/courses/deep-learning/") == 302


def test_the_secret_is_not_stored(secret: str) -> None:
    token = Token.objects.get()
    assert secret not in str({**vars(token)})
    assert token.digest != secret


def test_the_page_shows_the_secret_once(client_of: ClientOf, learner: User) -> None:
    client = client_of(learner)
    page = client.post(PAGE, {"name": "laptop", "days": 7})
    secret = page.context["grant"].secret
    assert secret in page.content.decode()
    assert secret not in client.get(PAGE).content.decode()
    assert call(secret) == 200


@pytest.mark.parametrize("data", [{}, {"name": "", "days": 1}, {"name": "x", "days": 0}])
def test_the_page_refuses_what_is_wrong(
    client_of: ClientOf, learner: User, data: dict[str, object]
) -> None:
    assert client_of(learner).post(PAGE, data).status_code == 400
    assert not Token.objects.exists()


def test_ending_a_token_closes_it_at_once(client_of: ClientOf, learner: User, secret: str) -> None:
    client_of(learner).post(f"{PAGE}{Token.objects.get().id}/revoke/")
    assert call(secret) == 401


def test_nobody_ends_anothers_token(client_of: ClientOf, classmate: User, secret: str) -> None:
    token = Token.objects.get().id
    assert client_of(classmate).post(f"{PAGE}{token}/revoke/").status_code == 404
    assert client_of(classmate).delete(f"{API}{token}/").status_code == 404
    assert call(secret) == 200


def test_the_api_lists_makes_and_ends(client_of: ClientOf, learner: User) -> None:
    client = client_of(learner)
    made = client.post(API, {"name": "ci"}, content_type="application/json").json()
    assert call(made["secret"]) == 200
    (listed,) = client.get(API).json()
    assert listed["name"] == "ci"
    assert "secret" not in listed
    assert client.delete(f"{API}{listed['id']}/").status_code == 204
    assert call(made["secret"]) == 401


def test_there_is_an_end_to_tokens(client_of: ClientOf, learner: User) -> None:
    for number in range(MOST_TOKENS):
        grant_token(user=learner, name=str(number), days=1)
    client = client_of(learner)
    assert client.post(PAGE, {"name": "one more", "days": 1}).status_code == 400
    answer = client.post(API, {"name": "one more"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_many_tokens")
