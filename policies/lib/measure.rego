# What the keys of a quota count.
package lib.measure

# What a key counts: pods, claims, objects, or one resource of what pods request or are limited to.
of_key(key) := {"field": "requests", "resource": key} if {
	key in {"cpu", "memory", "ephemeral-storage"}
} else := {"field": "claims", "resource": "storage"} if {
	key == "requests.storage"
} else := {"field": "claims", "resource": "count"} if {
	key in {"persistentvolumeclaims", "count/persistentvolumeclaims"}
} else := {"field": "pods", "resource": "count"} if {
	key in {"pods", "count/pods"}
} else := {"field": "requests", "resource": substring(key, 9, -1)} if {
	startswith(key, "requests.")
} else := {"field": "limits", "resource": substring(key, 7, -1)} if {
	startswith(key, "limits.")
} else := {"field": "claims", "resource": "storage", "class": class} if {
	endswith(key, concat("", [of_class, "requests.storage"]))
	class := split(key, of_class)[0]
} else := {"field": "claims", "resource": "count", "class": class} if {
	endswith(key, concat("", [of_class, "persistentvolumeclaims"]))
	class := split(key, of_class)[0]
} else := {"field": "objects", "resource": trim_prefix(key, "count/")} if {
	startswith(key, "count/")
} else := {"field": "objects", "resource": key} if {
	key in {"configmaps", "replicationcontrollers", "resourcequotas", "secrets", "services"}
}

of_class := ".storageclass.storage.k8s.io/"

# How the API calls the objects of a kind.
plural(kind, "") := concat("", [stem(kind), "s"])

plural(kind, group) := concat("", [stem(kind), "s.", group]) if group != ""

stem(kind) := concat("", [trim_suffix(kind, "y"), "ie"]) if {
	endswith(kind, "y")
} else := concat("", [kind, "e"]) if {
	endswith(kind, "s")
} else := kind
