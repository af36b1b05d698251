package dev.brski.authority.intake;

import dev.brski.cmp.CmpFault;
import dev.brski.cmp.FailInfo;
import dev.brski.verdict.Refusal;

/** The checks of this authority on who brings a request, and on what consent. */
public enum IntakeCheck implements CmpFault {
  /** A certification request that no registrar approved (RFC 9733 section 7). */
  NESTED(
      "AU-nested",
      "certification requests are taken in a registrar's nested message only",
      "Send the request through a registrar of this domain that nests it: forwarding: nested in its"
          + " brski.yaml."),
  /** Whom a registrar answers for cannot be told, or is not taken (RFC 9483 section 5.1.1). */
  REPRESENTED(
      "AU-represented-device",
      "the device that the registration authority answers for cannot be told, or is not taken here",
      "Have the registrar send the device's own certificate along in extraCerts and put its"
          + " serialNumber into the subject; without that certificate the inventory must name the"
          + " serial number once: brski authority inventory import."),
  /** The outer signer lacks id-kp-cmcRA (RFC 9483 section 5.2.2.1). */
  REGISTRATION_AUTHORITY(
      "AU-outer-cmcRA",
      "outer message: the signer is not a registration authority",
      "Give the registrar a credential made by 'brski authority registrar'."),
  /** The outer signer is not in the ledger. */
  REGISTRAR_KNOWN(
      "AU-outer-registrar-known",
      "outer message: the signer is not a registrar known here",
      "Give the registrar a credential made by 'brski authority registrar' of this authority."),
  /** The outer signer was revoked. */
  REGISTRAR_REVOKED(
      "AU-outer-registrar-revoked",
      "outer message: the signer is a registrar that was revoked",
      "If that registrar is to serve again, give it a new credential."),
  /** A registrar's credential is renewed by a kur that comes alone, and by nothing else. */
  REGISTRARS_CREDENTIAL(
      "AU-inner-registrar",
      "inner message: a registrar's credential is renewed by its own kur alone",
      "Have the registrar send its kur without a nested message around it, or make the new"
          + " credential with 'brski authority registrar'."),
  /** The inner signer does not say which device it is (RFC 8995 section 2.3.1). */
  SERIAL_NUMBER(
      "AU-inner-serialNumber",
      "inner message: the device certificate has no usable serial number",
      "Only IDevIDs can be enrolled that have one serial number in the field that serial-number in"
          + " the manufacturer's file in manufacturers.d names."),
  /** The nested message carries no readable evidence. */
  EVIDENCE(
      "AU-consent-evidence",
      "outer message: the evidence of the consent is missing or malformed",
      "Use a registrar that sends evidence, or set 'consent: signature' in brski.yaml."),
  /** The voucher in the evidence cannot be read. */
  EVIDENCE_VOUCHER(
      "AU-consent-voucher",
      "outer message: the voucher in the evidence is malformed",
      "Look at the registrar's record of the voucher exchange for this device."),
  /** The voucher in the evidence is for another device. */
  EVIDENCE_DEVICE(
      "AU-consent-device",
      "outer message: the voucher in the evidence is for another device",
      "Look at the registrar's record of the voucher exchange for this device."),
  /** The voucher in the evidence pins something under which the answer could not be trusted. */
  EVIDENCE_PIN(
      "AU-consent-pin",
      "outer message: the voucher in the evidence pins no certificate of this authority",
      "The device could not verify our answer (RFC 9733 section 5.1): the registrar must have the"
          + " domain's CA pinned, not its own certificate or another domain's.");

  private final String id;
  private final String told;
  private final String remedy;

  IntakeCheck(String id, String told, String remedy) {
    this.id = id;
    this.told = told;
    this.remedy = remedy;
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
    return FailInfo.notAuthorized;
  }

  @Override
  public boolean bodyFault() {
    return this == REPRESENTED;
  }

  Refusal refusal(String cause) {
    return Refusal.of(this, cause, remedy);
  }
}
