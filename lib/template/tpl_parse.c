/* Statements: tokens to the tree of a template. */
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

static gp_tpl_node *parse_body(gp_tpl_parser *p, const char *const *ends, size_t n_ends);
static gp_tpl_node *parse_statement(gp_tpl_parser *p);

/* --- helpers --- */

static void end_tag(gp_tpl_parser *p)
{
    if (p->at->kind != K_BLOCK_END) gp_tpl_syntax(p, "'%}'");
    p->at++;
}

/* At the end of an expression: were all its filters and tests known? */
static void check_known(gp_tpl_parser *p)
{
    if (!p->unknown) return;
    p->c->line = p->unknown_line;
    gp_tpl_fail(p->c, "%s", p->unknown);
}

/* The body up to one of the words in `ends` (space separated); the word itself is left, "{%" before it is eaten. */
static gp_tpl_node *body_until(gp_tpl_parser *p, const char *a, const char *b, const char *c)
{
    const char *ends[3] = {a, b, c};
    return parse_body(p, ends, c ? 3 : b ? 2 : 1);
}

/* A whole block: end of the opening tag, body, and the word that closes it. Filters and tests inside must be known
 * again even where the block stands in an if. */
static gp_tpl_node *block(gp_tpl_parser *p, const char *end)
{
    bool soft = p->soft;
    p->soft = false;
    check_known(p);
    end_tag(p);
    gp_tpl_node *body = body_until(p, end, NULL, NULL);
    p->at++;
    p->soft = soft;
    return body;
}

/* A body in which break and continue have no loop to act on. */
static gp_tpl_node *closed_block(gp_tpl_parser *p, const char *end)
{
    unsigned loops = p->loops;
    p->loops = 0;
    gp_tpl_node *body = block(p, end);
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

static gp_tpl_node *parse_target_name(gp_tpl_parser *p, bool with_namespace)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_NAME);
    if (p->at->kind == K_NAME && reserved(p->at->text)) gp_tpl_syntax(p, "a name that can be assigned to");
    n->name = gp_tpl_expect_name(p);
    if (!with_namespace || !gp_tpl_skip_op(p, ".")) return n;
    gp_tpl_node *attr = gp_tpl_node_new(p, N_ATTR);
    attr->a = n;
    attr->name = gp_tpl_expect_name(p);
    return attr;
}

static gp_tpl_node *parse_target(gp_tpl_parser *p, bool with_namespace);

static gp_tpl_node *parse_one_target(gp_tpl_parser *p, bool with_namespace)
{
    if (!gp_tpl_skip_op(p, "(")) return parse_target_name(p, with_namespace);
    p->c->line = p->at->line;
    if (++p->depth > GP_CAP_TPL_NESTING) gp_tpl_fail(p->c, "nested more than %d deep", GP_CAP_TPL_NESTING);
    gp_tpl_node *n = parse_target(p, with_namespace);
    p->depth--;
    gp_tpl_expect_op(p, ")");
    return n;
}

static gp_tpl_node *parse_target(gp_tpl_parser *p, bool with_namespace)
{
    gp_tpl_node *first = parse_one_target(p, with_namespace);
    if (!gp_tpl_is_op(p, ",")) return first;
    gp_tpl_node *t = gp_tpl_node_new(p, N_TUPLE), **end = &first->next;
    for (t->a = first;
         gp_tpl_skip_op(p, ",") && (p->at->kind == K_NAME || gp_tpl_is_op(p, "(")) && !gp_tpl_is_word(p, "in");
         end = &(*end)->next)
        *end = parse_one_target(p, with_namespace);
    return t;
}

/* --- statements --- */

