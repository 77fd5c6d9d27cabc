/* reply.h - a model's reply taken apart: the answer, the reasoning before it, and the tool calls in it.
 *
 * Chat models mark these parts with texts of their family: <think>...</think>, [THINK]...[/THINK], <seed:think>,
 * Gemma's <|channel>thought...<channel|>, the messages of harmony (gpt-oss); and calls as <tool_call> with JSON or XML
 * inside, Gemma's call:NAME{...}, [TOOL_CALLS], DeepSeek's begin and end marks, or a bare JSON object (Llama 3).
 *
 *   gp_reply_format   which marks count in a reply: found once per prompt from template, vocabulary and prompt
 *   gp_reply_parts    fed token by token, holds the parts; answer and reasoning never get back what they gave
 *
 * Rules
 *   - Only the template's own text decides whether the prompt ended inside reasoning; a user's "<think>" does not.
 *   - Otherwise reasoning is what stands between the marks at the very beginning of the reply (white space may
 *     precede); a later "<think>" is text. Gemma's channels and harmony's messages count wherever they stand.
 *   - Reasoning that is never closed leaves the answer empty, whatever is in it.
 *   - A mark that is a control token of the vocabulary counts only as that token, not as the same letters in plain
 *     text. Control tokens that are no mark disappear.
 *   - Calls are looked for only where the prompt offered tools (harmony: always). What cannot be read as a call stays
 *     in the answer, letter by letter.
 *   - White space around reasoning is dropped, and line feeds between it and the answer; around an answer beside calls
 *     too. A reply without any mark is the answer as it is.
 *
 * Nothing here sees a device; given the same bytes the parts are the same. Buffers are capped at GP_CAP_ANSWER. */
#ifndef GP_REPLY_REPLY_H
#define GP_REPLY_REPLY_H

#include "base/json.h"
#include "template/template.h"
#include "token/tokenizer.h"

/* What ends reasoning that stands in a reply's own text ("reasoning" of a target). */
typedef enum gp_reasoning {
    GP_REASONING_AUTO, /* what the format says; of a remote model, whose format is unknown, a block opened in the reply */
    GP_REASONING_TAGS, /* that, and a </think> that nothing opened: the template of a server has opened it */
    GP_REASONING_NONE, /* nothing: all of it is the answer */
    GP_REASONINGS
} gp_reasoning;
extern const char *const gp_reasoning_names[GP_REASONINGS]; /* "auto", "tags", "none" */

typedef struct gp_reply_format { /* plain value; borrows `tools` and the prompt */
    uint32_t marks;              /* bit per row of gp_reply_marks that counts */
    uint32_t control;            /* those of them that count as control tokens only */
    int opened;                  /* mark with which the prompt left reasoning open, or -1 */
    bool unopened;               /* what stands before the first </think> is reasoning, whoever opened it */
    bool harmony;                /* messages with headers; the fields above name its marks only */
    gp_str header;               /* harmony: what the prompt has of the first message's header */
    bool bare_call;              /* a whole answer that is one JSON object naming an offered tool is a call */
    const gp_json *tools;        /* OpenAI tool objects that the prompt offered, or NULL */
} gp_reply_format;

/* `source`: the template; `prompt`: what it rendered to, reply position at its end; `t`: NULL if there is none. */
gp_reply_format gp_reply_format_find(gp_str source, const gp_rendered *prompt, const gp_tokenizer *t,
                                     const gp_json *tools);

/* As a target has it; harmony's messages stay what they are. */
void gp_reply_use(gp_reply_format *f, gp_reasoning how);

/* For a reply that a grammar holds: only reasoning that the prompt opened is taken off. Returns the mark behind which
 * the grammar begins, empty if it does at once. Not for harmony, whose headers no grammar lets pass. */
gp_str gp_reply_hold(gp_reply_format *f);
/* Do replies of this template come in harmony's messages? */
bool gp_reply_in_messages(gp_str source);

