"""Every fact that an original states is in what its case's spec is rendered to."""

from __future__ import annotations

import pytest

from tests.cases import kserve, kubernetes, vllm
from tests.cases.original import documents, names, require, table
from tests.cases.spec import CASES, rendered

FACTS = {**kserve.FACTS, **kubernetes.FACTS, **vllm.FACTS}
SPEC_OF = {"21b-kserve-pvc-preload-pvc": "21-kserve-pvc-preload-job"}
"""Case whose facts another case's spec has."""
REFUSED = "28-llmisvc-prefill-decode-rdma"
ALL = [(case, words, number) for case in FACTS for words in FACTS[case] for number in range(len(FACTS[case][words]))]


@pytest.fixture(autouse=True)
def _originals() -> None:
    require()


@pytest.mark.parametrize(("case", "words", "number"), ALL)
def test_what_the_original_says_is_rendered(case: str, words: str, number: int) -> None:
    fact = FACTS[case][words][number]
    asked = fact.original(documents(case))
    found = fact.rendered(rendered(SPEC_OF.get(case, case)))
    assert asked is not None, "the original doesn't say it, so nothing would be compared"
    assert fact.holds(asked, found), f"the original says {asked!r}, and rendered is {found!r}"


def test_every_original_has_a_spec_or_is_refused() -> None:
    assert sorted({*CASES, *SPEC_OF, REFUSED}) == names()
    assert {case: tier for case, (tier, _) in table().items() if tier != "A"} == {
        "28-llmisvc-prefill-decode-rdma": "C",
        "29-llmisvc-dra": "B",
    }


def test_whatever_must_be_expressed_is_a_fact() -> None:
    asked = {case: sorted(words) for case, (tier, words) in table().items() if tier != "C"}
    assert {case: sorted(facts) for case, facts in FACTS.items()} == asked
    assert all(facts for case in FACTS.values() for facts in case.values())
