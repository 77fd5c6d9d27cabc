/* Statements: tokens to the tree of a template. */
#include <string.h>

#include "base/caps.h"
#include "engine/tpl.h"

static tpl_node *parse_body(tpl_parser *p, const char *const *ends, size_t n_ends);
static tpl_node *parse_statement(tpl_parser *p);

/* --- helpers --- */

static void end_tag(tpl_parser *p)
{
    if (p->at->kind != K_BLOCK_END) tpl_syntax(p, "'%}'");
    p->at++;
}

/* At the end of an expression: were all its filters and tests known? */
static void check_known(tpl_parser *p)
{
    if (!p->unknown) return;
    p->c->line = p->unknown_line;
    tpl_fail(p->c, "%s", p->unknown);
}

/* The body up to one of the words in `ends` (space separated); the word itself is left, "{%" before it is eaten. */
static tpl_node *body_until(tpl_parser *p, const char *a, const char *b, const char *c)
{
    const char *ends[3] = {a, b, c};
    return parse_body(p, ends, c ? 3 : b ? 2 : 1);
}

/* A whole block: end of the opening tag, body, and the word that closes it. Filters and tests inside must be known
 * again even where the block stands in an if. */
static tpl_node *block(tpl_parser *p, const char *end)
{
    bool soft = p->soft;
    p->soft = false;
    check_known(p);
    end_tag(p);
    tpl_node *body = body_until(p, end, NULL, NULL);
    p->at++;
    p->soft = soft;
    return body;
}

/* A body in which break and continue have no loop to act on. */
static tpl_node *closed_block(tpl_parser *p, const char *end)
{
    unsigned loops = p->loops;
    p->loops = 0;
    tpl_node *body = block(p, end);
    p->loops = loops;
    return body;
}

static bool reserved(gp_str s)
{
    static const char *const words[] = {"true", "false", "none", "True", "False", "None"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (gp_str_eqc(s, words[i])) return true;
    return false;
}

static tpl_node *parse_target_name(tpl_parser *p, bool with_namespace)
{
    tpl_node *n = tpl_node_new(p, N_NAME);
    if (p->at->kind == K_NAME && reserved(p->at->text)) tpl_syntax(p, "a name that can be assigned to");
    n->name = tpl_expect_name(p);
    if (!with_namespace || !tpl_skip_op(p, ".")) return n;
    tpl_node *attr = tpl_node_new(p, N_ATTR);
    attr->a = n;
    attr->name = tpl_expect_name(p);
    return attr;
}

static tpl_node *parse_target(tpl_parser *p, bool with_namespace);

static tpl_node *parse_one_target(tpl_parser *p, bool with_namespace)
{
    if (!tpl_skip_op(p, "(")) return parse_target_name(p, with_namespace);
    p->c->line = p->at->line;
    if (++p->depth > GP_CAP_TPL_NESTING) tpl_fail(p->c, "nested more than %d deep", GP_CAP_TPL_NESTING);
    tpl_node *n = parse_target(p, with_namespace);
    p->depth--;
    tpl_expect_op(p, ")");
    return n;
}

static tpl_node *parse_target(tpl_parser *p, bool with_namespace)
{
    tpl_node *first = parse_one_target(p, with_namespace);
    if (!tpl_is_op(p, ",")) return first;
    tpl_node *t = tpl_node_new(p, N_TUPLE), **end = &first->next;
    for (t->a = first; tpl_skip_op(p, ",") && (p->at->kind == K_NAME || tpl_is_op(p, "(")) && !tpl_is_word(p, "in"); end = &(*end)->next)
        *end = parse_one_target(p, with_namespace);
    return t;
}

/* --- statements --- */

static tpl_node *parse_if(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_IF), *at = n;
    bool soft = p->soft;
    p->soft = true;
    for (;;) {
        at->a = tpl_parse_tuple(p, true);
        end_tag(p);
        at->b = body_until(p, "elif", "else", "endif");
        if (!tpl_skip_word(p, "elif")) break;
        at->c = tpl_node_new(p, S_IF);
        at = at->c;
    }
    if (tpl_skip_word(p, "else")) {
        end_tag(p);
        at->d = body_until(p, "endif", NULL, NULL);
    }
    p->at++;
    p->soft = soft;
    return n;
}

