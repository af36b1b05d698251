package dev.brski.proof.acceptance.rules;

import java.util.List;

/** Groups of messages that rules can be broken in. */
final class Sent {

  /** What a device asks with, before it has a certificate of the domain. */
  static final List<Start> BY_DEVICES = List.of(Start.IR, Start.P10CR, Start.GENM);

  /** What a member asks with. */
  static final List<Start> BY_MEMBERS = List.of(Start.CR, Start.KUR, Start.RR);

  /** All that opens an operation. */
  static final List<Start> FIRST =
      List.of(Start.IR, Start.P10CR, Start.CR, Start.KUR, Start.RR, Start.GENM);

  /** What a registrar nests. */
  static final List<Start> CERTIFYING = List.of(Start.IR, Start.P10CR, Start.CR, Start.KUR);

  /** What an authority takes as it is. */
  static final List<Start> BARE = List.of(Start.RR, Start.GENM);

  /** Requests in CRMF. */
  static final List<Start> CRMF = List.of(Start.IR, Start.CR, Start.KUR);

  private Sent() {}
}
