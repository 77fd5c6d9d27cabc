/* test_template.c - the template interpreter, construct by construct. */
#include "base/sys.h"
#include "template/template.h"
#include "t.h"

/* 2 January 2026, 03:04:05 UTC */
enum { NOW = 1767323045 };

static const char vars_text[] =
    "{\"n\": 5, \"f\": 2.5, \"t\": true, \"no\": null, \"s\": \"  Hi <B> \", \"u\": \"\\u65e5\\u672c\\u00e9\", \"e\": \"\", \"l\": [3, 1, 2], \"le\": [],"
    " \"ls\": [\"b\", \"A\", \"c\"], \"d\": {\"b\": 1, \"a\": \"x\"}, \"nest\": [1, [2.0, \"it's\"], {\"k\": null}], \"bos_token\": \"<s>\","
    " \"m\": [{\"role\": \"user\", \"content\": \"hi\", \"n\": 2}, {\"role\": \"bot\", \"content\": null, \"n\": 1}, {\"role\": \"user\", \"content\": \"yo\", \"n\": 3}]}";

static gp_code render(gp_arena *a, const char *source, gp_rendered *out, gp_err *err)
{
    const gp_json *vars = NULL;
    T_OK(gp_json_parse(a, "vars", gp_str_c(vars_text), &vars, err), *err);
    return gp_template_render(a, "t.jinja", gp_str_c(source), vars, NOW, out, err);
}

static void gives(const char *source, const char *want)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_rendered out = {0};
    gp_code code = render(&a, source, &out, &err);
    if (code) fail_msg("%s -> %s", source, err.msg);
    if (!gp_str_eqc(out.text, want)) fail_msg("%s -> \"%.*s\", expected \"%s\"", source, GP_ARG(out.text), want);
    gp_arena_free(&a);
}

static void refuses(const char *source, const char *message)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_rendered out = {0};
    gp_code code = render(&a, source, &out, &err);
    if (code != GP_E_INPUT) fail_msg("%s -> code %d, expected an input error", source, (int)code);
    if (!strstr(err.msg, message)) fail_msg("%s -> \"%s\" lacks \"%s\"", source, err.msg, message);
    gp_arena_free(&a);
}

/* The spans as text: template parts as they are, parts from variables in square brackets. */
static void spans(const char *source, const char *want)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_rendered out = {0};
    gp_buf b = {0};
    T_OK(render(&a, source, &out, &err), err);
    size_t at = 0;
    for (size_t i = 0; i < out.n; i++) {
        assert_ptr_equal(out.spans[i].text.p, out.text.p + at);
        assert_true(out.spans[i].text.n > 0);
        assert_true(i == 0 || out.spans[i].from_value != out.spans[i - 1].from_value);
        at += out.spans[i].text.n;
        if (out.spans[i].from_value) gp_buf_byte(&b, '[');
        gp_buf_str(&b, out.spans[i].text);
        if (out.spans[i].from_value) gp_buf_byte(&b, ']');
    }
    assert_int_equal(at, out.text.n);
    if (!gp_str_eqc(gp_buf_view(&b), want)) fail_msg("%s -> %.*s, expected %s", source, GP_ARG(gp_buf_view(&b)), want);
    gp_buf_free(&b);
    gp_arena_free(&a);
}

typedef struct pair {
    const char *source, *want;
} pair;

#define ALL(pairs, check) \
    for (size_t i_ = 0; i_ < sizeof(pairs) / sizeof *(pairs); i_++) check((pairs)[i_].source, (pairs)[i_].want)

