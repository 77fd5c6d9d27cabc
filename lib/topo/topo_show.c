/* topo_show.c - topology, plan and binding as text for people and as JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "topo/topo_int.h"

/* "23.5 GiB": binary units, at most one decimal. */
static void put_bytes(gp_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double v = (double)bytes;
    unsigned u = 0;
    for (; v >= 1024 && u < 6; u++) v /= 1024;
    v = round(v * 10) / 10;
    gp_buf_fmt(out, v == floor(v) ? "%.0f %s" : "%.1f %s", v, units[u]);
}

static void put_pus(gp_buf *out, gp_str list)
{
    bool many = gp_str_find(list, GP_STR(",")) != SIZE_MAX || gp_str_find(list, GP_STR("-")) != SIZE_MAX;
    gp_buf_fmt(out, "PU%s %.*s", many ? "s" : "", GP_ARG(list));
}

static void put_count(gp_buf *out, size_t n, const char *what)
{
    gp_buf_fmt(out, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

/* --- text --- */

static const char *or_unknown(const char *s) { return *s ? s : "unknown"; }

static void put_machine(const gp_topo_facts *f, gp_buf *out)
{
    gp_buf_c(out, "CPU       ");
    gp_str model = gp_str_c(or_unknown(f->cpu_model));
    gp_show(out, model, 0);
    gp_buf_fmt(out, " (%s)\nSystem    %s%s%s, hwloc %s\n", or_unknown(f->architecture), or_unknown(f->os_name),
               *f->os_release ? " " : "", f->os_release, or_unknown(f->hwloc_version));
    if (!f->this_machine) gp_buf_fmt(out, "Source    %s: a description, not this machine\n", f->source);
    gp_buf_c(out, "Units     ");
    put_count(out, f->packages, "package");
    gp_buf_c(out, ", ");
    put_count(out, f->n_numa, "NUMA node");
    gp_buf_c(out, ", ");
    put_count(out, f->n_cores, "core");
    gp_buf_c(out, ", ");
    put_count(out, f->n_pus, "PU");
    gp_buf_fmt(out, " (%s)", f->smt > 1 ? "SMT" : "no SMT");
    if (f->core_kinds > 1) gp_buf_fmt(out, ", %u kinds of cores", f->core_kinds);
    gp_buf_c(out, "\nMemory    ");
    put_bytes(out, f->memory_bytes);
    gp_buf_byte(out, '\n');
}

static void put_caches(const gp_topo_facts *f, gp_buf *out)
{
    if (!f->n_caches) return;
    gp_buf_c(out, "Caches    ");
    for (size_t i = 0; i < f->n_caches; i++) {
        const gp_topo_cache *c = &f->caches[i];
        char kind[2] = {c->kind == 'u' ? '\0' : c->kind, 0};
        gp_buf_fmt(out, "%s%u x L%u%s ", i ? ", " : "", c->count, c->level, kind);
        put_bytes(out, c->bytes);
    }
    gp_buf_byte(out, '\n');
}

static void put_limits(const gp_topo_facts *f, gp_buf *out)
{
    bool all = f->allowed_pus == f->n_pus;
    gp_buf_c(out, "Allowed   ");
    put_pus(out, f->allowed_list);
    gp_buf_fmt(out, " (%s%u of ", all ? "all, " : "", f->allowed_cores);
    put_count(out, f->n_cores, "core");
    gp_buf_c(out, ")\n");
    if (!isnan(f->cpu_quota)) gp_buf_fmt(out, "Quota     %.2f CPUs of time\n", f->cpu_quota);
    if (f->memory_limit < 0) return;
    gp_buf_c(out, "Limit     ");
    put_bytes(out, (uint64_t)f->memory_limit);
    gp_buf_c(out, " of memory\n");
}

static void put_node(const gp_topo_node *n, bool mark, gp_buf *out)
{
    gp_buf_c(out, n->type);
    if (n->os_index >= 0 && strcmp(n->type, "Machine") != 0) gp_buf_fmt(out, " %d", n->os_index);
    if (n->bytes) {
        gp_buf_c(out, " (");
        put_bytes(out, n->bytes);
        gp_buf_byte(out, ')');
    }
    if (mark) gp_buf_c(out, " [not allowed]");
}

/* Children of nodes[i]: the following nodes one deeper, up to the next that is not deeper. */
static bool only_child(const gp_topo_facts *f, size_t i)
{
    unsigned depth = f->nodes[i].depth;
    if (i + 1 >= f->n_nodes || f->nodes[i + 1].depth != depth + 1) return false;
    for (size_t k = i + 2; k < f->n_nodes && f->nodes[k].depth > depth; k++)
        if (f->nodes[k].depth == depth + 1) return false;
    return true;
}

static bool is_pu(const gp_topo_node *n) { return strcmp(n->type, "PU") == 0; }

/* Does nodes[i] stand on the line of the node before it? A chain of only children is one line, and so are the PUs of a
 * core. */
static bool joins(const gp_topo_facts *f, size_t i)
{
    if (i < 2) return false; /* the machine has its own line */
    const gp_topo_node *n = &f->nodes[i], *before = n - 1;
    if (n->depth == before->depth) return is_pu(n) && is_pu(before);
    return n->depth == before->depth + 1 && (only_child(f, i - 1) || (is_pu(n) && strcmp(before->type, "Core") == 0));
}

/* Lines are indented by the number of lines, not of nodes, above them. What is not allowed is marked at the top of the
 * branch only. */
static void put_tree(const gp_topo_facts *f, gp_buf *out)
{
    enum { DEEP = 128 }; /* hwloc's trees have some dozen levels; deeper ones lose indentation only */
    struct {
        bool joined, allowed;
    } level[DEEP] = {{false, true}};
    for (size_t i = 0; i < f->n_nodes; i++) {
        const gp_topo_node *n = &f->nodes[i];
        unsigned depth = n->depth < DEEP ? n->depth : DEEP - 1;
        level[depth].joined = joins(f, i);
        level[depth].allowed = n->allowed;
        int indent = 0;
        for (unsigned d = 0; d < depth; d++) indent += level[d].joined ? 0 : 2;
        if (level[depth].joined) gp_buf_c(out, " + ");
        else if (i) gp_buf_fmt(out, "\n%*s", indent, "");
        put_node(n, !n->allowed && (depth == 0 || level[depth - 1].allowed), out);
    }
    gp_buf_byte(out, '\n');
}

void gp_topo_text(const gp_topo *t, gp_buf *out)
{
    const gp_topo_facts *f = gp_topo_look(t);
    put_machine(f, out);
    put_caches(f, out);
    put_limits(f, out);
    put_tree(f, out);
}

/* --- JSON --- */

static void json_str_or_null(gp_jw *w, const char *key, const char *s) { gp_jw_kc(w, key, *s ? s : NULL); }

static void json_numa(const gp_topo_facts *f, gp_jw *w)
{
    gp_jw_key(w, "numa_nodes");
    gp_jw_array(w);
    for (size_t i = 0; i < f->n_numa; i++) {
        gp_jw_object(w);
        gp_jw_kint(w, "node", f->numa[i].os_index);
        gp_jw_kint(w, "memory_bytes", (int64_t)f->numa[i].bytes);
        gp_jw_kbool(w, "allowed", f->numa[i].allowed);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void json_caches(const gp_topo_facts *f, gp_jw *w)
{
    gp_jw_key(w, "caches");
    gp_jw_array(w);
    for (size_t i = 0; i < f->n_caches; i++) {
        const gp_topo_cache *c = &f->caches[i];
        gp_jw_object(w);
        gp_jw_kint(w, "level", c->level);
        gp_jw_kc(w, "kind", c->kind == 'd' ? "data" : c->kind == 'i' ? "instruction" : "unified");
        gp_jw_kint(w, "bytes", (int64_t)c->bytes);
        gp_jw_kint_or_null(w, "line_bytes", c->line_bytes ? (int64_t)c->line_bytes : -1);
        gp_jw_kint(w, "count", c->count);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void json_core(const gp_topo_facts *f, const gp_topo_core *c, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kint(w, "core", c->os_index);
    gp_jw_kint(w, "package", c->package);
    gp_jw_kint_or_null(w, "numa_node", c->numa_node);
    gp_jw_key(w, "pus");
    gp_jw_array(w);
    for (unsigned i = 0; i < c->n_pus; i++) {
        gp_jw_object(w);
        gp_jw_kint(w, "pu", f->pus[c->first_pu + i].os_index);
        gp_jw_kbool(w, "allowed", f->pus[c->first_pu + i].allowed);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void json_allowed(const gp_topo_facts *f, gp_jw *w)
{
    gp_jw_key(w, "allowed");
    gp_jw_object(w);
    gp_jw_kstr(w, "pus", f->allowed_list);
    gp_jw_kint(w, "cores", f->allowed_cores);
    gp_jw_key(w, "numa_nodes");
    gp_jw_array(w);
    for (size_t i = 0; i < f->n_numa; i++)
        if (f->numa[i].allowed) gp_jw_int(w, f->numa[i].os_index);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

void gp_topo_json(const gp_topo *t, gp_jw *w)
{
    const gp_topo_facts *f = gp_topo_look(t);
    gp_jw_object(w);
    gp_jw_kc(w, "source", f->source);
    gp_jw_kbool(w, "this_machine", f->this_machine);
    json_str_or_null(w, "cpu_model", f->cpu_model);
    json_str_or_null(w, "architecture", f->architecture);
    json_str_or_null(w, "os", f->os_name);
    json_str_or_null(w, "kernel", f->os_release);
    json_str_or_null(w, "hwloc", f->hwloc_version);
    gp_jw_kint(w, "packages", f->packages);
    gp_jw_kint_or_null(w, "core_kinds", f->core_kinds ? (int64_t)f->core_kinds : -1);
    gp_jw_kint(w, "smt", f->smt);
    gp_jw_kint_or_null(w, "memory_bytes", f->memory_bytes ? (int64_t)f->memory_bytes : -1);
    gp_jw_kstr(w, "pus", f->all_list);
    json_allowed(f, w);
    gp_jw_kreal_or_null(w, "cpu_quota", f->cpu_quota);
    gp_jw_kint_or_null(w, "memory_limit", f->memory_limit);
    json_numa(f, w);
    json_caches(f, w);
    gp_jw_key(w, "cores");
    gp_jw_array(w);
    for (size_t i = 0; i < f->n_cores; i++) json_core(f, &f->cores[i], w);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

/* --- plan --- */

static const char *mode_name(gp_pin_mode m) { return m == GP_PIN_AUTO ? "auto" : m == GP_PIN_SET ? "set" : "none"; }

void gp_pin_text(const gp_pin *p, gp_buf *out)
{
    if (p->mode == GP_PIN_NONE) {
        gp_buf_c(out, "none: threads run where the kernel puts them\n");
        return;
    }
    gp_buf_fmt(out, "%s: ", mode_name(p->mode));
    put_count(out, p->threads, "thread");
    gp_buf_c(out, " on ");
    put_pus(out, p->list);
    gp_buf_c(out, " (");
    put_count(out, p->cores, "core");
    gp_buf_c(out, ")");
    if (p->note.n) gp_buf_fmt(out, "; %.*s", GP_ARG(p->note));
    gp_buf_byte(out, '\n');
}

void gp_pin_json(const gp_pin *p, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "mode", mode_name(p->mode));
    gp_jw_kint_or_null(w, "threads", p->threads ? (int64_t)p->threads : -1);
    gp_jw_key(w, "pus");
    if (p->mode == GP_PIN_NONE) gp_jw_null(w);
    else gp_jw_str(w, p->list);
    gp_jw_kint_or_null(w, "cores", p->mode == GP_PIN_NONE ? -1 : (int64_t)p->cores);
    gp_jw_key(w, "note");
    if (p->note.n) gp_jw_str(w, p->note);
    else gp_jw_null(w);
    gp_jw_end_object(w);
}

/* --- binding --- */

void gp_bind_text(const gp_bind *b, gp_buf *out)
{
    gp_buf_c(out, gp_bind_status_name(b->status));
    bool enforced = b->status == GP_BIND_ENFORCED;
    if (b->reason.n) gp_buf_fmt(out, ": %.*s", GP_ARG(b->reason));
    if (b->got.n) gp_buf_c(out, enforced ? " on " : "; threads may run on ");
    if (b->got.n) put_pus(out, b->got);
    gp_buf_byte(out, '\n');
    for (size_t i = 0; i < b->n_threads; i++) {
        const gp_bind_thread *t = &b->threads[i];
        gp_buf_c(out, "  ");
        gp_show(out, gp_str_c(t->name), 0);
        gp_buf_fmt(out, "%s: PU %u, read back %.*s, %s\n", t->main ? " (main)" : "", t->pu,
                   GP_ARG(t->got.n ? t->got : GP_STR("nothing")), gp_bind_status_name(t->status));
    }
}

void gp_bind_json(const gp_bind *b, gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "status", gp_bind_status_name(b->status));
    gp_jw_kc(w, "mode", mode_name(b->mode));
    gp_jw_kstr(w, "wanted", b->wanted);
    gp_jw_kstr(w, "got", b->got);
    gp_jw_key(w, "reason");
    if (b->reason.n) gp_jw_str(w, b->reason);
    else gp_jw_null(w);
    gp_jw_key(w, "threads");
    gp_jw_array(w);
    for (size_t i = 0; i < b->n_threads; i++) {
        const gp_bind_thread *t = &b->threads[i];
        gp_jw_object(w);
        gp_jw_kc(w, "name", t->name);
        gp_jw_kbool(w, "main", t->main);
        gp_jw_kint(w, "pu", t->pu);
        gp_jw_kstr(w, "got", t->got);
        gp_jw_kc(w, "status", gp_bind_status_name(t->status));
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}
