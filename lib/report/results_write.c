/* results_write.c - results.json, written trial by trial. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "report/results_format.h"

struct gp_results_writer {
    char path[GP_CAP_PATH], spool_path[GP_CAP_PATH];
    FILE *spool;
    size_t n;
};

static gp_code refused(const char *path, gp_err *err)
{
    return gp_fail(err, GP_E_IO, "cannot write %s: %s", path, strerror(errno));
}

gp_code gp_results_create(const char *path, gp_results_writer **out, gp_err *err)
{
    gp_results_writer *w = gp_alloc(sizeof *w);
    int n = snprintf(w->spool_path, sizeof w->spool_path, "%s.spool", path);
    if (n < 0 || (size_t)n + 8 >= sizeof w->spool_path) {
        free(w);
        return gp_fail(err, GP_E_INPUT, "the path %.200s… is too long", path);
    }
    memcpy(w->path, path, strlen(path) + 1);
    w->spool = fopen(w->spool_path, "w+be");
    if (!w->spool) {
        gp_code code = refused(path, err);
        free(w);
        return code;
    }
    *out = w;
    return GP_OK;
}

void gp_results_render(const gp_result *r, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_record_write(&w, &gp_result_record, r);
}

/* One line per trial: a large file stays greppable, and a diff of two files shows trials. */
gp_code gp_results_add(gp_results_writer *w, gp_str rendered, gp_err *err)
{
    bool good = fputs(w->n ? ",\n    " : "\n    ", w->spool) >= 0 &&
                fwrite(rendered.p, 1, rendered.n, w->spool) == rendered.n;
    if (!good) return refused(w->path, err);
    w->n++;
    return GP_OK;
}

void gp_results_discard(gp_results_writer *w)
{
    if (!w) return;
    if (w->spool) (void)fclose(w->spool);
    gp_remove_file(w->spool_path);
    free(w);
}

static bool copy_spool(FILE *from, gp_out *to)
{
    char block[65536];
    size_t n;
    if (fflush(from) != 0 || fseek(from, 0, SEEK_SET) != 0) return false;
    while ((n = fread(block, 1, sizeof block, from)) > 0) gp_out_put(to, (gp_str){block, n});
    return !ferror(from);
}

static gp_code write_whole(gp_results_writer *w, gp_str head, gp_err *err)
{
    gp_out *to = NULL;
    gp_code code = gp_out_open(w->path, &to, err);
    if (code) return code;
    gp_out_put(to, head);
    if (!copy_spool(w->spool, to)) code = refused(w->path, err);
    gp_out_put(to, gp_str_c(w->n ? "\n  ]\n}\n" : "]\n}\n"));
    gp_code closed = gp_out_close(to, !code, code ? NULL : err);
    return code ? code : closed;
}

gp_code gp_results_finish(gp_results_writer *w, const gp_results_head *head, gp_err *err)
{
    gp_buf b = {0};
    gp_jw jw;
    gp_jw_init(&jw, &b, 2);
    gp_jw_object(&jw);
    gp_record_write_members(&jw, &gp_head_record, head);
    gp_jw_key(&jw, "trials");
    gp_buf_byte(&b, '[');
    gp_code code = write_whole(w, gp_buf_view(&b), err);
    gp_buf_free(&b);
    gp_results_discard(w);
    return code;
}
