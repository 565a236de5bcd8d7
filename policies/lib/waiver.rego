# Reviewed exceptions: what has become of each of data.waivers, and which one excuses a finding.
package lib.waiver

import data.lib.calendar
import data.lib.finding
import data.lib.given
import data.lib.inventory

# The only place that decides. A waiver counts from the start of its first day through the end of its last one (UTC), and
# no longer than config.waivers allows for the severity of its rule. What never counts is expired: without a clock, an
# owner, a reason, a ticket or a real date, and for a rule that doesn't exist.
state(waiver, now_ns) := "pending" if {
	complete(waiver, now_ns)
	now_ns < start(waiver)
} else := "active" if {
	complete(waiver, now_ns)
	now_ns < end(waiver) - (given.config.waivers.expiring_days * calendar.nanoseconds_per_day)
} else := "expiring" if {
	complete(waiver, now_ns)
	now_ns < end(waiver)
} else := "expired"

complete(waiver, now_ns) if {
	is_number(now_ns)
	is_number(start(waiver))
	every field in ["code", "reason", "owner", "ticket", "path"] {
		is_string(waiver[field])
		waiver[field] != ""
	}
}

start(waiver) := max([first(waiver), end(waiver) - (longest(waiver) * calendar.nanoseconds_per_day)])

end(waiver) := calendar.midnight(waiver.expires) + calendar.nanoseconds_per_day

first(waiver) := 0 if {
	inventory.optional(waiver, "from", null) == null
} else := calendar.midnight(waiver.from)

longest(waiver) := given.config.waivers.longest_days[given.rules[waiver.code].severity]

states[name] contains id if {
	some id, waiver in given.waivers
	name := state(waiver, now_ns)
}

# Null where there is no clock, for which no waiver counts.
default now_ns := null

now_ns := given.now_ns

actives := in_state("active") | in_state("expiring")

in_state(name) := states[name] if {
	states[name]
} else := set()

unknown contains id if {
	some id, waiver in given.waivers
	code := waiver.code
	not given.rules[code]
}

by_code[given.waivers[id].code] contains id if some id in actives

# The first waiver, by id, whose code, object, container and path are exactly the finding's; null if there is none.
excuse(found) := min(ids) if {
	ids := {id | some id in by_code[found.code]; matches(given.waivers[id], found)}
	count(ids) > 0
} else := null

# Whether the input could have used it: a whole stack, or files that hold its object.
applies(id) if {
	whole_stack
} else if subject(given.waivers[id]) in present

# A rule of its own: inside the function above, the embedded engine finds nothing in the context.
whole_stack if is_string(given.context.stack)

present contains finding.identity(object) if {
	some object in inventory.objects
	object.kind in waived_kinds
}

waived_kinds contains waiver.object.kind if some waiver in given.waivers

# An object of the cluster may leave the namespace out.
subject(waiver) := object.union({"namespace": ""}, waiver.object)

matches(waiver, found) if {
	subject(waiver) == found.object
	waiver.container == found.container
	waiver.path == found.path
}
