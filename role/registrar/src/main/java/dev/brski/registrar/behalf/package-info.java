/** What the registrar requests in the place of other PKI entities (RFC 9483 section 5.3). */
@NullMarked
package dev.brski.registrar.behalf;

import org.jspecify.annotations.NullMarked;
