/** Durable state: one writer, many readers, and a journal that cannot be rewritten unnoticed. */
@NullMarked
package dev.brski.store;

import org.jspecify.annotations.NullMarked;
