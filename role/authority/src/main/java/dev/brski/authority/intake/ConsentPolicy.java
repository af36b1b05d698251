package dev.brski.authority.intake;

/** What a registrar's consent must consist of. */
public enum ConsentPolicy {
  /** Its signature around the request, and in it the voucher that it rests on. */
  EVIDENCE,
  /** Its signature around the request alone, for registrars of other makers. */
  SIGNATURE;
}
