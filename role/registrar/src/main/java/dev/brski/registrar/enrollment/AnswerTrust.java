package dev.brski.registrar.enrollment;

import dev.brski.cmp.SignerTrust;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whose answers of the authority are believed, and whether a pledge can believe them too. */
public sealed interface AnswerTrust {

  /** Those that verify under the pin; the pledge gets them as they came. */
  record Pinned() implements AnswerTrust {}

  /**
   * Those of somebody whom no pledge knows: they reach it under this registrar's protection (RFC
   * 9483 section 5.2.3).
   *
   * @param known certificates that an operator has named: whoever signs with one of these need not
   *     send it
   */
  record Foreign(SignerTrust signers, List<X509Certificate> known) implements AnswerTrust {

    /** Copies the list. */
    public Foreign {
      known = List.copyOf(known);
    }
  }
}
