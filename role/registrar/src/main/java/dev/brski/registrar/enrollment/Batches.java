package dev.brski.registrar.enrollment;

import dev.brski.cmp.Authenticated;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.Expectation.RecipNonce;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.carrier.Packing;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles what waits for the authority together into one nested message, each member with its own
 * consent inside (RFC 9483 section 5.2.2.2). One message alone travels as it is. After a batch that
 * the authority could not take, everything travels alone for a while.
 */
public final class Batches implements Packing {

  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
  private static final int MOST_OCTETS = 4 << 20;
  private static final int BATCHES_AT_ONCE = 4;
  private static final int SINGLES_AT_ONCE = 16;
  private static final Duration ALONE_FOR = Duration.ofMinutes(10);

  private final Route route;
  private final int most;
  private final boolean once;
  private final Supplier<Credential> credential;
  private final CryptoSuite suite;
  private final MessageValidation validation;
  private final SignerTrust authority;
  private final InstantSource source;
  private final Clock clock;
  private final AtomicReference<Instant> aloneUntil = new AtomicReference<>(Instant.MIN);

  /**
   * @param route where they go
   * @param most how many messages travel together; 1 for an authority that knows no batches
   * @param once whether nothing may be sent twice; most is 1 then
   * @param credential what signs the batch: the registrar's current one
   * @param domainCa what the authority's answers must verify with
   */
  public Batches(
      Route route,
      int most,
      boolean once,
      Supplier<Credential> credential,
      CryptoSuite suite,
      MessageValidation validation,
      PathValidator paths,
      Supplier<List<X509Certificate>> domainCa,
      InstantSource source) {
    this.route = route;
    this.most = most;
    this.once = once;
    this.credential = credential;
    this.suite = suite;
    this.validation = validation;
    this.authority =
        (signer, candidates, now) ->
            paths.validateAgainstPins(signer, candidates, domainCa.get(), Purpose.CMP_SIGNER, now);
    this.source = source;
    this.clock = Clock.known(source);
  }

  /** The answer to such a message, without what an RA has put around it. */
  public static Answer unpacked(Answer answer) {
    return Unbundling.alone(answer);
  }

  @Override
  public Carrier.Capacity capacity() {
    return most == 1 || areAlone()
        ? new Carrier.Capacity(1, MOST_OCTETS, SINGLES_AT_ONCE)
        : new Carrier.Capacity(most, MOST_OCTETS, BATCHES_AT_ONCE);
  }

  /** What ends later than it ever does was set by a clock that has been put right since. */
  private boolean areAlone() {
    var now = source.instant();
    var until = aloneUntil.get();
    return now.isBefore(until) && !until.isAfter(now.plus(ALONE_FOR));
  }

  @Override
  public Load pack(List<Parcel> parcels) {
    if (parcels.size() == 1) {
      var alone = parcels.getFirst();
      return new Single(
          route.call(alone.label().orElseThrow(), alone.content()), once && !alone.isQuestion());
    }
    var members =
        parcels.stream()
            .map(parcel -> Stored.sound(CmpMessage.parse(parcel.content(), CmpLimits.batch())))
            .toList();
    var batch =
        new CmpComposer(credential.get(), suite, clock)
            .batch(members.getFirst().header().recipientName(), members);
    LOG.info("{} messages go to the authority together, as {}", members.size(), batch);
    return new Together(batch, members);
  }

  private record Single(Call call, boolean once) implements Load {

    @Override
    public List<Outcome> unpack(Answer answer) {
      return List.of(new Outcome.Delivered(Unbundling.alone(answer)));
    }

    /** With nothing sent it is away; what may have arrived is another matter. */
    @Override
    public Outcome failed(PeerFailure failure) {
      var reason = String.valueOf(failure.getMessage());
      if (once) {
        return failure.nothingSent()
            ? new Outcome.Away(reason, Optional.empty())
            : new Outcome.Failed(reason);
      }
      return failure.oversize() ? new Outcome.Unanswered(true, reason) : Load.super.failed(failure);
    }
  }

