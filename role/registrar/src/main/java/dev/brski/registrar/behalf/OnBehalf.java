package dev.brski.registrar.behalf;

import dev.brski.cmp.Answer;
import dev.brski.cmp.Body;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.registrar.behalf.Errand.Granted;
import dev.brski.registrar.behalf.Errand.Kind;
import dev.brski.registrar.behalf.Errand.State;
import dev.brski.registrar.behalf.Errand.Trouble;
import dev.brski.registrar.behalf.Errands.Subject;
import dev.brski.registrar.carrier.Backoff;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has things done by the authority in the place of other PKI entities (RFC 9483 section 5.3): what
 * is ordered is durable before the authority hears of it, and goes on with the same octets whatever
 * cuts it short, until the authority has done it or says no.
 */
public final class OnBehalf implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OnBehalf.class);

  /** More than any chain needs. */
  private static final int MOST_KNOWN = 32;

  private static final Set<FailInfo> TRANSIENT =
      Set.of(FailInfo.systemUnavail, FailInfo.systemFailure);

  private final Errands errands;
  private final Requests messages;
  private final Line authority;
  private final Keyring keyring;
  private final boolean once;
  private final Objection objection;
  private final Duration patience;
  private final InstantSource clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
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
    this.authority = authority;
    this.keyring = keyring;
    this.once = once;
    this.objection = objection;
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
    var object = HexFormat.of().formatHex(CryptoSuite.sha256(certificationRequest));
    var before = errands.same(Kind.CERTIFICATE, object);
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

  /** Goes on with what is due. */
  public void look() throws InterruptedException {
    for (var errand : errands.open()) {
      if (!Backoff.rests(errand.nextAttempt(), clock.instant())) {
        attempt(errand);
      }
    }
  }

  /** One at a time goes on with each; and a fault with one is not one with all. */
  private void attempt(Errand errand) throws InterruptedException {
    if (!underWay.add(errand.id())) {
      return;
    }
    try {
      var now = errands.find(errand.id()).filter(found -> found.state() == State.OPEN);
      if (now.isPresent()) {
        goOn(now.get());
      }
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "device {}: {} {} does not go on", errand.device(), errand.kind(), errand.name(), e);
      var _ = postponed(errand, "a fault of this program: " + e.getMessage(), Optional.empty());
    } finally {
      underWay.remove(errand.id());
    }
  }

  /** Takes one back that has not ended; what the authority has done stays done. */
  public Verdict<Errand> cancel(String id, Order order) {
    var errand = errands.find(id);
    if (errand.isEmpty()) {
      return Verdict.refused(
          BehalfCheck.OBJECT,
          "nothing of the id " + id + " was ordered",
          "See: brski registrar errands.");
    }
    if (errand.get().state() != State.OPEN) {
      return Verdict.refused(
          BehalfCheck.OVER,
          "it has ended: " + errand.get().state().title(),
          "Nothing is to be taken back.");
    }
    errands.cancelled(errand.get(), order);
    return Verdict.accepted(errands.find(id).orElseThrow());
  }

  /** All are asked for at once. */
  private List<Errand> goneOn(List<Errand> ordered) {
    var asked =
        ordered.stream()
            .filter(errand -> errand.state() == State.OPEN)
            .<Callable<Boolean>>map(
                errand ->
                    () -> {
                      attempt(errand);
                      return true;
                    })
            .toList();
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (var attempt : asked.stream().map(asking::submit).toList()) {
        attempt.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException _) {
      LOG.info(
          "the authority has not answered within {} s; it is waited for", patience.toSeconds());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreUnavailable fault ? fault : new IllegalStateException(e);
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

  private void goOn(Errand begun) throws InterruptedException {
    var errand = underTheNewest(begun);
    var signer = keyring.generation(errand.generation()).map(Generation::credential);
    if (signer.isEmpty()) {
      refused(
          errand,
          Refusal.of(
              BehalfCheck.REJECTED,
              "generation " + errand.generation() + " of the credential, which signed it, is gone",
              "Put it back into keys/, or order it anew."));
      return;
    }
    boolean isRejected = errand.granted().flatMap(Granted::unwanted).isPresent();
    var unwanted = isRejected ? Optional.<Refusal>empty() : objection(errand);
    if (unwanted.isPresent()) {
      unwanted(errand, unwanted.get(), signer.get());
      return;
    }
    if (errand.granted().isPresent()) {
      confirm(errand, errand.granted().get(), signer.get());
      return;
    }
    var sent =
        errand.waiting().isPresent()
            ? messages.poll(signer.get(), errand.waiting().get())
            : Requests.own(errand.request());
    var received = ask(errand, sent, signer.get());
    if (received.isPresent()) {
      take(errand, received.get(), signer.get());
    }
  }

  /** A revocation may be asked for twice, and must not end with the credential that signed it. */
  private Errand underTheNewest(Errand errand) {
    var newest = keyring.current();
    return errand.kind() == Kind.REVOCATION
            && errand.waiting().isEmpty()
            && errand.generation() != newest.number()
        ? errands.signed(
            errand, messages.anew(newest.credential(), errand.request()), newest.number())
        : errand;
  }

  /** It is not asked for any more, and a certificate that is here already is rejected. */
  private void unwanted(Errand errand, Refusal why, Credential signer) throws InterruptedException {
    var granted = errand.granted().filter(found -> found.certConf().isPresent());
    if (granted.isEmpty()) {
      refused(errand, why);
      return;
    }
    reject(
        errand,
        errand.known(),
        granted.get().response(),
        granted.get().certificates(),
        errand.certificate().orElseThrow(),
        why,
        signer);
  }

  /** What rejects it is durable like what accepts (section 3.6.1). */
  private void reject(
      Errand errand,
      List<X509Certificate> known,
      byte[] response,
      String certificates,
      X509Certificate certificate,
      Refusal why,
      Credential signer)
      throws InterruptedException {
    var rejected =
        new Granted(
            response,
            certificates,
            Optional.of(messages.rejection(signer, response, certificate, why).encoded()),
            Optional.of(why.cause()));
    confirm(errands.granted(errand, rejected, known), rejected, signer);
  }

  /** What was allowed when it was ordered may not be any more. */
  private Optional<Refusal> objection(Errand errand) {
    return switch (errand.kind()) {
      case REVOCATION -> Optional.empty();
      case CERTIFICATE ->
          once
              ? Optional.of(
                  Refusal.of(
                      BehalfCheck.ELSEWHERE,
                      "this authority gets no request twice by now (resend: never), and whether it"
                          + " has this one is not known",
                      "Find out there. If it has it not, take the certification request to the CA"
                          + " by its own means."))
              : objection.of(errand.manufacturer().orElseThrow(), errand.device());
    };
  }

  /** The path segment of all messages of the operation (RFC 9483 section 6.1). */
  private static String label(Errand errand) {
    return Requests.own(errand.request()).type().operationLabel().orElseThrow();
  }

  /** A message of the authority's that may be believed. */
  private record Received(CmpMessage message, Answer answer) {}

  /** Whatever else comes decides nothing: anybody on the way could have made it. */
  private Optional<Received> ask(Errand errand, CmpMessage sent, Credential signer)
      throws InterruptedException {
    return switch (authority.ask(label(errand), sent)) {
      case Line.Reply.Away(String reason, Optional<Duration> wanted) ->
          postponed(errand, reason, wanted);
      case Line.Reply.Unusable(String reason) -> postponed(errand, reason, Optional.empty());
      case Line.Reply.Message(CmpMessage message) ->
          switch (messages.judge(message, sent, errand, signer)) {
            case Verdict.Accepted<Answer>(Answer answer) ->
                Optional.of(new Received(message, answer));
            case Verdict.Refused<Answer>(Refusal refusal) ->
                postponed(
                    errand, "the answer is not believed: " + refusal.cause(), Optional.empty());
          };
    };
  }

  private void take(Errand errand, Received received, Credential signer)
      throws InterruptedException {
    var message = received.message();
    switch (received.answer()) {
      case Answer.Revoked() -> done(errand, Map.of("certificate", errand.name()));
      case Answer.Issued issued -> {
        var granted =
            new Granted(
                message.encoded(),
                Certificates.toPem(issued.path().chainWithLinks(message.extraCerts())),
                issued.confirm()
                    ? Optional.of(
                        messages.confirmation(signer, message, issued.certificate()).encoded())
                    : Optional.empty(),
                Optional.empty());
        confirm(errands.granted(errand, granted, known(errand, message)), granted, signer);
      }
      case Answer.Unacceptable unacceptable -> {
        var why = unacceptable.refusal().under(BehalfCheck.CERTIFICATE);
        if (unacceptable.confirm()) {
          reject(
              errand,
              known(errand, message),
              message.encoded(),
              Certificates.toPem(List.of(unacceptable.certificate())),
              unacceptable.certificate(),
              why,
              signer);
        } else {
          refused(errand, why);
        }
      }
      case Answer.Waiting(long _, String text) -> waits(errand, message, Duration.ZERO, text);
      case Answer.PollAgain(long _, Duration after, String reason) ->
          waits(errand, message, after, reason);
      case Answer.Rejected(Body.StatusInfo why, boolean _) -> rejected(errand, why);
      case Answer.Confirmed _, Answer.Informed _ ->
          throw new IllegalStateException("no answer to a " + errand.kind());
    }
  }

  /** It counts when the authority knows that it is here, where it wants to. */
  private void confirm(Errand errand, Granted granted, Credential signer)
      throws InterruptedException {
    if (errand.state() != State.OPEN) {
      return;
    }
    if (granted.certConf().isEmpty()) {
      certified(errand, granted);
      return;
    }
    var sent =
        errand.waiting().isPresent()
            ? messages.poll(signer, errand.waiting().get())
            : Requests.own(granted.certConf().get());
    var received = ask(errand, sent, signer);
    if (received.isPresent()) {
      var message = received.get().message();
      switch (received.get().answer()) {
        case Answer.Confirmed() -> certified(errand, granted);
        case Answer.Rejected(Body.StatusInfo why, boolean _)
            when why.failInfo().contains(FailInfo.certConfirmed) ->
            certified(errand, granted);
        case Answer.Rejected(Body.StatusInfo why, boolean _) -> rejected(errand, why);
        case Answer.Waiting(long _, String text) -> waits(errand, message, Duration.ZERO, text);
        case Answer.PollAgain(long _, Duration after, String reason) ->
            waits(errand, message, after, reason);
        case Answer.Issued _, Answer.Unacceptable _, Answer.Revoked _, Answer.Informed _ ->
            throw new IllegalStateException(
                "no answer to a certConf: " + received.get().message().type());
      }
    }
  }

  private void certified(Errand errand, Granted granted) {
    if (granted.unwanted().isPresent()) {
      refused(
          errand,
          Refusal.of(
              BehalfCheck.CERTIFICATE,
              granted.unwanted().get(),
              "The authority has been told that its certificate is rejected."));
      return;
    }
    done(
        errand,
        Map.of(
            "certificate",
            Certificates.serialNumber(Errands.certificates(granted.certificates()).getFirst())));
  }

  /** The authority says no; final, unless it says that it is out of order. */
  private void rejected(Errand errand, Body.StatusInfo why) {
    if (errand.kind() == Kind.REVOCATION && why.failInfo().contains(FailInfo.certRevoked)) {
      done(errand, Map.of("certificate", errand.name(), "already", "true"));
      return;
    }
    var text =
        "the authority answers "
            + Description.printable(
                why.status()
                    + (why.failInfo().isEmpty() ? "" : " " + why.failInfo())
                    + (why.text().isEmpty() ? "" : ": " + why.text()));
    if (why.failInfo().stream().anyMatch(TRANSIENT::contains)) {
      var _ = postponed(errand, text, Optional.empty());
    } else {
      refused(
          errand,
          Refusal.of(
              BehalfCheck.REJECTED,
              text,
              "Ask the authority's operator, who has the reason on record."));
    }
  }

  private void waits(Errand errand, CmpMessage message, Duration after, String text) {
    var next = Backoff.nextPoll(clock.instant(), after);
    var refusal =
        Refusal.of(
            BehalfCheck.WAITS,
            "the authority says to wait"
                + (text.isEmpty() ? "" : ": " + Description.printable(text)),
            "It is asked again at " + next + ".");
    errands.waits(errand, message.encoded(), known(errand, message), Trouble.of(refusal), next);
    told(errand, refusal);
  }

  private static List<X509Certificate> known(Errand errand, CmpMessage message) {
    return Stream.concat(message.extraCerts().stream(), errand.known().stream())
        .distinct()
        .limit(MOST_KNOWN)
        .toList();
  }

  private Optional<Received> postponed(Errand errand, String reason, Optional<Duration> wanted) {
    Instant next = Backoff.after(clock.instant(), errand.attempts(), wanted);
    var refusal =
        Refusal.of(
            BehalfCheck.AWAY,
            reason,
            "See whether the authority runs and can be reached; it is asked again at "
                + next
                + ".");
    errands.postponed(errand, Trouble.of(refusal), next);
    told(errand, refusal);
    return Optional.empty();
  }

  private void refused(Errand errand, Refusal refusal) {
    errands.refused(errand, Trouble.of(refusal));
    told(errand, refusal);
  }

  private static void told(Errand errand, Refusal refusal) {
    LOG.warn(
        "device {}: {} {}, ordered by {}: {}",
        errand.device(),
        errand.kind().title(),
        errand.name(),
        errand.order().who(),
        refusal);
  }

  private void done(Errand errand, Map<String, String> details) {
    errands.done(errand, details);
    LOG.info(
        "device {}: {} {}, ordered by {}: the authority has done it",
        errand.device(),
        errand.kind().title(),
        errand.name(),
        errand.order().who());
  }
}
