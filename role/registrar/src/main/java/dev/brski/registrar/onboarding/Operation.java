package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Message.Kind;
import java.util.Optional;

/** The PKI management operations that pass this registrar (RFC 9483 section 4). */
public enum Operation {
  /** A device of a known manufacturer enrolls to this PKI (section 4.1.1). */
  IR(
      Kind.CERTIFICATION_REQUEST,
      Optional.of(Kind.NESTED_CERTIFICATION_REQUEST),
      Kind.CERTIFICATION_RESPONSE),
  /** The same with a PKCS #10 request (section 4.1.4). */
  P10CR(Kind.P10CR, Optional.of(Kind.NESTED_P10CR), Kind.CP),
  /** A member of the domain asks for another certificate (section 4.1.2). */
  CR(Kind.CR, Optional.of(Kind.NESTED_CR), Kind.CP),
  /** A member of the domain renews its certificate (section 4.1.3). */
  KUR(Kind.KUR, Optional.of(Kind.NESTED_KUR), Kind.KUP),
  /** A member of the domain has its certificate revoked (section 4.2). */
  RR(Kind.RR, Optional.empty(), Kind.RP),
  /** A support message (section 4.3). */
  GENM(Kind.GENM, Optional.empty(), Kind.GENP);

  private final Kind request;
  private final Optional<Kind> nested;
  private final Kind response;

  Operation(Kind request, Optional<Kind> nested, Kind response) {
    this.request = request;
    this.nested = nested;
    this.response = response;
  }

  /** Whether it ends with a certificate, and needs this registrar's consent for that. */
  public boolean certifies() {
    return nested.isPresent();
  }

  /** What opens it. */
  Kind request() {
    return request;
  }

  /** The request in the registrar's consent, if it needs that. */
  Optional<Kind> consented() {
    return nested;
  }

  /** What answers it. */
  Kind response() {
    return response;
  }
}
