/* caps.h - every limit on growth, in one list. A buffer that can grow from input has its cap here. */
#ifndef GP_BASE_CAPS_H
#define GP_BASE_CAPS_H

#include <stddef.h>

enum {
    GP_CAP_JSON_DEPTH = 64,      /* nesting of any JSON document that goldpin reads */
    GP_CAP_PATH = 4096,          /* bytes of a path, terminator included */
    GP_CAP_ID = 200,             /* bytes of a suite name, case id, target name or grader id */
    GP_CAP_TARGET_NESTING = 8,   /* composites within composites */
    GP_CAP_VARS = 1000,          /* variables of a suite, a case, a row */
    GP_CAP_MATRIX_VALUES = 1000, /* values of one variable in a matrix */
    GP_CAP_MATRIX = 1000000,     /* combinations of one matrix of a suite */
    GP_CAP_ROUNDS = 16,          /* drafts of one answer of a refine target */
    GP_CAP_TPL_STEPS = 50000000, /* evaluation steps of one chat template rendering */
    GP_CAP_TPL_DEPTH = 1500,     /* nested evaluations of a template (bounds the host stack) */
    GP_CAP_TPL_NESTING = 100     /* nesting of a template's source: blocks, brackets, unary operators */
};

#define GP_CAP_PACK ((size_t)16 << 30)            /* bytes of a packed bundle's archive */
#define GP_CAP_STDIN ((size_t)1 << 30)            /* bytes of standard input */
#define GP_CAP_FILE ((size_t)256 << 20)           /* a configuration, suite or golden file read into memory */
#define GP_CAP_TRANSCRIPT_LINE ((size_t)64 << 20) /* one line of transcripts.jsonl */
#define GP_CAP_ANSWER ((size_t)8 << 20)           /* bytes of one answer (and of its reasoning) kept from a target */
#define GP_CAP_HTTP_BODY ((size_t)32 << 20)       /* bytes of one HTTP response body */
#define GP_CAP_IMAGE ((size_t)20 << 20)           /* bytes of one image file sent to a model */
#define GP_CAP_HTTP_HEADERS ((size_t)256 << 10)   /* bytes of all headers of one HTTP response */
#define GP_CAP_GGUF_KEYS ((size_t)65536)          /* metadata keys of one GGUF file */
#define GP_CAP_GGUF_TENSORS ((size_t)65536)       /* tensors of one GGUF file */
#define GP_CAP_GGUF_STRING ((size_t)64 << 20)     /* bytes of one string value */
#define GP_CAP_GGUF_STRINGS ((size_t)4 << 20)     /* elements of one array of strings (tokens, merges) */
#define GP_CAP_GGUF_PARTS ((size_t)1024)          /* files of one split model */
#define GP_CAP_TPL_MEMORY ((size_t)512 << 20)     /* memory of one chat template rendering */
#define GP_CAP_TPL_OUTPUT ((size_t)64 << 20)      /* bytes of a rendered prompt, and of any text made on the way */
#define GP_CAP_JSON ((size_t)4 << 30)             /* memory of an arena that a JSON document is parsed into */

#endif
