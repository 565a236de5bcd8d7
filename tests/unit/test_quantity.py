from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.quantity import binary, canonical, decimal, parse

SUFFIXES = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
NUMBERS = st.from_regex(r"\A[+-]?[0-9]{1,6}(\.[0-9]{0,5})?\Z")
TEXTS = st.builds(str.__add__, NUMBERS, st.sampled_from([*SUFFIXES, "e3", "E-2", "e+1"]))
NANOS = st.integers(-(10**30), 10**30).map(lambda nanos: Fraction(nanos, 10**9))

# (text, its amount, what the API server makes of it), from k8s.io/apimachinery v0.34.1, ParseQuantity(text).String()
KUBERNETES = [
    ("0", 0, "0"),
    ("0Gi", 0, "0"),
    ("2", 2, "2"),
    ("+2", 2, "2"),
    ("0.5", Fraction(1, 2), "500m"),
    (".5", Fraction(1, 2), "500m"),
    ("2.", 2, "2"),
    ("500m", Fraction(1, 2), "500m"),
    ("1000m", 1, "1"),
    ("1500m", Fraction(3, 2), "1500m"),
    ("1000", 1000, "1k"),
    ("1024", 1024, "1024"),
    ("1024Mi", 2**30, "1Gi"),
    ("1000Mi", 1000 * 2**20, "1000Mi"),
    ("1.5Gi", 3 * 2**29, "1536Mi"),
    ("128M", 128 * 10**6, "128M"),
    ("0.5Ki", 512, "512"),
    ("-1536Mi", -3 * 2**29, "-1536Mi"),
    ("1E", 10**18, "1E"),
    ("1e3", 1000, "1k"),
    ("1E-3", Fraction(1, 1000), "1m"),
    ("100n", Fraction(1, 10**7), "100n"),
    ("0.1n", Fraction(1, 10**9), "1n"),
    ("-0.1n", Fraction(-1, 10**9), "-1n"),
]


@pytest.mark.parametrize(("text", "number", "written"), KUBERNETES)
def test_quantities_are_read_and_written_as_kubernetes_does(text: str, number: Fraction, written: str) -> None:
    assert (parse(text), canonical(text)) == (number, written)


@pytest.mark.parametrize("text", ["", " 1", "1 Gi", "1Gi ", "Gi", ".", "1,5", "1..2", "1e", "1e999999999", "٣", "0x10"])
def test_text_that_is_no_quantity_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a quantity|unknown suffix") as refused:
        parse(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize("text", ["1K", "1gi", "1mi", "1GB", "1g", "1i"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(ValueError, match="use none or one of E P T G M k m u n Ei Pi Ti Gi Mi Ki"):
        canonical(text)


@given(TEXTS)
def test_the_canonical_text_is_the_same_amount_and_stays_as_it_is(text: str) -> None:
    assert parse(canonical(text)) == parse(text)
    assert canonical(canonical(text)) == canonical(text)


@given(NANOS)
def test_what_is_written_is_read_back(number: Fraction) -> None:
    assert parse(decimal(number)) == number
    assert parse(binary(number)) == number


@given(st.lists(TEXTS))
def test_a_sum_is_exact(texts: list[str]) -> None:
    nanos = [parse(text) * 10**9 for text in texts]
    assert all(amount.denominator == 1 for amount in nanos)
    assert sum(map(parse, texts)) * 10**9 == sum(int(amount) for amount in nanos)


@given(st.integers(1, 10**12), st.sampled_from(SUFFIXES))
def test_a_greater_number_of_a_unit_is_a_greater_amount(number: int, suffix: str) -> None:
    assert parse(f"{number}{suffix}") < parse(f"{number + 1}{suffix}")
