# Every object of the input, whatever shape the front end gave it.
package lib.document

# What the front end handed over: a bare object (conftest), Slipway's envelope, [{path, contents}] (conftest --combine)
# or an admission review (Gatekeeper). Whatever has a kind is an object, so no field of an object can hide it.
documents := [input] if {
	is_string(input.kind)
} else := input.objects if {
	is_array(input.objects)
} else := [document | some file in input; some document in contents(file)] if {
	is_array(input)
} else := [input.review.object] if {
	is_object(input.review.object)
} else := [input]

contents(file) := file.contents if {
	is_array(file.contents)
} else := [file.contents] if {
	is_object(file.contents)
} else := [file]

# Lists are opened two levels deep; a deeper one has no name, so hygiene.malformed_object reports it.
objects := [object | some object in documents; object != null] if {
	nested == []
} else := [object |
	some document in documents
	some outer in items(document)
	some object in items(outer)
	object != null
]

nested := [true | some document in documents; is_array(document.items)]

items(document) := document.items if {
	is_array(document.items)
	is_string(document.kind)
	endswith(document.kind, "List")
} else := [document]