static tpl_node *parse_for(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_FOR);
    bool soft = p->soft;
    n->a = parse_target(p, false);
    if (!tpl_skip_word(p, "in")) tpl_syntax(p, "'in'");
    n->b = tpl_parse_tuple(p, false);
    if (tpl_skip_word(p, "if")) n->e = tpl_parse_expr(p);
    n->flag = tpl_skip_word(p, "recursive");
    check_known(p);
    end_tag(p);
    p->soft = false;
    p->loops++;
    n->c = body_until(p, "else", "endfor", NULL);
    p->loops--;
    if (tpl_skip_word(p, "else")) {
        end_tag(p);
        n->d = body_until(p, "endfor", NULL, NULL);
    }
    p->at++;
    p->soft = soft;
    return n;
}

static tpl_node *parse_set(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_SET);
    n->a = parse_target(p, true);
    if (tpl_skip_op(p, "=")) {
        n->b = tpl_parse_tuple(p, true);
        return n;
    }
    n->kind = S_SETBLOCK;
    if (tpl_skip_op(p, "|")) n->b = tpl_parse_filters(p);
    n->c = closed_block(p, "endset");
    return n;
}

static void parse_params(tpl_parser *p, tpl_node *macro)
{
    tpl_node **end = &macro->a;
    tpl_expect_op(p, "(");
    while (!tpl_is_op(p, ")")) {
        if (macro->a) tpl_expect_op(p, ",");
        tpl_node *param = tpl_node_new(p, N_PARAM);
        param->name = tpl_expect_name(p);
        bool after_default = end != &macro->a && macro->flag;
        if (tpl_skip_op(p, "=")) {
            param->a = tpl_parse_expr(p);
            macro->flag = true;
        } else if (after_default) {
            tpl_syntax(p, "a default (a parameter before has one)");
        }
        *end = param;
        end = &param->next;
    }
    tpl_expect_op(p, ")");
}

static tpl_node *parse_macro_body(tpl_parser *p, tpl_node *macro, const char *end)
{
    uint8_t outer = p->uses;
    p->uses = 0;
    macro->c = closed_block(p, end);
    macro->uses = p->uses;
    p->uses |= outer;
    return macro;
}

static tpl_node *parse_macro(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_MACRO);
    n->name = tpl_expect_name(p);
    parse_params(p, n);
    return parse_macro_body(p, n, "endmacro");
}

static tpl_node *parse_call_block(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_CALL);
    n->b = tpl_node_new(p, S_MACRO);
    if (tpl_is_op(p, "(")) parse_params(p, n->b);
    n->a = tpl_parse_postfix_call(p);
    (void)parse_macro_body(p, n->b, "endcall");
    return n;
}

static tpl_node *parse_filter_block(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_FILTER);
    n->b = tpl_parse_filters(p);
    n->c = closed_block(p, "endfilter");
    return n;
}

static tpl_node *parse_with(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_WITH), **end = &n->a;
    while (p->at->kind != K_BLOCK_END) {
        if (n->a) tpl_expect_op(p, ",");
        *end = tpl_node_new(p, N_PAIR);
        (*end)->a = parse_one_target(p, false);
        tpl_expect_op(p, "=");
        (*end)->b = tpl_parse_expr(p);
        end = &(*end)->next;
    }
    n->c = block(p, "endwith");
    return n;
}

static tpl_node *parse_scope(tpl_parser *p, const char *end)
{
    tpl_node *n = tpl_node_new(p, S_SCOPE);
    n->c = closed_block(p, end);
    return n;
}

