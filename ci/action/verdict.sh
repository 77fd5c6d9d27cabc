#!/bin/sh
# The last step: the job ends as goldpin did.
set -eu
. "$(dirname "$0")/lib.sh"
case ${CODE-} in
0)
    plain "${REASON-}"
    exit 0
    ;;
[1-9] | [1-9][0-9] | [1-9][0-9][0-9]) error "${REASON-}" && exit "$CODE" ;;
*) error 'goldpin was not run; the steps before say why' && exit 3 ;;
esac
