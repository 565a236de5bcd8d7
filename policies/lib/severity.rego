# How grave a rule's findings are at the moment.
package lib.severity

import data.lib.calendar
import data.lib.given

# A rule that would deny only warns before the day on which it takes effect. Without a clock, it denies.
of(code) := "warning" if {
	given.rules[code].severity == "error"
	given.now_ns < calendar.midnight(given.rules[code].effective_on)
} else := given.rules[code].severity if {
	given.rules[code].severity in {"error", "warning", "info"}
} else := "error"
