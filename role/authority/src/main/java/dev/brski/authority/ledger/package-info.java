/**
 * What the authority knows and keeps: devices, registrars, enrollments with their evidence,
 * certificates.
 */
@NullMarked
package dev.brski.authority.ledger;

import org.jspecify.annotations.NullMarked;
