package dev.brski.wire;

/** A request that ends before it reaches a handler, with the answer it gets. */
final class Rejected extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Response response;

  Rejected(Response response) {
    super("status " + response.status(), null, false, false);
    this.response = response;
  }

  Response response() {
    return response;
  }
}
