package dev.brski.authority.issuing;

import dev.brski.cmp.CmpFault;
import dev.brski.cmp.FailInfo;

/** The check on a certConf that RFC 9483 section 5.1.2 leaves to the state of the operation. */
enum ConfirmationCheck implements CmpFault {
  /** implicitConfirm was granted, or a newer request came. */
  NOT_EXPECTED("AU-certConf-not-expected", "no confirmation is expected in this transaction");

  private final String id;
  private final String told;

  ConfirmationCheck(String id, String told) {
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

  @Override
  public FailInfo failInfo() {
    return FailInfo.badRequest;
  }

  @Override
  public boolean bodyFault() {
    return false;
  }
}