static void white_space(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"", ""},
        {"a\n", "a"},
        {"a\n\n", "a\n"},
        {"a\r\nb\rc", "a\nb\nc"},
        {"  {% if t %}\n  x\n  {% endif %}\ny", "  x\ny"},
        {"a {% if t %} b{% endif %}\nc", "a  bc"},
        {"a \n {%- if t -%} \n b \n{%- endif -%} \n c", "abc"},
        {"  {%+ if t %}x{% endif +%}\ny", "  x\ny"},
        {"{{ n }}\nx", "5\nx"},
        {"a  {{- n -}}  \n b", "a5b"},
        {"  {{ n }}", "  5"},
        {"  {# c #}\nx", "x"},
        {"a {#- c -#} b", "ab"},
        {"{# a\nb #}x", "x"},
        {"{#-#}x", "x"},
        {"{{ '{{' }}{{ \"%}\" }}", "{{%}"},
        {"{{ {'a': {}} }}", "{'a': {}}"},
        {"{% raw %}{{ x }}{% if %}{% endraw %}", "{{ x }}{% if %}"},
        {"{%- raw -%}  a  {%- endraw -%}  b", "ab"},
        {"\t{% set x = 1 %}\nb", "b"},
    };
    ALL(cases, gives);
}

static void statements(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"{% if n == 4 %}a{% elif n == 5 %}b{% else %}c{% endif %}", "b"},
        {"{% if no %}a{% elif le %}b{% else %}{% if t %}c{% endif %}d{% endif %}", "cd"},
        {"{% for i in l %}{{ i }}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }};{% endfor %}",
         "310TrueFalse;121FalseFalse;232FalseTrue;"},
        {"{% for i in l %}{{ loop.length }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.depth }}{{ loop.depth0 }} {% endfor %}",
         "33210 32110 31010 "},
        {"{% for i in l %}{{ loop.previtem }}<{{ loop.nextitem }} {% endfor %}", "<1 3<2 1< "},
        {"{% for i in l %}{{ loop.cycle('a', 'b') }}{{ loop.changed(i > 1) }}{% endfor %}", "aTruebTrueaTrue"},
        {"{% for i in le %}x{% else %}E{% endfor %}{% for i in q %}x{% else %}E{% endfor %}", "EE"},
        {"{% for i in l if i > 1 %}{{ i }}/{{ loop.length }} {% else %}E{% endfor %}", "3/2 2/2 "},
        {"{% for i in l if i > 9 %}{{ i }}{% else %}E{% endfor %}", "E"},
        {"{% for k, v in d.items() %}{{ k }}={{ v }} {% endfor %}{% for k in d %}{{ k }}{% endfor %}", "b=1 a=x ba"},
        {"{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123"},
        {"{% for i in l recursive %}{{ i }}{% if loop.depth < 2 %}[{{ loop([i + 5]) }}]{% endif %}{% endfor %}",
         "3[8]1[6]2[7]"},
        {"{% for i in l %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}{% for i in l %}{{ i }}{% break %}{% endfor %}",
         "323"},
        {"{% for i in l %}{% break %}{% else %}E{% endfor %}{% for i in l %}{% if i == 1 %}{% continue %}{% endif %}{% else %}F{% endfor %}",
         "E"},
        {"{% for c in u %}{{ c }}|{% endfor %}", "\u65e5|\u672c|\u00e9|"},
        {"{% set x = 1 %}{% for i in l %}{{ x }}{% set x = x + 1 %}{{ x }} {% endfor %}{{ x }}", "12 12 12 1"},
        {"{% if t %}{% set x = 1 %}{% endif %}{{ x }}", "1"},
        {"{% set ns = namespace(a=1) %}{% for i in l %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }}{% set ns.b = 2 %}{{ ns.b }}{{ ns.c }}",
         "72"},
        {"{% set a, b = 1, 2 %}{% set a, b = b, a %}{{ a }}{{ b }}{% set c = 1, %}{{ c }}", "21(1,)"},
        {"{% set c | upper | trim %} a{{ n }} {% set inner = 1 %}{% endset %}{{ c }}{{ inner }}", "A5"},
        {"{% macro f(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }} {% endmacro %}{{ f(1) }}{{ f(1, c=3) }}{{ f() }}{{ f(*[7], **{'b': 8}) }}",
         "121 123 2 787 "},
        {"{% macro f() %}{{ i }}{{ g }}{% endmacro %}{% set g = 7 %}{% for i in l %}{{ f() }}{% endfor %}", "777"},
        {"{% macro f(k) %}{{ k }}{% if k %}{{ f(k - 1) }}{% endif %}{% endmacro %}{{ f(3) | length }}{{ f.name }}",
         "4f"},
        {"{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, k=3) }}", "(1, 2){'k': 3}"},
        {"{% macro f(x) %}<{{ caller(x, 2) }}>{% endmacro %}{% call(a, b) f(1) %}{{ a }}{{ b }}{{ n }}{% endcall %}",
         "<125>"},
        {"{% filter replace('a', 'b') | upper %}aac{% endfilter %}", "BBC"},
        {"{% with a = 1, n = 2 %}{{ a }}{{ n }}{% endwith %}{{ a }}{{ n }}", "125"},
        {"{% generation %}g{{ n }}{% endgeneration %}{% block x %}b{% endblock x %}{% print n %}", "g5b5"},
    };
    ALL(cases, gives);
}

