/** Who may see the audit log of a device, and in which form (RFC 8995 section 5.8). */
@NullMarked
package dev.brski.masa.audit;

import org.jspecify.annotations.NullMarked;
