/* grader_choice.c - which option of a multiple-choice question the answer names.
 *
 * An answer is searched for statements, from the strongest kind to the weakest; the first kind of which there is one
 * decides, and two options named by it decide nothing. Or the answer is scored (`by`): the option whose text a local model
 * finds likeliest is the one that it names. */
#include <math.h>
#include <string.h>

#include "grade/grade_impl.h"

typedef enum pick { ONLY, LAST, FIRST } pick;
static const char *const picks[] = {"only", "last", "first"};
typedef enum by { BY_TEXT, BY_SUM, BY_TOKEN, BY_BYTE } by;
static const char *const bys[] = {NULL, "likelihood", "likelihood_per_token", "likelihood_per_byte"};

enum {
    OPTIONS_MAX = 26,
    READ_MAX = 1 << 18,  /* bytes of an answer that are read: its end, or its beginning where the first counts */
    PIECE_MAX = 1 << 14, /* of a line that are searched at once */
    WHOLE_MAX = 1 << 12  /* of an answer that is nothing but an option */
};

typedef struct choice {
    gp_grader g;
    const gp_json *options, *expect, *continuations;
    pick pick;
    by by;
} choice;

static gp_code read_options(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    bool number = v->type == GP_JSON_INT && v->i >= 2 && v->i <= OPTIONS_MAX;
    if (number) return GP_OK;
    if (v->type != GP_JSON_ARRAY || v->n < 2 || v->n > OPTIONS_MAX)
        return gp_json_fail(err, v, "\"options\" must be a list of 2 to 26 texts, or how many there are");
    for (const gp_json *o = v->first; o; o = o->next)
        if (o->type != GP_JSON_STRING || !gp_str_trim(o->s).n)
            return gp_json_fail(err, o, "an option must be a text that is not blank");
    return GP_OK;
}

static gp_code check_continuations(const gp_json *v, const char *what, gp_err *err)
{
    (void)what;
    for (const gp_json *o = v->first; o; o = o->next) {
        if (o->type != GP_JSON_STRING || !o->s.n)
            return gp_json_fail(err, o, "a continuation must be a text that is not empty");
        for (const gp_json *e = v->first; e != o; e = e->next)
            if (gp_str_eq(e->s, o->s))
                return gp_json_fail(err, o,
                                    "two continuations are the same text, so no likelihood could tell them apart");
    }
    return GP_OK;
}

static const gp_field rows[] = {
    GP_FIELD(JSON, "options", choice, options, .flags = GP_KNOWN | GP_QUOTED, .read = read_options,
             .doc = "The texts of the options, in the order of their letters A, B, C, …; or, where only letters count, "
                    "how many there are.",
             .schema = "{\"anyOf\": [{\"type\": \"integer\", \"minimum\": 2, \"maximum\": 26}, {\"type\": \"array\", "
                       "\"minItems\": 2, \"maxItems\": 26, \"items\": {\"type\": \"string\", \"minLength\": 1}}]}"),
    GP_FIELD(JSON, "expect", choice, expect, .flags = GP_KNOWN | GP_QUOTED, .json = GP_JSON_STRING,
             .doc = "The right option: its letter, or its text.", .schema = "{\"minLength\": 1}"),
    GP_FIELD(ENUM, "pick", choice, pick, GP_NAMES(picks), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "Which statement counts where an answer makes several: the `only` one (two different ones fail), "
                    "the `last`, or the `first`."),
    GP_FIELD(ENUM, "by", choice, by, GP_NAMES(bys), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Score the options instead of having an answer made: the one that a local model finds likeliest as "
                    "the answer counts, by the `likelihood` of the whole text, `likelihood_per_token`, or "
                    "`likelihood_per_byte`."),
    GP_FIELD(JSON, "continuations", choice, continuations, .flags = GP_OPTIONAL | GP_QUOTED, .json = GP_JSON_ARRAY,
             .check = check_continuations,
             .doc = "With `by` a likelihood: what is scored for each option, in their order; default the texts of the "
                    "options, or their letters where there are none.",
             .schema = "{\"minItems\": 2, \"maxItems\": 26, \"items\": {\"type\": \"string\", \"minLength\": 1}}"),
    GP_ROW_EXTRACT(gp_grader),
};

static size_t n_options(const choice *p)
{
    return p->options->type == GP_JSON_ARRAY ? p->options->n : (size_t)p->options->i;
}

static const gp_json *option(const choice *p, size_t i)
{
    const gp_json *o = p->options->type == GP_JSON_ARRAY ? p->options->first : NULL;
    while (o && i--) o = o->next;
    return o;
}

