package dev.brski.registrar.admission;

import dev.brski.verdict.Check;

/** The rules on who may ask for anything (RFC 8995 section 5.3), each with its HTTP status. */
public enum AdmissionCheck implements Check {
  /** The TLS client shows a certificate. */
  CLIENT_CERTIFICATE("8995-5.1-client", 403, "a client certificate is required: the IDevID"),
  /** The IDevID chains to a manufacturer known here. */
  MANUFACTURER("8995-5.3-manufacturer", 404, "devices of this manufacturer are not taken here"),
  /** The IDevID names its MASA, and at a host where it may be, if none is fixed. */
  MASA("8995-2.3.2-masa-url", 404, "devices of this MASA are not taken here"),
  /** The inventory or a list names the device, where that is demanded. */
  NAMED("8995-5.3-device", 404, "this device is not taken here"),
  /** No operator has turned the device away. */
  NOT_DENIED("BRSKI-denied", 404, "this device is not taken here"),
  /** The IDevID has a serial number where its manufacturer has them. */
  SERIAL_NUMBER("8995-2.3.1-serial", 403, "the IDevID names no serial number"),
  /** The certificate of a member chains to the domain's authority, and is a device's. */
  MEMBER("LC-4.1.3-member", 403, "a certificate of this domain is required"),
  /** A certification request comes after the voucher. */
  IMPRINTED("9733-4.2-imprinted", 403, "no voucher was handed out for this device"),
  /** The audit log does not stand against the device. */
  AUDIT_LOG("8995-5.8.3-audit-log", 406, "the history of this device is not acceptable here"),
  /** No operator has withdrawn the consent. */
  NOT_WITHDRAWN("BRSKI-withdrawn", 403, "the operator of this registrar withdrew the request");

  private final String id;
  private final int status;
  private final String told;

  AdmissionCheck(String id, int status, String told) {
    this.id = id;
    this.status = status;
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

  /** The HTTP status that answers the breach. */
  public int status() {
    return status;
  }
}
