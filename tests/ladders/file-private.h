/* How a .ladder file is put together while it is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_TESTS_FILE_PRIVATE_H
#define SIPCODES_TESTS_FILE_PRIVATE_H

#include "file.h"

/* A file with these lines and no cases yet. Freed with ladder_file_free(). */
struct ladder_file *ladder_file_new(const char *path, const char *contents);

/* A new case of the file, and a new step of the case, which own them. */
struct ladder_case *ladder_case_new(struct ladder_file *file);
struct step *ladder_step_new(struct ladder_case *one, enum step_kind kind);

#endif
