package lib.standard_test

import data.lib.sample_test as sample
import data.lib.standard

restricted_34 := {"level": "restricted", "minor": 34}

restricted_37 := {"level": "restricted", "minor": 37}

baseline_37 := {"level": "baseline", "minor": 37}

label(level, version) := sample.labelled({
	"pod-security.kubernetes.io/enforce": level,
	"pod-security.kubernetes.io/enforce-version": version,
})

levels := {
	"no label, so the floor": {"namespace": sample.labelled({}), "judging": [restricted_37]},
	"a label as strict": {"namespace": sample.namespace, "judging": [restricted_37]},
	"a label below the floor": {"namespace": label("baseline", "v1.37"), "judging": [restricted_37]},
	"a label of an older version, beside the floor": {
		"namespace": label("restricted", "v1.34"),
		"judging": [restricted_34, restricted_37],
	},
	"a label of a version to come": {"namespace": label("restricted", "v1.99"), "judging": [restricted_37]},
	"a label of no version": {"namespace": label("restricted", "1.34"), "judging": [restricted_37]},
	"a label of a version that is a number": {"namespace": label("restricted", 34), "judging": [restricted_37]},
	"a weaker label of an older version": {
		"namespace": label("baseline", "v1.34"),
		"judging": [object.union(baseline_37, {"minor": 34}), restricted_37],
	},
	"privileged, and not listed": {"namespace": label("privileged", "latest"), "judging": [restricted_37]},
	"of another API": {
		"namespace": object.union(label("restricted", "v1.34"), {"apiVersion": "example.com/v1"}),
		"judging": [restricted_37],
	},
}

test_levels[name] if {
	some name, case in levels
	value := object.union(
		sample.stack([case.namespace, sample.serving({})]),
		{"context": {"kubernetesVersion": null}},
	)
	standard.judging == {"models": case.judging} with input as value
}

listed := {
	"environments": {"prod": {"privileged_namespaces": ["models"]}},
	"defaults": {"pod_security_level": "restricted", "pod_security_version": "v1.34"},
}

in_listed := {
	"privileged": {"namespace": label("privileged", "latest"), "judging": []},
	"baseline": {"namespace": label("baseline", "latest"), "judging": [baseline_37]},
	"no level": {"namespace": label("lax", "latest"), "judging": [restricted_37]},
	"no label, so the floor": {"namespace": sample.labelled({}), "judging": [restricted_34]},
}

test_in_listed[name] if {
	some name, case in in_listed
	value := object.union(
		sample.stack([case.namespace, sample.serving({})]),
		{"context": {"kubernetesVersion": "1.99"}},
	)
	standard.judging == {"models": case.judging} with input as value with data.config as listed
}

test_a_run_s_own_level_is_all_that_counts if {
	objects := [label("restricted", "v1.34"), sample.serving({})]
	standard.judging == {"models": [baseline_37]} with input as sample.held("baseline", "1.37", objects)
	standard.judging == {"models": []} with input as sample.held("privileged", "1.37", objects)
	standard.judging == {"models": [restricted_37]} with input as sample.held("lax", "edge", objects)
}

test_no_label_exceeds_the_cluster if {
	objects := [label("restricted", "v1.37"), sample.serving({})]
	standard.judging == {"models": [{"level": "restricted", "minor": 35}]} with input as sample.stack(objects)
}

test_pods_of_each_kind_have_their_own_annotations if {
	metadata := {"annotations": {"a": "b"}}
	pod := object.union(sample.workload("Pod", sample.pod), {"metadata": metadata})
	template := {"metadata": metadata, "spec": sample.pod}
	cron := sample.workload("CronJob", {"jobTemplate": {"spec": {"template": template}}})
	input_pods := [judged.pod | some judged in standard.pods] with input as sample.stack([pod, cron])
	[standard.annotations(one) | some one in input_pods] == [{"a": "b"}, {"a": "b"}]
	[standard.annotation_path(one, "a") | some one in input_pods] == [
		["metadata", "annotations", "a"],
		["spec", "jobTemplate", "spec", "template", "metadata", "annotations", "a"],
	]
}

test_a_run_s_level_that_is_null_leaves_the_floor if {
	lax := {"defaults": {
		"pod_security_level": "baseline",
		"pod_security_version": "latest",
		"privileged_namespaces": [],
	}}
	value := sample.held(null, "1.37", [sample.serving({})])
	standard.judging == {"models": [baseline_37]} with input as value with data.config as lax
}

test_containers_that_no_standard_judges if {
	objects := [sample.serving({})]
	count(standard.containers) == 1 with input as sample.held("baseline", "1.37", objects)
	standard.containers == [] with input as sample.held("privileged", "1.37", objects)
}