/* The option that has this letter or text; n_options where none has. */
static size_t index_of(const choice *p, gp_str s)
{
    size_t n = n_options(p), i = s.n == 1 ? (size_t)((s.p[0] | 32) - 'a') : n;
    if (i < n) return i;
    for (i = 0; i < n; i++) {
        bool same = false;
        const gp_json *o = option(p, i);
        if (o && !gp_expect_has(o, s, true, &same, NULL) && same) return i;
    }
    return n;
}

static gp_code check_scoring(const choice *p, gp_err *err)
{
    const gp_json *given = p->continuations;
    const gp_json *picks_too = p->pick != ONLY ? gp_json_get(p->g.at, "pick") : NULL;
    const gp_json *extracts = gp_json_get(p->g.at, "extract");
    if (given && !p->by)
        return gp_json_fail(err, given,
                            "\"continuations\" are for options that are scored; add \"by\": \"likelihood\"");
    if (given && given->n != n_options(p))
        return gp_json_fail(err, given, "there are %zu continuations for %zu options; each option needs its own",
                            given->n, n_options(p));
    if (p->by && picks_too)
        return gp_json_fail(err, picks_too,
                            "\"pick\" is for answers with several statements, and options that are scored have none");
    if (p->by && extracts)
        return gp_json_fail(err, extracts, "\"extract\" is for answers, and options that are scored need none");
    return GP_OK;
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const choice *p = (const choice *)g;
    size_t n = n_options(p), i = 0;
    for (const gp_json *o = option(p, 0); o; o = o->next, i++)
        if (index_of(p, o->s) != i)
            return gp_json_fail(err, o,
                                "option %c has the letter or the text of option %c, so no answer could tell them apart",
                                (char)('A' + i), (char)('A' + index_of(p, o->s)));
    if (index_of(p, p->expect->s) < n) return check_scoring(p, err);
    return gp_json_fail(err, p->expect, "\"expect\" is neither a letter from A to %c nor the text of an option",
                        (char)('A' + n - 1));
}

static gp_str continuation(gp_arena *a, const choice *p, size_t i)
{
    const gp_json *e = p->continuations ? p->continuations->first : option(p, 0);
    if (!e) return gp_str_fmt(a, "%c", (char)('A' + i));
    while (i--) e = e->next;
    return e->s;
}

static size_t continuations(gp_arena *a, const gp_grader *g, const gp_str **out)
{
    const choice *p = (const choice *)g;
    size_t n = p->by ? n_options(p) : 0;
    gp_str *list = GP_NEW_ARRAY(a, gp_str, n);
    for (size_t i = 0; i < n; i++) list[i] = continuation(a, p, i);
    *out = list;
    return n;
}

/* --- patterns --- */

static void put_text(gp_buf *b, gp_str s)
{
    size_t at = 0, last = 0;
    int32_t first = gp_utf8_next(s, &at), end = first;
    for (last = at; last < s.n;) end = gp_utf8_next(s, &last);
    /* words of scripts without spaces have no boundary to look for */
    if (first < 0x2E80) gp_buf_c(b, "(?<![\\p{L}\\p{N}])(?<!\\p{N}[.,])");
    for (size_t i = 0; i < s.n; i++) {
        bool plain = (unsigned char)s.p[i] >= 0x80 || ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z') ||
                     (s.p[i] >= '0' && s.p[i] <= '9');
        if (plain) gp_buf_byte(b, s.p[i]);
        else gp_buf_fmt(b, "\\x{%02X}", (unsigned)s.p[i]);
    }
    if (end < 0x2E80) gp_buf_c(b, "(?![\\p{L}\\p{N}]|[.,]\\p{N})");
}

/* The texts as alternatives, the longest first, because one may begin another. */
static void put_texts(gp_buf *b, const choice *p)
{
    uint32_t done = 0;
    size_t n = p->options->type == GP_JSON_ARRAY ? p->options->n : 0;
    for (size_t k = 0; k < n; k++) {
        size_t best = n;
        for (size_t i = 0; i < n; i++)
            if (!(done >> i & 1) && (best == n || option(p, i)->s.n > option(p, best)->s.n)) best = i;
        done |= 1u << best;
        if (k) gp_buf_byte(b, '|');
        put_text(b, gp_str_trim(option(p, best)->s));
    }
    if (!n) gp_buf_c(b, "(?!)");
}

