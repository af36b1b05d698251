package dev.brski.registrar.renewal;

import dev.brski.cmp.Answer;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.carrier.Backoff;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.registrar.renewal.Renewal.Granted;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Keyring.Generation;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the registrar's own credential (RFC 9483 section 4.1.3): key and request are durable
 * before the authority hears of them, the certificate before it is used. Whatever cuts it short,
 * the same octets are sent again, so that there is one certificate in the end.
 */
public final class SelfRenewal {

  private static final Logger LOG = LoggerFactory.getLogger(SelfRenewal.class);

  private static final Duration BETWEEN_ROOTS = Duration.ofHours(1);

  private final Succession succession;
  private final Renewals renewals;
  private final Setbacks setbacks;
  private final KeyUpdate messages;
  private final RootUpdate roots;
  private final Line authority;
  private final Path keyFile;
  private final InstantSource clock;
  private Instant nextBeginning = Instant.MIN;
  private Instant nextRoot = Instant.MIN;

  /**
   * @param messages what is sent, and what the answers mean
   * @param roots what asks for the root that a newer credential stands under
   * @param authority the way there
   * @param keyFile where the key is until its certificate is here
   */
  public SelfRenewal(
      Succession succession,
      Renewals renewals,
      KeyUpdate messages,
      RootUpdate roots,
      Line authority,
      Path keyFile,
      InstantSource clock) {
    this.succession = succession;
    this.renewals = renewals;
    this.setbacks = new Setbacks(renewals, clock);
    this.messages = messages;
    this.roots = roots;
    this.authority = authority;
    this.keyFile = keyFile;
    this.clock = clock;
  }

  /**
   * Goes on with what was begun, and renews if that is due: in the last third of the validity, and
   * after an attempt in vain when its time has come again.
   *
   * @param automatic whether something new is begun
   * @throws IOException when a file cannot be read or written
   * @throws InterruptedException when the thread was interrupted while the authority was asked
   */
  public synchronized void look(boolean automatic) throws IOException, InterruptedException {
    settle();
    var now = clock.instant();
    boolean wanted = automatic || underWay().isPresent();
    if (wanted && !Backoff.rests(nextBeginning, now) && isDue(now)) {
      switch (goOn()) {
        case Verdict.Accepted<Generation> _ -> {}
        case Verdict.Refused<Generation>(Refusal refusal) ->
            nextBeginning = refusal.check() == RenewalCheck.EXPIRED ? now.plus(Backoff.DAY) : now;
      }
    }
    if (!Backoff.rests(nextRoot, now)) {
      askForRoot(now);
    }
  }

  /** Whatever keeps it from the newest root, it goes on under the one that it knows. */
  private void askForRoot(Instant now) throws IOException, InterruptedException {
    var present = succession.current().credential();
    if (roots.isDue(present)
        && roots.ask(present) instanceof Verdict.Refused<Boolean>(Refusal refusal)) {
      nextRoot = now.plus(BETWEEN_ROOTS);
      LOG.warn(
          "this registrar stands under a root that it does not know: {}. {}",
          refusal.cause(),
          refusal.remedy());
    }
  }

  private boolean isDue(Instant now) {
    var current = succession.current();
    var latest = renewals.latest().filter(renewal -> renewal.generation() == current.number());
    boolean isResting =
        latest.map(Renewal::nextAttempt).filter(next -> Backoff.rests(next, now)).isPresent();
    return !isResting
        && (latest.filter(Renewal::isOpen).isPresent()
            || !now.isBefore(Certificates.renewalDue(current.credential().leaf())));
  }

  /**
   * Renews now, or goes on with what is under way.
   *
   * @return the generation that is the newest now
   * @throws IOException when a file cannot be read or written
   * @throws InterruptedException when the thread was interrupted while the authority was asked
   */
  public synchronized Verdict<Generation> renew() throws IOException, InterruptedException {
    if (succession.takeArrived() instanceof Verdict.Refused<?>(Refusal refusal)) {
      return Setbacks.told(refusal);
    }
    settle();
    var renewed = goOn();
    askForRoot(clock.instant());
    return renewed;
  }

