"""The demo course: made once, left alone afterwards, but for new modules."""

from __future__ import annotations

from django.contrib.auth import authenticate

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Module
from assessments.operating.demo import make_demo


def test_a_learner_and_an_instructor_are_made_with_passwords_that_open(module: Module) -> None:
    made = {user.username: user.password for user in make_demo()}
    assert made.keys() == {"learner", "instructor"}
    for username, password in made.items():
        assert authenticate(username=username, password=password) is not None
    roles = dict(Enrolment.objects.values_list("user__username", "role"))
    assert roles == {"learner": "learner", "instructor": "instructor"}


def test_the_second_time_nobody_is_made_and_no_password_changes(module: Module) -> None:
    first = {user.username: user.password for user in make_demo()}
    assert make_demo() == []
    assert authenticate(username="learner", password=first["learner"]) is not None


def test_passwords_are_not_the_same_twice(module: Module) -> None:
    passwords = [user.password for user in make_demo()]
    assert len(set(passwords)) == 2
    assert min(map(len, passwords)) >= 16


def test_an_account_of_that_name_is_left_alone(module: Module) -> None:
    User.objects.create_user("learner", password="my own long password")
    assert [user.username for user in make_demo()] == ["instructor"]
    assert authenticate(username="learner", password="my own long password") is not None
    assert not Enrolment.objects.filter(user__username="learner").exists()


def test_new_modules_are_taken_in(module: Module) -> None:
    make_demo()
    before = set(Course.objects.get(slug="demo").modules.values_list("slug", flat=True))
    Module.objects.create(slug="later", title="Later")
    make_demo()
    after = set(Course.objects.get(slug="demo").modules.values_list("slug", flat=True))
    assert after - before == {"later"}
    assert module.slug in before
