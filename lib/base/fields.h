/* fields.h - a struct as a JSON object, described once by a table. From the table come strict reading with positions
 * and the nearest known key, writing in the table's order or in canonical order (RFC 8785), the "all unknown" value,
 * merging, the first difference, and the JSON Schema; so none of them can drift apart.
 *
 * A record is a struct with its rows. Unless a flag says otherwise every key is there, and null stands for a value that
 * is unknown; each kind below says which C type lies at the offset and which value is "unknown". */
#ifndef GP_BASE_FIELDS_H
#define GP_BASE_FIELDS_H

#include "base/json.h"

typedef enum gp_field_kind {
    GP_FIELD_STR,    /* gp_str; empty is unknown */
    GP_FIELD_TEXT,   /* gp_str; "" is a value, only .p == NULL is unknown */
    GP_FIELD_INT,    /* int64_t; negative is unknown */
    GP_FIELD_SIZE,   /* size_t; always known */
    GP_FIELD_REAL,   /* double; NaN is unknown */
    GP_FIELD_BOOL,   /* bool; always known */
    GP_FIELD_ENUM,   /* an enum, which is the index in `names`; one without a name (NULL) is unknown */
    GP_FIELD_STRS,   /* gp_str * and, at `extra`, size_t: a list of strings; none is unknown, written [] */
    GP_FIELD_IDS,    /* int32_t * and, at `extra`, size_t: a list of integers, on one line; NULL is unknown */
    GP_FIELD_LIST,   /* pointer and, at `extra`, size_t: a list of objects of `record`; none is unknown, written [] */
    GP_FIELD_OBJECT, /* an object of `record`. Without a key: its members stand among those around it */
    GP_FIELD_BITS,   /* uint32_t: a list of `names`, each the bit of its index; none is unknown, written [] */
    GP_FIELD_RAW,    /* gp_str: JSON text, of type `json` unless that is null; empty is unknown */
    GP_FIELD_JSON,   /* const gp_json *: the value itself, of type `json` unless that is null; NULL is unknown */
    GP_FIELD_COUNTS, /* size_t[n_names]: an object of counts by their names. GP_ZERO: those of 0 are left out */
    GP_FIELD_CONST,  /* no member: always `text`, such as the name of the schema */
    GP_FIELD_ANY     /* whatever `write` and `read` make of it; null too is for them */
} gp_field_kind;

enum {                   /* flags of a row; on a record they hold for all its rows */
       GP_KNOWN = 1,     /* is never unknown: null is refused (and GP_OPTIONAL of the record does not count) */
       GP_OPTIONAL = 2,  /* left out where unknown, and null is refused; reading leaves the member as it is */
       GP_LENIENT = 4,   /* written always, but files of earlier builds lack it */
       GP_ZERO = 8,      /* 0 is unknown: the default of the run applies */
       GP_ABOVE = 16,    /* `min` itself is outside the range */
       GP_FILLED = 32,   /* a text is not blank; a list that is given has elements, and none is empty */
       GP_DEFAULT = 64,  /* starts as `otherwise` (a text as `text`), not as unknown */
       GP_QUOTED = 128,  /* messages put the key in quotes */
       GP_TOLD = 256,    /* what was, not what is asked for: `min`, `max`, `check` and GP_FILLED do not bind */
       GP_LONE = 512,    /* a list of one string may stand without its brackets */
       GP_COPIED = 1024, /* a text is copied, with a NUL behind it, instead of borrowed from the document */
       GP_BARE = 4096,   /* with GP_FILLED: a list may be given without elements, and then is known in a merge */
       GP_NULL = 2048 /* where `has` says no, null stands for it; it may not be missing. An object then begins anew */
};

struct gp_record;

typedef struct gp_field {
    const char *key, *doc; /* doc: one line, with the unit; the schema's description */
    const char *label;     /* for people, in reports; NULL: the key */
    const char *called;    /* in messages, in place of the key; of a list: an element of it */
    gp_field_kind kind;
    unsigned flags;
    size_t offset, extra;
    double min, max;          /* INT, SIZE, REAL; both 0: whatever the type holds. IDS: of each */
    const char *const *names; /* ENUM, BITS; STR, STRS: the only values */
    size_t n_names;
    bool (*allows)(unsigned i); /* names of which this is false may not be used; NULL: all may */
    const char *refusal;        /* what is said of one that may not, before the name; NULL: that it is unknown */
    const char *text;           /* CONST, and the default of a STR */
    double otherwise;           /* GP_DEFAULT */
    gp_json_type json;          /* RAW, JSON */
    const struct gp_record *record;
    const char *schema; /* what the schema says besides: a JSON object, or NULL */
    /* In place of what the kind does; they get the struct's address plus the offset. Both or either. `read` may be
     * called twice for one object, so it adds to nothing. */
    void (*write)(gp_jw *w, const void *at);
    gp_code (*read)(gp_arena *a, const gp_json *v, void *at, gp_err *err);
    gp_code (*check)(const gp_json *v, const char *what, gp_err *err); /* more than the kind asks of the value */
    bool (*has)(const void *object); /* the row stands only where this says so, and may be missing */
} gp_field;

