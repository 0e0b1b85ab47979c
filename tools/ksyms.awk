# SPDX-License-Identifier: MIT
# ksyms.awk - the kernel's function names as assembly, from `nm -n`.
# arch/x86/trap/backtrace.c reads them. With no input: an empty table, for the first
# of the two link passes.
BEGIN { n = 0 }
$2 ~ /^[tT]$/ { address[n] = $1; name[n] = $3; n++ }
END {
	print ".section .ksyms, \"a\""
	print ".globl ksym_count, ksym_address, ksym_name"
	print ".balign 4"
	printf "ksym_count: .long %d\n", n
	print "ksym_address:"
	for (i = 0; i < n; i++) printf ".long 0x%s\n", address[i]
	print "ksym_name:"
	for (i = 0; i < n; i++) printf ".long 1%df\n", i
	for (i = 0; i < n; i++) printf "1%d: .asciz \"%s\"\n", i, name[i]
	print ".section .note.GNU-stack, \"\", @progbits"
}
