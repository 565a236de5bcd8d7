package lib.words_test

import data.lib.words

rules := {"a.b": {"message": "container {container} has {names}, {number} times {word}"}}

finding := {
	"code": "a.b",
	"msg": "a.b",
	"object": {"apiVersion": "v1", "kind": "Pod", "namespace": "n", "name": "p"},
	"container": "{word}",
	"args": {"names": ["x", 1], "number": 2, "word": "{number}"},
}

test_of if {
	words.of(finding) == "a.b: Pod n/p: container {word} has x, 1, 2 times {number}" with data.rules as rules
}

test_of_an_object_of_the_cluster_by_a_rule_without_words if {
	cluster := object.union(finding, {"code": "a.c", "object": {"namespace": ""}})
	words.of(cluster) == "a.c: Pod p: a.b" with data.rules as rules
}
