package dev.brski.pledge;

import java.util.Optional;

/** What the name of a certificate profile may be (RFC 9483 section 3.1). */
final class ProfileName {

  private static final int LONGEST = 64;

  private ProfileName() {}

  /**
   * Demands one that can be sent, if there is one.
   *
   * @throws IllegalArgumentException when it has not 1 to 64 characters
   */
  static void demand(Optional<String> profile) {
    if (profile.filter(name -> name.isBlank() || name.length() > LONGEST).isPresent()) {
      throw new IllegalArgumentException(
          "the name of a certificate profile has 1 to " + LONGEST + " characters");
    }
  }
}
