"""Signing in through another service: OpenID Connect Core 1.0 with the authorization code and PKCE (RFC 7636).

Nothing is asked of anybody unless the operator names a provider. Requests go to that provider alone (`_openid_http`);
signatures and claims of the ID token are checked by joserfc. What is kept between leaving and coming back (state,
nonce, verifier) stays on the server, is good for one return within ten minutes, and is tied to the browser by a cookie.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
import re
import secrets
import threading
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Protocol
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trucewatch.errors import InputError
from trucewatch.web.accounts import Refused
from trucewatch.web.permissions import Role
from trucewatch.web.settings import is_loopback

_LOG = logging.getLogger(__name__)
RETURN_PATH: Final = "/login/openid/return"
"""Where the provider sends people back to; it is registered there with the address of the workbench before it."""
PENDING: Final = dt.timedelta(minutes=10)
_MOST_PENDING: Final = 1_000
_LEEWAY_SECONDS: Final = 60
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key of the provider's own; never `none`, and none by a secret that we hold too."""


class Provider(BaseModel):
    """What the operator says of the provider, in a TOML file.

    Attributes:
        issuer: Its address; `/.well-known/openid-configuration` under it tells the rest.
        client_id: What it calls this workbench.
        client_secret_file: A file, beside this one, with what it gave us to prove who we are; null for a public client.
        address: The address of this workbench as browsers see it.
        name: What the button on the page says.
        scopes: What is asked for.
        groups_claim: The claim that lists groups.
        groups: Role by group.
        emails: Role by verified e-mail address, or by `@domain`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str
    client_id: Annotated[str, Field(min_length=1)]
    client_secret_file: str | None = None
    address: str
    name: Annotated[str, Field(min_length=1, max_length=60)] = "your organisation"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    groups_claim: str = "groups"
    groups: Mapping[str, Role] = Field(default_factory=dict)
    emails: Mapping[str, Role] = Field(default_factory=dict)

    @property
    def host(self) -> str:
        """The name under which browsers reach this workbench."""
        return urlsplit(self.address).hostname or ""

    @property
    def redirect_uri(self) -> str:
        """Where people come back to."""
        return self.address.rstrip("/") + RETURN_PATH


def load_provider(path: Path) -> tuple[Provider, str | None]:
    """Read the file of a provider; gives it and the secret.

    Raises:
        InputError: The file, or the secret's, cannot be read, or something in it does not fit.
    """
    try:
        made = Provider.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        file = made.client_secret_file
        secret = (path.parent / file).read_text(encoding="utf-8").strip() if file else None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where}: {first['msg']}", where=str(path), remedy="see docs/people.md") from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), remedy="see docs/people.md") from error
    for name in (made.issuer, made.address):
        if not _safe(name):
            raise InputError("want an address with https", where=name, remedy="http will do on the loopback alone")
    if "openid" not in made.scopes or not (made.groups or made.emails):
        raise InputError(
            "nobody could sign in: `scopes` lacks openid, or neither `groups` nor `emails` gives a role",
            where=str(path),
            remedy="see docs/people.md",
        )
    return made, secret


def _safe(address: object) -> bool:
    """Whether what is sent there cannot be read on the way."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


class Http(Protocol):
    """The requests that are made of a provider; each gives the object that the answer holds."""

    def get(self, url: str, *, token: str | None = None) -> Mapping[str, Any]:
        """Ask; with an access token where one is given."""
        ...

    def post(self, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None) -> Mapping[str, Any]:
        """Send a form; name and secret in the header where they are given."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is. `subject` never changes; `name` is what an account may be called."""

    issuer: str
    subject: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Pending:
    cookie: str
    nonce: str
    verifier: str
    onward: str
    since: dt.datetime


