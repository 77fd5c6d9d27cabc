#!/bin/sh
# Do the texts agree with the tables in cmd/? --help, manual page, completions, README, schema, version.
# Every disagreement is printed; GOLDPIN_TALLY, where set, gets "passed failed 0".
set -u
BUILD=${BUILD:-build}
goldpin=$BUILD/goldpin
tmp=$(mktemp -d "${TMPDIR:-/tmp}/goldpin-agree-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

# check "what" COMMAND...: the command succeeds.
check() {
    what=$1
    shift
    if "$@" > /dev/null 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s\n' "$what"
    fi
}

has() { grep -qF -e "$2" "$1"; }      # FILE holds TEXT
roff() { sed 's/\\-/-/g' "$BUILD/doc/goldpin.1"; }

"$BUILD/gen/docs" tables > "$tmp/tables"
roff > "$tmp/man"
sed -n 's/^command //p' "$tmp/tables" > "$tmp/commands"

# 1. Every command: its help works, and it stands in every text.
"$goldpin" --help > "$tmp/help"
while read -r c; do
    # shellcheck disable=SC2086 # "model info" is two words
    check "goldpin $c --help fails" "$goldpin" $c --help
    # shellcheck disable=SC2086
    "$goldpin" $c --help > "$tmp/help-$(echo "$c" | tr ' ' -)"
    check "goldpin --help lacks $c" has "$tmp/help" "  $c "
    check "the manual page lacks $c" has "$tmp/man" ".SS goldpin $c "
    check "README's list of commands lacks goldpin $c" grep -q "^| \`goldpin $c[ \`]" README.md
    check "bash completion lacks $c" has "$BUILD/doc/goldpin.bash" "'$c')"
    check "zsh completion lacks $c" has "$BUILD/doc/_goldpin" "'$c')"
done < "$tmp/commands"

# 2. Every option.
sed -n 's/^option //p' "$tmp/tables" > "$tmp/options"
while read -r line; do
    c=${line% --*}
    o=--${line##* --}
    check "goldpin $c --help lacks $o" grep -qE -e "(^| )$o( |\$)" "$tmp/help-$(echo "$c" | tr ' ' -)"
    check "the manual page lacks $o" has "$tmp/man" "$o"
    check "bash completion lacks $o" has "$BUILD/doc/goldpin.bash" "$o"
    check "zsh completion lacks $o" has "$BUILD/doc/_goldpin" "$o["
done < "$tmp/options"

# 3. The other way round: what the README names exists.
sed -n 's/^| `goldpin \([a-z]*\( [a-z]\{2,\}\)\{0,1\}\).*/\1/p' README.md > "$tmp/readme-commands"
while read -r c; do check "README lists goldpin $c, which does not exist" grep -qx "$c" "$tmp/commands"; done < "$tmp/readme-commands"
grep -oE '(goldpin [a-z][^|]*)--[a-z][a-z-]*' README.md | grep -oE -e '--[a-z][a-z-]*' | LC_ALL=C sort -u > "$tmp/readme-options"
while read -r o; do
    case $o in --help | --version) continue ;; esac
    check "README uses $o, which does not exist" grep -q -e " $o\$" "$tmp/options"
done < "$tmp/readme-options"
grep -oE '^make [a-z-]+|`make [a-z-]+' README.md CONTRIBUTING.md | sed 's/.*make //' | LC_ALL=C sort -u > "$tmp/targets"
while read -r t; do check "make $t is named, but is no target" grep -qE "^$t:" Makefile; done < "$tmp/targets"

# 4. Exit codes: the README's table, --help and the manual page list the same ones.
sed -n 's/^| \*\*\([0-9]*\)\*\* |.*/\1/p' README.md > "$tmp/codes"
for code in 0 1 2 3 130; do
    check "README's table of exit codes lacks $code" grep -qx "$code" "$tmp/codes"
    check "goldpin run --help lacks exit code $code" grep -qE "^  $code " "$tmp/help-run"
    check "the manual page lacks exit code $code" grep -qx "$code" "$tmp/man"
done
check "README's table of exit codes has a sixth one" test "$(wc -l < "$tmp/codes")" -eq 5

# 5. Graders: the program, the suite schema and the README know the same types.
mkdir "$tmp/suite"
printf '{"name": "s", "version": "1", "license": "x", "cases": [{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "?"}]}]}' > "$tmp/suite/suite.json"
"$goldpin" lint "$tmp/suite" 2>&1 | sed -n 's/.*must be one of \([a-z_, ]*\).*/\1/p' | tr -d ' ' | tr ',' '\n' | LC_ALL=C sort > "$tmp/graders"
check 'goldpin does not name its grader types' test -s "$tmp/graders"
grep -oE '"(const|enum)": *(\[[^]]*\]|"[a-z_]*")' suites/suite.schema.json | grep -oE '"[a-z_]+"' | tr -d '"' | LC_ALL=C sort -u > "$tmp/schema-words"
while read -r g; do
    check "the suite schema lacks the grader $g" grep -qx "$g" "$tmp/schema-words"
    check "README lacks the grader $g" has README.md "\`$g\`"
done < "$tmp/graders"
for p in $(sed -n '/gp_providers\[\] = {/,/NULL/p' lib/targets/spec.c | grep -oE '"[a-z-]+"' | tr -d '"'); do check "README lacks the provider $p" has README.md "\`$p\`"; done

for a in $(sed -n 's/^architectures //p' "$tmp/tables" | tr ',' ' '); do check "README lacks the architecture $a" has README.md "\`$a\`"; done

check 'a JSON Schema is not what the tables give: make schemas' "$BUILD/gen/schemas" check

# 6. The version.
version=$("$goldpin" --version | cut -d' ' -f2)
check "CHANGELOG.md has no section for $version" grep -q "^## .*$version" CHANGELOG.md
check "the manual page is not of version $version" has "$tmp/man" "goldpin $version"

# 7. Completion works: a shell reads it, and it completes.
complete_bash() {
    bash -c '. "$0"; COMP_WORDS=(goldpin $1); COMP_CWORD=$2; _goldpin; printf "%s\n" "${COMPREPLY[@]}"' "$BUILD/doc/goldpin.bash" "$1" "$2" 2> /dev/null
}
check 'bash does not complete goldpin ru' test "$(complete_bash ru 1)" = run
check 'bash does not complete goldpin model i' test "$(complete_bash 'model i' 2)" = info
check 'bash does not complete goldpin run --fail' test "$(complete_bash 'run --fail' 2)" = --fail-under
check 'bash does not complete goldpin run --kv f3' test "$(complete_bash 'run --kv f3' 3)" = f32

printf 'texts and tables: %d agree, %d do not\n' "$passed" "$failed"
# All that agree are one test: they are small, and many.
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$([ "$failed" -eq 0 ] && echo 1 || echo 0)" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