static void operators(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"{{ 1 + 2 * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }}",
         "7 3 -4 2 -2 3.5 1024 0.5"},
        {"{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1 + 1.0 }} {{ t + 1 }} {{ 1e16 }} {{ 0.00001 }} {{ 1.0 }} {{ 123456.75 }} {{ 1e15 }}",
         "3.0 0.5 2.0 2 1e+16 1e-05 1.0 123456.75 1000000000000000.0"},
        {"{{ 'a' ~ 1 ~ none ~ true }} {{ 'a' * 3 }} {{ [1] + [2] }} {{ (1,) + (2,) }} {{ 'a' + 'b' | upper }}",
         "a1NoneTrue aaa [1, 2] (1, 2) aB"},
        {"{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' == 1 }} {{ [1, 2] < [1, 3] }} {{ 'a' != 'b' }} {{ 3 >= 3 }} {{ '[' < ']' }}{{ '[0]' | max }}",
         "True False True True False True True True True]"},
        {"{{ 1 in l }} {{ 9 not in l }} {{ 'i <' in s }} {{ 'a' in d }} {{ not 9 in l }} {{ q in l }}",
         "True True True True True False"},
        {"{{ q or 'z' }} {{ n and 's' }} {{ '' or 0 }} {{ no and q.x }} {{ t or q.x }} {{ not no }}",
         "z s 0 None True True"},
        {"{{ 'y' if t else 'n' }}{{ 'y' if no }}{{ 'a' if no else 'b' if no else 'c' }}", "yc"},
        {"{{ l[0] }}{{ l[-1] }}{{ l[1:] }}{{ l[:-1] }}{{ l[::-1] }}{{ u[1:] }}{{ u[::-1] }}{{ u[-1] }}{{ s[2:4] }}{{ range(5)[1:3] }}",
         "32[1, 2][3, 1][2, 1, 3]\u672c\u00e9\u00e9\u672c\u65e5\u00e9Hirange(1, 3)"},
        {"{{ d.a }}{{ d['a'] }}{{ d.zz }}{{ l[9] }}{{ s.foo }}{{ m[0].role }}{{ l.0 }}", "xxuser3"},
        {"{{ nest }}{{ {'a': 1, 1: 'x'} }}{{ {'a': 1, 'a': 2}.a }}{{ {(1, 2): 3}[(1, 2)] }}{{ (1,) }}{{ () }}",
         "[1, [2.0, \"it's\"], {'k': None}]{'a': 1, 1: 'x'}23(1,)()"},
        {"{{ '%s-%d|%5.1f|%-3s|%x%%' % ('a', 3, 2.25, 'b', 255) }}{{ '%(k)s' % {'k': 1} }}", "a-3|  2.2|b  |ff%1"},
        {"{{ \"\\x41\\u00e9\\n\\q\\'\" }}{{ 'a' 'b' }}{{ 0x1F }}{{ 1_000 }}{{ 1.5e3 }}", "A\u00e9\n\\q'ab3110001500.0"},
        /* filters and tests bind to n alone */
        {"{{ -n | abs }}{{ n is odd and 'x' or 'y' }}{{ 1 + n is odd }}", "5x2"},
    };
    ALL(cases, gives);
}

