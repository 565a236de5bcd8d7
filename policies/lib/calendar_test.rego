package lib.calendar_test

import data.lib.calendar

test_day[date] if {
	some date, day in {
		"1970-01-01": 0,
		"1970-12-31": 364,
		"1972-02-29": 789,
		"2000-02-29": 11016,
		"2000-03-01": 11017,
		"2024-01-31": 19753,
		"2024-02-29": 19782,
		"2026-08-09": 20674,
		"2026-11-21": 20778,
		"2100-02-28": 47540,
		"2100-03-01": 47541,
		"9999-12-31": 2932896,
	}
	calendar.day(date) == day
}

test_midnight if calendar.midnight("1970-01-02") == 86400000000000

test_no_day[date] if {
	some date in ["2100-02-29", "2023-02-29", "2024-02-30", "2024-04-31", "2024-01-32"]
	not calendar.day(date)
}
