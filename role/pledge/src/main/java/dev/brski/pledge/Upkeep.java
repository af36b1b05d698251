package dev.brski.pledge;

import dev.brski.cmp.CmpLimits;
import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.ChannelLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The daily life of an enrolled device (RFC 9483 sections 4.1.3, 4.2 and 4.3): its certificate is
 * renewed, its domain is asked, and one day it leaves.
 *
 * <p>All of it goes to the registrar that enrolled the device, whose certificate must lead to
 * {@code domain-ca.pem} and name id-kp-cmcRA, with the device's own certificate. As with {@link
 * Onboarding}, what a resumption needs is in the folder before a message goes out.
 */
public final class Upkeep {

  /** Of more roots than that at once, those beyond are asked for the next time. */
  private static final int MOST_ROOTS = 8;

  /** After which time at the earliest a root is asked for again. */
  private static final Duration ROOT_AGAIN = Duration.ofHours(12);

  private static final Duration WHILE_IN_USE = Duration.ofSeconds(5);

  private final Tools tools;
  private final Disk disk;

  private Upkeep(Tools tools, Disk disk) {
    this.tools = tools;
    this.disk = disk;
  }

  /** An upkeep that measures time by a timer and tells an observer what happens. */
  public static Upkeep standard(Pause pause, Observer observer) {
    return on(Disk.durable(), ChannelLimits.standard(), pause, observer);
  }

  static Upkeep on(Disk disk, ChannelLimits limits, Pause pause, Observer observer) {
    var suite = CryptoSuite.standard();
    return new Upkeep(
        new Tools(
            suite,
            PathValidator.standard(suite),
            limits.withReplyBytes(Onboarding.MOST_REPLY_OCTETS),
            pause,
            observer),
        disk);
  }

  /** Work for somebody who belongs to a domain. */
  private interface Work {
    Upkept on(Journey journey, Affiliation affiliation) throws IOException, InterruptedException;
  }

  /**
   * Renews the certificate now, or goes on with a renewal that is under way.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IOException when the folder cannot be read or written
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public Upkept renew(UpkeepOptions options) throws IOException, InterruptedException {
    return learned(
        options,
        asMember(options, (journey, affiliation) -> new Renewal(journey, affiliation).go()));
  }

  /**
   * Renews the certificate if it is in the last third of its validity, or a renewal is under way.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IllegalArgumentException when the device does not know what time it is
   * @throws IOException when the folder cannot be read or written
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public Upkept renewWhenDue(UpkeepOptions options) throws IOException, InterruptedException {
    var now = date(options);
    return learned(
        options,
        asMember(
            options,
            (journey, affiliation) -> {
              var renewal = new Renewal(journey, affiliation);
              var notDue = renewal.notDueAt(now);
              return notDue.isPresent() && !renewal.isUnderWay() ? notDue.get() : renewal.go();
            }));
  }

  /**
   * A certificate that stands under a root which the device does not trust yet says that there is
   * one; then the domain is asked for it, and it is trusted if an older one vouches for it (RFC
   * 9483 section 4.3.2). What comes of that changes nothing in what the renewal has come to: until
   * the older root ends, it is asked again with every renewal and every look whether one is due.
   */
  private Upkept learned(UpkeepOptions options, Upkept result)
      throws IOException, InterruptedException {
    switch (result) {
      case Upkept.Renewed _, Upkept.NotDue _ -> {
        int roots = 0;
        while (roots < MOST_ROOTS && learnsNextRoot(options)) {
          roots++;
        }
      }
      case Upkept.Revoked _, Upkept.Answered _, Upkept.Unable _, Outcome.Unfinished _ -> {}
    }
    return result;
  }

  private boolean learnsNextRoot(UpkeepOptions options) throws IOException, InterruptedException {
    return Run.on(
        disk,
        tools.within(tools.limits().withReplyBytes(CmpLimits.answer().octets())),
        options.withoutWaiting().forJourney(),
        journey ->
            switch (Affiliation.ofMember(journey)) {
              case Verdict.Refused<Affiliation> _ -> false;
              case Verdict.Accepted<Affiliation>(Affiliation affiliation) -> {
                var consultation = new Consultation(journey, affiliation);
                yield affiliation.hasUnknownRoot()
                    && consultation.isFreeFor(Question.ROOT_UPDATE)
                    && consultation.go(Question.ROOT_UPDATE)
                        instanceof
                        Upkept.Answered(Finding.RootUpdate(Optional<Finding.NextRoot> next), var _)
                    && next.isPresent();
              }
            });
  }

