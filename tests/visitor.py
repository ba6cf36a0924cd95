"""A visitor of the running service: keeps cookies, sends the CSRF token, follows redirects."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, from where in the end."""

    status: int
    url: str
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Visitor:
    """One person with one browser, without scripts."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )

    def get(self, path: str) -> Answer:
        """A page, or an operation that only reads."""
        return self._send(urllib.request.Request(self.url + path))

    def post(self, path: str, form: Mapping[str, str | list[str]]) -> Answer:
        """A form as a browser without scripts sends it."""
        fields = {**form, "csrfmiddlewaretoken": self._token()}
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._send(urllib.request.Request(self.url + path, data=body))

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        """An operation of the API."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token()}
        data = json.dumps({} if body is None else body).encode()
        return self._send(
            urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        )

    def sign_in(self, username: str, password: str) -> None:
        """By the form; fails when it is refused."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": username, "password": password})
        assert not answer.url.endswith("/login/"), answer.text

    def _token(self) -> str:
        return next((one.value or "" for one in self._cookies if one.name == "csrftoken"), "")

    def _send(self, request: urllib.request.Request) -> Answer:
        request.add_header("Referer", self.url)
        try:
            with self._opener.open(request, timeout=30) as response:
                return Answer(response.status, response.url, response.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url or "", error.read().decode())


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
