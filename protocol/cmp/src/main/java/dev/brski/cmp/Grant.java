package dev.brski.cmp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What a positive ip, cp or kup carries (RFC 9483 section 4.1.1).
 *
 * @param certificate the new certificate
 * @param chain its issuers, for extraCerts; self-signed ones are left out there
 * @param withMods whether it differs from what was asked for
 * @param confirmation how the end entity is to confirm it
 * @param caPubs its trust anchors, if they are to be conveyed; usually none
 */
public record Grant(
    X509Certificate certificate,
    List<X509Certificate> chain,
    boolean withMods,
    Confirmation confirmation,
    List<X509Certificate> caPubs) {

  /** Copies the lists. */
  public Grant {
    chain = List.copyOf(chain);
    caPubs = List.copyOf(caPubs);
  }

  /** A certificate as it was asked for, without caPubs. */
  public static Grant of(
      X509Certificate certificate, List<X509Certificate> chain, Confirmation confirmation) {
    return new Grant(certificate, chain, false, confirmation, List.of());
  }

  /** Whether and until when a certConf is expected. */
  public sealed interface Confirmation {

    /** None: implicitConfirm is granted, to be used only when it was requested. */
    record Implicit() implements Confirmation {}

    /** One before an instant: confirmWaitTime and messageTime are sent. */
    record Until(Instant deadline) implements Confirmation {}

    /** One, with no deadline told. */
    record Explicit() implements Confirmation {}
  }
}
