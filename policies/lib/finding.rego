# How a rule says what it found, and where. The words are in the rule's annotation.
package lib.finding

of_object(object, path, args) := {
	"object": identity(object),
	"container": null,
	"path": pointer(path),
	"args": args,
}

of_pod(pod, path, args) := of_object(pod.object, array.concat(pod.path, path), args)

of_container(container, path, args) := {
	"object": identity(container.pod.object),
	"container": text(container.spec, "name"),
	"path": pointer(array.concat(array.concat(container.pod.path, [container.field, container.index]), path)),
	"args": args,
}

# Of a pod or of a container, whichever it is; `subject` is how its words call it.
of_holder(holder, path, args) := of_container(holder, path, named(holder, args)) if {
	holder.field
} else := of_pod(holder, path, named(holder, args))

named(holder, args) := object.union(args, {"subject": subject(holder)})

subject(holder) := concat(" ", ["container", name]) if {
	holder.field
	name := text(holder.spec, "name")
} else := "the pod"

of_namespace(name) := {
	"object": {"apiVersion": "v1", "kind": "Namespace", "namespace": "", "name": name},
	"container": null,
	"path": "/metadata/name",
	"args": {"namespace": name},
}

identity(object) := {
	"apiVersion": text(object, "apiVersion"),
	"kind": text(object, "kind"),
	"namespace": text(metadata(object), "namespace"),
	"name": text(metadata(object), "name"),
}

metadata(object) := object.metadata if {
	is_object(object.metadata)
} else := {}

text(parent, key) := parent[key] if {
	is_string(parent[key])
} else := ""

pointer(path) := concat("", [concat("", ["/", token(part)]) | some part in path])

token(part) := replace(replace(part, "~", "~0"), "/", "~1") if is_string(part)

token(part) := format_int(part, 10) if is_number(part)
