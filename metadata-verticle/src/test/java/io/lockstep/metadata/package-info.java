/** Tests of the metadata service: contract suites that the memory model and PostgreSQL both pass, and what only one can show. */
@NullMarked
package io.lockstep.metadata;

import org.jspecify.annotations.NullMarked;
