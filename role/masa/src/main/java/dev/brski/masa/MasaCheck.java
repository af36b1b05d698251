package dev.brski.masa;

import dev.brski.verdict.Check;

/** What can be wrong with a MASA's folder. */
public enum MasaCheck implements Check {
  /** Nothing is overwritten. */
  EXISTS("masa-exists", "it exists already"),
  /** A file is missing or unusable. */
  FILE("masa-file", "a file is missing or unusable"),
  /** The voucher signer's certificate is not under the anchor that devices have. */
  VOUCHER_SIGNER("masa-signer", "the voucher signer is not one that devices trust"),
  /** The TLS certificate is not one that registrars accept for the address. */
  TLS("masa-tls", "the TLS certificate does not fit"),
  /** A certificate has expired, or will within 30 days. */
  EXPIRY("masa-expiry", "a certificate does not last"),
  /** A revocation list in crls/ is unreadable or out of date. */
  REVOCATION_LIST("masa-crl", "a revocation list says nothing"),
  /** The address is not free. */
  ADDRESS("masa-address", "the address cannot be listened on"),
  /** The disk has less free than stays free. */
  ROOM("masa-room", "the disk has too little room"),
  /** The running MASA, or its store, cannot be asked. */
  ASK("masa-ask", "the MASA cannot be asked");

  private final String id;
  private final String told;

  MasaCheck(String id, String told) {
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
