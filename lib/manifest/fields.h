/* fields.h - a struct as a JSON object, described once by a table and written and read by it, so that the two cannot
 * drift apart. Reading is strict: an unknown or missing key is a located error. Unknown values are null, never 0.
 *
 * Each kind says which C type lies at the offset and what null stands for. */
#ifndef GP_MANIFEST_FIELDS_H
#define GP_MANIFEST_FIELDS_H

#include "base/json.h"

typedef enum gp_field_kind {
    GP_FIELD_STR,    /* gp_str; empty is null */
    GP_FIELD_TEXT,   /* gp_str; "" stays "", only .p == NULL is null */
    GP_FIELD_INT,    /* int64_t; negative is null (read back as -1) */
    GP_FIELD_INT0,   /* int64_t; 0 (the default applies) is null */
    GP_FIELD_SIZE,   /* size_t */
    GP_FIELD_REAL,   /* double; NaN is null */
    GP_FIELD_REAL0,  /* double; 0 (the default applies) is null */
    GP_FIELD_BOOL,   /* bool */
    GP_FIELD_STRS,   /* gp_str * at the offset, size_t at `extra`: a list of strings */
    GP_FIELD_OBJECT, /* an object described by `fields`, relative to the offset (0: members of the same struct) */
    GP_FIELD_CUSTOM  /* write, read; they get the struct's address plus the offset */
} gp_field_kind;

typedef struct gp_field {
    const char *key;
    gp_field_kind kind;
    size_t offset, extra;
    const struct gp_field *fields;
    size_t n_fields;
    void (*write)(gp_jw *w, const void *object);
    gp_code (*read)(gp_arena *a, const gp_json *v, void *object, gp_err *err);
    bool (*has)(const void *object); /* NULL: always there; else the member stands only where this says so, and may be missing */
} gp_field;

#define GP_FIELD(kind_, key_, type, member) {.key = (key_), .kind = GP_FIELD_##kind_, .offset = offsetof(type, member)}
#define GP_FIELD_LIST(key_, type, member, count) {.key = (key_), .kind = GP_FIELD_STRS, .offset = offsetof(type, member), .extra = offsetof(type, count)}
#define GP_FIELD_IN(key_, table) {.key = (key_), .kind = GP_FIELD_OBJECT, .fields = (table), .n_fields = sizeof(table) / sizeof *(table)}
#define GP_FIELD_SUB(key_, table, type, member) {.key = (key_), .kind = GP_FIELD_OBJECT, .offset = offsetof(type, member), .fields = (table), .n_fields = sizeof(table) / sizeof *(table)}
#define GP_FIELD_BY_AT(key_, write_, read_, type, member) {.key = (key_), .kind = GP_FIELD_CUSTOM, .offset = offsetof(type, member), .write = (write_), .read = (read_)}
#define GP_FIELD_BY(key_, write_, read_) {.key = (key_), .kind = GP_FIELD_CUSTOM, .write = (write_), .read = (read_)}
#define GP_FIELD_WHERE(has_, key_, write_, read_) {.key = (key_), .kind = GP_FIELD_CUSTOM, .write = (write_), .read = (read_), .has = (has_)}

/* A whole object, braces included. */
void gp_fields_write(gp_jw *w, const gp_field *f, size_t n, const void *object);
/* The members alone, into an object that is already open. */
void gp_fields_write_members(gp_jw *w, const gp_field *f, size_t n, const void *object);
/* Read into a zeroed struct; text is borrowed from the document or in the arena. `what` names it in messages. */
gp_code gp_fields_read(gp_arena *a, const gp_field *f, size_t n, const char *what, const gp_json *v, void *object, gp_err *err) GP_MUST_CHECK;

#endif
