#!/bin/sh
# Check the sources against the tables of ARCHITECTURE.md: who may include whom (and does), which headers are open to other
# layers, where each third-party header lives, and what no code below cmd/ may do. The tables are the only place where the rules
# stand. Besides: no file includes itself over others, no folder has a name that common ignore rules take for build output, no
# two files of lib/ share a name, every file opens with its line of purpose, no function is longer than 60 lines, and no room
# has more than 15% of lib.
#   ci/check-layers.sh [ROOT]
# Exit: 0 all rules hold, 1 some do not, 2 the tables cannot be read.
set -eu
root=${1-.}
cd "$root"
[ -f ARCHITECTURE.md ] || {
    echo "check-layers: no ARCHITECTURE.md in $root" >&2
    exit 2
}

find lib cmd tests \( -type d -o -name '*.c' -o -name '*.h' \) | LC_ALL=C sort |
    LC_ALL=C awk '
# Cells of a table row, without back quotes and outer blanks.
function cell(n) {
    gsub(/`/, "", part[n])
    gsub(/^[ \t]+|[ \t]+$/, "", part[n])
    return part[n]
}

function read_tables(   line, where, n, i, k, list) {
    while ((getline line < "ARCHITECTURE.md") > 0) {
        if (line ~ /^<!-- [a-z]+ -->$/) where = line
        if (line !~ /^\| `/) continue
        n = split(line, part, "|")
        if (where == "<!-- layers -->") {
            layers[++n_layers] = cell(2)
            known[cell(2)] = 1
            above[cell(2)] = cell(3)
            k = split(cell(4), list, /[ ,]+/)
            for (i = 1; i <= k; i++) if (list[i] != "") open_header[cell(2) "/" list[i]] = 1
        } else if (where == "<!-- homes -->") {
            homes[++n_homes] = cell(2)
            home[cell(2)] = cell(3)
        }
    }
    if (!n_layers || !n_homes) {
        print "check-layers: ARCHITECTURE.md has no table after <!-- layers --> or <!-- homes -->" > "/dev/stderr"
        exit broken = 2
    }
}

# may[a, b]: a may include b. A name on the right brings what it may include itself; base is open to all.
function close_over(   i, k, n, list, changed, a, b, c) {
    for (i = 1; i <= n_layers; i++) {
        a = layers[i]
        may[a, "base"] = may[a, a] = 1
        n = split(above[a], list, /[ ,]+/)
        for (k = 1; k <= n; k++) {
            if (list[k] == "" || list[k] == "libc") continue
            if (!known[list[k]]) {
                printf "check-layers: ARCHITECTURE.md: layer %s names %s, which is no layer\n", a, list[k] > "/dev/stderr"
                exit broken = 2
            }
            may[a, list[k]] = 1
        }
    }
    do {
        changed = 0
        for (a in known) for (b in known) for (c in known)
            if (((a, b) in may) && ((b, c) in may) && !((a, c) in may)) changed = may[a, c] = 1
    } while (changed)
    for (a in known) for (b in known)
        if (a != b && ((a, b) in may) && ((b, a) in may)) fail("ARCHITECTURE.md", 0, "layers " a " and " b " may include each other")
}

function fail(file, line, text) {
    printf "check-layers: %s:%d: %s\n", file, line, text > "/dev/stderr"
    failed++
}

function layer_of(path,   p) {
    split(path, p, "/")
    return p[1] == "lib" ? p[2] : p[1]
}

function folder_of(path) {
    sub(/[^\/]*$/, "", path)
    return path
}

# Notes what a file of the layer includes, itself and through headers.
function reach(layer, path,   n, i, list) {
    if ((layer, path) in reached) return
    reached[layer, path] = 1
    used[layer, layer_of(path)] = 1
    n = split(includes_of[path], list, " ")
    for (i = 1; i <= n; i++) reach(layer, list[i])
}

