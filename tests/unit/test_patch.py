from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.patch import changed, patched, source_in

if TYPE_CHECKING:
    from infra.manifest import Json

POD: dict[str, Any] = {
    "containers": [
        {"name": "server", "image": "a:1", "ports": [{"containerPort": 8080, "name": "http"}]},
        {"name": "proxy", "image": "b:1"},
    ],
    "tolerations": [{"key": "gpu"}],
    "dnsPolicy": "Default",
}
MERGES: dict[str, tuple[Json, Json]] = {
    "a field is replaced": ({"dnsPolicy": "None"}, {**POD, "dnsPolicy": "None"}),
    "a field is added": ({"hostname": "x"}, {**POD, "hostname": "x"}),
    "null removes": ({"dnsPolicy": None}, {key: value for key, value in POD.items() if key != "dnsPolicy"}),
    "null of what isn't there": ({"hostname": None}, POD),
    "containers merge by name, in their order": (
        {"containers": [{"name": "proxy", "image": "b:2"}, {"name": "log", "image": "c:1"}]},
        {
            **POD,
            "containers": [POD["containers"][0], {"name": "proxy", "image": "b:2"}, {"name": "log", "image": "c:1"}],
        },
    ),
    "ports merge by their number": (
        {"containers": [{"name": "server", "ports": [{"containerPort": 8080, "name": "web"}, {"containerPort": 1}]}]},
        {
            **POD,
            "containers": [
                {
                    "name": "server",
                    "image": "a:1",
                    "ports": [{"containerPort": 8080, "name": "web"}, {"containerPort": 1}],
                },
                POD["containers"][1],
            ],
        },
    ),
    "an item is deleted": (
        {"containers": [{"name": "proxy", "$patch": "delete"}]},
        {**POD, "containers": [POD["containers"][0]]},
    ),
    "a list without names is replaced": ({"tolerations": []}, {**POD, "tolerations": []}),
    "a mapping replaces what is none": ({"dnsPolicy": {"a": 1, "b": None}}, {**POD, "dnsPolicy": {"a": 1}}),
}


@pytest.mark.parametrize("case", MERGES)
def test_a_patch_merges_as_kubectl_s_does(case: str) -> None:
    patch, expected = MERGES[case]
    assert patched(POD, patch) == expected


CHANGES: dict[str, tuple[Json, list[str]]] = {
    "nothing": ({}, []),
    "the same value": ({"dnsPolicy": "Default"}, []),
    "a value": ({"dnsPolicy": "None"}, ["/dnsPolicy"]),
    "a removed one": ({"dnsPolicy": None}, ["/dnsPolicy"]),
    "inside a list": ({"containers": [{"name": "proxy", "image": "b:2"}]}, ["/containers/1/image"]),
    "a longer list": ({"containers": [{"name": "log"}]}, ["/containers"]),
    "a key with a slash": ({"a/b~c": 1}, ["/a~1b~0c"]),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_a_patch_changed_is_named_by_pointers(case: str) -> None:
    patch, expected = CHANGES[case]
    assert changed(POD, patched(POD, patch)) == expected


SOURCES: dict[str, tuple[Json, tuple[str | int, ...], tuple[str | int, ...] | None]] = {
    "the field itself": ({"dnsPolicy": "None"}, ("dnsPolicy",), ("dnsPolicy",)),
    "another field": ({"dnsPolicy": "None"}, ("containers", 0), None),
    "an item by its name": (
        {"containers": [{"name": "proxy", "image": "b:2"}]},
        ("containers", 1, "image"),
        ("containers", 0, "image"),
    ),
    "an item that isn't patched": (
        {"containers": [{"name": "proxy", "image": "b:2"}]},
        ("containers", 0, "image"),
        None,
    ),
    "a field of a patched item that isn't patched": (
        {"containers": [{"name": "proxy", "image": "b:2"}]},
        ("containers", 1, "name2"),
        None,
    ),
    "a list that was replaced": ({"tolerations": [{"key": "x"}]}, ("tolerations", 0, "key"), ("tolerations", 0, "key")),
    "below what was removed": ({"dnsPolicy": None}, ("dnsPolicy", "deep", 1), ("dnsPolicy",)),
    "above what was changed": ({"dnsPolicy": {"a": 1}}, ("dnsPolicy",), ("dnsPolicy",)),
}


@pytest.mark.parametrize("case", SOURCES)
def test_a_place_in_an_object_leads_to_the_place_in_its_patch(case: str) -> None:
    patch, path, expected = SOURCES[case]
    assert source_in(patch, patched(POD, patch), path) == expected


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "env", "a", "b"]), inner),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(["env", "a", "b"]), JSON)


@given(OBJECTS, OBJECTS)
def test_a_patch_twice_is_a_patch_once(value: Json, patch: Json) -> None:
    once = patched(value, patch)
    assert patched(once, patch) == once


@given(OBJECTS, OBJECTS)
def test_whatever_changed_has_a_pointer(value: Json, patch: Json) -> None:
    after = patched(value, patch)
    assert (changed(value, after) == []) == (value == after)
