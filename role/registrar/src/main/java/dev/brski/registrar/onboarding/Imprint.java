package dev.brski.registrar.onboarding;

import java.time.Instant;
import java.util.Optional;

/**
 * One voucher exchange.
 *
 * @param id sortable id
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param nonce the text of the nonce in the pledge's voucher-request
 * @param generation the generation of the registrar's credential that the pledge saw in TLS
 * @param idevid SHA-256 of the IDevID certificate, in lower-case hexadecimal
 * @param domain the domain chosen for the device
 * @param state where the exchange stands
 * @param voucher the voucher's exact octets, once there
 * @param refusal why it was refused, if it was
 * @param changed when the state last changed
 * @param version counts the changes; the next change must name it
 */
public record Imprint(
    String id,
    String device,
    String serialNumber,
    String nonce,
    int generation,
    String idevid,
    String domain,
    State state,
    Optional<byte[]> voucher,
    Optional<Refused> refusal,
    Instant changed,
    long version) {

  /** Where a voucher exchange stands. */
  public enum State {
    /** Waits for the MASA. */
    REQUESTED,
    /** The voucher is here; the pledge may fetch it. */
    VOUCHERED,
    /** The pledge said that it accepts the voucher. */
    ACCEPTED,
    /** The pledge said that it does not accept the voucher. */
    REJECTED,
    /** The MASA or this registrar refused. */
    REFUSED,
    /** A newer exchange of the same device took its place. */
    SUPERSEDED
  }

  /**
   * A refusal as the pledge gets it.
   *
   * @param status the HTTP status
   * @param told the text
   */
  public record Refused(int status, String told) {}

  /** Whether a certification request may rest on it: the voucher is out and not rejected. */
  public boolean allowsEnrollment() {
    return switch (state) {
      case VOUCHERED, ACCEPTED -> true;
      case REQUESTED, REJECTED, REFUSED, SUPERSEDED -> false;
    };
  }

  /** Whether the pledge's request has its answer. */
  public boolean isDecided() {
    return state != State.REQUESTED;
  }
}
