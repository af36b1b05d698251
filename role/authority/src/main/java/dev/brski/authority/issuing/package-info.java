/** What is granted on a request, the certificate made of it, and the answer that carries it. */
@NullMarked
package dev.brski.authority.issuing;

import org.jspecify.annotations.NullMarked;
