/* items.h - the items of a list as people and models write one.
 *
 * Pure: views of the text, or copies in the arena. Linear in the text; at most `most` items are read, and whether there
 * were more is told. */
#ifndef GP_FORMS_ITEMS_H
#define GP_FORMS_ITEMS_H

#include "base/str.h"

typedef enum gp_items_form {
    GP_ITEMS_ANY,      /* told by the looks: the first of json, bullets, numbered, lines that fits, else commas */
    GP_ITEMS_LINES,    /* a line each, blank ones left out */
    GP_ITEMS_BULLETS,  /* lines that begin with - * + or a bullet; other lines are no items */
    GP_ITEMS_NUMBERED, /* lines that begin with "1." or "1)"; other lines are no items */
    GP_ITEMS_COMMAS, /* between commas and semicolons (of any script); the last two may have an "and" or "or" between them */
    GP_ITEMS_JSON, /* one array of strings and numbers */
    GP_ITEMS_FORMS
} gp_items_form;
extern const char *const gp_items_forms[GP_ITEMS_FORMS]; /* "any", "lines", ... */

typedef struct gp_items {
    gp_items_form form; /* as it was read; never GP_ITEMS_ANY */
    const gp_str *item; /* without white space, quotes, bold marks and a full stop, comma or semicolon at the end */
    size_t n;
    bool more;       /* there were more than `most` */
    const char *why; /* the text is no list of the form that was asked for; else NULL */
} gp_items;

void gp_items_read(gp_arena *a, gp_str text, gp_items_form form, size_t most, gp_items *out);

#endif
