/** The registrar: it admits devices to a domain and carries their requests to the authority. */
@NullMarked
package dev.brski.registrar;

import org.jspecify.annotations.NullMarked;
