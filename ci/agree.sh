#!/bin/sh
# Do the texts agree with the tables in cmd/, and with the program? --help, manual pages, completions, README, guides,
# schema, version. A fact of the tables stands in README or in a guide; an example in them is a command that parses.
# Every disagreement is printed; GOLDPIN_TALLY, where set, gets "passed failed 0".
set -u
BUILD=${BUILD:-build}
goldpin=$BUILD/goldpin
. ci/scratch.sh
scratch agree
tmp=$scratch
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
first() { head -n 1 "$1" | grep -q -e "$2"; } # the first line of FILE matches PATTERN
narrow() { [ -z "$(sed '/^```/,/^```/d' "$1" | LC_ALL=C.UTF-8 grep -E '^.{101}')" ]; } # no line of FILE is wider than 100
roff() { sed 's/\\-/-/g' "$BUILD/doc/goldpin.1"; }

"$BUILD/gen/docs" tables > "$tmp/tables"
roff > "$tmp/man"
sed -n 's/^command //p' "$tmp/tables" > "$tmp/commands"
texts="README.md $(echo cmd/guide/*.md)"
# shellcheck disable=SC2086 # a list of names
cat $texts > "$tmp/texts"

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
    check "neither README nor a guide has $o" grep -qE -e "$o([^a-z-]|\$)" "$tmp/texts"
done < "$tmp/options"

# 3. The other way round: what README and guides name exists.
sed -n 's/^| `goldpin \([a-z]*\( [a-z]\{2,\}\)\{0,1\}\).*/\1/p' README.md > "$tmp/readme-commands"
while read -r c; do check "README lists goldpin $c, which does not exist" grep -qx "$c" "$tmp/commands"; done < "$tmp/readme-commands"
grep -v promptfoo "$tmp/texts" | grep -oE -e '--[a-z][a-z-]*' | LC_ALL=C sort -u > "$tmp/named-options"
while read -r o; do
    case $o in --help | --version) continue ;; esac
    check "README or a guide uses $o, which does not exist" grep -q -e " $o\$" "$tmp/options"
done < "$tmp/named-options"
grep -ohE '^make [a-z-]+|`make [a-z-]+' "$tmp/texts" CONTRIBUTING.md | sed 's/.*make //' | LC_ALL=C sort -u > "$tmp/targets"
while read -r t; do check "make $t is named, but is no target" grep -qE "^$t:" Makefile; done < "$tmp/targets"

# 4. Exit codes: the README's table, --help and the manual page list the same ones.
sed -n 's/^| \*\*\([0-9]*\)\*\* |.*/\1/p' README.md > "$tmp/codes"
for code in 0 1 2 3 130; do
    check "README's table of exit codes lacks $code" grep -qx "$code" "$tmp/codes"
    check "goldpin run --help lacks exit code $code" grep -qE "^  $code " "$tmp/help-run"
    check "the manual page lacks exit code $code" grep -qx "$code" "$tmp/man"
done
check "README's table of exit codes has a sixth one" test "$(wc -l < "$tmp/codes")" -eq 5

# 5. Graders: the program, the suite schema and the texts know the same types. Providers, architectures and reports too.
mkdir "$tmp/suite"
printf '{"name": "s", "version": "1", "license": "x", "cases": [{"id": "a", "messages": [{"role": "user", "content": "x"}], "grade": [{"type": "?"}]}]}' > "$tmp/suite/suite.json"
"$goldpin" lint "$tmp/suite" 2>&1 | sed -n 's/.*must be one of \([a-z_, ]*\).*/\1/p' | tr -d ' ' | tr ',' '\n' | LC_ALL=C sort > "$tmp/graders"
check 'goldpin does not name its grader types' test -s "$tmp/graders"
grep -oE '"(const|enum)": *(\[[^]]*\]|"[a-z_]*")' suites/suite.schema.json | grep -oE '"[a-z_]+"' | tr -d '"' | LC_ALL=C sort -u > "$tmp/schema-words"
while read -r g; do
    check "the suite schema lacks the grader $g" grep -qx "$g" "$tmp/schema-words"
    check "neither README nor a guide has the grader $g" has "$tmp/texts" "\`$g\`"
