/* xml.c - documents by libxml2's writer. */
#include <stdlib.h>

#include <libxml/xmlwriter.h>

#include "report/xml.h"

struct gp_xml {
    xmlTextWriterPtr writer;
    gp_buf clean; /* reused */
    gp_xml_put *put;
    void *user;
    bool failed;
};

/* libxml2 wants an int back. */
static int write_bytes(void *user, const char *bytes, int n)
{
    gp_xml *x = user;
    if (n > 0) x->put(x->user, (gp_str){bytes, (size_t)n});
    return n;
}

gp_code gp_xml_open(gp_xml_put *put, void *user, gp_xml **result, gp_err *err)
{
    gp_xml *x = gp_alloc(sizeof *x);
    xmlOutputBufferPtr sink = xmlOutputBufferCreateIO(write_bytes, NULL, x, NULL);
    xmlTextWriterPtr writer = sink ? xmlNewTextWriter(sink) : NULL;
    if (!writer) {
        if (sink) (void)xmlOutputBufferClose(sink);
        free(x);
        return gp_fail(err, GP_E_NOMEM, "out of memory while writing XML");
    }
    x->writer = writer;
    x->put = put;
    x->user = user;
    x->failed = xmlTextWriterSetIndent(writer, 1) < 0 || xmlTextWriterSetIndentString(writer, BAD_CAST "  ") < 0 ||
                xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL) < 0;
    *result = x;
    return GP_OK;
}

bool gp_xml_legal(int32_t cp)
{
    return cp == 0x9 || cp == 0xA || cp == 0xD || (cp >= 0x20 && cp <= 0xD7FF) || (cp >= 0xE000 && cp <= 0xFFFD) ||
           cp >= 0x10000;
}

static const xmlChar *cleaned(gp_xml *x, gp_str s)
{
    gp_buf_clear(&x->clean);
    gp_buf_put(&x->clean, "", 0);
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(s, &at);
        if (cp < 0) gp_buf_fmt(&x->clean, "\\x%02X", (unsigned)(unsigned char)s.p[from]);
        else if (!gp_xml_legal(cp)) gp_buf_fmt(&x->clean, cp < 0x100 ? "\\x%02X" : "\\u{%X}", (unsigned)cp);
        else gp_buf_put(&x->clean, s.p + from, at - from);
    }
    return BAD_CAST x->clean.p;
}

void gp_xml_start(gp_xml *x, const char *element)
{
    if (xmlTextWriterStartElement(x->writer, BAD_CAST element) < 0) x->failed = true;
}

void gp_xml_attribute(gp_xml *x, const char *name, gp_str value)
{
    if (xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, cleaned(x, value)) < 0) x->failed = true;
}

void gp_xml_text(gp_xml *x, gp_str text)
{
    if (xmlTextWriterWriteString(x->writer, cleaned(x, text)) < 0) x->failed = true;
}

void gp_xml_end(gp_xml *x)
{
    if (xmlTextWriterEndElement(x->writer) < 0) x->failed = true;
}

gp_code gp_xml_close(gp_xml *x, gp_err *err)
{
    if (xmlTextWriterEndDocument(x->writer) < 0) x->failed = true;
    xmlFreeTextWriter(x->writer); /* flushes and closes the sink */
    bool failed = x->failed;
    gp_buf_free(&x->clean);
    free(x);
    return failed ? gp_fail(err, GP_E_NOMEM, "out of memory while writing XML") : GP_OK;
}
