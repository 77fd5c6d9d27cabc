/* ifeval.h - what each instruction of IFEval and IFBench asks for, in goldpin's graders. */
#ifndef GP_IMPORT_IFEVAL_H
#define GP_IMPORT_IFEVAL_H

/* `graders` is JSON of one grader, or of several with commas between; `pattern` is one that a grader `regex` finds in the
 * answer. A row may have both. In them @…@ stands for a value of the record's kwargs:
 *
 *   @key@       a number (without its fraction) as it is, a text as it is inside a JSON string, a list as JSON
 *   @key-1@     the number less one
 *   @key<REL@   "min": key, or "max": key - 1 where kwargs REL is "less than"
 *   @key/@      in a pattern: what matches the text; of a list, any of its texts
 *   @key.@      the same, where a full stop may have a space behind it
 *   @key!@      in a pattern: (?= or, where kwargs key is "less than", (?!
 *   @$names@    what from_ifeval.c works out ("derived" there)
 *
 * Neither: there is no grader for it, and `why` says so. */
typedef struct gp_instruction {
    const char *id, *graders, *pattern, *why;
} gp_instruction;

extern const gp_instruction gp_ifeval_instructions[]; /* ended by one without an id */

#endif