static gp_tpl_node *parse_if(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_IF), *at = n;
    bool soft = p->soft;
    p->soft = true;
    for (;;) {
        at->a = gp_tpl_parse_tuple(p, true);
        end_tag(p);
        at->b = body_until(p, "elif", "else", "endif");
        if (!gp_tpl_skip_word(p, "elif")) break;
        at->c = gp_tpl_node_new(p, S_IF);
        at = at->c;
    }
    if (gp_tpl_skip_word(p, "else")) {
        end_tag(p);
        at->d = body_until(p, "endif", NULL, NULL);
    }
    p->at++;
    p->soft = soft;
    return n;
}

static gp_tpl_node *parse_for(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_FOR);
    bool soft = p->soft;
    n->a = parse_target(p, false);
    if (!gp_tpl_skip_word(p, "in")) gp_tpl_syntax(p, "'in'");
    n->b = gp_tpl_parse_tuple(p, false);
    if (gp_tpl_skip_word(p, "if")) n->e = gp_tpl_parse_expr(p);
    n->flag = gp_tpl_skip_word(p, "recursive");
    check_known(p);
    end_tag(p);
    p->soft = false;
    p->loops++;
    n->c = body_until(p, "else", "endfor", NULL);
    p->loops--;
    if (gp_tpl_skip_word(p, "else")) {
        end_tag(p);
        n->d = body_until(p, "endfor", NULL, NULL);
    }
    p->at++;
    p->soft = soft;
    return n;
}

static gp_tpl_node *parse_set(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_SET);
    n->a = parse_target(p, true);
    if (gp_tpl_skip_op(p, "=")) {
        n->b = gp_tpl_parse_tuple(p, true);
        return n;
    }
    n->kind = S_SETBLOCK;
    if (gp_tpl_skip_op(p, "|")) n->b = gp_tpl_parse_filters(p);
    n->c = closed_block(p, "endset");
    return n;
}

static void parse_params(gp_tpl_parser *p, gp_tpl_node *macro)
{
    gp_tpl_node **end = &macro->a;
    gp_tpl_expect_op(p, "(");
    while (!gp_tpl_is_op(p, ")")) {
        if (macro->a) gp_tpl_expect_op(p, ",");
        gp_tpl_node *param = gp_tpl_node_new(p, N_PARAM);
        param->name = gp_tpl_expect_name(p);
        bool after_default = end != &macro->a && macro->flag;
        if (gp_tpl_skip_op(p, "=")) {
            param->a = gp_tpl_parse_expr(p);
            macro->flag = true;
        } else if (after_default) {
            gp_tpl_syntax(p, "a default (a parameter before has one)");
        }
        *end = param;
        end = &param->next;
    }
    gp_tpl_expect_op(p, ")");
}

static gp_tpl_node *parse_macro_body(gp_tpl_parser *p, gp_tpl_node *macro, const char *end)
{
    uint8_t outer = p->uses;
    p->uses = 0;
    macro->c = closed_block(p, end);
    macro->uses = p->uses;
    p->uses |= outer;
    return macro;
}

static gp_tpl_node *parse_macro(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_MACRO);
    n->name = gp_tpl_expect_name(p);
    parse_params(p, n);
    return parse_macro_body(p, n, "endmacro");
}

static gp_tpl_node *parse_call_block(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_CALL);
    n->b = gp_tpl_node_new(p, S_MACRO);
    if (gp_tpl_is_op(p, "(")) parse_params(p, n->b);
    n->a = gp_tpl_parse_postfix_call(p);
    (void)parse_macro_body(p, n->b, "endcall");
    return n;
}

static gp_tpl_node *parse_filter_block(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_FILTER);
    n->b = gp_tpl_parse_filters(p);
    n->c = closed_block(p, "endfilter");
    return n;
}

static gp_tpl_node *parse_with(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_WITH), **end = &n->a;
    while (p->at->kind != K_BLOCK_END) {
        if (n->a) gp_tpl_expect_op(p, ",");
        *end = gp_tpl_node_new(p, N_PAIR);
        (*end)->a = parse_one_target(p, false);
        gp_tpl_expect_op(p, "=");
        (*end)->b = gp_tpl_parse_expr(p);
        end = &(*end)->next;
    }
    n->c = block(p, "endwith");
    return n;
}

