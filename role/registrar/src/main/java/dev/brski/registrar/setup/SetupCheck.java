package dev.brski.registrar.setup;

import dev.brski.verdict.Check;

/** What can be wrong with a registrar's folder or with what an operator adds to it. */
public enum SetupCheck implements Check {
  /** Nothing is overwritten. */
  EXISTS("setup-exists", "it exists already"),
  /** A file is missing or unusable. */
  FILE("setup-file", "a file is missing or unusable"),
  /** The credential is not that of a registrar. */
  CREDENTIAL("setup-credential", "the credential is not that of a registrar"),
  /** A manufacturer's name is not usable. */
  NAME("setup-name", "the name is not usable"),
  /** Something of this id is there. */
  QUEUE_ID("queue-id", "nothing here has this id"),
  /** What is to be changed has not ended. */
  QUEUE_OPEN("queue-open", "it has ended already"),
  /** What became of it is not known. */
  QUEUE_INDETERMINATE("queue-indeterminate", "what became of it is known"),
  /** The given answer is the authority's. */
  QUEUE_ANSWER("queue-answer", "this is not the answer of the authority"),
  /** The registrar runs. */
  QUEUE_AT_REST("queue-at-rest", "only a registrar that runs can judge an answer"),
  /** An audit log of this device was asked for. */
  AUDIT_UNKNOWN("audit-unknown", "no audit log of this device was asked for"),
  /** Something about the device's audit log is to be decided. */
  AUDIT_OVER("audit-over", "nothing is to be decided"),
  /** Where a MASA is does not depend on the device that is there. */
  NO_MASA("setup-no-masa", "which MASA is to be asked is not known"),
  /** The MASA gives vouchers in advance. */
  VOUCHER_REFUSED("voucher-refused", "the MASA gives no voucher"),
  /** A voucher of this device is kept. */
  VOUCHER_UNKNOWN("voucher-unknown", "no such voucher is kept"),
  /** There is room for one more. */
  VOUCHERS_FULL("vouchers-full", "no more vouchers are kept"),
  /** An anchor would let in others than one manufacturer's devices. */
  ANCHOR("setup-anchor", "the anchor is not usable"),
  /** The running registrar would not do what a command beside it asked. */
  RUNNING("setup-running", "the running registrar refused");

  private final String id;
  private final String told;

  SetupCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