/* %1: capital letters of options that are no article; %2: small ones where they cannot be a word; %3: texts. */
static const char *const kinds[] = {
    /* the whole answer */
    "\\A[\\s*_`\"'(\\[{$]*(?i:(?:the\\s+)?(?:option|choice|answer)[\\s:*]*(?:is\\s+)?)?[*_`\"'(\\[{]*(%1|%2|%3)[*_`\"')\\]}$.:!\\s]*\\z",
    /* said to be the answer */
    "(?:(?<![\\p{L}])(?i:answer|choice|option|correct|choose|select|pick)[^\\p{L}\\p{N}\\n]{0,8}"
    "(?i:(?:is|are|would be|must be|should be|option|choice|answer|letter|the|either)[^\\p{L}\\p{N}\\n]{1,8}){0,5}|"
    "\\\\boxed\\{\\s*(?:\\\\text\\{)?)(%1|%2|%3)",
    /* a label: at the beginning of a line, in brackets or bold; a capital letter on its own */
    "(?|^[ \\t>*_#\\-]*([A-%0a-%z])[*_]*[).:\\]]|[(\\[]([A-%0a-%z])[)\\]]|\\*\\*([A-%0a-%z])\\*\\*|(?<![\\p{L}\\p{N}'\\x{2019}])(%1))",
    /* the text of an option */
    "(%3)",
};
/* What may follow a statement and make it another: "or C", "B) London". */
static const char also[] =
    "\\A(?|[^\\p{L}\\p{N}\\n]{0,6}(?i:or|and|/|,|&)[^\\p{L}\\p{N}\\n]{0,6}(?i:option |choice )?(%1)|[^\\p{L}\\p{N}\\n]{1,8}(%3))";

static void put_part(gp_buf *b, const choice *p, char part)
{
    char last = (char)('A' + n_options(p) - 1);
    switch (part) {
    case '0': gp_buf_byte(b, last); break;
    case 'z': gp_buf_byte(b, (char)(last | 32)); break;
    case '1':
        gp_buf_fmt(
            b,
            "(?-i:(?!(?:A|I)[ \\t]+(?!(?:is|are|because|since|as|and|or|for|would)\\b)\\p{Ll})[A-%c](?![\\p{L}\\p{N}'\\x{2019}]))",
            last);
        break;
    case '2': gp_buf_fmt(b, "(?-i:[a-%c](?=[).:*_\\]}]|\\s*\\z|\\s*\\n))", (char)(last | 32)); break;
    default:
        gp_buf_c(b, "(?i:");
        put_texts(b, p);
        gp_buf_byte(b, ')');
    }
}

static gp_code pattern(const choice *p, const char *form, gp_regex **out, gp_err *err)
{
    gp_buf b = {0};
    for (; *form; form++) {
        if (*form == '%') put_part(&b, p, *++form);
        else gp_buf_byte(&b, *form);
    }
    gp_code code = gp_regex_compile(gp_buf_view(&b), false, out, err);
    gp_buf_free(&b);
    return code;
}

/* --- statements --- */

typedef struct said {
    const choice *p;
    size_t n, first, last, other; /* statements; options: of the first, of the last, of the first that differs */
    gp_str one, two;              /* the first statement, the first that differs */
} said;

static void add(said *s, gp_str what)
{
    size_t i = index_of(s->p, what);
    if (i == n_options(s->p)) return;
    if (!s->n++) {
        s->first = i;
        s->one = what;
    } else if (i != s->first && !s->two.p) {
        s->other = i;
        s->two = what;
    }
    s->last = i;
}

static bool enough(const said *s) { return s->p->pick == FIRST ? s->n > 0 : s->p->pick == ONLY && s->two.p; }

static gp_str behind(gp_str text, gp_str part)
{
    const char *end = part.p + part.n;
    return (gp_str){end, (size_t)(text.p + text.n - end)};
}

/* What follows a letter at once and names an option too. */
static gp_code add_also(said *s, gp_regex *more, gp_str text, gp_str what, gp_err *err)
{
    bool found;
    gp_str match, part, rest = behind(text, what);
    if (rest.n > PIECE_MAX / 64) rest.n = PIECE_MAX / 64;
    while (rest.n && ((unsigned char)rest.p[rest.n - 1] & 0xC0) == 0x80) rest.n--;
    if (rest.n && (unsigned char)rest.p[rest.n - 1] >= 0xC0) rest.n--;
    gp_code code = gp_regex_find(more, rest, &found, &match, &part, err);
    if (!code && found) add(s, part);
    return code;
}

