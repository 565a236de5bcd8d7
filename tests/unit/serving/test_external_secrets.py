from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from infra.errors import Place, Problem
from infra.fit import problems
from tests.stack import of_kind, settings, spec
from tests.unit.serving.test_scaling import META

if TYPE_CHECKING:
    from infra.manifest import Manifest

STORE: dict[str, Any] = {"externalSecrets": {"store": "vault"}}
KEYS = {"name": "keys", "keys": {"api": "prod/iris", "hub": {"key": "prod/hub", "property": "token", "version": "7"}}}
CHANGES: dict[str, Any] = {"externalSecrets": [KEYS], "secretEnv": {"API_KEY": {"secret": "keys", "key": "api"}}}
DEFAULTS = {"conversionStrategy": "Default", "decodingStrategy": "None", "metadataPolicy": "None"}


def rendered(name: str, kind: str, refresh: str) -> Manifest:
    return {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {**META, "name": "keys"},
        "spec": {
            "refreshPolicy": "Periodic",
            "refreshInterval": refresh,
            "secretStoreRef": {"kind": kind, "name": name},
            "target": {"name": "keys", "creationPolicy": "Owner", "deletionPolicy": "Retain"},
            "data": [
                {"secretKey": "api", "remoteRef": {"key": "prod/iris", **DEFAULTS}},
                {"secretKey": "hub", "remoteRef": {"key": "prod/hub", "property": "token", "version": "7", **DEFAULTS}},
            ],
        },
    }


def test_a_reference_says_where_a_secret_lies_and_never_what_it_is() -> None:
    assert of_kind("ExternalSecret", CHANGES, STORE) == [rendered("vault", "ClusterSecretStore", "1h0m0s")]


def test_a_store_of_the_spec_s_own_and_the_stack_s_interval() -> None:
    own = {**CHANGES, "externalSecrets": [{**KEYS, "store": "team", "storeKind": "SecretStore"}]}
    stack = {"externalSecrets": {"store": "vault", "refreshMinutes": 15}}
    assert of_kind("ExternalSecret", own, stack) == [rendered("team", "SecretStore", "0h15m0s")]


def test_a_stack_without_the_operator_is_no_place_for_it() -> None:
    found = problems(spec(**CHANGES), settings(), lambda _: Place("iris.yaml", 1))
    assert [str(Problem(one.what, one.fix, field=one.field)) for one in found] == [
        "externalSecrets: stack prod has no External Secrets operator\n"
        "  fix: add slipway:externalSecrets: {store: …} once it is installed, or make the Secrets by other means here"
    ]


REFUSED: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a key that nobody makes": (
        {**CHANGES, "secretEnv": {"API_KEY": {"secret": "keys", "key": "apikey"}}},
        "externalSecrets makes keys without the key apikey",
        "choose api, hub, or add it",
        "secretEnv.API_KEY",
    ),
    "a token that nobody makes": (
        {
            "externalSecrets": [KEYS],
            "artifact": {"uri": "https://acme.example.com/iris.onnx", "token": {"secret": "keys", "key": "pat"}},
        },
        "externalSecrets makes keys without the key pat",
        "choose api, hub, or add it",
        "artifact.token",
    ),
    "one Secret twice": (
        {"externalSecrets": [KEYS, KEYS]},
        "two of them make the same Secret",
        "give them different names, or merge their keys",
        "externalSecrets",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_work_is_refused(case: str) -> None:
    changes, what, fix, field = REFUSED[case]
    with pytest.raises(ValidationError) as caught:
        spec(**changes)
    assert [one.get("ctx") for one in caught.value.errors()] == [{"what": what, "fix": fix, "field": field}]


def test_a_value_in_place_of_a_name_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        spec(externalSecrets=[{"name": "keys", "keys": {"api": "my secret!"}}])
    assert [one["ctx"]["fix"] for one in caught.value.errors()] == ["write its name or path, never its value"]
