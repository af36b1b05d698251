/** What pledges reach over TLS: voucher-requests, status telemetry and CMP. */
@NullMarked
package dev.brski.registrar.endpoint;

import org.jspecify.annotations.NullMarked;