typedef struct gp_reply_parts {
    gp_buf answer, reasoning;
    gp_buf
        calls; /* after gp_reply_end: JSON array of {"name", "arguments"} (arguments: JSON text, canonical), or empty */
    size_t n_calls;
    bool unclosed; /* after gp_reply_end: the reply ended inside its reasoning */

    /* private */
    gp_reply_format f;
    int state, open; /* what is being read, and the mark that began it */
    bool after;      /* line feeds in front of the answer are dropped */
    bool named;      /* the open channel's name is part of the text */
    size_t block;    /* where the open reasoning begins */
    gp_buf held;     /* may become a mark */
    gp_buf lead;     /* white space that may belong to the answer */
    gp_buf body, header, preamble;
} gp_reply_parts;

void gp_reply_begin(gp_reply_parts *p, const gp_reply_format *f); /* *p is overwritten */
/* Next token: its bytes, and whether it is a control token (then the bytes are its name). The token that ended the
 * reply is not fed. */
void gp_reply_feed(gp_reply_parts *p, gp_str bytes, bool control);
/* Where the reply has come to. UNDECIDED: white space or the beginning of a mark, which may belong to either. */
typedef enum gp_reply_place { GP_REPLY_UNDECIDED, GP_REPLY_THINKING, GP_REPLY_ANSWERING } gp_reply_place;
gp_reply_place gp_reply_at(const gp_reply_parts *p);
/* Bytes fed so far that are the answer's, or may become so. */
size_t gp_reply_answered(const gp_reply_parts *p);
void gp_reply_end(gp_reply_parts *p);
/* GP_E_NOMEM if a part did not fit. */
gp_code gp_reply_check(const gp_reply_parts *p, gp_err *err) GP_MUST_CHECK;
void gp_reply_free(gp_reply_parts *p);

/* --- between the files of this module --- */

typedef enum gp_mark_role {
    GP_MARK_REASON,
    GP_MARK_REASON_END,
    GP_MARK_CALL,
    GP_MARK_CALL_END,
    GP_MARK_NOISE,
    GP_MARK_HARMONY
} gp_mark_role;
typedef struct gp_reply_mark {
    const char *text;
    gp_mark_role role;
} gp_reply_mark;

/* A mark that ends something stands right behind the one that begins it. */
enum {
    GP_M_THINK,
    GP_M_THINK_END,
    GP_M_SEED,
    GP_M_SEED_END,
    GP_M_BRACKET,
    GP_M_BRACKET_END,
    GP_M_COMMAND,
    GP_M_COMMAND_END,
    GP_M_INNER,
    GP_M_INNER_END,
    GP_M_CHANNEL,
    GP_M_CHANNEL_END,
    GP_M_CALL,
    GP_M_CALL_END,
    GP_M_SEED_CALL,
    GP_M_SEED_CALL_END,
    GP_M_GEMMA_CALL,
    GP_M_GEMMA_CALL_END,
    GP_M_DEEPSEEK,
    GP_M_DEEPSEEK_END,
    GP_M_MISTRAL,
    GP_M_PYTHON,
    GP_M_CALLS,
    GP_M_CALLS_END,
    GP_M_RESPONSE,
    GP_M_H_START,
    GP_M_H_CHANNEL,
    GP_M_H_MESSAGE,
    GP_M_H_CONSTRAIN,
    GP_M_H_END,
    GP_M_H_RETURN,
    GP_M_H_CALL,
    GP_REPLY_MARKS
};
extern const gp_reply_mark gp_reply_marks[GP_REPLY_MARKS];

/* Read a call's text (without its marks; `mark` -1: bare) and add it; false if it is none. Several calls in one text
 * are possible with [TOOL_CALLS]. */
bool gp_reply_read_call(gp_reply_parts *p, int mark, gp_str text);
/* Add one call; `arguments` is JSON text. */
void gp_reply_add_call(gp_reply_parts *p, gp_str name, gp_str arguments);

#endif
