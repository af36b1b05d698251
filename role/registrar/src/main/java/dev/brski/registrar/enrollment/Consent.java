package dev.brski.registrar.enrollment;

import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The registrar's consent: its signature around the untouched request, made at the moment of
 * acceptance (RFC 9483 section 5.2.2.1, RFC 9733 section 7).
 */
public final class Consent {

  private final IntFunction<Credential> credentials;
  private final CryptoSuite suite;
  private final Clock clock;

  /** With the credentials of all generations. */
  public Consent(IntFunction<Credential> credentials, CryptoSuite suite, Clock clock) {
    this.credentials = credentials;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * Signs around a message that passed every check, with the evidence that it rests on.
   *
   * @throws IllegalArgumentException when the imprint has no voucher
   */
  public CmpMessage to(CmpMessage request, Imprint imprint, long sequence) {
    var voucher =
        imprint
            .voucher()
            .orElseThrow(() -> new IllegalArgumentException("consent rests on a voucher"));
    var evidence = new dev.brski.cmp.Consent(imprint.id(), imprint.generation(), sequence, voucher);
    return new CmpComposer(credentials.apply(imprint.generation()), suite, clock)
        .nested(request, evidence.generalInfo());
  }

  /** Signs around a message of a member of the domain, whose certificate is the evidence. */
  public CmpMessage toMember(CmpMessage request, int generation) {
    return new CmpComposer(credentials.apply(generation), suite, clock).nested(request, List.of());
  }
}
