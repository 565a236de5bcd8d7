# Which API versions the cluster's release still serves.
package lib.release

import data.lib.config
import data.lib.given

# The cluster's minor version; one that nobody knows is later than all.
minor := to_number(written) if {
	is_string(given.context.kubernetesVersion)
	written := regex.find_all_string_submatch_n(`^v?1\.([1-9][0-9]{0,2})$`, given.context.kubernetesVersion, 1)[0][1]
} else := 1000

removed := {version: found |
	some version, kinds in config.value("api_changes")
	found := {kind: change | some kind, change in kinds; change.removed <= minor}
}

# Served, but not for long.
deprecated := {version: found |
	some version, kinds in config.value("api_changes")
	found := {kind: change | some kind, change in kinds; change.deprecated <= minor; change.removed > minor}
}
