/* audit_impl.h - readers of forms and looks, a file each; private to lib/audit. */
#ifndef GP_AUDIT_IMPL_H
#define GP_AUDIT_IMPL_H

#include "audit/audit.h"

typedef struct gp_audit_form {
    const char *name, *tool;
    bool (*is)(const gp_json *root); /* could this be one? */
    /* Make the models of it. Members that are not there are unknown; nothing fails. */
    void (*read)(gp_arena *a, const gp_json *root, gp_audited *out);
} gp_audit_form;
extern const gp_audit_form gp_audit_series, gp_audit_promptfoo, gp_audit_inspect, gp_audit_lmeval;

/* --- names, each once --- */

typedef struct gp_names { /* zeroed at first; lies in the arena */
    gp_str *names;
    size_t *slots; /* index + 1 by hash; 0: free */
    size_t n, room;
} gp_names;
size_t gp_names_find(const gp_names *t, gp_str name);                    /* index; SIZE_MAX where it is not there */
size_t gp_names_put(gp_arena *a, gp_names *t, gp_str name, bool *added); /* index, found or new; added may be NULL */

/* --- for readers --- */

/* The first member that is there under one of the names, which end with NULL. */
const gp_json *gp_audit_get(const gp_json *object, const char *const *names);
double gp_audit_number(const gp_json *v);            /* a number; NaN elsewhere, also of NULL */
gp_str gp_audit_text(const gp_json *v);              /* a text; .p NULL elsewhere */
int gp_audit_truth(const gp_json *v);                /* 1, 0; -1 where it is no boolean */
gp_audited_case gp_audit_no_case(const gp_json *at); /* nothing known, at this line */
/* Found or made, by name; `names` holds those of the models, and is the reader's. */
gp_audited_model *gp_audit_model(gp_arena *a, gp_audited *x, gp_names *names, gp_str name, const gp_json *at);
gp_audited_case *gp_audit_case(gp_arena *a, gp_audited_model *m, const gp_json *at); /* a new one, nothing known */
/* Scores are verdicts where each is 0 or 1; one that lies between makes all of them marks. */
void gp_audit_verdicts_of_scores(gp_audited_model *m);

/* --- for looks --- */

typedef void gp_audit_look(gp_arena *a, gp_audit *x);
gp_audit_look gp_look_at_totals, gp_look_at_scores, gp_look_at_times, gp_look_at_runs, gp_look_at_puzzles,
    gp_look_at_verdicts;
void gp_audit_find(gp_audit *x, gp_audit_weight weight, const char *kind, gp_str model, gp_str where, gp_str what,
                   gp_str means);
/* "`puzzle` (line 12), `code` (line 40) and 3 more": places are collected one by one, then taken. */
typedef struct gp_places {
    gp_buf text;
    size_t n;
} gp_places;
void gp_places_add(gp_places *p, const gp_audited_case *c);
gp_str gp_places_take(gp_arena *a, gp_places *p);

#endif
