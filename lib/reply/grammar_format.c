/* grammar_format.c - formats of JSON Schema as patterns: what a well-formed value looks like. */
#include "reply/grammar_impl.h"

/* Leap years end in 04 to 96, or are a multiple of 400. */
#define LEAP "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[048]|[2468][048]|[13579][26])00)"
#define DATE                                                                                  \
    "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|" \
    "02-(0[1-9]|1[0-9]|2[0-8]))|" LEAP "-02-29)"
#define TIME "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
#define LABEL "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#define BYTE "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#define IPV4 BYTE "(\\." BYTE "){3}"
#define H "[0-9A-Fa-f]{1,4}"
#define HEX(n) "[0-9A-Fa-f]{" #n "}"
#define URI_BODY "([A-Za-z0-9._~:/?#@!$&'()*+,;=\\[\\]-]|%[0-9A-Fa-f]{2})"

/* Up to the first slash: without a colon, or it would be a scheme. */
#define URI_FIRST "([A-Za-z0-9._~@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
#define VARIABLE "([A-Za-z0-9_.]|%[0-9A-Fa-f]{2})+(:[1-9][0-9]{0,3}|\\*)?"
/* A pattern whose groups are nested three deep at most. */
#define ATOM "[^\\\\\\[\\](){}|*+?]|\\\\[^a-zA-Z1-9]|\\\\[bBdDsSwWnrtfv]|\\[\\^?([^\\]\\\\]|\\\\.)+\\]"
#define TIMES "([*+?][?]?|\\{[0-9]+(,[0-9]*)?\\}[?]?)?"
#define REGEX0 "((" ATOM ")" TIMES "|\\|)*"
#define REGEX1 "((" ATOM "|\\((\\?:)?" REGEX0 "\\))" TIMES "|\\|)*"
#define REGEX2 "((" ATOM "|\\((\\?:)?" REGEX1 "\\))" TIMES "|\\|)*"

static const struct {
    const char *name, *pattern;
} formats[] = {
    {"date", "^" DATE "$"},
    {"time", "^" TIME "$"},
    {"date-time", "^" DATE "[Tt]" TIME "$"},
    {"duration",
     "^P((([0-9]+Y([0-9]+M)?([0-9]+D)?|[0-9]+M([0-9]+D)?|[0-9]+D)(T([0-9]+H([0-9]+M)?([0-9]+S)?|"
     "[0-9]+M([0-9]+S)?|[0-9]+S))?)|T([0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S)|[0-9]+W)$"},
    {"email", "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@" LABEL "(\\." LABEL ")*$"},
    {"hostname", "^" LABEL "(\\." LABEL ")*$"},
    {"ipv4", "^" IPV4 "$"},
    {"ipv6", "^((" H ":){7}" H "|(" H ":){1,7}:|(" H ":){1,6}:" H "|(" H ":){1,5}(:" H "){1,2}|(" H ":){1,4}(:" H
             "){1,3}|(" H ":){1,3}(:" H "){1,4}|(" H ":){1,2}(:" H "){1,5}|" H ":(:" H "){1,6}|:((:" H "){1,7}|:)|(" H
             ":){6}" IPV4 "|::(" H ":){0,5}" IPV4 ")$"},
    {"uuid", "^" HEX(8) "-" HEX(4) "-" HEX(4) "-" HEX(4) "-" HEX(12) "$"},
    {"uri", "^[A-Za-z][A-Za-z0-9+.-]*:" URI_BODY "+$"},
    {"uri-reference", "^([A-Za-z][A-Za-z0-9+.-]*:" URI_BODY "*|(" URI_FIRST "+)?([/?#]" URI_BODY "*)?)$"},
    {"iri", "^[A-Za-z][A-Za-z0-9+.-]*:(" URI_BODY "|[\\u00a0-\\uffef])+$"},
    {"iri-reference", "^([A-Za-z][A-Za-z0-9+.-]*:(" URI_BODY "|[\\u00a0-\\uffef])*|(" URI_FIRST
                      "|[\\u00a0-\\uffef])*([/?#](" URI_BODY "|[\\u00a0-\\uffef])*)?)$"},
    {"uri-template",
     "^([^\\u0000-\\u0020\"'<>\\\\^`{|}%]|%[0-9A-Fa-f]{2}|\\{[+#./;?&=,!@|]?" VARIABLE "(," VARIABLE ")*\\})*$"},
    {"json-pointer", "^(/([^~/]|~[01])*)*$"},
    {"relative-json-pointer", "^(0|[1-9][0-9]*)(#|(/([^~/]|~[01])*)*)$"},
    {"regex", "^" REGEX2 "$"},
};

const char *gp_format_pattern(gp_str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (gp_str_eqc(name, formats[i].name)) return formats[i].pattern;
    return NULL;
}
