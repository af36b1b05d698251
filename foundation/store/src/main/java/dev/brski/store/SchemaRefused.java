package dev.brski.store;

/** The store's tables are not ones this program may work on; the message tells the operator why. */
public final class SchemaRefused extends Exception {

  private static final long serialVersionUID = 1;

  SchemaRefused(String message) {
    super(message);
  }
}