  private Verdict<Generation> goOn() throws IOException, InterruptedException {
    var open = underWay();
    var here = open.flatMap(Renewal::granted).filter(granted -> granted.certConf().isEmpty());
    if (here.isPresent()) {
      return installed(open.get(), here.get());
    }
    var present = succession.current();
    var leaf = present.credential().leaf();
    if (clock.instant().isAfter(leaf.getNotAfter().toInstant())) {
      return Setbacks.told(expired(leaf));
    }
    return goOn(open.isPresent() ? open.get() : begin(present), present.credential());
  }

  private Optional<Renewal> underWay() {
    return renewals.latest().filter(Renewal::isOpen);
  }

  /** What an earlier run left: a certificate that is in the keyring, or a key that nobody needs. */
  private void settle() throws IOException {
    var open = underWay();
    if (open.isPresent()) {
      settle(open.get(), succession.current());
    }
    if (Files.exists(keyFile) && underWay().isEmpty()) {
      DurableFile.delete(keyFile);
    }
  }

  private void settle(Renewal open, Generation current) {
    if (open.generation() == current.number()) {
      if (!Files.exists(keyFile)) {
        renewals.givenUp(open, "its key is gone");
      }
    } else if (isOf(open, current)) {
      done(open, current);
    } else {
      renewals.givenUp(open, "there is a newer credential");
    }
  }

  private boolean isOf(Renewal open, Generation current) {
    return succession
        .generation(open.generation())
        .filter(
            signer -> messages.isFor(open, signer.credential().leaf(), current.credential().leaf()))
        .isPresent();
  }

  private Renewal begin(Generation present) throws IOException {
    var key = messages.newKey(present.credential());
    DurableFile.write(keyFile, Credential.keyPem(key.getPrivate()), true);
    return renewals.begin(messages.request(present.credential(), key), present.number());
  }

