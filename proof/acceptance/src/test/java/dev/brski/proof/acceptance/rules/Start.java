package dev.brski.proof.acceptance.rules;

import java.util.Locale;

/** The sound message that a rule is broken in. */
public enum Start {
  /** An ir of a device. */
  IR(1, true),
  /** A p10cr of a device. */
  P10CR(3, true),
  /** A cr of a member. */
  CR(3, true),
  /** A kur of a member. */
  KUR(8, true),
  /** An rr of a member for its own certificate. */
  RR(12, false),
  /** A genm that asks for CA certificates. */
  GENM(22, false),
  /** A certConf of a device that was given a certificate. */
  CERT_CONF(19, false),
  /** A pollReq of a device that was told to wait. */
  POLL_REQ(26, false),
  /** A registrar's nested message around a sound ir. */
  NESTED(1, false);

  private final int answer;
  private final boolean certifies;

  Start(int answer, boolean certifies) {
    this.answer = answer;
    this.certifies = certifies;
  }

  /** The number of the body that answers it, granted or rejected. */
  public int answer() {
    return answer;
  }

  /** Whether an authority takes it in a registrar's nested message only. */
  public boolean certifies() {
    return certifies;
  }

  /** Whether it is signed with a certificate of the domain. */
  public boolean isMembers() {
    return this == CR || this == KUR || this == RR;
  }

  @Override
  public String toString() {
    return switch (this) {
      case CERT_CONF -> "certConf";
      case POLL_REQ -> "pollReq";
      case IR, P10CR, CR, KUR, RR, GENM, NESTED -> name().toLowerCase(Locale.ROOT);
    };
  }
}
