package dev.brski.registrar.onboarding;

/** How a registrar lets its devices' messages go on to the authority (RFC 9483 section 5.2). */
public enum Forwarding {
  /** Inside this registrar's signature, where its consent is needed (section 5.2.2.1). */
  NESTED,
  /** As they came (section 5.2.1). */
  UNCHANGED,
  /** Under this registrar's protection, with the device's proof of possession (5.2.3.1). */
  REPLACED,
  /** The same, where this registrar says that it has verified the proof (section 5.2.3.2). */
  RA_VERIFIED;

  /**
   * How the messages of one operation go on. The protection of a kur must be preserved (section
   * 5.2.3), and that of an rr proves who wants the revocation; raVerified exists in ir and cr only
   * (RFC 4211 section 4).
   */
  public Forwarding of(Operation operation) {
    return switch (this) {
      case NESTED, UNCHANGED -> this;
      case REPLACED ->
          switch (operation) {
            case IR, P10CR, CR, GENM -> REPLACED;
            case KUR, RR -> UNCHANGED;
          };
      case RA_VERIFIED ->
          switch (operation) {
            case IR, CR -> RA_VERIFIED;
            case P10CR, GENM -> REPLACED;
            case KUR, RR -> UNCHANGED;
          };
    };
  }

  /** Whether the authority sees this registrar's protection instead of the device's. */
  public boolean replaces() {
    return this == REPLACED || this == RA_VERIFIED;
  }

  /** What the enrollment records of how the authority knows the device. */
  String assurance() {
    return replaces() ? "hop-by-hop" : "end-to-end";
  }
}
