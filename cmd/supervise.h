/* supervise.h - a command that uses OpenCL, in a process of its own.
 *
 * Compilers of OpenCL platforms run inside this process, and some abort, die of a damaged file in their cache, or call
 * exit(1) on a full disk. None of that may look like a verdict. So the work is done in a child; the parent waits,
 * hands on signals, and tells a child that ended itself from one that was ended. The second is tried again, as long as
 * it has written nothing: first with an empty folder for compiled kernels - if that helps, what lay in the old one was
 * damaged, and is cleared - then with portable kernels. When nothing helps the exit code is 3. */
#ifndef GP_CMD_SUPERVISE_H
#define GP_CMD_SUPERVISE_H

/* The exit code of `work`, which a child carries out. */
int gp_supervise(int (*work)(void *user), void *user);

/* For the child: from here on it leaves files behind, and must not be begun again. Nothing happens in any other
 * process. */
void gp_supervise_begun(void);

#endif
