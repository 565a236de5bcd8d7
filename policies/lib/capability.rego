# Linux capabilities that containers add.
package lib.capability

# Those that container runtimes grant by default, without NET_RAW, which can forge packets.
common := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

usual(added) if within(added, common)

within(added, allowed) if {
	is_array(added)
	every capability in added {
		capability in allowed
	}
}
