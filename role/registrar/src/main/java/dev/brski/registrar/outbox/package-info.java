/** What waits to go upstream: handed to carriers when due, again until it is settled. */
@NullMarked
package dev.brski.registrar.outbox;

import org.jspecify.annotations.NullMarked;