# A layer that is named, but of which no file sees anything.
function check_grants(   i, k, n, list) {
    for (i = 1; i <= files; i++) reach(layer_of(file[i]), file[i])
    for (i = 1; i <= n_layers; i++) {
        n = split(above[layers[i]], list, /[ ,]+/)
        for (k = 1; k <= n; k++)
            if (known[list[k]] && !((layers[i], list[k]) in used)) fail("ARCHITECTURE.md", 0, layers[i] " may include " list[k] ", but no file of it does: take it out of the row")
    }
}

# The names of a circle, from the first by name round to it again: what is said does not depend on where the search began.
function circle(names,   n, i, at, list, text) {
    n = split(names, list, " ")
    at = 1
    for (i = 2; i <= n; i++) if (list[i] < list[at]) at = i
    for (i = 0; i <= n; i++) text = text (i ? " " : "") list[(at - 1 + i) % n + 1]
    return text
}

# Depth first: an include of a file that is still being looked at closes a circle.
# `way` leads there: " a.h b.h ".
function look_for_cycles(path, way,   n, i, list) {
    looked[path] = 1
    n = split(includes_of[path], list, " ")
    for (i = 1; i <= n; i++) {
        if (looked[list[i]] == 1) fail(path, 0, "includes in a circle: " circle(substr(way, index(way, " " list[i] " "))))
        else if (!looked[list[i]]) look_for_cycles(list[i], way list[i] " ")
    }
    looked[path] = 2
}

