package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** How a registrar has said that it approves a request. */
public sealed interface Approval {

  /** How far back the protection goes. */
  Assurance assurance();

  /**
   * By its nested message around the device's own (RFC 9483 section 5.2.2.1).
   *
   * @param message the registrar's message, exact octets
   * @param evidence what the consent rests on, unless configuration waives it
   */
  record Nested(byte[] message, Optional<Evidence> evidence) implements Approval {

    /** Copies the octets in. */
    public Nested {
      message = message.clone();
    }

    @Override
    public byte[] message() {
      return message.clone();
    }

    @Override
    public Assurance assurance() {
      return Assurance.END_TO_END;
    }
  }

  /**
   * By its protection instead of the device's (sections 5.2.3 and 5.3.1): the request itself is its
   * approval.
   *
   * @param shown the device's certificate that the registrar sent along
   * @param raVerified whether the registrar answers for the possession of the key, too
   */
  record Replaced(Optional<X509Certificate> shown, boolean raVerified) implements Approval {

    @Override
    public Assurance assurance() {
      return Assurance.HOP_BY_HOP;
    }
  }
}