static void filters(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"{{ l | length }}{{ u | count }}{{ q | length }}{{ l | first }}{{ l | last }}{{ le | first }}{{ 'ab' | last }}",
         "330"
         "32b"},
        {"{{ q | default('D') }}{{ e | d('D') }}{{ e | d('D', true) }}{{ no | default('D') }}", "DDNone"},
        {"{{ 'aB c' | upper }}{{ 'aB' | lower }}{{ 'aB c' | title }}{{ 'aB' | capitalize }}{{ '\u00e9\u00df' | upper }}",
         "AB CabAb CAb\u00c9SS"},
        {"{{ s | trim }}|{{ 'xxa' | trim('x') }}|{{ 'aaa' | replace('a', 'b', 2) }}|{{ l | join('-') }}|{{ m | join(',', attribute='n') }}",
         "Hi <B>|a|bba|3-1-2|2,1,3"},
        {"{{ l | sort }}{{ ls | sort }}{{ ls | sort(case_sensitive=true) }}{{ l | sort(reverse=true) }}{{ m | sort(attribute='n') | map(attribute='n') | list }}",
         "[1, 2, 3]['A', 'b', 'c']['A', 'b', 'c'][3, 2, 1][1, 2, 3]"},
        {"{{ [1, 2, 1, 'a', 'A'] | unique | list }}{{ l | reverse | list }}{{ 'abc' | reverse }}{{ l | sum }}{{ l | min }}{{ l | max }}{{ m | sum(attribute='n') }}",
         "[1, 2, 'a'][2, 1, 3]cba6136"},
        {"{{ ls | map('upper') | join }}{{ m | map(attribute='zz', default=0) | list }}{{ l | select('gt', 1) | list }}{{ l | reject('odd') | list }}",
         "BAC[0, 0, 0][3, 2][2]"},
        {"{{ m | selectattr('role', 'equalto', 'user') | list | length }}{{ m | rejectattr('content') | map(attribute='role') | join }}{{ m | selectattr('content') | list | length }}",
         "2bot2"},
        {"{{ d | items | list }}{{ d | dictsort }}{{ d | list }}{{ m | groupby('role') | map(attribute='grouper') | list }}{{ d | tojson(sort_keys=true) }}",
         "[('b', 1), ('a', 'x')][('a', 'x'), ('b', 1)]['b', 'a']['bot', 'user']{\"a\": \"x\", \"b\": 1}"},
        {"{{ '42' | int }}{{ '4.7' | int }}{{ 'x' | int(9) }}{{ '0x1F' | int(base=16) }}{{ '2.5' | float }}{{ 'x' | float }}{{ 5 | string | length }}{{ -3 | abs }}",
         "4249312.50.013"},
        {"{{ 2.5 | round }}{{ 2.567 | round(2) }}{{ 2.1 | round(0, 'ceil') }}{{ 5 | round }}", "2.02.573.05"},
        {"{{ nest | tojson }}{{ u | tojson }}{{ u | tojson(ensure_ascii=true) }}{{ 'a\"\\n\\x01' | tojson }}",
         "[1, [2.0, \"it's\"], {\"k\": null}]\"\u65e5\u672c\u00e9\"\"\\u65e5\\u672c\\u00e9\"\"a\\\"\\n\\u0001\""},
        {"{{ {'a': [1, {}], 'b': []} | tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}"},
        {"{{ [1, 2] | tojson(separators=(',', ':')) }}{{ '{\"a\": [1]}' | from_json }}", "[1,2]{'a': [1]}"},
        {"{{ 'a\nb\n\nc' | indent(2) }}|{{ 'a\nb' | indent(1, true) }}", "a\n  b\n\n  c| a\n b"},
        {"{{ s | e }}{{ s | safe }}{{ ('<' | safe) + '<' }}{{ '<' | escape | length }}",
         "  Hi &lt;B&gt;   Hi <B> <&lt;4"},
        {"{{ 'a b-c' | wordcount }}{{ 'foo bar baz' | truncate(8, leeway=0) }}{{ 'ab' | center(6) }}|{{ '%s!' | format(1) }}{{ 'a b/\u00e9' | urlencode }}",
         "3foo...  ab  |1!a%20b/%C3%A9"},
        {"{{ range(5) | batch(2) | list }}{{ range(5) | slice(2) | list }}{{ d | attr('a') }}{{ 'a' | forceescape }}",
         "[[0, 1], [2, 3], [4]][[0, 1, 2], [3, 4]]a"},
        {"{% set g = l | map('string') %}{{ g | join }}{{ g | join }}{% set h = l | map('nosuch') %}{{ q | map('upper') | list }}",
         "312[]"},
    };
    ALL(cases, gives);
}

