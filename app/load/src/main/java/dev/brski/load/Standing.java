package dev.brski.load;

import dev.brski.pledge.Outcome;
import dev.brski.pledge.PledgeStatus;
import java.util.Optional;

/**
 * Where one device stands, and why if that is trouble.
 *
 * @param cause what went wrong last; empty if nothing did
 */
record Standing(String serial, Place place, Optional<String> cause) {

  static Place of(PledgeStatus status) {
    return switch (status.state()) {
      case FACTORY_DEFAULT, REVOKED -> Place.NEW;
      case DISCOVER, IDENTIFY, IMPRINT -> Place.UNDER_WAY;
      case REQUEST_JOIN ->
          status.askAgain().isPresent() ? Place.WAITS_FOR_VOUCHER : Place.UNDER_WAY;
      case ENROLL -> status.askAgain().isPresent() ? Place.WAITS_FOR_CERTIFICATE : Place.UNDER_WAY;
      case ENROLLED -> status.reported() ? Place.ENROLLED : Place.UNDER_WAY;
    };
  }

  /**
   * Whether what a device waited for before is something else now, or given up. That there is no
   * voucher for it is an answer.
   */
  static boolean lost(
      PledgeStatus before, PledgeStatus after, Outcome outcome, boolean startedAfresh) {
    return switch (before.state()) {
      case FACTORY_DEFAULT, DISCOVER, IDENTIFY, REVOKED -> false;
      case REQUEST_JOIN ->
          startedAfresh || (!(outcome instanceof Outcome.Refused) && isBehind(after, before));
      case IMPRINT -> isBehind(after, before);
      case ENROLL, ENROLLED -> !after.transactionID().equals(before.transactionID());
    };
  }

  private static boolean isBehind(PledgeStatus one, PledgeStatus other) {
    return one.state().compareTo(other.state()) < 0;
  }
}
