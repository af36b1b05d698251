package dev.brski.pledge;

import dev.brski.wire.Reply;

/** What an HTTP status means to whoever asked, apart from the content. */
final class HttpAnswer {

  private HttpAnswer() {}

  /** Whether the server is out of order, so that the same octets may be sent again later. */
  static boolean isOutOfOrder(Reply reply) {
    return reply.status() >= 500 || reply.status() == 408 || reply.status() == 429;
  }

  /** The status, and what the server says about it in plain text. */
  static String said(Reply reply) {
    var text = reply.explanation();
    return "HTTP status " + reply.status() + (text.isEmpty() ? "" : ": " + text);
  }
}