static void tests(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "n is defined",
        "q is undefined",
        "q is not defined",
        "no is none",
        "s is string",
        "n is number",
        "t is number",
        "n is integer",
        "f is float",
        "t is boolean",
        "t is true",
        "not 1 is true",
        "(1 == 2) is false",
        "d is mapping",
        "l is sequence",
        "s is sequence",
        "d is sequence",
        "s is iterable",
        "n is not iterable",
        "range is callable",
        "s is not callable",
        "n is odd",
        "4 is even",
        "n is divisibleby 5",
        "n is equalto 5",
        "n is eq(5)",
        "n is ne 4",
        "n is lt 6",
        "n is gt 4",
        "n is le 5",
        "n is ge 5",
        "n is in [5]",
        "'a' is lower",
        "'A' is upper",
        "n is sameas 5",
        "'trim' is filter",
        "'odd' is test",
        "(s | e) is escaped",
        "t is not integer",
        "l is not mapping",
        "no is not defined or true",
        "d.items() is not sequence",
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        char source[160];
        (void)snprintf(source, sizeof source, "{{ %s }}", yes[i]);
        gives(source, "True");
    }
}

static void methods(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"{{ s.strip() }}|{{ s.lstrip() }}|{{ s.rstrip() }}|{{ 'xyax'.strip('yx') }}|{{ '\u00a0a\u3000'.strip() }}",
         "Hi <B>|Hi <B> |  Hi <B>|a|a"},
        {"{{ 'a,b,c'.split(',') }}{{ 'a,b,c'.split(',', 1) }}{{ ' a  b '.split() }}{{ 'a,b,c'.rsplit(',', 1) }}{{ 'a b c'.rsplit(None, 1) }}",
         "['a', 'b', 'c']['a', 'b,c']['a', 'b']['a,b', 'c']['a b', 'c']"},
        {"{{ 'a=b=c'.partition('=') }}{{ 'a=b=c'.rpartition('=') }}{{ 'a\nb\r\nc'.splitlines() }}",
         "('a', '=', 'b=c')('a=b', '=', 'c')['a', 'b', 'c']"},
        {"{{ 'abc'.startswith('ab') }}{{ 'abc'.startswith(('x', 'a')) }}{{ 'abc'.endswith('c') }}{{ 'abc'.endswith('b', 0, 2) }}",
         "TrueTrueTrueTrue"},
        {"{{ e.find('a') }}{{ u.find('\u00e9') }}{{ 'abab'.rfind('a') }}{{ 'x'.find('y') }}{{ 'abc'.index('c') }}{{ 'aaa'.count('a') }}{{ 'aab'.replace('a', 'x', 1) }}",
         "-122-123xab"},
        {"{{ 'a'.upper() }}{{ 'A'.lower() }}{{ 'ab cd'.title() }}{{ 'AB'.capitalize() }}{{ 'aB'.swapcase() }}{{ ','.join(['a', 'b']) }}",
         "AaAb CdAbAba,b"},
        {"{{ 'abc'.removeprefix('a') }}{{ 'abc'.removesuffix('c') }}{{ 'a'.ljust(3, '.') }}{{ 'a'.rjust(3) }}{{ 'ab'.center(5, '*') }}{{ '-4'.zfill(4) }}",
         "bcaba..  a**ab*-004"},
        {"{{ '12'.isdigit() }}{{ 'a'.isalpha() }}{{ 'a1'.isalnum() }}{{ ' '.isspace() }}{{ 'A'.isupper() }}{{ 'a'.islower() }}{{ 'Ab'.istitle() }}",
         "TrueTrueTrueTrueTrueTrueTrue"},
        {"{{ '{} {1} {x[0]} {y.a:>3}|{:.1f}'.format(1, 2, x=[3], y=d) if no else '{0}{1}{0} {x[0]} {y.a:>3} {2:.1f} {{}}'.format(1, 2, 2.25, x=[3], y=d) }}",
         "121 3   x 2.2 {}"},
        {"{{ d.get('a') }}{{ d.get('z') }}{{ d.get('z', 1) }}{{ d.keys() | list }}{{ d.values() | list }}{{ d.items() }}",
         "xNone1['b', 'a'][1, 'x']dict_items([('b', 1), ('a', 'x')])"},
        {"{{ l.index(1) }}{{ l.count(3) }}{{ l.copy() }}{{ 'a\tb'.expandtabs(4) }}", "11[3, 1, 2]a   b"},
        {"{{ range(3) | list }}{{ range(1, 7, 3) | list }}{{ range(3, 0, -1) | list }}{{ range(3) }}{{ dict(d, c=2) }}{{ namespace(a=1).a }}",
         "[0, 1, 2][1, 4][3, 2, 1]range(0, 3){'b': 1, 'a': 'x', 'c': 2}1"},
        {"{{ strftime_now('%Y-%m-%d %H:%M:%S %B %b %A %a %j %y %I %p %e %-d %%') }}",
         "2026-01-02 03:04:05 January Jan Friday Fri 002 26 03 AM  2 2 %"},
    };
    ALL(cases, gives);
}

