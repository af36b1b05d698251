/** What operators reach over the control socket. */
@NullMarked
package dev.brski.registrar.control;

import org.jspecify.annotations.NullMarked;
