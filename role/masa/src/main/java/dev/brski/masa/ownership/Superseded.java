package dev.brski.masa.ownership;

/** An operator has changed who may have a voucher, between the question and its commit. */
public final class Superseded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Superseded() {
    super("who may have a voucher for the device was changed meanwhile");
  }
}