  private final class Together implements Load {

    private final CmpMessage batch;
    private final List<CmpMessage> members;

    Together(CmpMessage batch, List<CmpMessage> members) {
      this.batch = batch;
      this.members = members;
    }

    @Override
    public Call call() {
      return route.call("nested", batch.encoded());
    }

    @Override
    public List<Outcome> unpack(Answer answer) {
      if (!answer.mediaType().equals(CmpMessage.MEDIA_TYPE)) {
        return all(noMessage(answer));
      }
      return switch (CmpMessage.parse(answer.content(), CmpLimits.batch())) {
        case Verdict.Refused<CmpMessage>(Refusal refusal) ->
            all(new Outcome.Unanswered(true, "the answer to a batch is no PKIMessage: " + refusal));
        case Verdict.Accepted<CmpMessage>(CmpMessage message) -> unpack(answer, message);
      };
    }

    /** What is too much together may be well by itself. */
    @Override
    public Outcome failed(PeerFailure failure) {
      if (!failure.oversize()) {
        return Load.super.failed(failure);
      }
      LOG.warn("{} messages go alone: {}", members.size(), failure.getMessage());
      goAlone();
      return new Outcome.Returned(String.valueOf(failure.getMessage()));
    }

    private List<Outcome> unpack(Answer answer, CmpMessage message) {
      var judged = judge(message);
      if (message.type() == BodyType.nested) {
        return new Unbundling(members, answer, isBelieved(judged)).outcomes(message);
      }
      return isBelieved(judged)
          ? all(new Outcome.Unanswered(true, "the authority refuses the batch: " + said(message)))
          : all(new Outcome.Returned("the authority's answer to a batch is not believed"));
    }

    /** What is not believed as a whole may still hold answers that are (section 3.6.3). */
    private boolean isBelieved(Verdict<CmpMessage> judged) {
      return switch (judged) {
        case Verdict.Accepted<CmpMessage> _ -> true;
        case Verdict.Refused<CmpMessage>(Refusal refusal) -> {
          LOG.error("the answer to {} is not believed: {}", batch, refusal);
          goAlone();
          yield false;
        }
      };
    }

    private String said(CmpMessage error) {
      return error.body() instanceof Body.ErrorBody(var status)
          ? Description.printable(status.failInfo() + " " + status.text())
          : error.type().name();
    }

    /** Protection, transaction and nonce, as with every other answer of the authority. */
    private Verdict<CmpMessage> judge(CmpMessage message) {
      if (!message.transactionId().equals(batch.transactionId())) {
        return CmpCheck.RESPONSE_TRANSACTION.refused(
            "transactionID " + message.transactionId() + " for " + batch.transactionId());
      }
      var expected =
          Expectation.of(
              Set.of(BodyType.nested, BodyType.error),
              new RecipNonce.OneOf(Set.of(batch.senderNonce().orElseThrow())),
              authority);
      return validation.validate(message, expected, clock.now()).map(Authenticated::message);
    }

    private Outcome noMessage(Answer answer) {
      var reason = Description.printable(Reception.unexpected(answer));
      return switch (answer.status()) {
        case 408, 425, 429, 502, 503, 504 -> new Outcome.Away(reason, answer.retryAfter());
        default -> {
          LOG.warn(
              "the authority could not take {} messages together: {}. For {} all go alone."
                  + " If it never can, set most-in-batch: 1",
              members.size(),
              reason,
              ALONE_FOR);
          goAlone();
          yield new Outcome.Returned(reason);
        }
      };
    }

    private void goAlone() {
      aloneUntil.set(source.instant().plus(ALONE_FOR));
    }

    private List<Outcome> all(Outcome outcome) {
      return Collections.nCopies(members.size(), outcome);
    }
  }
}
