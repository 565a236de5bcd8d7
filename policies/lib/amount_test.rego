package lib.amount_test

import data.lib.amount
import data.lib.quantity

cases := {
	"whole cores": {"resource": "cpu", "quantity": "12", "shown": "12"},
	"thousandths": {"resource": "cpu", "quantity": "1250m", "shown": "1.25"},
	"a thousandth": {"resource": "cpu", "quantity": "1001m", "shown": "1.001"},
	"less than one": {"resource": "cpu", "quantity": "50m", "shown": "0.05"},
	"rounded up": {"resource": "cpu", "quantity": "1n", "shown": "0.001"},
	"nothing": {"resource": "cpu", "quantity": "0", "shown": "0"},
	"GPUs": {"resource": "nvidia.com/gpu", "quantity": "8", "shown": "8"},
	"whole Gi": {"resource": "memory", "quantity": "3Gi", "shown": "3Gi"},
	"Mi": {"resource": "ephemeral-storage", "quantity": "1536Mi", "shown": "1536Mi"},
	"Mi rounded up": {"resource": "storage", "quantity": "1", "shown": "1Mi"},
	"huge pages": {"resource": "hugepages-2Mi", "quantity": "4Mi", "shown": "4Mi"},
	"as many cores as the API holds": {"resource": "cpu", "quantity": "8E", "shown": "8000000000000000000"},
	"as much as the API holds": {"resource": "memory", "quantity": "8Ei", "shown": "8796093022208Mi"},
}

test_show[name] if {
	some name, case in cases
	amount.show(case.resource, quantity.parse(case.quantity)) == case.shown
}