static void errors_name_the_line(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"a\nb\n{{ raise_exception('no ' ~ 'good') }}", "t.jinja:3: no good"},
        {"\n{{ q.x }}", "t.jinja:2: 'q' is undefined"},
        {"{% if t %}\n{{ d.zz.y }}\n{% endif %}", "t.jinja:2: 'dict object' has no attribute 'zz'"},
        {"{% macro f(a) %}\n{{ a.b }}{% endmacro %}{{ f() }}", "t.jinja:2: parameter 'a' was not provided"},
        {"{{ 'a' + 1 }}", "can only concatenate str (not \"int\") to str"},
        {"{{ 1 + 'a' }}", "unsupported operand types"},
        {"{{ 'a' < 1 }}", "'<' not supported between instances of 'str' and 'int'"},
        {"{{ 1 in 'a' }}", "requires string as left operand"},
        {"{% for i in 5 %}{% endfor %}", "'int' object is not iterable"},
        {"{% for a, b in [[1]] %}{% endfor %}", "cannot unpack 1 values into 2 names"},
        {"{{ n() }}", "'int' object is not callable"},
        {"{{ q() }}", "'q' is undefined"},
        {"{{ l | tojson | nosuch }}", "no filter named 'nosuch'"},
        {"{{ n is nosuch }}", "no test named 'nosuch'"},
        {"{{ (l | map('upper')) | tojson }}", "Object of type generator is not JSON serializable"},
        {"{{ (l | map('upper')) | length }}", "has no len()"},
        {"{{ d.append(1) }}{{ l.append(1) }}", "no attribute 'append'"},
        {"{{ l.append(1) }}", "access to attribute 'append' of 'list' object is unsafe"},
        {"{{ d.update({}) }}", "is unsafe"},
        {"{{ s.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"},
        {"{% set d.x = 1 %}", "cannot assign attribute on non-namespace object"},
        {"{{ 1 // 0 }}", "division by zero"},
        {"{{ 9223372036854775807 + 1 }}", "integer overflow"},
        {"{{ {[1]: 2} }}", "unhashable type: 'list'"},
        {"{% macro f() %}{% endmacro %}{{ f(1) }}", "takes not more than 0 argument(s)"},
        {"{% macro f() %}{% endmacro %}{{ f(a=1) }}", "takes no keyword argument 'a'"},
        {"{{ s.strip(1) }}", "must be a string"},
        {"{{ s | replace('a') }}", "needs the argument 'new'"},
        {"{{ s | trim(x=1) }}", "no argument named 'x'"},
        {"x\n{% if t %}", "t.jinja:2: the template ends, but the block that begins on line 2 needs 'endif'"},
        {"{% for i in l %}{% endif %}", "expected a statement"},
        {"{{ }}", "expected an expression"},
        {"{{ n n }}", "expected '}}', got 'n'"},
        {"{{ 'abc }}", "a string is never closed"},
        {"{{ (1] }}", "unexpected ']', expected ')'"},
        {"{# x", "a comment is never closed"},
        {"{% raw %}x", "raw is never closed"},
        {"{{ n", "the template ends inside a tag"},
        {"{% break %}", "'break' outside a loop"},
        {"{% include 'x' %}", "expected a statement"},
        {"\n\xff", "t.jinja:2: the template is not valid UTF-8"},
    };
    ALL(cases, refuses);
    gives("{% if no %}{{ n | nosuch }}{% endif %}{{ 1 if t else n | nosuch }}", "1");
    gives("{{ l.append is defined }}{{ s.__class__ is defined }}", "FalseFalse");
}

