package dev.brski.wire;

/** What a role does with a request on one of its routes. */
@FunctionalInterface
public interface Handler {

  /**
   * Answers; may block for as long as it likes, on a virtual thread of its own.
   *
   * @throws InterruptedException when the server stops while it waits; the peer is told to come
   *     back
   */
  Response handle(Request request) throws InterruptedException;
}
