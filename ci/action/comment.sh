#!/bin/sh
# One comment on the pull request, updated in place. It is found by its first line, which no report can begin with, among the
# comments of whoever the token belongs to. The token goes to curl through a pipe and is no argument of any program. What
# cannot be written, on a pull request of a fork for instance, is a notice: a comment never decides.
set -eu
set +x
. "$(dirname "$0")/lib.sh"
api=${GITHUB_API_URL:-https://api.github.com}
limit=65000 # GitHub takes 65,536 characters

leave() {
    notice "$1; the summary of the job has the report"
    exit 0
}

name_ok "${IN_NAME:=goldpin}" || leave 'the input name is not one for a comment'
number=$(jq -r '.pull_request.number | numbers | floor' "$GITHUB_EVENT_PATH" 2> /dev/null) || number=
[ -n "$number" ] || exit 0 # no pull request, nowhere to comment
[ -n "${TOKEN-}" ] || leave 'there is no token, so no comment was written'
case $TOKEN in *[!A-Za-z0-9._-]*) leave 'the token has characters that no token has, so no comment was written' ;; esac
for file in summary.md report.md; do [ ! -s "$BUNDLE/$file" ] || break; done
[ -s "$BUNDLE/$file" ] || leave 'the run left no report, so no comment was written'

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
marker="<!-- goldpin comment: $IN_NAME -->"
issues=$api/repos/$GITHUB_REPOSITORY/issues

# call METHOD URL [FILE]: the reply is in $tmp/reply; prints the HTTP status, 000 where nothing answered.
call() {
    set -- "$1" "$2" ${3+--data-binary "@$3"}
    method=$1 url=$2
    shift 2
    [ "$method" != GET ] || set -- "$@" --retry 2
    printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" | curl -sS -K - -X "$method" -m 30 -o "$tmp/reply" -w '%{http_code}' \
        -H 'Accept: application/vnd.github+json' -H 'X-GitHub-Api-Version: 2022-11-28' "$@" "$url" 2> /dev/null || :
}

# Ids of comments that begin with the marker and are ours: of the token's user where it may be asked, else of a bot.
find_comments() {
    me=
    [ "$(call GET "$api/user")" != 200 ] || me=$(jq -r '.login // ""' "$tmp/reply")
    page=1
    while [ "$page" -le 100 ]; do
        status=$(call GET "$issues/$number/comments?per_page=100&page=$page")
        [ "$status" = 200 ] || return 1
        jq -r --arg marker "$marker" --arg me "$me" '
            .[] | select(.body // "" | split("\n")[0] | rtrimstr("\r") == $marker)
            | select(if $me == "" then .user.type == "Bot" else .user.login == $me end) | .id | numbers' "$tmp/reply" >> "$tmp/ours"
        [ "$(jq length "$tmp/reply")" -eq 100 ] || break
        page=$((page + 1))
    done
}

# The summary fits by its own limit; where it does not, only what decided is told.
body() {
    printf '%s\n' "$marker"
    if [ "$(wc -c < "$BUNDLE/$file")" -le "$limit" ]; then cat "$BUNDLE/$file"
    else plain "$(jq -r '.gate.sentence // ""' "$BUNDLE/results.json")"; fi
    [ -z "${GITHUB_RUN_ID-}" ] || printf '\n[This run](%s/%s/actions/runs/%s)\n' "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
}

: > "$tmp/ours"
find_comments || leave "the comments of the pull request could not be read (HTTP $status), so none was written"
body > "$tmp/body"
jq -Rs '{body: .}' < "$tmp/body" > "$tmp/request"
while read -r id; do
    [ "$(call PATCH "$issues/comments/$id" "$tmp/request")" != 200 ] || exit 0
done < "$tmp/ours"
status=$(call POST "$issues/$number/comments" "$tmp/request")
[ "$status" = 201 ] || leave "the token may not write a comment here (HTTP $status)"
