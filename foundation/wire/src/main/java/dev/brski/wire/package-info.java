/** HTTP over TLS, server and client, with limits and deadlines, and the control socket. */
@NullMarked
package dev.brski.wire;

import org.jspecify.annotations.NullMarked;
