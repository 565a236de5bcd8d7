package policy.hygiene.malformed_object_test

import data.lib.sample_test as sample
import data.policy.hygiene.malformed_object

cases := {
	"well formed": {"objects": [sample.serving({})], "denied": set()},
	"no apiVersion": {
		"objects": [{"kind": "A", "metadata": {"name": "a"}}],
		"denied": {
			{
				"object": {"apiVersion": "", "kind": "A", "namespace": "", "name": "a"},
				"container": null,
				"path": "/apiVersion",
				"args": {"field": "apiVersion"},
			},
		},
	},
	"kind is a number": {
		"objects": [{"apiVersion": "v1", "kind": 5, "metadata": {"name": "a"}}],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "", "namespace": "", "name": "a"},
				"container": null,
				"path": "/kind",
				"args": {"field": "kind"},
			},
		},
	},
	"empty kind": {
		"objects": [{"apiVersion": "v1", "kind": "", "metadata": {"name": "a"}}],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "", "namespace": "", "name": "a"},
				"container": null,
				"path": "/kind",
				"args": {"field": "kind"},
			},
		},
	},
	"empty apiVersion": {
		"objects": [{"apiVersion": "", "kind": "A", "metadata": {"name": "a"}}],
		"denied": {
			{
				"object": {"apiVersion": "", "kind": "A", "namespace": "", "name": "a"},
				"container": null,
				"path": "/apiVersion",
				"args": {"field": "apiVersion"},
			},
		},
	},
	"empty name": {
		"objects": [{"apiVersion": "v1", "kind": "A", "metadata": {"name": ""}}],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "A", "namespace": "", "name": ""},
				"container": null,
				"path": "/metadata/name",
				"args": {"field": "metadata.name"},
			},
		},
	},
	"no metadata": {
		"objects": [{"apiVersion": "v1", "kind": "A", "metadata": null}],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "A", "namespace": "", "name": ""},
				"container": null,
				"path": "/metadata/name",
				"args": {"field": "metadata.name"},
			},
		},
	},
	"text": {
		"objects": ["a"],
		"denied": {
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/apiVersion",
				"args": {"field": "apiVersion"},
			},
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/kind",
				"args": {"field": "kind"},
			},
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/metadata/name",
				"args": {"field": "metadata.name"},
			},
		},
	},
	"a list": {
		"objects": [[]],
		"denied": {
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/apiVersion",
				"args": {"field": "apiVersion"},
			},
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/kind",
				"args": {"field": "kind"},
			},
			{
				"object": {"apiVersion": "", "kind": "", "namespace": "", "name": ""},
				"container": null,
				"path": "/metadata/name",
				"args": {"field": "metadata.name"},
			},
		},
	},
	"a list too deep": {
		"objects": [
			{
				"kind": "List",
				"items": [{"kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": []}]}],
			},
		],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "List", "namespace": "", "name": ""},
				"container": null,
				"path": "/metadata/name",
				"args": {"field": "metadata.name"},
			},
		},
	},
}

test_cases[name] if {
	some name, case in cases
	malformed_object.deny == case.denied with input as sample.stack(case.objects)
}