done < "$tmp/graders"
for kind in provider architecture report; do
    sed -n "s/^$kind //p" "$tmp/tables" > "$tmp/kind"
    check "the tables know no $kind" test -s "$tmp/kind"
    while read -r name; do check "neither README nor a guide has the $kind $name" has "$tmp/texts" "\`$name\`"; done < "$tmp/kind"
done
sed -n 's/^provider //p' "$tmp/tables" > "$tmp/providers"
while read -r p; do check "the schema of the targets file lacks the provider $p" has lib/targets/schema/targets.schema.json "\"$p\""; done < "$tmp/providers"

check 'a JSON Schema or the guide to graders is not what the tables give: make schemas' "$BUILD/gen/schemas" check

# 6. The version.
version=$("$goldpin" --version | cut -d' ' -f2)
check "CHANGELOG.md has no section for $version" grep -q "^## .*$version" CHANGELOG.md
check "the manual page is not of version $version" has "$tmp/man" "goldpin $version"

# 7. Completion works: a shell reads it, and it completes.
complete_bash() {
    bash -c '. "$0"; COMP_WORDS=(goldpin $1); COMP_CWORD=$2; _goldpin; printf "%s\n" "${COMPREPLY[@]}"' "$BUILD/doc/goldpin.bash" "$1" "$2" 2> /dev/null
}
check 'bash does not complete goldpin ru' test "$(complete_bash ru 1)" = run
check 'bash does not complete goldpin help tar' test "$(complete_bash 'help tar' 2)" = targets
check 'bash does not complete goldpin model i' test "$(complete_bash 'model i' 2)" = info
check 'bash does not complete goldpin run --fail' test "$(complete_bash 'run --fail' 2)" = --fail-under
check 'bash does not complete goldpin run --kv f3' test "$(complete_bash 'run --kv f3' 3)" = f32
check 'bash does not complete goldpin run suites/smo' test "$(complete_bash 'run suites/smo' 2)" = suites/smoke
check 'bash does not complete goldpin run -t anthr' test "$(complete_bash 'run -t anthr' 3)" = anthropic:
check 'bash does not complete goldpin run -t llama- in a folder with a targets file' test \
    "$(cd reports/example && BUILD=$(cd ../.. && cd "$BUILD" && pwd) && complete_bash 'run -t llama-' 3)" = llama-server
check 'bash does not complete goldpin show suites/smoke sum-c' test \
    "$(PATH=$BUILD:$PATH && complete_bash 'show suites/smoke sum-c' 3)" = sum-carry
check 'bash does not complete goldpin run suites/smoke --filter sum-c' test \
    "$(PATH=$BUILD:$PATH && complete_bash 'run suites/smoke --filter sum-c' 4)" = sum-carry

