package dev.brski.registrar.enrollment;

import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Enrollments.Basis;
import dev.brski.registrar.onboarding.Forwarding;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.Onward;
import dev.brski.registrar.onboarding.Operation;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Makes of a message that passed every check what goes on to the authority (RFC 9483 section 5.2).
 * All messages of an operation go on in the form, and under the credential, of its first one.
 */
public final class Forwarder {

  private final Forwarding forwarding;
  private final Consent consent;
  private final IntFunction<Credential> credentials;
  private final CryptoSuite suite;
  private final Clock clock;

  /**
   * @param forwarding how operations go on that begin now
   * @param credentials those of all generations
   */
  public Forwarder(
      Forwarding forwarding, IntFunction<Credential> credentials, CryptoSuite suite, Clock clock) {
    this.forwarding = forwarding;
    this.consent = new Consent(credentials, suite, clock);
    this.credentials = credentials;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * A request that opens an operation; this registrar's consent is kept, whatever goes on.
   *
   * @param message whose proof of possession was verified and is bound to its signer
   * @param sequence of the consent
   */
  public Onward request(CmpMessage message, Operation operation, Basis basis, long sequence) {
    var consented =
        operation.certifies()
            ? Optional.of(
                switch (basis) {
                  case Basis.Voucher(var imprint) ->
                      consent.to(message, imprint, sequence).encoded();
                  case Basis.Membership member ->
                      consent.toMember(message, member.generation()).encoded();
                })
            : Optional.<byte[]>empty();
    int generation =
        switch (basis) {
          case Basis.Voucher(var imprint) -> imprint.generation();
          case Basis.Membership member -> member.generation();
        };
    var form = forwarding.of(operation);
    return new Onward(
        form,
        consented,
        switch (form) {
          case NESTED, UNCHANGED -> Optional.empty();
          case REPLACED -> Optional.of(composer(generation).replacingProtection(message).encoded());
          case RA_VERIFIED ->
              Optional.of(composer(generation).vouchingForPossession(message).encoded());
        });
  }

  /**
   * A certConf.
   *
   * @param imprint what the operation rests on, if it is a voucher exchange
   * @param sequence of the consent
   */
  public Onward confirmation(
      Enrollment enrollment, CmpMessage certConf, Optional<Imprint> imprint, long sequence) {
    return switch (enrollment.form()) {
      case NESTED ->
          Onward.nested(
              Optional.of(
                  switch (enrollment.operation()) {
                    case IR, P10CR, GENM ->
                        consent.to(certConf, imprint.orElseThrow(), sequence).encoded();
                    case CR, KUR, RR ->
                        consent.toMember(certConf, enrollment.generation()).encoded();
                  }));
      case UNCHANGED -> Onward.unchanged(Optional.empty());
      case REPLACED, RA_VERIFIED ->
          new Onward(
              enrollment.form(), Optional.empty(), Optional.of(replaced(enrollment, certConf)));
    };
  }

  /** A pollReq, which goes to an authority that owns the waiting: exact octets. */
  byte[] poll(Enrollment enrollment, CmpMessage pollReq) {
    return enrollment.form().replaces() ? replaced(enrollment, pollReq) : pollReq.encoded();
  }

  private byte[] replaced(Enrollment enrollment, CmpMessage message) {
    return composer(enrollment.generation()).replacingProtection(message).encoded();
  }

  private CmpComposer composer(int generation) {
    return new CmpComposer(credentials.apply(generation), suite, clock);
  }
}
