/* fields_rows.h - what the readers and writers of records share: their rows as one flat list. Internal to lib/base. */
#ifndef GP_BASE_FIELDS_ROWS_H
#define GP_BASE_FIELDS_ROWS_H

#include "base/fields.h"

typedef struct gp_row {
    const gp_field *f;
    size_t at;      /* offset of the struct that the row is about, in the outermost one */
    unsigned flags; /* the row's, with those of its record */
} gp_row;

enum { GP_ROWS_MAX = 64 };

typedef struct gp_rows {
    gp_row row[GP_ROWS_MAX];
    size_t n, more; /* more: those that found no place */
} gp_rows;

/* The rows, with those of objects without a key in their place. More than GP_ROWS_MAX are a bug that
 * reading in another order tells. */
void gp_rows_of(const gp_record *r, gp_rows *out);
/* One of them, of a record that stands at `at`. */
static inline gp_row gp_row_of(const gp_record *r, const gp_field *f, size_t at)
{
    unsigned without = (f->flags & GP_KNOWN ? GP_OPTIONAL : 0) | (r->flags & GP_TOLD ? GP_FILLED : 0);
    return (gp_row){f, at, (f->flags | r->flags) & ~without};
}
/* Is there a value that means "unknown", and is it there? */
bool gp_row_unknown(const gp_row *row, const void *object);
/* May null stand for it? May it be missing? */
bool gp_row_nullable(const gp_row *row);
bool gp_row_optional(const gp_row *row);
bool gp_field_is_list(const gp_field *f);
/* Does the name with this index stand for a value? */
bool gp_field_named(const gp_field *f, unsigned i);
/* The ends of the range; false where the type is the only bound. */
bool gp_row_range(const gp_row *row, double *min, double *max);

#endif
