package dev.brski.registrar.control;

import dev.brski.cmp.Body;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.behalf.BehalfCheck;
import dev.brski.registrar.behalf.Errand;
import dev.brski.registrar.behalf.Errands;
import dev.brski.registrar.behalf.OnBehalf;
import dev.brski.registrar.carrier.Trouble;
import dev.brski.registrar.inventory.Authorization;
import dev.brski.registrar.onboarding.Enrollments;
import dev.brski.registrar.onboarding.Enrollments.Certified;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What an operator has the registrar request in the place of devices (RFC 9483 section 5.3). */
public final class BehalfDesk {

  /**
   * Certificates that are to be revoked.
   *
   * @param certificate one of them, DER; or else the device is named
   * @param device all of a device that this registrar knows and that have not expired
   */
  public record Revocation(
      Optional<byte[]> certificate, Optional<Named> device, RevocationReason reason, Order order) {}

  /**
   * A certificate for a key that a device holds.
   *
   * @param request its PKCS #10, DER
   * @param profile the name of the certificate profile, if one is wanted
   */
  public record Certification(
      Named device, byte[] request, Optional<String> profile, Order order) {}

  /**
   * How one stands.
   *
   * @param what is asked for, in words
   * @param state in words
   * @param open whether it goes on
   * @param done whether the authority has done it
   * @param certificates what was issued, in PEM, once it is done
   * @param by who ordered it
   * @param reason why
   * @param nextAttempt when the authority is asked again, if it is
   */
  public record Line(
      String id,
      String what,
      String device,
      String state,
      boolean open,
      boolean done,
      Optional<String> certificates,
      String by,
      String reason,
      Instant ordered,
      int attempts,
      Optional<Instant> nextAttempt,
      Optional<String> cause,
      Optional<String> remedy) {

    private Line withoutCertificates() {
      return new Line(
          id,
          what,
          device,
          state,
          open,
          done,
          Optional.empty(),
          by,
          reason,
          ordered,
          attempts,
          nextAttempt,
          cause,
          remedy);
    }
  }

  private final OnBehalf onBehalf;
  private final Errands errands;
  private final Enrollments enrollments;
  private final Authorization authorization;
  private final Supplier<List<Manufacturer>> manufacturers;
  private final InstantSource clock;

  /**
   * @param manufacturers those that are taken now
   */
  public BehalfDesk(
      OnBehalf onBehalf,
      Errands errands,
      Enrollments enrollments,
      Authorization authorization,
      Supplier<List<Manufacturer>> manufacturers,
      InstantSource clock) {
    this.onBehalf = onBehalf;
    this.errands = errands;
    this.enrollments = enrollments;
    this.authorization = authorization;
    this.manufacturers = manufacturers;
    this.clock = clock;
  }

  /** What goes on, and what has ended lately, oldest first, without certificates. */
  public List<Line> list() {
    return errands.list().stream().map(BehalfDesk::line).map(Line::withoutCertificates).toList();
  }

  /** Has certificates revoked. */
  public Verdict<List<Line>> revoke(Revocation wanted) {
    return OperatorsWord.note(wanted.order().who(), wanted.order().reason())
        .flatMap(_ -> meant(wanted))
        .flatMap(certificates -> revoke(certificates, wanted));
  }

  private Verdict<List<Line>> revoke(List<X509Certificate> certificates, Revocation wanted) {
    return onBehalf
        .revoke(
            certificates.stream()
                .map(
                    certificate ->
                        new OnBehalf.Revoked(
                            wanted.device().map(Named::serial).orElseGet(() -> holder(certificate)),
                            certificate))
                .toList(),
            wanted.reason(),
            wanted.order())
        .map(errands -> errands.stream().map(BehalfDesk::line).toList());
  }

  private Verdict<List<X509Certificate>> meant(Revocation wanted) {
    if (wanted.certificate().isPresent()) {
      try {
        return Verdict.accepted(List.of(Certificates.parse(wanted.certificate().get())));
      } catch (CertificateException e) {
        return Verdict.refused(
            BehalfCheck.OBJECT,
            "that is no certificate: " + e.getMessage(),
            "Name a file with the certificate in PEM or DER.");
      }
    }
    return known(wanted.device().orElseThrow());
  }