static tpl_node *parse_jump(tpl_parser *p, tpl_kind kind)
{
    if (!p->loops) {
        p->c->line = p->at->line;
        tpl_fail(p->c, "'%s' outside a loop", kind == S_BREAK ? "break" : "continue");
    }
    return tpl_node_new(p, kind);
}

/* Nothing extends a chat template, so a block is where it stands. */
static tpl_node *parse_named_block(tpl_parser *p)
{
    (void)tpl_expect_name(p);
    (void)tpl_skip_word(p, "scoped");
    tpl_node *n = parse_scope(p, "endblock");
    if (p->at->kind == K_NAME) p->at++;
    return n;
}

static tpl_node *parse_print(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_OUT);
    n->a = tpl_parse_tuple(p, true);
    return n;
}

static tpl_node *parse_statement(tpl_parser *p)
{
    if (tpl_skip_word(p, "if")) return parse_if(p);
    if (tpl_skip_word(p, "for")) return parse_for(p);
    if (tpl_skip_word(p, "set")) return parse_set(p);
    if (tpl_skip_word(p, "macro")) return parse_macro(p);
    if (tpl_skip_word(p, "call")) return parse_call_block(p);
    if (tpl_skip_word(p, "filter")) return parse_filter_block(p);
    if (tpl_skip_word(p, "with")) return parse_with(p);
    if (tpl_skip_word(p, "generation")) return parse_scope(p, "endgeneration");
    if (tpl_skip_word(p, "block")) return parse_named_block(p);
    if (tpl_skip_word(p, "print")) return parse_print(p);
    if (tpl_skip_word(p, "break")) return parse_jump(p, S_BREAK);
    if (tpl_skip_word(p, "continue")) return parse_jump(p, S_CONTINUE);
    tpl_syntax(p, "a statement (if, for, set, macro, call, filter, with, break, continue)");
}

/* --- bodies --- */

static bool at_end_word(tpl_parser *p, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tpl_is_word(p, ends[i])) return true;
    return false;
}

static tpl_node *parse_output(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_OUT);
    n->a = tpl_parse_tuple(p, true);
    if (p->at->kind != K_VAR_END) tpl_syntax(p, "'}}'");
    p->at++;
    return n;
}

static tpl_node *parse_data(tpl_parser *p)
{
    tpl_node *n = tpl_node_new(p, S_DATA);
    n->k = tpl_mkstr(p->c, p->at++->text, TPL_FROM_TEMPLATE);
    return n;
}

static _Noreturn void never_closed(tpl_parser *p, uint32_t line, const char *end)
{
    p->c->line = p->at->line;
    tpl_fail(p->c, "the template ends, but the block that begins on line %u needs '%s'", (unsigned)line, end);
}

static tpl_node *parse_body(tpl_parser *p, const char *const *ends, size_t n_ends)
{
    tpl_node *first = NULL, **end = &first;
    uint32_t line = p->at->line;
    p->c->line = line;
    if (++p->depth > GP_CAP_TPL_NESTING) tpl_fail(p->c, "nested more than %d deep", GP_CAP_TPL_NESTING);
    for (; p->at->kind != K_EOF; end = &(*end)->next) {
        p->c->line = p->at->line;
        if (p->at->kind == K_DATA) {
            *end = parse_data(p);
        } else if (p->at->kind == K_VAR_BEGIN) {
            p->at++;
            *end = parse_output(p);
        } else {
            p->at++;
            if (at_end_word(p, ends, n_ends)) {
                p->depth--;
                return first;
            }
            *end = parse_statement(p);
            end_tag(p);
        }
        check_known(p);
    }
    if (n_ends) never_closed(p, line, ends[n_ends - 1]);
    p->depth--;
    return first;
}

tpl_node *tpl_parse(tpl *c, const tpl_tokens *tokens)
{
    tpl_parser p = {.c = c, .at = tokens->v};
    return parse_body(&p, NULL, 0);
}
