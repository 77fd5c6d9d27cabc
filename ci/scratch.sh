# What scripts read to get a folder for what they make: `scratch NAME` names it in $scratch, and `cleanup`, which a script may
# define again, removes it when the script ends, also by a signal.
scratch=

cleanup() { rm -rf "$scratch"; }

scratch() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/goldpin-$1-XXXXXX") || exit 1
    trap cleanup EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}
