# Reviewed exceptions: which of data.waivers is active, and which one excuses a finding.
package lib.waiver

import data.lib.finding
import data.lib.inventory

nanoseconds_per_day := ((24 * 60) * 60) * 1000000000

# The only place that decides. A waiver counts through the end of its day (UTC); without a clock, an owner, a reason, a
# ticket or a real date it never counts.
active(waiver, now_ns) if {
	is_number(now_ns)
	every field in ["code", "reason", "owner", "ticket", "path"] {
		is_string(waiver[field])
		waiver[field] != ""
	}
	now_ns < (day(waiver.expires) + 1) * nanoseconds_per_day
}

# Days from 1970-01-01 to a date, by Howard Hinnant's days_from_civil: years begin in March, so a leap day comes last.
day(date) := ((era * 146097) + day_of_era) - 719468 if {
	[year, month, day_of_month] := civil(date)
	shifted := year - floor((14 - month) / 12)
	era := floor(shifted / 400)
	year_of_era := shifted - (era * 400)
	day_of_year := (floor(((153 * ((month + 9) % 12)) + 2) / 5) + day_of_month) - 1
	day_of_era := (((year_of_era * 365) + floor(year_of_era / 4)) - floor(year_of_era / 100)) + day_of_year
}

civil(date) := [year, month, day_of_month] if {
	is_string(date)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}$`, date)
	year := digits(substring(date, 0, 4))
	month := digits(substring(date, 5, 2))
	day_of_month := digits(substring(date, 8, 2))
	day_of_month >= 1
	day_of_month <= days_in(year, month)
}

# The 1 in front is because to_number("08") is an error in OPA.
digits(text) := to_number(concat("", ["1", text])) % 100 if count(text) == 2

digits(text) := to_number(concat("", ["1", text])) % 10000 if count(text) == 4

days_in(year, month) := 29 if {
	month == 2
	leap(year)
} else := [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]

leap(year) if {
	year % 4 == 0
	year % 100 > 0
}

leap(year) if year % 400 == 0

actives contains id if {
	some id, waiver in data.waivers
	active(waiver, input.now_ns)
}

expired contains id if {
	some id, _ in data.waivers
	not counts(id)
}

counts(id) if id in actives

by_code[data.waivers[id].code] contains id if some id in actives

# The first waiver, by id, whose code, object, container and path are exactly the finding's; null if there is none.
excuse(found) := min(ids) if {
	ids := {id | some id in by_code[found.code]; matches(data.waivers[id], found)}
	count(ids) > 0
} else := null

# Whether the input could have used it: a whole stack, or files that hold its object.
applies(id) if {
	is_string(input.context.stack)
} else if subject(data.waivers[id]) in present

present contains finding.identity(object) if {
	some object in inventory.objects
	object.kind in waived_kinds
}

waived_kinds contains waiver.object.kind if some waiver in data.waivers

# An object of the cluster may leave the namespace out.
subject(waiver) := object.union({"namespace": ""}, waiver.object)

matches(waiver, found) if {
	subject(waiver) == found.object
	waiver.container == found.container
	waiver.path == found.path
}