static gp_code search(said *s, gp_regex *r, gp_regex *more, gp_str text, gp_err *err)
{
    bool found = true;
    gp_code code = GP_OK;
    while (!code && found && !enough(s)) {
        gp_str match, what;
        code = gp_regex_find(r, text, &found, &match, &what, err);
        if (code || !found) break;
        add(s, what);
        if (what.n == 1 && !enough(s)) code = add_also(s, more, text, what, err);
        text = behind(text, what.n ? what : match);
    }
    return code;
}

/* The next line, or as much of it as takes no time to search again and again. */
static gp_str next_piece(gp_str *rest)
{
    const char *end = memchr(rest->p, '\n', rest->n);
    gp_str piece = {rest->p, end ? (size_t)(end - rest->p) + 1 : rest->n};
    if (piece.n > PIECE_MAX) piece.n = PIECE_MAX;
    while (piece.n < rest->n && ((unsigned char)rest->p[piece.n] & 0xC0) == 0x80) piece.n--;
    *rest = behind(*rest, piece);
    return piece;
}

static gp_code search_kind(said *s, size_t kind, gp_str text, gp_err *err)
{
    gp_regex *r = NULL, *more = NULL;
    gp_code code = pattern(s->p, kinds[kind], &r, err);
    if (!code) code = pattern(s->p, also, &more, err);
    if (!kind && text.n <= WHOLE_MAX && !code) code = search(s, r, more, text, err);
    while (kind && text.n && !code && !enough(s)) code = search(s, r, more, next_piece(&text), err);
    gp_regex_free(more);
    gp_regex_free(r);
    return code;
}

/* --- the verdict --- */

static const char *named(gp_arena *a, const choice *p, size_t i)
{
    const gp_json *o = option(p, i);
    if (!o) return gp_str_fmt(a, "%c", (char)('A' + i)).p;
    return gp_str_fmt(a, "%c (%s)", (char)('A' + i), gp_quote(a, o->s)).p;
}

static gp_code conclude(gp_arena *a, const said *s, gp_str text, gp_criterion *out)
{
    const choice *p = s->p;
    size_t want = index_of(p, p->expect->s), got = p->pick == LAST ? s->last : s->first;
    if (!s->n) return gp_explain(a, out, 0, "names no option: %s", gp_quote(a, text));
    if (p->pick == ONLY && s->two.p)
        return gp_explain(a, out, 0, "not decided: names option %s at byte %zu and %s at byte %zu",
                          named(a, p, s->first), (size_t)(s->one.p - text.p), named(a, p, s->other),
                          (size_t)(s->two.p - text.p));
    if (got == want) return gp_explain(a, out, 1, "names option %s", named(a, p, got));
    return gp_explain(a, out, 0, "names option %s, expected %s", named(a, p, got), named(a, p, want));
}

/* --- by likelihood --- */

static const gp_likelihood *scored(const gp_reply *r, gp_str text)
{
    for (size_t i = 0; i < r->n_likelihoods; i++)
        if (gp_str_eq(r->likelihoods[i].text, text)) return &r->likelihoods[i];
    return NULL;
}

static double figure(const gp_likelihood *l, by how)
{
    if (how == BY_TOKEN) return l->log_prob / (double)l->n_tokens;
    return how == BY_BYTE ? l->log_prob / (double)l->text.n : l->log_prob;
}

/* "A -1.25, B -0.5": all of them, as they are compared. */
static const char *figures(gp_arena *a, const choice *p, const double *v)
{
    gp_buf b = {0};
    for (size_t i = 0; i < n_options(p); i++) gp_buf_fmt(&b, "%s%c %.4f", i ? ", " : "", (char)('A' + i), v[i]);
    const char *text = gp_str_dup(a, gp_buf_view(&b)).p;
    gp_buf_free(&b);
    return text;
}

/* Two that are equally likely are no statement. */
static gp_code by_likelihood(gp_arena *a, const gp_reply *r, const choice *p, gp_criterion *out)
{
    size_t n = n_options(p), best = 0, equal = 0, want = index_of(p, p->expect->s);
    double *v = GP_NEW_ARRAY(a, double, n);
    for (size_t i = 0; i < n; i++) {
        const gp_likelihood *l = scored(r, continuation(a, p, i));
        if (!l || !l->n_tokens || isnan(l->log_prob))
            return gp_leave_open(a, out, GP_UNDECIDED, "the transcript has no likelihood of option %c",
                                 (char)('A' + i));
        v[i] = figure(l, p->by);
        if (v[i] > v[best]) best = i;
    }
    for (size_t i = 0; i < n; i++) equal += v[i] == v[best];
    if (equal > 1)
        return gp_explain(a, out, 0, "not decided: %zu options have the highest %s: %s", equal, bys[p->by],
                          figures(a, p, v));
    if (best == want)
        return gp_explain(a, out, 1, "option %s has the highest %s: %s", named(a, p, best), bys[p->by],
                          figures(a, p, v));
    return gp_explain(a, out, 0, "option %s has the highest %s, expected %s: %s", named(a, p, best), bys[p->by],
                      named(a, p, want), figures(a, p, v));
}

