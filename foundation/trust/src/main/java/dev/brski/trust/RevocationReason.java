package dev.brski.trust;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a certificate is revoked (RFC 5280 section 5.3.1): the reasons that may be given for one of
 * an end entity, for good.
 */
public enum RevocationReason {
  /** None of the others. */
  UNSPECIFIED(0),
  /** Its private key is, or may be, somebody else's. */
  KEY_COMPROMISE(1),
  /** What the certificate says of its holder is true no more. */
  AFFILIATION_CHANGED(3),
  /** Another certificate took its place. */
  SUPERSEDED(4),
  /** Its holder does its work no more. */
  CESSATION_OF_OPERATION(5),
  /** Its holder may not do any more what the certificate lets it do. */
  PRIVILEGE_WITHDRAWN(9);

  private final int number;

  RevocationReason(int number) {
    this.number = number;
  }

  /** The CRLReason. */
  public int number() {
    return number;
  }

  /** The reason of a CRLReason number, if it is one of these. */
  public static Optional<RevocationReason> ofNumber(int number) {
    return Stream.of(values()).filter(reason -> reason.number == number).findFirst();
  }

  /** As it is typed and kept, such as {@code key-compromise}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The reason of a word.
   *
   * @throws IllegalArgumentException naming all words, if it is none
   */
  public static RevocationReason parse(String word) {
    return Stream.of(values())
        .filter(reason -> reason.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the reasons are "
                        + Stream.of(values())
                            .map(RevocationReason::word)
                            .collect(Collectors.joining(", "))));
  }
}