static gp_tpl_node *parse_scope(gp_tpl_parser *p, const char *end)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_SCOPE);
    n->c = closed_block(p, end);
    return n;
}

static gp_tpl_node *parse_jump(gp_tpl_parser *p, gp_tpl_kind kind)
{
    if (!p->loops) {
        p->c->line = p->at->line;
        gp_tpl_fail(p->c, "'%s' outside a loop", kind == S_BREAK ? "break" : "continue");
    }
    return gp_tpl_node_new(p, kind);
}

/* Nothing extends a chat template, so a block is where it stands. */
static gp_tpl_node *parse_named_block(gp_tpl_parser *p)
{
    (void)gp_tpl_expect_name(p);
    (void)gp_tpl_skip_word(p, "scoped");
    gp_tpl_node *n = parse_scope(p, "endblock");
    if (p->at->kind == K_NAME) p->at++;
    return n;
}

static gp_tpl_node *parse_print(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_OUT);
    n->a = gp_tpl_parse_tuple(p, true);
    return n;
}

static gp_tpl_node *parse_statement(gp_tpl_parser *p)
{
    if (gp_tpl_skip_word(p, "if")) return parse_if(p);
    if (gp_tpl_skip_word(p, "for")) return parse_for(p);
    if (gp_tpl_skip_word(p, "set")) return parse_set(p);
    if (gp_tpl_skip_word(p, "macro")) return parse_macro(p);
    if (gp_tpl_skip_word(p, "call")) return parse_call_block(p);
    if (gp_tpl_skip_word(p, "filter")) return parse_filter_block(p);
    if (gp_tpl_skip_word(p, "with")) return parse_with(p);
    if (gp_tpl_skip_word(p, "generation")) return parse_scope(p, "endgeneration");
    if (gp_tpl_skip_word(p, "block")) return parse_named_block(p);
    if (gp_tpl_skip_word(p, "print")) return parse_print(p);
    if (gp_tpl_skip_word(p, "break")) return parse_jump(p, S_BREAK);
    if (gp_tpl_skip_word(p, "continue")) return parse_jump(p, S_CONTINUE);
    gp_tpl_syntax(p, "a statement (if, for, set, macro, call, filter, with, break, continue)");
}

/* --- bodies --- */

static bool at_end_word(gp_tpl_parser *p, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gp_tpl_is_word(p, ends[i])) return true;
    return false;
}

static gp_tpl_node *parse_output(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_OUT);
    n->a = gp_tpl_parse_tuple(p, true);
    if (p->at->kind != K_VAR_END) gp_tpl_syntax(p, "'}}'");
    p->at++;
    return n;
}

static gp_tpl_node *parse_data(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, S_DATA);
    n->k = gp_tpl_mkstr(p->c, p->at++->text, TPL_FROM_TEMPLATE);
    return n;
}

static _Noreturn void never_closed(gp_tpl_parser *p, uint32_t line, const char *end)
{
    p->c->line = p->at->line;
    gp_tpl_fail(p->c, "the template ends, but the block that begins on line %u needs '%s'", (unsigned)line, end);
}

static gp_tpl_node *parse_body(gp_tpl_parser *p, const char *const *ends, size_t n_ends)
{
    gp_tpl_node *first = NULL, **end = &first;
    uint32_t line = p->at->line;
    p->c->line = line;
    if (++p->depth > GP_CAP_TPL_NESTING) gp_tpl_fail(p->c, "nested more than %d deep", GP_CAP_TPL_NESTING);
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

gp_tpl_node *gp_tpl_parse(gp_tpl *c, const gp_tpl_tokens *tokens)
{
    gp_tpl_parser p = {.c = c, .at = tokens->v};
    return parse_body(&p, NULL, 0);
}
