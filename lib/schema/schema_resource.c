/* schema_resource.c - which draft a schema is of, and what it and its anchors are called. */
#include "schema/schema_impl.h"

/* --- $schema --- */

static const struct {
    const char *uri; /* behind "https://" or "http://" */
    gp_schema_draft draft;
} drafts[] = {{"json-schema.org/draft-04/schema", GP_DRAFT_4},
              {"json-schema.org/draft-06/schema", GP_DRAFT_6},
              {"json-schema.org/draft-07/schema", GP_DRAFT_7},
              {"json-schema.org/draft/2019-09/schema", GP_DRAFT_2019_09},
              {"json-schema.org/draft/2020-12/schema", GP_DRAFT_2020_12}};

static gp_str behind(gp_str s, gp_str prefix)
{
    return gp_str_starts(s, prefix) ? (gp_str){s.p + prefix.n, s.n - prefix.n} : s;
}

static gp_str without_hash(gp_str s) { return s.n && s.p[s.n - 1] == '#' ? (gp_str){s.p, s.n - 1} : s; }

static const gp_json *known_document(const gp_schema_parser *p, gp_str uri)
{
    for (size_t i = 0; i < p->o->n_known; i++)
        if (gp_str_eq(without_hash(p->o->known[i].uri), uri)) return p->o->known[i].root;
    return NULL;
}

static bool standard_draft(const gp_schema_parser *p, gp_str uri, gp_schema_draft *out)
{
    gp_str s = behind(behind(uri, GP_STR("https://")), GP_STR("http://"));
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++)
        if (gp_str_eqc(s, drafts[i].uri)) return *out = drafts[i].draft, true;
    bool latest = gp_str_eqc(s, "json-schema.org/schema");
    if (latest) *out = p->o->draft;
    return latest;
}

/* A metaschema says which vocabularies count; the one of assertions is the only one that is ever left out. */
static bool leaves_assertions_out(const gp_json *metaschema)
{
    const gp_json *list = gp_json_get(metaschema, "$vocabulary");
    for (const gp_json *m = list ? list->first : NULL; m; m = m->next)
        if (gp_str_ends(m->key, GP_STR("/vocab/validation"))) return false;
    return list != NULL;
}

/* `$schema` names a draft, or a known document whose own `$schema` does. */
static void read_draft(gp_schema_parser *p, const gp_json *schema, gp_schema_resource *r)
{
    const gp_json *at = gp_json_get(schema, "$schema");
    enum { STEPS = 8 };
    for (int i = 0; at && !p->code; i++) {
        if (at->type != GP_JSON_STRING) {
            gp_schema_bad(p, at, "\"$schema\" must be a string");
            return;
        }
        gp_str uri = without_hash(at->s);
        if (standard_draft(p, uri, &r->draft)) return;
        const gp_json *meta = known_document(p, uri);
        if (!meta || i == STEPS)
            gp_schema_bad(p, at,
                          "the $schema \"%.*s\" is not known; use http://json-schema.org/draft-04/schema, -06 or -07, "
                          "https://json-schema.org/draft/2019-09/schema or .../2020-12/schema, or leave it out for the "
                          "last",
                          GP_ARG(at->s));
        if (meta && leaves_assertions_out(meta)) r->asserts = false;
        at = meta ? gp_json_get(meta, "$schema") : NULL;
    }
}

/* --- identifiers --- */

static gp_schema_place **bucket(gp_schema_parser *p, gp_str uri)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < uri.n; i++) h = (h ^ (unsigned char)uri.p[i]) * 16777619u;
    return &p->resources[h % GP_SCHEMA_BUCKETS];
}

static gp_schema_place *place_of(gp_schema_parser *p, gp_str uri)
{
    gp_schema_place *e = *bucket(p, uri);
    while (e && !gp_str_eq(e->uri, uri)) e = e->next;
    return e;
}

static void name_resource(gp_schema_parser *p, gp_schema_resource *r, gp_str uri)
{
    gp_schema_place *e = place_of(p, uri), **list = bucket(p, uri);
    if (e && e->resource != r) e->twice = true;
    if (e) return;
    e = GP_NEW(p->a, gp_schema_place);
    *e = (gp_schema_place){*list, uri, r, false};
    *list = e;
}

static const gp_json *identifier(const gp_json *schema, gp_schema_draft draft)
{
    const gp_json *id = gp_json_get(schema, draft == GP_DRAFT_4 ? "id" : "$id");
    bool hidden = draft <= GP_DRAFT_7 && gp_json_get(schema, "$ref");     /* which there is alone with itself */
    bool other = id && draft == GP_DRAFT_4 && id->type != GP_JSON_STRING; /* a property in the wrong place */
    return hidden || other ? NULL : id;
}

/* Generators write "#/properties/a", which names nothing: not a resource, and not an anchor. */
static bool names_resource(const gp_json *id) { return id->s.n && id->s.p[0] != '#'; }

