/** Making a registrar's folder, and what is kept in it besides the store. */
@NullMarked
package dev.brski.registrar.setup;

import org.jspecify.annotations.NullMarked;
