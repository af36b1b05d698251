package dev.brski.authority.ledger;

import dev.brski.cmp.CmpFault;
import dev.brski.cmp.FailInfo;

/** The checks on a request that need the memory of what came before. */
public enum LedgerCheck implements CmpFault {
  /** RFC 9483 section 5.1. */
  TRANSACTION_ID_IN_USE(
      "AU-transactionIdInUse",
      FailInfo.transactionIdInUse,
      false,
      "the transactionID is in use for another request"),
  /** The device began anew while this request was held for a person. */
  SUPERSEDED(
      "AU-superseded",
      FailInfo.badRequest,
      true,
      "a newer request of the device took the place of this one"),
  /** A consent that was overtaken by a newer one of the same registrar for the same device. */
  CONSENT_SEQUENCE(
      "AU-consent-sequence",
      FailInfo.notAuthorized,
      false,
      "outer message: the registrar's consent is older than one already seen for this device"),
  /** RFC 9483 section 3.6.4, systemUnavail: the device comes later. */
  BUDGET(
      "AU-budget",
      FailInfo.systemUnavail,
      false,
      "too many requests of this device are here already; it may ask again later"),
  /** Whose certificate it is decides who may have it revoked (RFC 9483 section 5.3.2). */
  REGISTRARS_CERTIFICATE(
      "AU-rr-registrar",
      FailInfo.notAuthorized,
      true,
      "certificates of registrars are revoked by the operator of the authority"),
  /** RFC 9483 section 4.1.3: what is revoked or expired is not renewed. */
  REGISTRAR_ENDED(
      "AU-registrar-ended",
      FailInfo.certRevoked,
      true,
      "the registrar's credential is not in force any more"),
  /** RFC 9483 section 3.6.4, badCertTemplate. */
  KEY_IN_USE(
      "AU-key-in-use",
      FailInfo.badCertTemplate,
      true,
      "inner message: the public key is already certified for someone else"),
  /** RFC 5280 section 4.1.2.6: a subject names one entity. */
  SUBJECT_IN_USE(
      "AU-subject-in-use",
      FailInfo.badCertTemplate,
      true,
      "inner message: the subject is already that of another device");

  private final String id;
  private final FailInfo failInfo;
  private final boolean bodyFault;
  private final String told;

  LedgerCheck(String id, FailInfo failInfo, boolean bodyFault, String told) {
    this.id = id;
    this.failInfo = failInfo;
    this.bodyFault = bodyFault;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public FailInfo failInfo() {
    return failInfo;
  }

  @Override
  public boolean bodyFault() {
    return bodyFault;
  }

  @Override
  public String told() {
    return told;
  }
}