function check_folder(path,   name) {
    name = path
    sub(/.*\//, "", name)
    if (tolower(name) ~ /^(target|build|out|dist|bin|obj|debug|release)$/) fail(path, 0, "common ignore rules take a folder of this name for build output")
}

function check_name(path,   name) {
    name = path
    sub(/.*\//, "", name)
    if (path !~ /^lib\//) return
    if (name in named) fail(path, 0, named[name] " has the same name")
    named[name] = path
}

function has_home(path, where,   i, n, list) {
    n = split(where, list, /[ ,]+/)
    for (i = 1; i <= n; i++) if (path == list[i] || (list[i] ~ /\/$/ && index(path, list[i]) == 1)) return 1
    return 0
}

function check_system(path, line, name,   i) {
    for (i = 1; i <= n_homes; i++) {
        if (name != homes[i] && !(homes[i] ~ /\/$/ && index(name, homes[i]) == 1)) continue
        third_party++
        if (!has_home(path, home[homes[i]])) fail(path, line, "<" name "> belongs to " home[homes[i]] " only")
        return
    }
    if (name ~ /\// && name !~ /^(sys|netinet|arpa|linux)\//) fail(path, line, "<" name "> is third-party and has no home in ARCHITECTURE.md")
}

function check_own(path, line, name,   from, to, unit) {
    from = layer_of(path)
    if (name ~ /^\.\.\//) {
        if (path ~ /^lib\//) fail(path, line, "\"" name "\": includes are written from lib/")
        return
    }
    includes_of[path] = includes_of[path] " " (name ~ /\// ? "lib/" name : folder_of(path) name) # what is generated has no edges
    if (name !~ /\//) return
    to = name
    sub(/\/.*/, "", to)
    includes++
    if (!known[to]) { fail(path, line, "\"" name "\" belongs to no layer"); return }
    if (!((from, to) in may)) { fail(path, line, from " must not include " to " (\"" name "\")"); return }
    unit = path ~ /^tests\//
    if (from != to && !unit && !(name in open_header)) fail(path, line, "\"" name "\" is internal to " to)
}

# Code without comments, strings and character constants; `in_comment` carries over lines.
function code_of(s,   out, i, c, two, quote) {
    out = ""
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        two = substr(s, i, 2)
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++ }
        } else if (quote != "") {
            if (c == "\\") i++
            else if (c == quote) { quote = ""; out = out c }
        } else if (two == "/*") { in_comment = 1; i++ }
        else if (two == "//") break
        else {
            if (c == "\"" || c == "\047") quote = c
            out = out c
        }
    }
    return out
}

# State that belongs to nobody: a variable outside functions, or a static one within. The three exceptions stand in
# ARCHITECTURE.md, among the invariants: the out-of-memory hook, that libcurl was set up, and the models of languages.
function check_state(path, line, code) {
    if (path ~ /^lib\/(base\/memory|http\/http|grade\/language)\.c$/ || code ~ /(^|[^A-Za-z0-9_])(const|typedef|extern|return|goto)([^A-Za-z0-9_]|$)/) return
    if (code ~ /^[ \t]*(static|_Thread_local)[ \t][A-Za-z0-9_ *]*(\[[^]]*\])*[ \t]*(=|;)/ || # static int x = 0;
        code ~ /^[ \t]*(static|_Thread_local)[ \t][A-Za-z0-9_ *]*\([ \t]*\*/ ||              # static int (*x)(void);
        (code ~ /^[A-Za-z_][A-Za-z0-9_ *]*[ *][A-Za-z0-9_]+(\[[^]]*\])*[ \t]*(=|;)/ && code !~ /^(struct|union|enum)[ \t]+[A-Za-z0-9_]+;/)) # int x;
        fail(path, line, "keeps state that is nobody\047s: there is no global mutable state")
}

function check_calls(path, line, code) {
    if (path !~ /^lib\//) return
    check_state(path, line, code)
    if (match(code, /(^|[^A-Za-z0-9_.>])(exit|_exit|_Exit|quick_exit|abort|assert)[ ]*\(/)) fail(path, line, "ends the process: only main may")
    if (match(code, /(^|[^A-Za-z0-9_.>])(printf|vprintf|puts|putchar|perror)[ ]*\(/)) fail(path, line, "prints: only cmd/ may")
    if (match(code, /(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)/)) fail(path, line, "names stdout or stderr: only cmd/ may")
}

# Sizes: a function fits a screen, and no room is the house. A function is what lies between a brace at the beginning of a line
# and the next one that closes there.
function measure(path, line, text,   room) {
    room = layer_of(path)
    if (path !~ /^(lib|cmd)\//) return
    if (path ~ /^lib\//) { lines[room]++; all_lines++ }
    if (text == "{") begun = line
    if (text == "}" && begun) {
        functions++
        if (line - begun - 1 > 60) fail(path, begun, "a function of " line - begun - 1 " lines; 60 fit a screen")
        begun = 0
    }
}

function check_rooms(   room) {
    for (room in lines)
        if (lines[room] > 0.15 * all_lines && all_lines > 20000) fail("lib/" room, 0, sprintf("has %d of the %d lines of lib, more than 15%%", lines[room], all_lines))
}

function check_file(path,   line, text, code, name) {
    in_comment = 0
    check_name(path)
    if (!known[layer_of(path)]) fail(path, 0, "folder " layer_of(path) " is no layer of ARCHITECTURE.md")
    while ((getline text < path) > 0) {
        line++
        if (line == 1 && text !~ /^\/[*\/] [^ ]/) fail(path, 1, "does not open with its line of purpose")
        measure(path, line, text)
        code = code_of(text)
        if (code ~ /^[ \t]*#[ \t]*include[ \t]*</) {
            name = text; sub(/^[^<]*</, "", name); sub(/>.*/, "", name)
            check_system(path, line, name)
        } else if (code ~ /^[ \t]*#[ \t]*include[ \t]*"/) {
            name = text; sub(/^[^"]*"/, "", name); sub(/".*/, "", name)
            check_own(path, line, name)
        } else check_calls(path, line, code)
    }
    close(path)
    file[++files] = path
}

BEGIN { read_tables(); close_over() }
/\.[ch]$/ { check_file($0); next }
{ check_folder($0) }
END {
    if (broken) exit broken
    check_grants()
    check_rooms()
    for (name in open_header) {
        if ((getline line < ("lib/" name)) < 0) fail("ARCHITECTURE.md", 0, "names the open header " name ", which does not exist")
        close("lib/" name)
    }
    for (i = 1; i <= files; i++) if (!looked[file[i]]) look_for_cycles(file[i], " " file[i] " ")
    printf "check-layers: %d files, %d includes between folders, %d of third-party headers, %d layers, %d functions: %d violations\n", files, includes, third_party, n_layers, functions, failed + 0
    exit failed > 0
}'