typedef struct gp_record {
    const char *what; /* in messages: "a target" */
    const char *def;  /* name under $defs of a schema; NULL: it stands where it is used */
    const char *doc;
    const gp_field *fields;
    size_t n, size; /* rows; bytes of the struct */
    unsigned flags;
    const char *schema;                                            /* what the schema says besides, as of a field */
    gp_code (*check)(const gp_json *v, void *object, gp_err *err); /* what the members must be to each other */
    /* The object is one of several: each row's key is a value of the member that this names, its record the object. */
    const char *choice;
} gp_record;

/* Rows end in further members of gp_field: GP_FIELD(REAL, "top_p", T, top_p, GP_RANGE(0, 1), .doc = "...") */
#define GP_FIELD(kind_, key_, type, member, ...)                                               \
    {                                                                                          \
        .key = (key_), .kind = GP_FIELD_##kind_, .offset = offsetof(type, member), __VA_ARGS__ \
    }
#define GP_FIELD_LISTED(kind_, key_, type, member, count, ...) \
    GP_FIELD(kind_, key_, type, member, .extra = offsetof(type, count), __VA_ARGS__)
/* An object whose members lie in the same struct; what functions make of the whole struct; a constant. */
#define GP_FIELD_IN(key_, record_, ...)                                          \
    {                                                                            \
        .key = (key_), .kind = GP_FIELD_OBJECT, .record = (record_), __VA_ARGS__ \
    }
#define GP_FIELD_BY(key_, write_, read_, ...)                                                \
    {                                                                                        \
        .key = (key_), .kind = GP_FIELD_ANY, .write = (write_), .read = (read_), __VA_ARGS__ \
    }
#define GP_FIELD_IS(key_, text_, ...)                                       \
    {                                                                       \
        .key = (key_), .kind = GP_FIELD_CONST, .text = (text_), __VA_ARGS__ \
    }
#define GP_RANGE(min_, max_) .min = (min_), .max = (max_)
#define GP_NAMES(list) .names = (list), .n_names = sizeof(list) / sizeof *(list)
#define GP_RECORD(type, table, what_, ...)                                                                          \
    {                                                                                                               \
        .what = (what_), .fields = (table), .n = sizeof(table) / sizeof *(table), .size = sizeof(type), __VA_ARGS__ \
    }

/* Everything unknown, or as GP_DEFAULT says. Members without a row stay as they are. */
void gp_record_init(const gp_record *r, void *object);
/* Read an object; what may be missing keeps its value. Text is borrowed from the document. */
gp_code gp_record_read(gp_arena *a, const gp_record *r, const gp_json *v, void *object, gp_err *err) GP_MUST_CHECK;
/* Every key of the object is one of r. */
gp_code gp_record_knows(const gp_record *r, const gp_json *object, gp_err *err) GP_MUST_CHECK;
/* Only the rows of r among the members of v; other keys are left alone. */
gp_code gp_record_read_members(gp_arena *a, const gp_record *r, const gp_json *v, void *object,
                               gp_err *err) GP_MUST_CHECK;
/* A string that is one of the names of f: its index. */
gp_code gp_field_read_name(const gp_field *f, const char *what, const gp_json *v, unsigned *out,
                           gp_err *err) GP_MUST_CHECK;

/* A whole object, braces included; the members alone, into an object that is open. */
void gp_record_write(gp_jw *w, const gp_record *r, const void *object);
void gp_record_write_members(gp_jw *w, const gp_record *r, const void *object);
/* A whole object in canonical order, into a writer without indentation. JSON text, and what `write` makes, must be
 * canonical already. */
void gp_record_write_canonical(gp_jw *w, const gp_record *r, const void *object);

/* Is any value known? */
bool gp_record_known(const gp_record *r, const void *object);
/* What is known in `over` goes into `into`: a case's values over the suite's. For plain rows, not for objects in it. */
void gp_record_merge(const gp_record *r, const void *over, void *into);
/* The first row whose JSON differs, with an object of that one row from each side; NULL where there is none. */
const gp_field *gp_record_differs(const gp_record *r, const void *before, const void *now, gp_buf *was, gp_buf *is);

/* The JSON Schema (draft 2020-12) of documents that are one r, indented, with a final line feed. */
void gp_record_schema(const gp_record *r, const char *title, gp_buf *out);
/* The same of documents that are one of several records, each of which has a `def`. */
void gp_record_schema_of(const gp_record *const *list, size_t n, const char *title, const char *doc, gp_buf *out);
/* The first with what `more` adds to $defs. */
void gp_record_schema_with(const gp_record *r, const char *title, void (*more)(gp_jw *w, const void *with),
                           const void *with, gp_buf *out);
/* The members that say what an object of r is, into an object that is open. */
void gp_record_schema_members(gp_jw *w, const gp_record *r);

#endif