  private Verdict<Generation> goOn(Renewal renewal, Credential present)
      throws IOException, InterruptedException {
    if (renewal.granted().isPresent()) {
      return confirmed(renewal, renewal.granted().get(), present);
    }
    var sent =
        renewal.waiting().isPresent()
            ? messages.poll(present, renewal)
            : Stored.message(renewal.request());
    return switch (ask(renewal, sent, present)) {
      case Verdict.Refused<Received>(Refusal refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Received>(Received received) -> take(renewal, received, present);
    };
  }

  /** A message of the authority's that may be believed. */
  private record Received(CmpMessage message, Answer answer) {}

  private Verdict<Received> ask(Renewal renewal, CmpMessage sent, Credential present)
      throws InterruptedException {
    return switch (authority.ask(label(), sent)) {
      case Line.Reply.Away(String reason, Optional<Duration> wanted) ->
          setbacks.away(renewal, reason, wanted);
      case Line.Reply.Unusable(String reason) ->
          ended(
              renewal,
              Refusal.of(
                  RenewalCheck.REJECTED,
                  reason,
                  "Use an authority that renews registrars' credentials, or make one with"
                      + " brski authority registrar and set renewal: off."));
      case Line.Reply.Message(CmpMessage message) ->
          switch (messages.judge(message, sent, renewal, present)) {
            case Verdict.Accepted<Answer>(Answer answer) ->
                Verdict.accepted(new Received(message, answer));
            case Verdict.Refused<Answer>(Refusal refusal) ->
                ended(renewal, refusal.under(RenewalCheck.ANSWER));
          };
    };
  }

  /** A certificate that was granted is not given up for an answer that decides nothing. */
  private <T> Verdict<T> ended(Renewal renewal, Refusal refusal) {
    return renewal.granted().isPresent()
        ? setbacks.away(renewal, refusal.cause(), Optional.empty())
        : setbacks.refused(renewal, refusal);
  }

  private Verdict<Generation> take(Renewal renewal, Received received, Credential present)
      throws IOException, InterruptedException {
    var message = received.message();
    return switch (received.answer()) {
      case Answer.Issued issued -> {
        var granted = granted(message, issued, present);
        yield confirmed(renewals.granted(renewal, granted), granted, present);
      }
      case Answer.Unacceptable unacceptable -> {
        if (unacceptable.confirm()) {
          tell(message, unacceptable, present);
        }
        yield setbacks.refused(renewal, unacceptable.refusal().under(RenewalCheck.CERTIFICATE));
      }
      case Answer.Waiting(long _, String text) ->
          setbacks.waits(renewal, message, Duration.ZERO, text);
      case Answer.PollAgain(long _, Duration after, String text) ->
          setbacks.waits(renewal, message, after, text);
      case Answer.Rejected(Body.StatusInfo why, boolean _) -> setbacks.rejected(renewal, why);
      case Answer.Confirmed _, Answer.Revoked _, Answer.Informed _ ->
          throw new IllegalStateException("no answer to a kur: " + message.type());
    };
  }

  private Granted granted(CmpMessage message, Answer.Issued issued, Credential present) {
    return new Granted(
        Certificates.toPem(issued.path().chainWithLinks(message.extraCerts())),
        issued.confirm()
            ? Optional.of(messages.confirmation(present, message, issued.certificate()).encoded())
            : Optional.empty());
  }

  /** It counts when the authority knows that it is here, where it wants to. */
  private Verdict<Generation> confirmed(Renewal renewal, Granted granted, Credential present)
      throws IOException, InterruptedException {
    if (granted.certConf().isEmpty()) {
      return installed(renewal, granted);
    }
    return switch (ask(renewal, Stored.message(granted.certConf().get()), present)) {
      case Verdict.Refused<Received>(Refusal refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Received>(Received received) ->
          switch (received.answer()) {
            case Answer.Confirmed() -> installed(renewal, granted);
            case Answer.Rejected(Body.StatusInfo why, boolean _) -> setbacks.rejected(renewal, why);
            case Answer.Waiting(long _, String text) ->
                setbacks.away(renewal, text, Optional.empty());
            case Answer.Issued _,
                Answer.Unacceptable _,
                Answer.PollAgain _,
                Answer.Revoked _,
                Answer.Informed _ ->
                throw new IllegalStateException(
                    "no answer to a certConf: " + received.message().type());
          };
    };
  }

  private Verdict<Generation> installed(Renewal renewal, Granted granted) throws IOException {
    var generation =
        succession.install(
            new Credential(
                Credential.readKey(keyFile), Stored.certificates(granted.certificates())));
    done(renewal, generation);
    DurableFile.delete(keyFile);
    return Verdict.accepted(generation);
  }

  private void done(Renewal renewal, Generation generation) {
    renewals.done(renewal, generation);
    var leaf = generation.credential().leaf();
    LOG.info(
        "this registrar has renewed its credential: generation {}, certificate {}, valid until {}",
        generation.number(),
        Certificates.serialNumber(leaf),
        leaf.getNotAfter().toInstant());
  }

  /** Whether it is heard or not, nothing comes of the renewal. */
  private void tell(CmpMessage message, Answer.Unacceptable answer, Credential present)
      throws InterruptedException {
    var rejection = messages.rejection(present, message, answer.certificate(), answer.refusal());
    if (authority.ask(label(), rejection) instanceof Line.Reply.Away(String reason, var _)) {
      LOG.warn("the authority does not hear that its certificate is rejected: {}", reason);
    }
  }

  private static Refusal expired(X509Certificate leaf) {
    return Refusal.of(
        RenewalCheck.EXPIRED,
        "this registrar's certificate "
            + Certificates.serialNumber(leaf)
            + " has expired at "
            + leaf.getNotAfter().toInstant()
            + ", and only a valid one can be renewed",
        "Make another with brski authority registrar, put it into keys/, and let the registrar read"
            + " it: brski registrar reload.");
  }

  /** The label that all messages of a renewal go to (RFC 9483 section 6.1). */
  static String label() {
    return BodyType.kur.operationLabel().orElseThrow();
  }
}
