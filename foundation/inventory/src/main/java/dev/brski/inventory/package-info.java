/** The list of expected devices: read from a file, kept in a role's store, and asked. */
@NullMarked
package dev.brski.inventory;

import org.jspecify.annotations.NullMarked;
