"""Who may begin: with the word that is given out in the room, from the networks the course names."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from assessments.courses.models import Schedule

MOST_WRONG_WORDS = 10
WRONG_WORDS_FOR = 600


class EntryRefused(Exception):
    """Not from here, or not with this word; the message says which."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody brings to the door: the word they typed, and the address they come from."""

    password: str = ""
    address: str = ""


def check_entry(schedule: Schedule | None, entry: Entry, *, whose: uuid.UUID) -> None:
    """Raises EntryRefused. Answers of an attempt that has begun are taken from anywhere.

    Ten wrong words close the door to that learner for ten minutes.
    """
    if schedule is None:
        return
    if schedule.networks and not is_within(entry.address, schedule.networks):
        raise EntryRefused("This quiz can only be started from the networks it is given in.")
    if not schedule.password:
        return
    if not entry.password:
        raise EntryRefused("This quiz needs a password.")
    wrong = f"quizzes.wrong-words.{schedule.pk}.{whose}"
    cache.add(wrong, 0, WRONG_WORDS_FOR)
    if cache.get(wrong, 0) >= MOST_WRONG_WORDS:
        raise EntryRefused("Too many wrong passwords. Wait ten minutes, or ask your instructor.")
    if not schedule.opens_with(entry.password):
        with suppress(ValueError):
            # Its time may be up between the two; then there is nothing to count on.
            cache.incr(wrong)
        raise EntryRefused("The password is wrong.")


def address_of(request: HttpRequest | Request) -> str:
    """Where a request comes from, as far as our own proxies can tell; empty if they cannot."""
    plain = request._request if isinstance(request, Request) else request
    try:
        return str(get_adapter(plain).get_client_ip(plain))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; what is no address lies in none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(network) for network in networks)
