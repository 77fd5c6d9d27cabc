/* providers.c - the list of the providers, and what is asked of all of them at once. */
#include "provider/providers.h"

#include <string.h>

#include "provider/wire.h"

#define ADDRESS(name) &gp_codec_##name,
const gp_codec *const gp_codecs[] = {GP_PROVIDERS(ADDRESS) NULL};

const gp_codec *gp_codec_find(gp_str provider)
{
    for (size_t i = 0; gp_codecs[i]; i++)
        if (gp_str_eqc(provider, gp_codecs[i]->provider)) return gp_codecs[i];
    return NULL;
}

/* --- what the providers know --- */

static bool read_before(size_t codec, const char *variable)
{
    for (size_t k = 0; k < codec; k++)
        if (gp_codecs[k]->key_env[0] && strcmp(gp_codecs[k]->key_env[0], variable) == 0) return true;
    return false;
}

bool gp_key_variable_at(size_t i, gp_key_variable *out)
{
    for (size_t k = 0; gp_codecs[k]; k++) {
        const gp_codec *c = gp_codecs[k];
        if (!c->key_env[0] || read_before(k, c->key_env[0])) continue;
        *out = (gp_key_variable){c->key_env[0], c->key_env[1], c->provider, c->key_required};
        if (i-- == 0) return true;
    }
    return false;
}

static bool costs(const gp_codec *c, gp_str member)
{
    const char *limit = gp_codec_name_of(c, offsetof(gp_chat_request, sampling.max_tokens));
    bool found = limit && gp_str_eqc(member, limit);
    for (const char *const *name = c->costs; *name && !found; name++) found = gp_str_eqc(member, *name);
    return found;
}

const gp_json *gp_codec_costly(const gp_json *extra)
{
    for (const gp_json *m = extra ? extra->first : NULL; m; m = m->next) {
        for (size_t i = 0; gp_codecs[i]; i++)
            if (costs(gp_codecs[i], m->key)) return m;
        const gp_json *inner = m->type == GP_JSON_OBJECT ? gp_codec_costly(m) : NULL;
        if (inner) return inner;
    }
    return NULL;
}

bool gp_codec_holds_messages(gp_str member)
{
    for (size_t i = 0; gp_codecs[i]; i++)
        if (gp_str_eqc(member, gp_codecs[i]->conversation)) return true;
    return false;
}

/* --- parameters --- */

const char *gp_codec_name_of(const gp_codec *c, size_t at)
{
    for (const gp_codec_param *p = c->params; p->name; p++)
        if (p->at == at) return p->name;
    return NULL;
}

/* Null in `extra` takes a member out of the request. */
static bool taken_out(const gp_codec *c, const gp_json *extra, const char *name)
{
    const gp_json *own = gp_json_get(extra, name), *merged = c->merged ? gp_json_get(extra, c->merged) : NULL;
    const gp_json *inner = gp_json_get(merged, name);
    return (own && own->type == GP_JSON_NULL) || (inner && inner->type == GP_JSON_NULL);
}

void gp_chat_ignored(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_arena a = {0};
    const gp_json *extra = NULL;
    gp_code broken = q->extra.n ? gp_json_parse(&a, "extra", q->extra, &extra, NULL) : GP_OK;
    if (broken) extra = NULL; /* the body will say what is wrong with it */
    gp_field p;
    for (size_t i = 0; gp_wire_param_at(i, &p); i++) {
        bool counts = p.offset != offsetof(gp_chat_request, seed) && gp_wire_is_set(q, &p);
        const char *name = gp_codec_name_of(c, p.offset);
        /* the one parameter that a server may want by another name */
        if (p.offset == offsetof(gp_chat_request, sampling.max_tokens) && gp_json_get(extra, "max_completion_tokens"))
            continue;
        if (counts && (name ? taken_out(c, extra, name) : !gp_json_get(extra, p.key)))
            gp_buf_fmt(out, "%s%s", out->n ? ", " : "", p.key);
    }
    gp_arena_free(&a);
}
