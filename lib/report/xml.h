/* xml.h - writing an XML document. The only place that knows libxml2's writer.
 *
 * Text and attribute values may be any bytes: what XML 1.0 forbids (control characters, U+FFFE, invalid UTF-8) appears
 * as \xNN or \u{N}, and markup is escaped. Errors are sticky and come out of gp_xml_close. */
#ifndef GP_REPORT_XML_H
#define GP_REPORT_XML_H

#include "base/str.h"

typedef struct gp_xml gp_xml;

/* Begins the document (UTF-8 declaration, two-space indentation). Its bytes go to `put` as they come, which must stay
 * callable until gp_xml_close. */
typedef void gp_xml_put(void *user, gp_str bytes);
gp_code gp_xml_open(gp_xml_put *put, void *user, gp_xml **x, gp_err *err) GP_MUST_CHECK;
void gp_xml_start(gp_xml *x, const char *element);
void gp_xml_attribute(gp_xml *x, const char *name, gp_str value); /* before any content of the element */
void gp_xml_text(gp_xml *x, gp_str text);
void gp_xml_end(gp_xml *x);
/* May XML 1.0 hold this character? */
bool gp_xml_legal(int32_t cp);
gp_code gp_xml_close(gp_xml *x, gp_err *err) GP_MUST_CHECK; /* ends the document; frees x in any case */

#endif