  /**
   * Renews the certificate whenever it is due, until there is none that could be renewed. A refusal
   * is followed by another attempt, ever later, up to an hour; between two attempts the folder is
   * free for others.
   *
   * @param told what each attempt came to
   * @return why it has ended
   * @throws IllegalArgumentException when the device does not know what time it is
   * @throws IOException when the folder cannot be read or written
   * @throws InterruptedException when the thread was interrupted, which is the way to end it
   */
  public Upkept.Unable keep(UpkeepOptions options, Consumer<Upkept> told)
      throws IOException, InterruptedException {
    while (true) {
      Upkept result;
      try {
        result = renewWhenDue(options.withoutWaiting());
      } catch (FolderInUse _) {
        tools.pause().until(tools.pause().now().plus(WHILE_IN_USE));
        continue;
      }
      told.accept(result);
      if (result instanceof Upkept.Unable unable) {
        return unable;
      }
      var next = next(result, options);
      tools.pause().until(lacksRoot(options) ? earlier(next, rootAgain()) : next);
    }
  }

  private boolean lacksRoot(UpkeepOptions options) throws IOException {
    var folder = new PledgeFolder(disk, options.folder());
    return folder.holdsMembership()
        && Certificates.isUnderUnknownRoot(folder.ldevidChain(), folder.pins());
  }

  private Instant rootAgain() {
    return tools.pause().now().plus(ROOT_AGAIN).plus(tools.pause().stray(ROOT_AGAIN));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Instant next(Upkept result, UpkeepOptions options) throws IOException {
    return switch (result) {
      case Upkept.Renewed(var certificate, URI _) ->
          whenDue(new Upkept.NotDue(certificate, Certificates.renewalDue(certificate)), options);
      case Upkept.NotDue notDue -> whenDue(notDue, options);
      case Outcome.Waiting waiting -> waiting.until();
      case Outcome.Unreachable unreachable -> unreachable.tryAgain();
      case Outcome.Refused(URI registrar, Refusal _) -> backoff(options, registrar);
      case Upkept.Revoked _, Upkept.Answered _, Upkept.Unable _ ->
          throw new IllegalStateException("no attempt at a renewal: " + result);
    };
  }

  /**
   * Those who are due together do not all come together; a certificate that is due when it comes is
   * renewed at half of what is left of it.
   */
  private Instant whenDue(Upkept.NotDue notDue, UpkeepOptions options) {
    var end = notDue.certificate().getNotAfter().toInstant();
    var present = date(options);
    var wait = Duration.between(present, notDue.due());
    var half = Duration.between(present, end).dividedBy(2).plusSeconds(1);
    var spread = tools.pause().stray(Duration.between(notDue.due(), end).dividedBy(4));
    return tools.pause().now().plus(wait.isPositive() ? wait.plus(spread) : half);
  }

  private Instant backoff(UpkeepOptions options, URI registrar) throws IOException {
    var now = tools.pause().now();
    var kept = new PledgeFolder(disk, options.folder()).load(now).backoffs().get(registrar);
    return (kept == null ? Backoff.first(tools.pause()) : kept).next().at();
  }

  private static Instant date(UpkeepOptions options) {
    return switch (options.clock().now()) {
      case Moment.Known(Instant at) -> at;
      case Moment.AtLeast _, Moment.Unknown _ ->
          throw new IllegalArgumentException("whether it is due is known only with a clock");
    };
  }

  /**
   * Takes the certificate back: the device asks for its revocation, and is nobody's afterwards.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IOException when the folder cannot be read or written
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public Upkept revoke(UpkeepOptions options, RevocationReason reason)
      throws IOException, InterruptedException {
    return Run.on(
        disk,
        tools,
        options.forJourney(),
        journey ->
            journey.progress() instanceof Progress.Revoked revoked
                ? new Upkept.Revoked(
                    revoked.certificate(), revoked.reason(), revoked.registrar(), true)
                : worked(
                    journey,
                    Affiliation.ofMember(journey),
                    (_, affiliation) -> new Revocation(journey, affiliation).go(reason)));
  }

  /**
   * Asks the domain, as a member of it or as a device that is on its way into it.
   *
   * @throws FolderInUse when another run is at work on the folder
   * @throws IOException when the folder cannot be read or written
   * @throws InterruptedException when the thread was interrupted while waiting
   */
  public Upkept ask(UpkeepOptions options, Question question)
      throws IOException, InterruptedException {
    return Run.on(
        disk,
        tools.within(tools.limits().withReplyBytes(CmpLimits.answer().octets())),
        options.forJourney(),
        journey ->
            worked(
                journey,
                Affiliation.of(journey),
                (_, affiliation) -> new Consultation(journey, affiliation).go(question)));
  }

  private Upkept asMember(UpkeepOptions options, Work work)
      throws IOException, InterruptedException {
    return Run.on(
        disk,
        tools,
        options.forJourney(),
        journey -> worked(journey, Affiliation.ofMember(journey), work));
  }

  private static Upkept worked(Journey journey, Verdict<Affiliation> affiliation, Work work)
      throws IOException, InterruptedException {
    return switch (affiliation) {
      case Verdict.Accepted<Affiliation>(Affiliation accepted) -> work.on(journey, accepted);
      case Verdict.Refused<Affiliation>(Refusal refusal) -> new Upkept.Unable(refusal);
    };
  }
}