/* An example may be the text that is scored. */
static bool add_continuation(gp_arena *a, gp_str answer, said *s)
{
    for (size_t i = 0; s->p->by && i < n_options(s->p); i++)
        if (gp_str_eq(continuation(a, s->p, i), answer)) return s->first = s->last = i, s->n = 1, true;
    return false;
}

static gp_code by_text(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    said s = {.p = (const choice *)g};
    gp_str whole = gp_utf8_repair(a, x->reply->answer), text = whole;
    gp_code code = GP_OK;
    if (add_continuation(a, whole, &s)) return conclude(a, &s, whole, out);
    if (text.n > READ_MAX) text.n = READ_MAX;
    if (s.p->pick != FIRST) text.p += whole.n - text.n;
    while (text.n && ((unsigned char)*text.p & 0xC0) == 0x80) text = (gp_str){text.p + 1, text.n - 1};
    while (text.n < whole.n && s.p->pick == FIRST && ((unsigned char)text.p[text.n] & 0xC0) == 0x80) text.n--;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds && !s.n && !code; kind++)
        code = search_kind(&s, kind, text, err);
    return code ? code : conclude(a, &s, whole, out);
}

/* Examples are answers in words; only a target's transcript, which has an id, has likelihoods. */
static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const choice *p = (const choice *)g;
    bool words = !p->by || (!x->t->id.n && !x->reply->n_likelihoods);
    return words ? by_text(a, x, g, out, err) : by_likelihood(a, x->reply, p, out);
}

static const gp_json *answers(const gp_grader *g) { return ((const choice *)g)->expect; }

static gp_str another(gp_arena *a, const choice *p)
{
    return gp_str_fmt(a, "%c", (char)('A' + (index_of(p, p->expect->s) + 1) % n_options(p)));
}

static bool name_another(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    reply->answer = gp_str_fmt(a, "Answer: %s", another(a, (const choice *)g).p);
    return true;
}

static bool name_two(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const choice *p = (const choice *)g;
    char right = (char)('A' + index_of(p, p->expect->s));
    if (p->pick == ONLY) reply->answer = gp_str_fmt(a, "Answer: %c. Or, answer: %s.", right, another(a, p).p);
    else if (p->pick == LAST)
        reply->answer = gp_str_fmt(a, "Answer: %c. No, the answer is %s.", right, another(a, p).p);
    else reply->answer = gp_str_fmt(a, "Answer: %s. No, the answer is %c.", another(a, p).p, right);
    return true;
}

static const gp_mutation mutations[] = {{"another option named", name_another}, {"two options named", name_two}};

const gp_grader_kind gp_grader_choice = {
    .name = "choice",
    .doc = "the answer names the right option of a multiple-choice question",
    .more =
        "`B`, `(B)`, `**B**`, `Answer: B`, `B) Paris` and the text `Paris` name an option, without regard to case where "
        "a small letter cannot be a word. The strongest kind of statement decides: an answer that is nothing but a "
        "letter or a text; what is said to be the answer (`the answer is B`, `option B`, `\\boxed{B}`); a letter as a "
        "label, in brackets, bold, or a capital on its own (`A` before a small word is an article); the text of an "
        "option anywhere. A letter with the text of another option, or `B or C`, names both. Of an answer of more than "
        "256 KiB only the last 256 KiB are read (with `pick` `first`: the first). \n\n"
        "With `by` nothing is generated: a local model is asked how likely the text of each option is as its answer, "
        "right behind the prompt that its chat template makes, and the likeliest option is the one that it names (as "
        "`acc` and `acc_norm` of multiple-choice suites). Sums favour short options, so compare options of different "
        "length per token or per byte. The transcript keeps the tokens and the sum of the natural log-probabilities of "
        "each; the same bits on every machine, so they are part of the fingerprint. A space at the beginning of a "
        "continuation is part of it. Targets that are no local models are skipped. Examples are given in words.",
    .example = "{\"type\": \"choice\", \"options\": [\"London\", \"Paris\", \"Rome\"], \"expect\": \"B\"}",
    .pass = "The capital of France is Paris, so the answer is **B**.",
    .fail = "B or C",
    .params = GP_RECORD(choice, rows, "a grader of type choice"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .answers = answers,
    .continuations = continuations,
};