static gp_schema_resource *new_resource(gp_schema_parser *p, const gp_schema *s, gp_str base, gp_schema_draft draft)
{
    gp_schema_resource *r = GP_NEW(p->a, gp_schema_resource);
    gp_str fragment;
    *r = (gp_schema_resource){.uri = base, .root = s, .draft = draft, .asserts = true};
    r->anchors = GP_NEW(p->a, gp_schema_anchor_list);
    read_draft(p, s->at, r);
    const gp_json *id = identifier(s->at, r->draft);
    if (id && id->type != GP_JSON_STRING) gp_schema_bad(p, id, "\"%.*s\" must be a string", GP_ARG(id->key));
    else if (id && names_resource(id)) r->uri = gp_uri_split(p->a, gp_uri_resolve(p->a, base, id->s), &fragment);
    name_resource(p, r, r->uri);
    return r;
}

gp_schema_resource *gp_schema_new_document(gp_schema_parser *p, const gp_json *root, gp_str uri, gp_schema_draft draft)
{
    gp_schema_resource *r = new_resource(p, gp_schema_at(p, root), uri, draft);
    name_resource(p, r, uri);
    return r;
}

const gp_schema_resource *gp_schema_own_resource(gp_schema_parser *p, gp_schema *s, const gp_schema_resource *inside)
{
    if (inside->root == s) return inside;
    const gp_json *id = identifier(s->at, inside->draft);
    if (!id && gp_json_get(s->at, "$schema")) { /* embedded, of a draft that spells it otherwise */
        const gp_json *other = gp_json_get(s->at, inside->draft == GP_DRAFT_4 ? "$id" : "id");
        if (other && other->type == GP_JSON_STRING) id = other;
    }
    if (id && id->type != GP_JSON_STRING) gp_schema_bad(p, id, "\"%.*s\" must be a string", GP_ARG(id->key));
    if (p->code || !id || !names_resource(id)) return inside;
    gp_schema_resource *r = new_resource(p, s, inside->uri, inside->draft);
    if (!gp_json_get(s->at, "$schema")) r->asserts = inside->asserts;
    return r;
}

gp_schema_resource *gp_schema_find_resource(gp_schema_parser *p, const gp_schema_pending *ref, gp_str uri)
{
    gp_schema_place *e = place_of(p, uri);
    if (e && e->twice) gp_schema_bad(p, ref->at, "two schemas are called \"%.*s\"", GP_ARG(uri));
    if (e) return e->resource;
    const gp_json *root = known_document(p, uri);
    if (!root) {
        gp_str to = gp_str_starts(ref->at->s, uri) ? (gp_str){0} : uri;
        gp_schema_bad(p, ref->at, "\"%.*s\" leads out of the document%s%.*s; nothing is fetched: put it in `$defs`",
                      GP_ARG(ref->at->s), to.n ? ", to " : "", GP_ARG(to));
        return NULL;
    }
    gp_schema_resource *r = gp_schema_new_document(p, root, uri, ref->from->resource->draft);
    (void)gp_schema_walk(p, root, r);
    return r;
}

/* --- anchors --- */

const gp_schema_anchor *gp_schema_find_anchor(const gp_schema_resource *r, gp_str name)
{
    const gp_schema_anchor *e = r->anchors->first;
    while (e && !gp_str_eq(e->name, name)) e = e->next;
    return e;
}

const gp_schema *gp_schema_dynamic(const gp_schema_resource *r, gp_str name)
{
    const gp_schema_anchor *e = r->anchors->first;
    while (e && !(e->dynamic && gp_str_eq(e->name, name))) e = e->next;
    return e ? e->schema : NULL;
}

unsigned gp_schema_count_dynamic(const gp_schema_parser *p, gp_str name)
{
    const gp_schema_resource *first = NULL;
    for (size_t i = 0; i < p->n; i++) {
        const gp_schema_resource *r = p->all[i]->resource;
        if (p->all[i] != r->root || r == first || !gp_schema_dynamic(r, name)) continue;
        if (first) return 2;
        first = r;
    }
    return first != NULL;
}

static void add_anchor(gp_schema_parser *p, gp_schema *s, gp_str name, bool dynamic)
{
    gp_schema_anchor_list *list = s->resource->anchors;
    gp_schema_anchor *e = GP_NEW(p->a, gp_schema_anchor);
    *e = (gp_schema_anchor){list->first, name, s, dynamic};
    list->first = e;
}

static void named_anchor(gp_schema_parser *p, gp_schema *s, const char *key, bool dynamic)
{
    const gp_json *v = gp_json_get(s->at, key);
    if (v && v->type != GP_JSON_STRING) gp_schema_bad(p, v, "\"%s\" must be a string", key);
    else if (v) add_anchor(p, s, v->s, dynamic);
}

void gp_schema_anchors(gp_schema_parser *p, gp_schema *s)
{
    gp_schema_draft draft = s->resource->draft;
    const gp_json *id = draft <= GP_DRAFT_7 ? identifier(s->at, draft) : NULL;
    const gp_json *recursive = draft == GP_DRAFT_2019_09 ? gp_json_get(s->at, "$recursiveAnchor") : NULL;
    if (id && id->type == GP_JSON_STRING && id->s.n > 1 && id->s.p[0] == '#' && id->s.p[1] != '/')
        add_anchor(p, s, (gp_str){id->s.p + 1, id->s.n - 1}, false);
    if (draft >= GP_DRAFT_2019_09) named_anchor(p, s, "$anchor", false);
    if (draft == GP_DRAFT_2020_12) named_anchor(p, s, "$dynamicAnchor", true);
    if (recursive && recursive->type == GP_JSON_BOOL && recursive->b && s->resource->root == s)
        add_anchor(p, s, GP_STR(""), true);
}
