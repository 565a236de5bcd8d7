# Nano-units back to the words people use, rounded up. Decimal places are cut off as text, for OPA's quotients are only
# exact up to 64 bits.
package lib.amount

import data.lib.quantity

show(resource, nano) := bytes(quantity.number(shifted(nano, 9))) if {
	in_bytes(resource)
} else := cores(shifted(nano, 6))

in_bytes(resource) if resource in {"memory", "ephemeral-storage", "storage"}

in_bytes(resource) if startswith(resource, "hugepages-")

bytes(number) := concat("", [format_int(number / quantity.gibi, 10), "Gi"]) if {
	number % quantity.gibi == 0
} else := concat("", [format_int(up(number, quantity.mebi) / quantity.mebi, 10), "Mi"])

# Thousandths as a decimal fraction.
cores(thousandths) := trim_suffix(concat(".", [whole, trim_right(fraction, "0")]), ".") if {
	digits := concat("", [quantity.zeros(max([0, 4 - count(thousandths)])), thousandths])
	whole := substring(digits, 0, count(digits) - 3)
	fraction := substring(digits, count(digits) - 3, 3)
}

# The digits of a number with its last ones dropped; none are left of a number that is smaller.
shifted(number, places) := trim_left(substring(written, 0, count(written) - places), "0") if {
	written := concat("", [quantity.zeros(places), format_int(up(number, power(places)), 10)])
}

power(places) := quantity.number(concat("", ["1", quantity.zeros(places)]))

# The next multiple of a unit.
up(number, unit) := number + ((unit - (number % unit)) % unit)

# A part of a whole in percent, rounded down. Fifteen digits are enough, and more are not divided alike.
share(part, whole) := concat("", [format_int((hundredfold - (hundredfold % all)) / all, 10), " %"]) if {
	places := max([0, count(format_int(whole, 10)) - 15])
	all := quantity.number(shifted(whole, places))
	hundredfold := quantity.number(shifted(part, places)) * 100
}
