package dev.brski.registrar.imprint;

import dev.brski.registrar.carrier.Answer;
import dev.brski.voucher.MediaTypes;
import java.util.Optional;

/**
 * What a MASA's answer to a voucher-request means (RFC 8995 section 5.6), in an operator's words.
 */
public sealed interface MasaSays {

  /** A voucher, if the octets are one. */
  record Given(byte[] octets) implements MasaSays {}

  /**
   * No voucher, for good.
   *
   * @param status the HTTP status
   * @param told the MASA's own words, with a colon before them, or nothing
   * @param cause what it said
   * @param meaning what that means, and what to do
   */
  record Refused(int status, String told, String cause, String meaning) implements MasaSays {}

  /** No voucher yet, and why. */
  record NotYet(Why why, String reason) implements MasaSays {}

  /** Why there is none yet. */
  enum Why {
    /** The MASA has still to decide. */
    UNDECIDED,
    /** The device, or this registrar, has had its share for now. */
    SPENT,
    /** It has no time. */
    BUSY,
    /** It is in trouble, whatever is sent. */
    AWAY,
    /** Something about it or about how it is asked has to be corrected. */
    AMISS
  }

  /** Reads an answer. */
  static MasaSays of(Answer answer) {
    var masa = "the MASA " + answer.peer();
    var words = masa + " answered " + answer.status() + said(answer);
    return switch (answer.status()) {
      case 200 -> given(answer);
      case 202 -> new NotYet(Why.UNDECIDED, masa + " has not decided yet");
      case 401 ->
          new NotYet(
              Why.AMISS,
              masa
                  + " wants this registrar to authenticate itself, or does not take the way it"
                  + " does: ask the manufacturer for access, and write it into the manufacturer's"
                  + " file (masa-access)");
      case 400, 403, 404, 406, 413, 415 ->
          new Refused(
              answer.status(),
              said(answer),
              masa + " refused with " + answer.status() + said(answer),
              meaning(answer.status()));
      case 301, 302, 303, 307, 308 ->
          new NotYet(
              Why.AMISS,
              masa
                  + " answered "
                  + answer.status()
                  + " and names another place, which is not gone to: correct masa in the"
                  + " manufacturer's file");
      case 405, 410, 501 ->
          new NotYet(
              Why.AMISS,
              words
                  + ": no vouchers are given at that address; correct masa in the manufacturer's"
                  + " file");
      case 429 -> new NotYet(Why.SPENT, words);
      case 503 -> new NotYet(Why.BUSY, words);
      case 408, 425, 502, 504 -> new NotYet(Why.AWAY, words);
      default -> new NotYet(Why.AMISS, words);
    };
  }

  private static MasaSays given(Answer answer) {
    return answer.mediaType().equals(MediaTypes.VOUCHER_CMS_JSON)
        ? new Given(answer.content())
        : new NotYet(
            Why.AMISS,
            "the MASA "
                + answer.peer()
                + " answered 200 with "
                + (answer.mediaType().isEmpty() ? "no media type" : answer.mediaType())
                + " instead of a voucher");
  }

  /** What RFC 8995 section 5.6 means by a status, and what to do. */
  private static String meaning(int status) {
    return switch (status) {
      case 400 ->
          "It could not read this registrar's voucher-request. Give both this line and the"
              + " message (brski queue show) to the manufacturer.";
      case 403 ->
          "It does not take the request: not signed as it wants, too old, or the device is another"
              + " owner's. If the request is old, let the device ask anew; otherwise ask the"
              + " manufacturer about this device and this domain.";
      case 404 ->
          "It does not know the device. Compare the serial number with the delivery note, and masa"
              + " in the manufacturer's file with what the manufacturer says; then ask the"
              + " manufacturer about this device and this domain.";
      case 406 ->
          "It cannot give a voucher that the device could process in the form that was asked for, "
              + MediaTypes.VOUCHER_CMS_JSON
              + ". Ask the manufacturer what the device takes.";
      case 413 -> "The request is too large for it. Tell the manufacturer.";
      case 415 ->
          "It does not know the form of the request, "
              + MediaTypes.VOUCHER_CMS_JSON
              + ". Ask the manufacturer which forms its MASA takes.";
      default -> "Ask the manufacturer about this device and this domain.";
    };
  }

  private static String said(Answer answer) {
    return Optional.of(answer.explanation())
        .filter(text -> !text.isEmpty())
        .map(text -> ": " + text)
        .orElse("");
  }
}
