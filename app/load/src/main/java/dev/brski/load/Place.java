package dev.brski.load;

/** Where a device of a load stands. */
public enum Place {
  /** It has never turned to a registrar. */
  NEW("new"),
  /** It was told to come back for its voucher. */
  WAITS_FOR_VOUCHER("waits for its voucher"),
  /** It was told to come back for its certificate. */
  WAITS_FOR_CERTIFICATE("waits for its certificate"),
  /** It is between two answers, and has not been told to wait. */
  UNDER_WAY("under way"),
  /** It is a member of the domain, and has told the registrar so. */
  ENROLLED("enrolled"),
  /** It waited, and what it had asked for is not what it waits for now. */
  LOST_ITS_PLACE("lost its place"),
  /** The registrar would not have it, or it would not have the registrar. */
  REFUSED("refused"),
  /** The registrar did not answer, or is out of order; it goes on later. */
  UNREACHABLE("unreachable"),
  /** Its folder or this program failed. */
  FAULT("fault");

  private final String words;

  Place(String words) {
    this.words = words;
  }

  /** As reports say it. */
  @Override
  public String toString() {
    return words;
  }
}
