/** Making certificates and revocation lists from a profile. */
@NullMarked
package dev.brski.issuance;

import org.jspecify.annotations.NullMarked;
