package dev.brski.registrar.onboarding;

import java.util.Optional;

/**
 * A device's message as it goes on to the authority.
 *
 * @param form how it goes on
 * @param consent the message inside this registrar's signature, exact octets, where its consent is
 *     needed: it is kept in each form, and is what goes on if that is nested
 * @param replaced the message under this registrar's protection, exact octets, if that is what goes
 *     on
 */
public record Onward(Forwarding form, Optional<byte[]> consent, Optional<byte[]> replaced) {

  /** Demands what the form needs. */
  public Onward {
    if (form.replaces() != replaced.isPresent()) {
      throw new IllegalArgumentException("a message that goes on " + form);
    }
  }

  /** Inside this registrar's signature if there is one, and otherwise as it came. */
  public static Onward nested(Optional<byte[]> consent) {
    return new Onward(Forwarding.NESTED, consent, Optional.empty());
  }

  /** As it came. */
  public static Onward unchanged(Optional<byte[]> consent) {
    return new Onward(Forwarding.UNCHANGED, consent, Optional.empty());
  }
}
