/* xml_doc.h - XML that somebody else wrote: reading, XPath, XML Schema. With report/xml.h the only place that knows libxml2.
 *
 * Nothing is ever loaded besides the text itself: no network, no files, no external entities. A document type that
 * declares entities is refused, so nothing expands; hints in a document where to find schemas are not followed; a schema
 * that includes or imports is refused. The work of an XPath expression is limited. Documents belong to one thread. */
#ifndef GP_FORMS_XML_DOC_H
#define GP_FORMS_XML_DOC_H

#include "base/str.h"

typedef struct gp_xml_doc gp_xml_doc;

typedef struct gp_xml_ns { /* a prefix of an expression, and what it stands for */
    const char *prefix, *uri;
} gp_xml_ns;

/* What libxml2 sets up on first use without a lock of its own: call it before there are threads. Any number of times. */
void gp_xml_prepare(void);

/* Errors: GP_E_INPUT ("line 3: what"), for what is not well-formed or is refused. */
gp_code gp_xml_read(gp_str text, gp_xml_doc **out, gp_err *err) GP_MUST_CHECK;
void gp_xml_free(gp_xml_doc *d); /* NULL is allowed */

/* The expression can be compiled: GP_E_INPUT. */
gp_code gp_xml_xpath_check(const char *xpath, gp_err *err) GP_MUST_CHECK;

typedef struct gp_xml_found {
    size_t n;           /* nodes; 1 where the expression gives a text, a number or a truth value */
    const gp_str *text; /* of each: its string value, in the arena */
} gp_xml_found;
/* GP_E_INPUT: the expression cannot be evaluated (an unknown prefix, function or variable). GP_E_INFRA: too much work. */
gp_code gp_xml_xpath(gp_arena *a, gp_xml_doc *d, const char *xpath, const gp_xml_ns *ns, size_t n_ns, gp_xml_found *out,
                     gp_err *err) GP_MUST_CHECK;

/* The text is an XML Schema that can be used: GP_E_INPUT. */
gp_code gp_xml_schema_check(gp_str schema, gp_err *err) GP_MUST_CHECK;
/* *why is NULL where the document is valid, else the first thing that is wrong, in the arena. It may lose attributes
 * that say where schemas are. */
gp_code gp_xml_validate(gp_arena *a, gp_xml_doc *d, gp_str schema, const char **why, gp_err *err) GP_MUST_CHECK;

#endif
