# Kubernetes quantities, exactly. The only parser.
#
# A quantity becomes an integer of nano-units. Both engines add, multiply, compare and print integers of any size
# exactly, but the embedded one reads more than 19 digits as a float, from text as from JSON, and only exact quotients
# are divided alike. So digits move as text, and text becomes a number in pieces of 14 digits.
package lib.quantity

import data.lib.inventory
import data.lib.kinds

# What the API server makes of anything larger: 2^63 - 1 units.
largest := 9223372036854775807 * 1000000000

factors := {"Ki": kibi, "Mi": mebi, "Gi": gibi, "Ti": gibi * kibi, "Pi": gibi * mebi, "Ei": gibi * gibi}

kibi := 1024

mebi := kibi * kibi

gibi := mebi * kibi

exponents := {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}

# Groups: sign, digits, digits after the point, suffix, the exponent's sign, exponent.
syntax := concat("", [
	`^([+-]?)([0-9]{0,21})(?:\.([0-9]{0,21}))?`,
	`(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?)([0-9]{1,2}))?$`,
])

# Every quantity of the input, parsed once; one that is malformed has no entry.
nano := {quantity: parsed |
	some quantity in quantities
	parsed := parse(quantity)
}

# What is no quantity, or a negative one, which nothing may request or be limited to.
malformed := {quantity |
	some quantity in quantities
	not measurable(quantity)
}

measurable(quantity) if nano[quantity] >= 0

quantities contains quantity if {
	some block in inventory.blocks
	some field in ["requests", "limits"]
	some quantity in inventory.mapping(block, field)
}

quantities contains quantity if {
	some pod in inventory.pods
	some quantity in inventory.mapping(pod.spec, "overhead")
}

quantities contains quantity if {
	some entry in stored
	quantity := entry.value
}

# The quantities outside pods: what quotas allow, what limit ranges say and what volume claims ask for, with their place.
stored := array.concat(ranged, array.concat(
	[entry |
		some object in kinds.objects.ResourceQuota
		some key, value in inventory.mapping(inventory.mapping(object, "spec"), "hard")
		entry := {"object": object, "path": ["spec", "hard", key], "resource": key, "value": value}
	],
	[entry |
		some claim in inventory.claims
		some key, value in inventory.mapping(inventory.mapping(claim.spec, "resources"), "requests")
		entry := {
			"object": claim.object,
			"path": array.concat(claim.path, ["resources", "requests", key]),
			"resource": key,
			"value": value,
		}
	],
))

ranged := [entry |
	some object in kinds.objects.LimitRange
	some index, limit in inventory.list(inventory.mapping(object, "spec"), "limits")
	some field in ["default", "defaultRequest", "max", "maxLimitRequestRatio", "min"]
	some key, value in inventory.mapping(limit, field)
	entry := {"object": object, "path": ["spec", "limits", index, field, key], "resource": key, "value": value}
]

parse(quantity) := signed(sign, min([scaled(mantissa, shift), largest])) if {
	groups := regex.find_all_string_submatch_n(syntax, text(quantity), 1)
	[_, sign, whole, fraction, suffix, exponent_sign, exponent] := groups[0]
	digits := concat("", [whole, fraction])
	digits != ""
	mantissa := number(digits) * object.get(factors, suffix, 1)
	power := object.get(exponents, suffix, 0) + signed(exponent_sign, number(exponent))
	shift := (power + 9) - count(fraction)
}

# As the user wrote it; numbers and other JSON as JSON.
text(quantity) := quantity if {
	is_string(quantity)
} else := json.marshal(quantity)

signed(sign, value) := 0 - value if {
	sign == "-"
} else := value

# An integer times a power of ten, rounded up.
scaled(integer, _) := 0 if integer == 0

scaled(integer, shift) := bounded(concat("", [format_int(integer, 10), zeros(shift)])) if {
	integer > 0
	shift >= 0
}

scaled(integer, shift) := bounded(kept) + rest if {
	integer > 0
	shift < 0
	written := format_int(integer, 10)
	cut := max([0, count(written) + shift])
	kept := substring(written, 0, cut)
	rest := min([1, count(trim_left(substring(written, cut, -1), "0"))])
}

bounded(digits) := number(digits) if {
	count(digits) <= 28
} else := largest

number(digits) := ((piece(padded, 0) * ten_14) * ten_14) + ((piece(padded, 14) * ten_14) + piece(padded, 28)) if {
	padded := concat("", [zeros(42 - count(digits)), digits])
}

# The 1 in front is because to_number("08") is an error in OPA.
piece(padded, start) := to_number(concat("", ["1", substring(padded, start, 14)])) - ten_14

ten_14 := 100000000000000

zeros(length) := substring(many_zeros, 0, length)

many_zeros := concat("", ["0" | some _ in numbers.range(1, 120)])