class OpenId:
    """The way through one provider. Threads may share it."""

    def __init__(self, provider: Provider, secret: str | None, *, http: Http, now: Callable[[], dt.datetime]) -> None:
        self.provider = provider
        self._secret, self._http, self._now = secret, http, now
        self._lock = threading.Lock()
        self._pending: OrderedDict[str, _Pending] = OrderedDict()
        self._told: Mapping[str, Any] | None = None
        self._keys: KeySet | None = None

    # ---- leaving

    def begin(self, onward: str) -> tuple[str, str]:
        """Begin to sign in: where to send the browser, and the secret for its cookie.

        Args:
            onward: The page of ours that was asked for.

        Raises:
            Refused: The provider cannot be reached.
        """
        told = self._metadata()
        state, cookie, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        now = self._now()
        with self._lock:
            self._pending[state] = _Pending(_digest(cookie), nonce, verifier, onward, now)
            while len(self._pending) > _MOST_PENDING or now - next(iter(self._pending.values())).since > PENDING:
                self._pending.popitem(last=False)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": self.provider.redirect_uri,
            "scope": " ".join(self.provider.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = str(told["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", cookie

    # ---- coming back

    def finish(self, returned: Mapping[str, str], cookie: str) -> tuple[Identity, str]:
        """Who came back, and the page that was asked for.

        Args:
            returned: The parameters that the provider sent along.
            cookie: What `begin` gave for the browser.

        Raises:
            Refused: It is not the browser that left, the provider says no, what it says is not sound, or what it says
                gives no role here.
        """
        with self._lock:
            kept = self._pending.pop(returned.get("state", ""), None)
        same = kept is not None and secrets.compare_digest(kept.cookie, _digest(cookie))
        if kept is None or not same or self._now() - kept.since > PENDING:
            raise Refused("This sign-in was begun elsewhere, or too long ago. Try again.")
        if returned.get("iss", self.provider.issuer) != self.provider.issuer:  # RFC 9207
            raise Refused("Another provider answered than the one that was asked.")
        if "error" in returned or not returned.get("code"):
            _LOG.warning("the provider refused: %r", returned.get("error", "no code")[:100])
            raise Refused(f"{self.provider.name} did not sign you in.")
        tokens = self._exchange(returned["code"], kept.verifier)
        claims = self._checked(tokens.get("id_token"), kept.nonce)
        return self._identity(claims, tokens.get("access_token")), kept.onward

    def _exchange(self, code: str, verifier: str) -> Mapping[str, Any]:
        told = self._metadata()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.provider.redirect_uri,
            "client_id": self.provider.client_id,
            "code_verifier": verifier,
        }
        # client_secret_basic is what a provider takes that says nothing of it.
        basic = None
        if self._secret is not None and "client_secret_basic" in told.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        ):
            basic = (self.provider.client_id, self._secret)
        elif self._secret is not None:
            form["client_secret"] = self._secret
        return self._http.post(str(told["token_endpoint"]), form, basic=basic)

    def _checked(self, token: object, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token, by section 3.1.3.7 of OpenID Connect Core."""
        if not isinstance(token, str) or len(token) > 100_000:
            raise Refused("The provider's answer holds no ID token.", 502)
        wanted = {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
            "nonce": {"essential": True, "value": nonce},
            **{name: {"essential": True} for name in ("sub", "exp", "iat")},
        }
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._now().timestamp()),
            leeway=_LEEWAY_SECONDS,
            **wanted,  # type: ignore[arg-type]
        )
        try:
            claims = self._decoded(token)
            registry.validate(dict(claims))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            _LOG.warning("an ID token is not sound: %s", error)
            raise Refused("What the provider says cannot be trusted. The log of the server names why.") from error
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.provider.client_id:
            raise Refused("What the provider says is meant for another service.")
        return claims

    def _decoded(self, token: str) -> Mapping[str, Any]:
        keys = self._keys or self._fetched()
        try:
            return jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
        except InvalidKeyIdError:
            # The provider has changed its keys.
            return jwt.decode(token, self._fetched(), algorithms=_ALGORITHMS).claims

    def _fetched(self) -> KeySet:
        self._keys = KeySet.import_key_set(self._http.get(str(self._metadata()["jwks_uri"])))  # type: ignore[arg-type]
        return self._keys

    def _metadata(self) -> Mapping[str, Any]:
        if self._told is None:
            told = self._http.get(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if told.get("issuer") != self.provider.issuer or not all(_safe(told.get(name)) for name in needed):
                raise Refused("The provider does not describe itself as it should.", 502)
            self._told = told
        return self._told

    # ---- what somebody may

    def _identity(self, claims: Mapping[str, Any], access: object) -> Identity:
        wanted = self.provider.groups_claim
        where = self._metadata().get("userinfo_endpoint")
        if self.provider.groups and wanted not in claims and isinstance(access, str) and _safe(where):
            more = self._http.get(str(where), token=access)
            claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
        email = claims.get("email") if claims.get("email_verified") is True else None
        email = email.casefold() if isinstance(email, str) else None
        role = self._role(claims.get(wanted), email)
        if role is None:
            raise Refused("You have signed in, but nobody has given you a role here. Ask an admin of this workbench.")
        named = claims.get("preferred_username")
        name = named if isinstance(named, str) and named else email or "user"
        return Identity(self.provider.issuer, str(claims["sub"]), name_from(name), role)

    def _role(self, groups: object, email: str | None) -> Role | None:
        """The highest role that a group or the e-mail address gives."""
        listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
        found = [role for group, role in self.provider.groups.items() if group in listed]
        if email is not None:
            domain = "@" + email.rpartition("@")[2]
            found += [role for key, role in self.provider.emails.items() if key.casefold() in (email, domain)]
        order = list(Role)
        return max(found, key=order.index, default=None)


def name_from(written: str) -> str:
    """A name that an account may have, made of what a provider calls somebody."""
    plain = re.sub(r"[^\w.@+-]+", "-", written.casefold(), flags=re.ASCII).strip("-._@+")
    return plain[:50] or "user"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
