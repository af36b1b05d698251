/** What registrars and commands reach of a MASA over HTTP. */
@NullMarked
package dev.brski.masa.endpoint;

import org.jspecify.annotations.NullMarked;