# 8. README is short; links lead somewhere.
check 'README is larger than 14336 bytes' test "$(wc -c < README.md)" -le 14336
for f in README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md reports/README.md cmd/guide/*.md; do
    sed -e '/^```/,/^```/d' -e 's/`[^`]*`//g' "$f" > "$tmp/prose"
    { grep -oE '\]\([^)]*\)' "$tmp/prose" | sed 's/^](\(.*\))$/\1/'; sed -n 's/^\[[^]]*\]: //p' "$tmp/prose"; } > "$tmp/links"
    while read -r link; do
        case $link in http://* | https://* | '#'*) continue ;; esac
        check "$f links to $link, which does not exist" test -e "$(dirname "$f")/${link%%#*}"
    done < "$tmp/links"
    grep -v '^\[' "$tmp/prose" | grep -oE '\[[a-z][a-z.]*\]([^(]|$)' | grep -oE '^\[[a-z.]*\]' > "$tmp/names"
    while read -r name; do check "$f has $name, but no line that says where it leads" grep -qF "$name: " "$f"; done < "$tmp/names"
done

# 9. Guides: goldpin help prints the file, README and help list it, its first line names it.
for f in cmd/guide/*.md; do
    topic=$(basename "$f" .md)
    "$goldpin" help "$topic" > "$tmp/guide"
    check "goldpin help $topic is not $f" cmp "$tmp/guide" "$f"
    check "README does not link to $f" has README.md "[$topic]($f)"
    check "$f has lines of more than 100 columns beside its examples" narrow "$f"
    check "$f does not begin with \"# $topic: \"" first "$f" "^# $topic: ."
    check "goldpin help lacks $topic" has "$tmp/help" "  $topic "
    check "bash completion lacks the guide $topic" grep -q "'help help').*[' ]$topic " "$BUILD/doc/goldpin.bash"
    check "the manual page lacks goldpin-$topic(7)" has "$tmp/man" "goldpin-$topic"
    page=$BUILD/doc/goldpin-$topic.7
    check "$page is missing" test -s "$page"
    command -v groff > /dev/null || continue
    check "groff has something to say about $page" test -z "$(groff -man -Tutf8 -ww -z "$page" 2>&1)"
    # No word is lost on the way to the manual page.
    sed -e '/^```/d' -e 's/^\[[^]]*\]: .*//' "$f" | grep -oE '[A-Za-z0-9_]+' | LC_ALL=C sort -u > "$tmp/words"
    groff -man -Tascii -P-cbou "$page" 2> /dev/null | grep -oE '[A-Za-z0-9_]+' | LC_ALL=C sort -u > "$tmp/page-words"
    lost=$(LC_ALL=C comm -23 "$tmp/words" "$tmp/page-words" | tr '\n' ' ')
    check "$page lost: $lost" test -z "$lost"
done
command -v groff > /dev/null || echo 'groff is not installed: the manual pages were not rendered'

# 10. Every goldpin command in README, guides and --help parses: with --help behind it, it shows help and does nothing.
# shellcheck disable=SC2086 # lists of names
{
    awk '/^```/ { kind = kind == "" ? substr($0, 4) : ""; if (kind == "") next; if ($0 == "```") kind = "none"; next }
         kind == "sh" && sub(/\\$/, "") { printf "%s", $0; next }
         kind == "sh" || kind == "yaml" && sub(/^- run: /, "") || kind == "console" && sub(/^\$ /, "")' $texts
    grep -ohE '`goldpin [^`]*`' $texts | tr -d '`'
    sed -n 's/^  \(goldpin .*\)/\1/p' "$tmp"/help-*
} | sed -n -e 's/ [|<>#(].*//' -e 's/^\(goldpin .*\)/\1/p' | LC_ALL=C sort -u > "$tmp/examples"
check 'README and guides hold no examples' test "$(wc -l < "$tmp/examples")" -gt 20
while read -r _ line; do
    case $line in --version | --help) continue ;; esac
    # shellcheck disable=SC2086 # words of a command
    check "the example goldpin $line does not parse" env "$goldpin" $line --help
done < "$tmp/examples"

# 11. What a run leaves and says is what the texts show.
env -u CI "$goldpin" run suites/smoke -q -o "$tmp/bundle" > "$tmp/run"
for f in "$tmp/bundle"/*; do check "neither README nor a guide has the bundle's $(basename "$f")" grep -qE "\`$(basename "$f")/?\`" "$tmp/texts"; done
check "the fingerprint that README shows is not that of the smoke suite" has README.md "$(sed -n 's/^fingerprint //p' "$tmp/run")"
check 'the verdict that README shows is not that of the smoke suite' has README.md "$(head -n 1 "$tmp/run")"
"$goldpin" lint suites/smoke | while read -r line; do for f in README.md cmd/guide/graders.md; do has "$f" "$line" || echo "$f"; done; done > "$tmp/lint"
check "goldpin lint suites/smoke prints something else than $(tr '\n' ' ' < "$tmp/lint") shows" test ! -s "$tmp/lint"
sed -n '/^## A golden/,/^## A trial/p' cmd/guide/formats.md | sed -n '/^{/,/^}/p' > "$tmp/golden"
check 'the golden in cmd/guide/formats.md is another one now' cmp "$tmp/golden" golden/smoke/pocket/sum-carry.json

printf 'texts and tables: %d agree, %d do not\n' "$passed" "$failed"
# All that agree are one test: they are small, and many.
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$([ "$failed" -eq 0 ] && echo 1 || echo 0)" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
