/** How the registrar renews its own credential, and takes a newer one in while it runs. */
@NullMarked
package dev.brski.registrar.renewal;

import org.jspecify.annotations.NullMarked;
