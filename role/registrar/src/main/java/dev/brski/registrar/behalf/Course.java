package dev.brski.registrar.behalf;

import dev.brski.cmp.Answer;
import dev.brski.cmp.Body;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.registrar.behalf.Errand.Granted;
import dev.brski.registrar.behalf.Errand.Kind;
import dev.brski.registrar.behalf.Errand.State;
import dev.brski.registrar.carrier.Backoff;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.carrier.Trouble;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Description;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one errand goes on: what is sent next, and what the authority's answer makes of it (RFC 9483
 * sections 3.6.1, 4.1.1, 4.2 and 4.4).
 */
final class Course {

  private static final Logger LOG = LoggerFactory.getLogger(Course.class);

  /** More than any chain needs. */
  private static final int MOST_KNOWN = 32;

  private final Errands errands;
  private final Requests messages;
  private final Line authority;
  private final Keyring keyring;
  private final boolean once;
  private final OnBehalf.Objection objection;
  private final InstantSource clock;

  Course(
      Errands errands,
      Requests messages,
      Line authority,
      Keyring keyring,
      boolean once,
      OnBehalf.Objection objection,
      InstantSource clock) {
    this.errands = errands;
    this.messages = messages;
    this.authority = authority;
    this.keyring = keyring;
    this.once = once;
    this.objection = objection;
    this.clock = clock;
  }

  /** Asks the authority once, or says why it is not asked. */
  void goOn(Errand begun) throws InterruptedException {
    var errand = underTheNewest(begun);
    if (errand.state() != State.OPEN) {
      return;
    }
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
            : Stored.message(errand.request());
    var received = ask(errand, sent, signer.get());
    if (received.isPresent()) {
      take(errand, received.get(), signer.get());
    }
  }

  /** A revocation may be asked for twice, and must not end with the credential that signed it. */
  private Errand underTheNewest(Errand errand) {
    var newest = keyring.current();
    boolean isOver =
        keyring
            .generation(errand.generation())
            .map(found -> found.credential().leaf().getNotAfter().toInstant())
            .filter(clock.instant()::isBefore)
            .isEmpty();
    return errand.kind() == Kind.REVOCATION
            && errand.generation() != newest.number()
            && (errand.waiting().isEmpty() || isOver)
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
          once && errand.granted().isEmpty() && errand.waiting().isEmpty()
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
    return Stored.message(errand.request()).type().operationLabel().orElseThrow();
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
          var inForce =
              new Granted(
                  message.encoded(),
                  Certificates.toPem(List.of(unacceptable.certificate())),
                  Optional.empty(),
                  Optional.of(why.cause()));
          refused(errands.granted(errand, inForce, known(errand, message)), why);
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
            : Stored.message(granted.certConf().get());
    var received = ask(errand, sent, signer);
    if (received.isPresent()) {
      var message = received.get().message();
      switch (received.get().answer()) {
        case Answer.Confirmed() -> certified(errand, granted);
        case Answer.Rejected(Body.StatusInfo why, boolean _)
            when why.failInfo().contains(FailInfo.certConfirmed) ->
            confirmedBefore(errand, granted);
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

  /** The authority had heard before that the certificate is accepted. */
  private void confirmedBefore(Errand errand, Granted granted) {
    if (granted.unwanted().isEmpty()) {
      certified(errand, granted);
      return;
    }
    refused(
        errand,
        Refusal.of(
            BehalfCheck.CERTIFICATE,
            granted.unwanted().get()
                + "; but the authority had heard before that its certificate is accepted, and that"
                + " is in force",
            "Have it revoked: brski registrar on-behalf revoke --serial."));
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
            Certificates.serialNumber(Stored.certificates(granted.certificates()).getFirst())));
  }

  /** The authority says no; final, unless it says that it is out of order. */
  private void rejected(Errand errand, Body.StatusInfo why) {
    if (errand.kind() == Kind.REVOCATION && why.failInfo().contains(FailInfo.certRevoked)) {
      done(errand, Map.of("certificate", errand.name(), "already", "true"));
      return;
    }
    var text = "the authority answers " + why.told();
    boolean isTaken = why.failInfo().contains(FailInfo.transactionIdInUse);
    if (why.isOutOfOrder()) {
      var _ = postponed(errand, text, Optional.empty());
    } else if (isTaken && errand.kind() == Kind.REVOCATION) {
      var newest = keyring.current();
      var anew = messages.anew(newest.credential(), errand.request());
      var _ = postponed(errands.signed(errand, anew, newest.number()), text, Optional.empty());
    } else if (isTaken) {
      refused(
          errand,
          Refusal.of(
              BehalfCheck.REJECTED,
              text,
              "It may have made a certificate whose way back was cut. Ask the authority's"
                  + " operator, and have that one revoked before this is ordered anew."));
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

  /** It is asked for again later. */
  void postponed(Errand errand, String reason) {
    var _ = postponed(errand, reason, Optional.empty());
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
    if (errands.refused(errand, Trouble.of(refusal))) {
      told(errand, refusal);
    }
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
    if (!errands.done(errand, details)) {
      return;
    }
    LOG.info(
        "device {}: {} {}, ordered by {}: the authority has done it",
        errand.device(),
        errand.kind().title(),
        errand.name(),
        errand.order().who());
  }
}
