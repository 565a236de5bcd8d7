# Days, without the time builtins that engines answer differently.
package lib.calendar

nanoseconds_per_day := ((24 * 60) * 60) * 1000000000

# The moment a day begins (UTC); undefined for what is no day.
midnight(date) := day(date) * nanoseconds_per_day

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
