#!/bin/sh
# Failing cases at their lines. GitHub shows ten errors and ten warnings of a step, so the tenth says how many there are. Names
# are those of suite and targets file, reduced to plain characters; no text of a model is shown.
set -eu
exec jq -r --arg workspace "${GITHUB_WORKSPACE-}/" '
    def plain: gsub("[^A-Za-z0-9 .,;%/()_=+-]+"; "?") | gsub("//+"; "/") | .[:120];
    def data: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
    def property: data | gsub(":"; "%3A") | gsub(","; "%2C");
    # A path is a property; one that could be more than that is left out.
    def place:
        (. // "" | capture("^(?<file>.*):(?<line>[0-9]+)$") // null) as $at
        | if $at and ($at.file | test("[#\\p{Cc}]") | not)
          then ",file=" + ($at.file | ltrimstr($workspace) | property) + ",line=" + $at.line else "" end;
    def annotation($level; $what): "::" + $level + " title=goldpin" + (.where | place) + "::" + ($what | data);
    def failed: [.criteria[] | select(.passed == false) | .type] | unique | join(", ") | plain;
    def who: (.suite + "/" + .case | plain) + " on " + (.target | plain);
    def text:
        if .status == "error" then who + ": the target broke" + (if .failure then " (" + (.failure | plain) + ")" else "" end)
        elif .status == "failed" then who + ": failed" + (failed | if . == "" then "" else " (" + . + ")" end)
        else who + ": its golden " + ({differs: "differs", stale: "is stale"}[.golden.state]) end;
    def shown($level):
        length as $n | if $n > 10 then .[:9] else . end
        | (.[] | annotation($level; text)), (if $n > 10 then "::\($level) title=goldpin::and \($n - 9) more; the report has all" else empty end);
    [.trials[] | select(.status == "error" or (.status == "failed" and (.known | not)))] as $red
    | [.trials[] | select(.status == "passed" or .known) | select(.golden.state == "differs" or .golden.state == "stale")] as $changed
    | ($red | unique_by([.suite, .case, .target, .status]) | shown("error")),
      ($changed | unique_by([.suite, .case, .target]) | shown("warning"))
' "$BUNDLE/results.json"
