package lib.footprint_test

import data.lib.footprint
import data.lib.inventory
import data.lib.sample_test as sample

asks(cpu) := {"resources": {"requests": {"cpu": cpu}}}

sidecar(cpu) := object.union(asks(cpu), {"restartPolicy": "Always"})

cases := {
	"containers add up": {"spec": {"containers": [asks("1"), asks("500m")]}, "cpu": 1500},
	"nothing asked": {"spec": {"containers": [{"name": "a"}, "x"]}, "cpu": 0},
	"one asks, another does not": {"spec": {"containers": [asks("1"), {"name": "a"}]}, "cpu": 1000},
	"the limit stands for the request": {
		"spec": {"containers": [{"resources": {"limits": {"cpu": 2}}}]},
		"cpu": 2000,
	},
	"a small init container": {"spec": {"containers": [asks("1")], "initContainers": [asks("1")]}, "cpu": 1000},
	"a large init container": {
		"spec": {"containers": [asks("1")], "initContainers": [asks("3"), asks("2")]},
		"cpu": 3000,
	},
	"a sidecar runs beside": {"spec": {"containers": [asks("1")], "initContainers": [sidecar("2")]}, "cpu": 3000},
	"an init container beside an earlier sidecar": {
		"spec": {"containers": [asks("1")], "initContainers": [sidecar("1"), asks("4"), sidecar("1")]},
		"cpu": 5000,
	},
	"overhead": {"spec": {"containers": [asks("1")], "overhead": {"cpu": "250m"}}, "cpu": 1250},
	"the pod's own figure": {
		"spec": {"containers": [asks("1")], "resources": {"requests": {"cpu": 3}}, "overhead": {"cpu": "1"}},
		"cpu": 4000,
	},
	"the pod's limit, where nobody requests": {
		"spec": {"containers": [{"name": "a"}], "resources": {"limits": {"cpu": 2}}},
		"cpu": 2000,
	},
	"malformed is for another rule": {"spec": {"containers": [asks("12x")]}, "cpu": 0},
}

test_requests[name] if {
	some name, case in cases
	taken("requests", case.spec) == case.cpu * 1000000
}

test_limits_are_not_requests if taken("limits", {"containers": [asks("1")]}) == 0

taken(field, spec) := amount if {
	shape := footprint.shape(inventory.pods[0]) with input as sample.workload("Pod", spec)
	amount := footprint.of_shape(shape, field, "cpu") with input as sample.workload("Pod", spec)
}
