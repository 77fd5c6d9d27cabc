/* fits.c - JSON Schemas of graders: what `json` and `json_schema` ask of an answer. */
#include <string.h>

#include "grade/grade_impl.h"
#include "schema/schema.h"

static gp_code compile(const gp_json *schema, bool format, gp_schema_doc **out, gp_err *err)
{
    gp_schema_options o = GP_SCHEMA_DEFAULTS;
    o.strict = true;
    o.assert_format = format;
    return gp_schema_compile(schema, &o, out, err);
}

gp_code gp_fits_compile(const gp_json *schema, bool format, gp_err *err)
{
    gp_schema_doc *d = NULL;
    gp_code code = compile(schema, format, &d, err);
    if (!code) code = gp_schema_fits(d, err);
    gp_schema_free(d);
    return code;
}

gp_code gp_fits(gp_arena *a, const gp_json *schema, bool format, const gp_json *value, const char **why, gp_err *err)
{
    gp_schema_doc *d = NULL;
    const gp_schema_problem *problem = NULL;
    gp_code code = compile(schema, format, &d, err);
    if (!code) code = gp_schema_check(a, d, value, &problem, err);
    *why = problem ? problem->words.p : NULL;
    gp_schema_free(d);
    return code;
}

bool gp_broken_off(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    (void)g;
    gp_str text = gp_str_trim(reply->answer);
    if (!text.n || !strchr("{[\"`", text.p[0])) return false;
    reply->answer = (gp_str){text.p, text.n - 1};
    return true;
}
