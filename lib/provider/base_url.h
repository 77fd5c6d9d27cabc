/* base_url.h - whether an address that a user gave for a remote target can be one: checked where it is read, so that a
 * slip ends before anything is asked, and a password or key in it never gets into a manifest or a report.
 *
 * Both answer with words for a message, or NULL when there is nothing to say. The address itself is not in them. */
#ifndef GP_PROVIDER_BASE_URL_H
#define GP_PROVIDER_BASE_URL_H

#include "base/str.h"

/* What is wrong with a base URL ("a base URL must ..."). An empty one has no host. */
const char *gp_base_url_flaw(gp_str url);

/* The same for the MODEL of PROVIDER:MODEL when no "@http://" or "@https://" is in it: a part after '@' that can only
 * have been meant as an address would otherwise be part of the model's name, and the provider's own service would be
 * asked. */
const char *gp_base_url_missed(gp_str model);

#endif
