"""Signing in, and what wrong passwords lead to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from assessments.accounts.models import User
from tests.conftest import PASSWORD

ClientOf = Callable[[User | None], Client]
LOGIN = "/accounts/login/"


def sign_in(client: Client, login: str, password: str = PASSWORD) -> bool:
    """Whether the sign-in page lets one in."""
    response = client.post(LOGIN, {"login": login, "password": password})
    return response.status_code == 302


@pytest.mark.parametrize("login", ["learner", "learner@example.org"])
def test_a_name_or_an_address_signs_in(learner: User, login: str) -> None:
    client = Client()
    assert sign_in(client, login)
    assert client.get("/").status_code == 200


def test_a_wrong_password_does_not(learner: User) -> None:
    client = Client()
    assert not sign_in(client, "learner", "wrong")
    assert client.get("/").status_code == 302


def test_one_comes_back_to_where_one_wanted_to_go(learner: User) -> None:
    response = Client().post(
        f"{LOGIN}?next=/courses/deep-learning/",
        {"login": "learner", "password": PASSWORD, "next": "/courses/deep-learning/"},
    )
    assert response["Location"] == "/courses/deep-learning/"


def test_one_is_never_sent_to_another_site(learner: User) -> None:
    response = Client().post(
        LOGIN, {"login": "learner", "password": PASSWORD, "next": "https://a.example/"}
    )
    assert response["Location"] == "/"


def test_after_five_wrong_passwords_the_right_one_is_refused_too(learner: User) -> None:
    client = Client()
    for _ in range(5):
        assert not sign_in(client, "learner", "wrong")
    response = client.post(LOGIN, {"login": "learner", "password": PASSWORD})
    assert response.status_code == 200
    assert b"Too many failed login attempts" in response.content


def test_guessing_at_one_name_does_not_lock_out_another(learner: User, classmate: User) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, "learner", "wrong")
    assert sign_in(client, "classmate")


def test_an_account_that_was_closed_cannot_sign_in(learner: User) -> None:
    learner.is_active = False
    learner.save()
    client = Client()
    sign_in(client, "learner")
    assert client.get("/").status_code == 302


def test_sign_up_is_closed(db: None) -> None:
    client = Client()
    assert b"make your account" in client.get("/accounts/signup/").content
    client.post(
        "/accounts/signup/",
        {
            "username": "newcomer",
            "email": "newcomer@example.org",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert not User.objects.filter(username="newcomer").exists()


def test_sign_up_can_be_opened_and_opens_no_course(db: None, settings: Settings) -> None:
    settings.OPEN_SIGNUP = True
    client = Client()
    client.post(
        "/accounts/signup/",
        {
            "username": "newcomer",
            "email": "newcomer@example.org",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert not User.objects.get(username="newcomer").enrolments.exists()
    assert b"You are in no course yet" in client.get("/").content


def test_signing_out_takes_a_form(client_of: ClientOf, learner: User) -> None:
    client = client_of(learner)
    client.get("/accounts/logout/")
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_a_password_is_changed_knowing_the_old_one(client_of: ClientOf, learner: User) -> None:
    fresh = "a staple of batteries"
    client_of(learner).post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh},
    )
    learner.refresh_from_db()
    assert learner.check_password(fresh)


@pytest.mark.parametrize("address", ["learner@example.org", "nobody@example.org"])
def test_a_reset_answers_the_same_for_everyone(learner: User, address: str) -> None:
    response = Client().post("/accounts/password/reset/", {"email": address})
    assert response["Location"] == "/accounts/password/reset/done/"
    assert [message.to for message in mail.outbox] == [[address]]


@pytest.mark.parametrize(
    "address",
    [
        LOGIN,
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/inactive/",
    ],
)
def test_the_pages_at_the_door_are_ours(db: None, address: str) -> None:
    page = Client().get(address).content.decode()
    assert 'class="wordmark"' in page
    assert "Menu:" not in page


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/email/", "/accounts/logout/"]
)
def test_the_pages_of_an_account_are_ours(client_of: ClientOf, learner: User, address: str) -> None:
    page = client_of(learner).get(address).content.decode()
    assert 'class="wordmark"' in page
    assert "Menu:" not in page
