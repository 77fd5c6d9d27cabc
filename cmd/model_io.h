/* model_io.h - token ids, standard input and exit codes, as the model commands have them in common. */
#ifndef GP_CMD_MODEL_IO_H
#define GP_CMD_MODEL_IO_H

#include "token/tokenizer.h"

#define GP_MODEL_EXITS \
    "  0    done\n  2    usage, or the input is invalid\n  3    the file system refused, or the device broke\n"

/* All of standard input, byte for byte. Errors: GP_E_IO, GP_E_NOMEM (larger than GP_CAP_STDIN). */
gp_code gp_read_stdin(gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* "[1, 2, 3]\n" */
void gp_write_ids(gp_buf *out, const int32_t *ids, size_t n);
/* A JSON array of ids from 0 to size - 1. Errors: GP_E_INPUT, located. */
gp_code gp_parse_id_array(const char *name, gp_str text, int32_t size, gp_ids *out, gp_err *err) GP_MUST_CHECK;
/* "1,2,3" as given with --tokens. Errors: GP_E_USAGE. */
gp_code gp_parse_id_list(const char *text, gp_ids *out, gp_err *err) GP_MUST_CHECK;

#endif
