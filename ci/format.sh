#!/bin/sh
# All C sources by .clang-format.
#   ci/format.sh          writes them
#   ci/format.sh check    exit 1 where one would change
# Versions of clang-format disagree about details; the tree follows version 14 (Debian 12), and another one leaves it alone, loudly.
set -eu
want=14
tool=${CLANG_FORMAT:-clang-format}
have=$("$tool" --version 2> /dev/null | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "$have" != "$want" ]; then
    printf 'SKIPPED: formatting needs clang-format %s; %s is %s\n' "$want" "$tool" "${have:-missing}"
    exit 0
fi
list() { find lib cmd tests -name '*.[ch]' -type f; }
case ${1-} in
check) list | xargs "$tool" --dry-run -Werror ;;
*) list | xargs "$tool" -i ;;
esac
