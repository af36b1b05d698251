package dev.brski.authority.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose certificate it is that this authority issued, and what became of it.
 *
 * @param device whose
 * @param profile the name of the certificate profile
 * @param revoked since when it is revoked, if it is
 * @param stage where the enrollment stands that it came of
 */
public record Holder(Device device, String profile, Optional<Instant> revoked, Stage stage) {

  /**
   * Why nothing is to be had with the certificate any more, if that is so. One that was superseded
   * is good for as long as it lasts: its device may have nothing else.
   */
  public Optional<String> objection() {
    return revoked
        .map(since -> "it is revoked since " + since)
        .or(
            () ->
                switch (stage) {
                  case REJECTED -> Optional.of("the device rejected it when it was issued");
                  case UNCONFIRMED -> Optional.of("the device never confirmed it");
                  case PENDING,
                      ISSUING,
                      AWAITING_CONFIRMATION,
                      ISSUED,
                      CONFIRMED,
                      DENIED,
                      SUPERSEDED ->
                      Optional.empty();
                });
  }
}
