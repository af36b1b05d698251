/**
 * The MASA's audit log (RFC 8995 section 5.8): asking for it, and what the policy makes of what it
 * tells.
 */
@NullMarked
package dev.brski.registrar.audit;

import org.jspecify.annotations.NullMarked;
