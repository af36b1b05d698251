package dev.brski.masa.ownership;

import dev.brski.verdict.Check;

/** Why a domain gets no voucher for a device, and what operators cannot have done to its owner. */
public enum OwnershipCheck implements Check {
  /** One answer for every reason: who asks in vain learns nothing of owners (RFC 8995 10.4). */
  DENIED("masa-ownership", "no voucher for this device is issued to this domain"),
  /** A serial number is not one that a device can have. */
  SERIAL("masa-serial", "the serial number is not usable"),
  /** A customer's name is unknown, taken, or no name. */
  CUSTOMER("masa-customer", "the customer is not known, or cannot be added so"),
  /** A customer cannot be known by a certificate. */
  CERTIFICATE("masa-customer-certificate", "no customer can be known by the certificate"),
  /** A file with sales cannot be read at all. */
  SALES("masa-sales", "the sales cannot be read"),
  /** The device has no owner, or that one already. */
  OWNER("masa-owner", "the device's owner cannot be changed so"),
  /** The device is blocked already, or is not. */
  BLOCK("masa-block", "the block of the device cannot be changed so"),
  /** What is done to a device is done for a reason. */
  REASON("masa-reason", "a reason is needed");

  private final String id;
  private final String told;

  OwnershipCheck(String id, String told) {
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