static void limits_hold(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "nested too deeply"},
        {"{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}", "nested too deeply"},
        {"{% set ns = namespace(x=[]) %}{% for i in range(5000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x | tojson }}",
         "nested too deeply"},
        {"{% set ns = namespace(g=[1]) %}{% for i in range(5000) %}{% set ns.g = ns.g | map('string') %}{% endfor %}{{ ns.g | list }}",
         "nested too deeply"},
        {"{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "nested too deeply"},
        {"{{ 'a' * 1000000000 }}", "text of more than 64 MiB"},
        {"{{ [1] * 1000000000000 }}", "more than 512 MiB"},
        {"{{ range(100001) }}", "Range too big"},
        {"{{ '%999999d' % 1 }}", "is at most 10000"},
        {"{{ '{:999999}'.format(1) }}", "is at most 10000"},
        {"{% set x = 'a' * 100000 %}{% for i in range(100000) %}{% if x.count('b') %}{% endif %}{% endfor %}", "steps"},
    };
    ALL(cases, refuses);
    gp_buf b = {0};
    for (int i = 0; i < 5000; i++) gp_buf_c(&b, "{% if t %}");
    refuses(b.p, "nested more than 100 deep");
    gp_buf_clear(&b);
    gp_buf_c(&b, "{{ ");
    for (int i = 0; i < 5000; i++) gp_buf_c(&b, "-");
    gp_buf_c(&b, "1 }}");
    refuses(b.p, "nested more than 100 deep");
    gp_buf_free(&b);
}

