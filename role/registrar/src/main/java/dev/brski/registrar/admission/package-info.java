/** Who may join: the manufacturers whose devices this registrar takes, and by which MASA. */
@NullMarked
package dev.brski.registrar.admission;

import org.jspecify.annotations.NullMarked;
