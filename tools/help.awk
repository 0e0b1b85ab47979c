# SPDX-License-Identifier: MIT
# help.awk - the lines of the makefiles that are for `make help`:
#	## TARGET: text      ## VARIABLE=value: text      ## : text
/^## / {
	sub(/^## /, "")
	colon = index($0, ": ")
	printf "  %-15s %s\n", substr($0, 1, colon - 1), substr($0, colon + 2)
}