static void user_text_stays_marked(void **state)
{
    (void)state;
    static const pair cases[] = {
        {"<|u|>{{ m[0].content }}<|e|>", "<|u|>[hi]<|e|>"},
        {"{{ '<|' + m[0].role + '|>' ~ m[0].content }}", "<|[user]|>[hi]"},
        {"{{ bos_token }}{{ bos_token + m[0].content }}", "<s><s>[hi]"},
        {"{{ 'lit' }}{{ 'a' * 2 }}{{ n + 1 }}{{ n }}", "litaa6[5]"},
        {"{{ s | trim }}{{ s.strip() | upper }}{{ s[2:4] }}", "[Hi <B>HI <B>Hi]"},
        {"{{ ('a' + s.strip() + 'b') | replace('H', '<|x|>') }}", "a<|x|>[i <B>]b"},
        {"{{ ('a' + s.strip() + 'b').split(' ') | join('|') }}", "a[Hi]|[<B>]b"},
        {"{{ d | tojson }}{{ {'k': d.a} | tojson }}{{ {'k': 1} | tojson }}",
         "[{\"b\": 1, \"a\": \"x\"}]{\"k\": [\"x\"]}{\"k\": 1}"},
        {"{{ d }}", "[{'b': 1, 'a': 'x'}]"},
        {"{{ ls | join(',') }}{{ ls | first ~ '!' }}", "[b],[A],[cb]!"},
        {"{{ '%s:%s' % ('x', d.a) }}{{ '{}-{}'.format(d.a, 'y') }}", "x:[xx]-y"},
        {"{% set x = 'a' + d.a %}{% set y %}<{{ x }}>{% endset %}{{ y }}", "<a[x]>"},
        {"{% macro f(v) %}({{ v }}){% endmacro %}{{ f(d.a) }}{{ f('x') | upper }}", "([x])(X)"},
        {"{% filter upper %}a{{ d.a }}{% endfilter %}", "A[X]"},
        {"{{ ('ab' + s)[::-1] }}", "[ >B< iH  ]ba"},
        {"{% for c in 'a' + d.a %}{{ c }}.{% endfor %}", "a.[x]."},
        {"{{ ('<a>' + d.a) | e }}{{ s | indent }}", "&lt;a&gt;[x  Hi <B> ]"},
        {"{% set ns = namespace(t='') %}{% for x in m %}{% set ns.t = ns.t + '|' + x.role %}{% endfor %}{{ ns.t }}",
         "|[user]|[bot]|[user]"},
        {"{{ '[\"q\"]' | from_json | first }}{{ ('[\"' + d.a + '\"]') | from_json | first }}", "q[x]"},
    };
    ALL(cases, spans);
}

static void long_conversations(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf b = {0};
    gp_rendered out = {0};
    const gp_json *vars = NULL;
    gp_buf_c(&b, "{\"messages\": [");
    for (int i = 0; i < 1000; i++)
        gp_buf_fmt(&b, "%s{\"role\": \"user\", \"content\": \"message %d\"}", i ? ", " : "", i);
    gp_buf_c(&b, "]}");
    T_OK(gp_json_parse(&a, "vars", gp_buf_view(&b), &vars, &err), err);
    T_OK(
        gp_template_render(
            &a, "t",
            GP_STR(
                "{% set ns = namespace(t='') %}{% for m in messages %}{% set ns.t = ns.t + '<' + m.content + '>' %}{% endfor %}{{ ns.t }}"),
            vars, NOW, &out, &err),
        err);
    assert_int_equal(out.n, 2001); /* '<', then text and "><" in turn */
    assert_true(gp_str_starts(out.text, GP_STR("<message 0><message 1>")));
    assert_true(a.used < (size_t)8 << 20); /* growing a text in a loop does not copy it each time */
    gp_buf_free(&b);
    gp_arena_free(&a);
}

static void variables_must_be_an_object(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_rendered out = {0};
    const gp_json *vars = NULL;
    T_OK(gp_json_parse(&a, "vars", GP_STR("[1]"), &vars, &err), err);
    T_FAILS(gp_template_render(&a, "t", GP_STR("x"), vars, NOW, &out, &err), GP_E_INPUT, err,
            "an array, not an object");
    assert_int_equal(gp_template_render(&a, "t", GP_STR("x"), vars, NOW, &out, NULL), GP_E_INPUT);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(white_space),
        cmocka_unit_test(statements),
        cmocka_unit_test(operators),
        cmocka_unit_test(filters),
        cmocka_unit_test(tests),
        cmocka_unit_test(methods),
        cmocka_unit_test(errors_name_the_line),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(user_text_stays_marked),
        cmocka_unit_test(long_conversations),
        cmocka_unit_test(variables_must_be_an_object),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