  private Verdict<List<X509Certificate>> known(Named device) {
    var certified =
        enrollments.certified(device.serial()).stream()
            .filter(one -> device.manufacturer().map(one.manufacturer()::equals).orElse(true))
            .toList();
    var granted =
        onBehalf.certified(device.serial()).stream()
            .filter(one -> device.manufacturer().map(one.manufacturer()::equals).orElse(true))
            .toList();
    var makers =
        Stream.concat(
                certified.stream().map(Certified::manufacturer),
                granted.stream().map(OnBehalf.Certified::manufacturer))
            .distinct()
            .toList();
    if (makers.size() > 1) {
      return several(makers);
    }
    var certificates =
        Stream.concat(
                certified.stream()
                    .map(Certified::response)
                    .flatMap(response -> certificate(response).stream()),
                granted.stream().map(OnBehalf.Certified::certificate))
            .filter(certificate -> clock.instant().isBefore(certificate.getNotAfter().toInstant()))
            .distinct()
            .toList();
    return certificates.isEmpty()
        ? Verdict.refused(
            BehalfCheck.OBJECT,
            "this registrar knows of no certificate of device "
                + device.serial()
                + " that is valid",
            "Name the certificate itself: --certificate FILE.")
        : Verdict.accepted(certificates);
  }

  private static <T> Verdict<T> several(List<String> makers) {
    return Verdict.refused(
        JoinCheck.UNKNOWN,
        "devices of " + String.join(", ", makers) + " have this serial number",
        "Say whose is meant: --manufacturer NAME.");
  }

  private static Optional<X509Certificate> certificate(byte[] response) {
    return switch (CmpMessage.parse(response, CmpLimits.standard())) {
      case Verdict.Accepted<CmpMessage>(CmpMessage message)
          when message.body() instanceof Body.Response body ->
          body.only().certificate();
      case Verdict.Accepted<CmpMessage> _, Verdict.Refused<CmpMessage> _ -> Optional.empty();
    };
  }

  private static String holder(X509Certificate certificate) {
    var subject = certificate.getSubjectX500Principal();
    return Certificates.serialNumberAttribute(subject)
        .orElseGet(() -> Certificates.nameText(subject));
  }

  /** Has a key certified for a device that may join. */
  public Verdict<Line> certify(Certification wanted) {
    return OperatorsWord.note(wanted.order().who(), wanted.order().reason())
        .flatMap(_ -> allowed(wanted.device()))
        .flatMap(
            maker ->
                onBehalf.certify(
                    maker.name(),
                    wanted.device().serial(),
                    wanted.request(),
                    wanted.profile(),
                    wanted.order()))
        .map(BehalfDesk::line);
  }

  private Verdict<Manufacturer> allowed(Named device) {
    var taken =
        manufacturers.get().stream()
            .filter(maker -> device.manufacturer().map(maker.name()::equals).orElse(true))
            .toList();
    if (taken.isEmpty()) {
      return Verdict.refused(
          JoinCheck.UNKNOWN,
          device
              .manufacturer()
              .map(name -> "no manufacturer is called '" + name + "' here")
              .orElse("no manufacturer is known here"),
          "Name one of manufacturers.d: --manufacturer NAME.");
    }
    var objections = taken.stream().flatMap(maker -> objection(maker, device).stream()).toList();
    var named = taken.stream().filter(maker -> objection(maker, device).isEmpty()).toList();
    return switch (named.size()) {
      case 0 -> Verdict.refused(objections.getFirst());
      case 1 -> Verdict.accepted(named.getFirst());
      default -> several(named.stream().map(Manufacturer::name).toList());
    };
  }

  private Optional<Refusal> objection(Manufacturer maker, Named device) {
    return authorization.objectionUnseen(maker, device.serial());
  }

  /** Takes one back that goes on. */
  public Verdict<Line> cancel(String id, Order order) {
    return OperatorsWord.sound(order.who(), order.reason())
        .flatMap(_ -> onBehalf.cancel(id, order))
        .map(BehalfDesk::line);
  }

  private static Line line(Errand errand) {
    boolean open = errand.state() == Errand.State.OPEN;
    boolean done = errand.state() == Errand.State.DONE;
    return new Line(
        errand.id(),
        errand.kind().title() + " " + errand.name(),
        errand.device(),
        errand.state().title(),
        open,
        done,
        done ? errand.granted().map(Errand.Granted::certificates) : Optional.empty(),
        errand.order().who(),
        errand.order().reason(),
        errand.ordered(),
        errand.attempts(),
        open ? Optional.of(errand.nextAttempt()) : Optional.empty(),
        done ? Optional.empty() : errand.trouble().map(Trouble::cause),
        done ? Optional.empty() : errand.trouble().map(Trouble::remedy));
  }
}
