package dev.brski.registrar.behalf;

import dev.brski.cmp.RequestedCertificate;
import dev.brski.registrar.behalf.Errand.Kind;
import dev.brski.registrar.behalf.Errand.State;
import dev.brski.registrar.behalf.Errands.Subject;
import dev.brski.registrar.carrier.Backoff;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Keyring;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has things done by the authority in the place of other PKI entities (RFC 9483 section 5.3): what
 * is ordered is durable before the authority hears of it, and goes on with the same octets whatever
 * cuts it short, until the authority has done it or says no.
 */
public final class OnBehalf implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OnBehalf.class);

  private final Errands errands;
  private final Requests messages;
  private final Course course;
  private final Keyring keyring;
  private final boolean once;
  private final Duration patience;
  private final InstantSource clock;
  private final ConcurrentMap<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

  /** Asks whether a device may have a certificate now. */
  @FunctionalInterface
  public interface Objection {

    /** Why it may not, if so. */
    Optional<Refusal> of(String manufacturer, String serialNumber);
  }

  /**
   * @param authority the way there
   * @param keyring what signs
   * @param once whether the authority must not get the same request for a certificate twice
   * @param objection asked before anything leaves for a certificate
   * @param patience for so long an order waits for the authority; what has not come then goes on
   */
  public OnBehalf(
      Errands errands,
      Requests messages,
      Line authority,
      Keyring keyring,
      boolean once,
      Objection objection,
      Duration patience,
      InstantSource clock) {
    this.errands = errands;
    this.messages = messages;
    this.course = new Course(errands, messages, authority, keyring, once, objection, clock);
    this.keyring = keyring;
    this.once = once;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * A certificate that is to be revoked.
   *
   * @param device the serial number of the device whose certificate it is
   */
  public record Revoked(String device, X509Certificate certificate) {}

  /**
   * Wants certificates revoked, and asks at once. What was wanted before is gone on with. All are
   * ordered before the first is asked for.
   *
   * @return how they stand now; refused only if one cannot be ordered
   */
  public Verdict<List<Errand>> revoke(List<Revoked> wanted, RevocationReason reason, Order order) {
    return ordered(wanted, reason, order).map(this::goneOn);
  }

  private synchronized Verdict<List<Errand>> ordered(
      List<Revoked> wanted, RevocationReason reason, Order order) {
    var ordered = new ArrayList<Errand>();
    for (var each : wanted) {
      switch (ordered(each, reason, order)) {
        case Verdict.Accepted<Errand>(Errand errand) -> ordered.add(errand);
        case Verdict.Refused<Errand>(Refusal refusal) -> {
          return Verdict.refused(refusal);
        }
      }
    }
    return Verdict.accepted(List.copyOf(ordered));
  }

  private Verdict<Errand> ordered(Revoked wanted, RevocationReason reason, Order order) {
    var certificate = wanted.certificate();
    boolean own =
        keyring.generations().stream()
            .anyMatch(generation -> generation.credential().leaf().equals(certificate));
    if (own) {
      return Verdict.refused(
          BehalfCheck.OBJECT,
          "certificate " + Certificates.serialNumber(certificate) + " is this registrar's own",
          "Whoever runs the authority revokes it: brski authority revoke --registrar NAME.");
    }
    var subject =
        new Subject(
            Optional.empty(),
            wanted.device(),
            Certificates.fingerprint(certificate),
            Certificates.serialNumber(certificate));
    var before = errands.same(Kind.REVOCATION, subject.object());
    if (before.isPresent()) {
      return Verdict.accepted(before.get());
    }
    var signer = keyring.current();
    return messages
        .revocation(signer.credential(), certificate, reason)
        .mapRefusal(why -> why.under(BehalfCheck.OBJECT))
        .map(rr -> errands.begin(Kind.REVOCATION, subject, rr, signer.number(), order));
  }

  /**
   * Wants a certificate for the key of a PKCS #10, and asks at once. What was wanted before is gone
   * on with.
   *
   * @param manufacturer who made the device
   * @param device the serial number that the subject must have
   * @param certificationRequest DER
   * @param profile the name of the certificate profile, if one is wanted
   * @return how it stands now; refused only if it is not begun
   */
  public Verdict<Errand> certify(
      String manufacturer,
      String device,
      byte[] certificationRequest,
      Optional<String> profile,
      Order order) {
    return ordered(manufacturer, device, certificationRequest, profile, order)
        .map(errand -> goneOn(List.of(errand)).getFirst());
  }

  private synchronized Verdict<Errand> ordered(
      String manufacturer,
      String device,
      byte[] certificationRequest,
      Optional<String> profile,
      Order order) {
    var object =
        HexFormat.of().formatHex(CryptoSuite.sha256(certificationRequest))
            + profile.map(" "::concat).orElse("");
    var before = errands.same(Kind.CERTIFICATE, object).filter(this::counts);
    if (before.isPresent()) {
      boolean same =
          before.get().device().equals(device)
              && before.get().manufacturer().filter(manufacturer::equals).isPresent();
      return same
          ? Verdict.accepted(before.get())
          : Verdict.refused(
              BehalfCheck.SUBJECT,
              "this request was brought for device "
                  + before.get().device()
                  + before.get().manufacturer().map(" of "::concat).orElse(""),
              "Bring one that names the device.");
    }
    if (once) {
      return Verdict.refused(
          BehalfCheck.ELSEWHERE,
          "this authority gets no request twice (resend: never), and nobody would know of one whose"
              + " answer is lost",
          "Take the certification request to the CA by its own means.");
    }
    var signer = keyring.current();
    return messages
        .certification(signer.credential(), certificationRequest, profile)
        .mapRefusal(why -> why.under(BehalfCheck.REQUEST))
        .flatMap(
            request ->
                messages
                    .requested(request, signer.credential())
                    .mapRefusal(why -> why.under(BehalfCheck.REQUEST))
                    .flatMap(wanted -> named(wanted, device))
                    .map(
                        wanted ->
                            errands.begin(
                                Kind.CERTIFICATE,
                                new Subject(
                                    Optional.of(manufacturer),
                                    device,
                                    object,
                                    Certificates.nameText(wanted.subject())),
                                request,
                                signer.number(),
                                order)));
  }

  /** One that goes on, or whose certificate can still be used. */
  private boolean counts(Errand errand) {
    return errand.state() == State.OPEN
        || errand
            .certificate()
            .filter(certificate -> clock.instant().isBefore(certificate.getNotAfter().toInstant()))
            .map(Certificates::fingerprint)
            .filter(object -> errands.same(Kind.REVOCATION, object).isEmpty())
            .isPresent();
  }

  /** The certificates for devices of a serial number that were made on their behalf. */
  public List<Certified> certified(String device) {
    return errands.granted(device).stream()
        .flatMap(
            errand ->
                errand
                    .certificate()
                    .filter(certificate -> Requests.isFor(errand, certificate))
                    .map(
                        certificate ->
                            new Certified(errand.manufacturer().orElseThrow(), certificate))
                    .stream())
        .toList();
  }

  /**
   * A certificate that was made on behalf of a device.
   *
   * @param manufacturer the device's
   */
  public record Certified(String manufacturer, X509Certificate certificate) {}

  private static Verdict<RequestedCertificate> named(RequestedCertificate wanted, String device) {
    return Certificates.serialNumberAttribute(wanted.subject()).filter(device::equals).isPresent()
        ? Verdict.accepted(wanted)
        : Verdict.refused(
            BehalfCheck.SUBJECT,
            "the request is for "
                + Certificates.nameText(wanted.subject())
                + ", which has not the serialNumber "
                + device,
            "Have one made whose subject has the device's serialNumber.");
  }

  /** Goes on with what is due, all at once. */
  public void look() throws InterruptedException {
    var now = clock.instant();
    var due =
        errands.open().stream()
            .filter(errand -> !Backoff.rests(errand.nextAttempt(), now))
            .map(errand -> asking.submit(() -> attempt(errand)))
            .toList();
    for (var attempt : due) {
      outcome(attempt, Duration.ofDays(1));
    }
  }

  /** What an attempt throws, if it has thrown; what has not come in time goes on. */
  private static void outcome(Future<?> attempt, Duration patience) throws InterruptedException {
    try {
      attempt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      LOG.info("the authority has not answered yet; it is waited for");
    } catch (CancellationException _) {
      LOG.info("the registrar is ending; what was asked for is asked for again");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreUnavailable fault ? fault : new IllegalStateException(e);
    }
  }

  /** One at a time goes on with each; and a fault with one is not one with all. */
  private void attempt(Errand errand) {
    var mine = new CompletableFuture<Void>();
    var other = underWay.putIfAbsent(errand.id(), mine);
    if (other != null) {
      other.join();
      return;
    }
    try {
      var now = errands.find(errand.id()).filter(found -> found.state() == State.OPEN);
      if (now.isPresent()) {
        course.goOn(now.get());
      }
    } catch (StoreUnavailable e) {
      throw e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error(
          "device {}: {} {} does not go on", errand.device(), errand.kind(), errand.name(), e);
      course.postponed(errand, "a fault of this program: " + e.getMessage());
    } finally {
      underWay.remove(errand.id());
      mine.complete(null);
    }
  }

  /** Takes one back that has not ended; what the authority has done stays done. */
  public Verdict<Errand> cancel(String id, Order order) {
    var errand = errands.find(id);
    if (errand.isEmpty()) {
      return Verdict.refused(
          BehalfCheck.OBJECT,
          "nothing of the id " + id + " was ordered",
          "See: brski registrar on-behalf ls.");
    }
    if (errand.get().state() != State.OPEN) {
      return Verdict.refused(
          BehalfCheck.OVER,
          "it has ended: " + errand.get().state().title(),
          "Nothing is to be taken back.");
    }
    return errands.cancelled(errand.get(), order)
        ? Verdict.accepted(errands.find(id).orElseThrow())
        : cancel(id, order);
  }

  /** All are asked for at once. */
  private List<Errand> goneOn(List<Errand> ordered) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      var attempts =
          ordered.stream()
              .filter(errand -> errand.state() == State.OPEN)
              .map(errand -> asking.submit(() -> attempt(errand)))
              .toList();
      for (var attempt : attempts) {
        outcome(attempt, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (RejectedExecutionException _) {
      LOG.info("the registrar is ending; what was ordered is asked for when it is started");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return ordered.stream().map(errand -> errands.find(errand.id()).orElseThrow()).toList();
  }

  /** What waits for the authority is given up; the same is asked again later. */
  @Override
  public void close() {
    asking.shutdownNow();
    try {
      if (!asking.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.debug("what is under way is left to itself");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
