# Nano-units back to the words people use, rounded up.
package lib.amount

import data.lib.quantity

show(resource, nano) := bytes(up(nano, unit) / unit) if {
	in_bytes(resource)
	unit := 1000000000
} else := thousandths(up(nano, 1000000) / 1000000)

in_bytes(resource) if resource in {"memory", "ephemeral-storage", "storage"}

in_bytes(resource) if startswith(resource, "hugepages-")

bytes(number) := concat("", [format_int(number / quantity.gibi, 10), "Gi"]) if {
	number % quantity.gibi == 0
} else := concat("", [format_int(up(number, quantity.mebi) / quantity.mebi, 10), "Mi"])

thousandths(number) := format_int(number / 1000, 10) if {
	number % 1000 == 0
} else := concat(".", [format_int(whole / 1000, 10), fraction]) if {
	whole := number - (number % 1000)
	fraction := trim_right(substring(format_int(1000 + (number % 1000), 10), 1, 3), "0")
}

# The next multiple of a unit, so that the quotient is exact in both engines.
up(number, unit) := number + ((unit - (number % unit)) % unit)
