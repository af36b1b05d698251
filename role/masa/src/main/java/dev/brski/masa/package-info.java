/** The MASA: it issues vouchers and keeps the audit log. */
@NullMarked
package dev.brski.masa;

import org.jspecify.annotations.NullMarked;
