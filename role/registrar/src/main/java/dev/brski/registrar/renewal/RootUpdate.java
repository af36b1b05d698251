package dev.brski.registrar.renewal;

import dev.brski.cmp.Answer;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.AwaitedResponse.Wanted;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.ResponseValidation;
import dev.brski.cmp.RootSuccession;
import dev.brski.cmp.TransactionId;
import dev.brski.registrar.carrier.Line;
import dev.brski.registrar.setup.DomainRoots;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authority for the root that has followed on the one which is known, when the registrar's
 * own credential says that there is one: it leads to the known root by a link (RFC 9483 section
 * 4.3.2, RFC 9810 section 4.4.2.2).
 */
public final class RootUpdate {

  private static final Logger LOG = LoggerFactory.getLogger(RootUpdate.class);

  /** Of more roots than that at once, those beyond are asked for the next time. */
  private static final int MOST_AT_ONCE = 8;

  private final DomainRoots roots;
  private final CryptoSuite suite;
  private final ResponseValidation responses;
  private final PathValidator paths;
  private final RootSuccession successions;
  private final Line authority;
  private final Clock clock;

  /**
   * @param roots what is known, to which what is told is added
   * @param authority the way there
   */
  public RootUpdate(
      DomainRoots roots,
      CryptoSuite suite,
      AlgorithmPolicy policy,
      PathValidator paths,
      Line authority,
      Clock clock) {
    this.roots = roots;
    this.suite = suite;
    this.responses = new ResponseValidation(suite, policy, paths);
    this.paths = paths;
    this.successions = new RootSuccession(paths);
    this.authority = authority;
    this.clock = clock;
  }

  /** Whether a credential stands under a root that is not known. */
  boolean isDue(Credential present) {
    return Certificates.isUnderUnknownRoot(present.chain(), roots.certificates());
  }

  /**
   * Takes the roots that follow, one after the other, until there are no more.
   *
   * @return refused when the authority is away, or what it told is not believed
   * @throws IOException when a root cannot be written
   */
  Verdict<Boolean> ask(Credential present) throws IOException, InterruptedException {
    for (int taken = 0; taken < MOST_AT_ONCE && isDue(present); taken++) {
      var inquiry = new Inquiry.RootUpdate(Optional.of(roots.certificates().getFirst()));
      var sent =
          new CmpComposer(present, suite, clock)
              .inquiry(
                  TransactionId.fresh(suite),
                  Optional.of(present.leaf().getIssuerX500Principal()),
                  Optional.empty(),
                  inquiry);
      switch (told(inquiry, sent)) {
        case Verdict.Refused<Told>(Refusal refusal) -> {
          return Verdict.refused(refusal);
        }
        case Verdict.Accepted<Told>(Told told) -> take(told);
      }
    }
    return Verdict.accepted(true);
  }

  private record Told(X509Certificate root, CmpMessage message) {}

  private Verdict<Told> told(Inquiry inquiry, CmpMessage sent) throws InterruptedException {
    return switch (authority.ask(inquiry.operationLabel(), sent)) {
      case Line.Reply.Away(String reason, var _) ->
          Verdict.refused(
              RenewalCheck.AWAY, reason, "Nothing to do: it is asked again after a while.");
      case Line.Reply.Unusable(String reason) -> refused(reason);
      case Line.Reply.Message(CmpMessage message) ->
          responses
              .validate(
                  message,
                  AwaitedResponse.to(sent, new Wanted.Information(inquiry)),
                  roots.certificates(),
                  clock.now())
              .flatMap(answer -> next(answer, message));
    };
  }

  private Verdict<Told> next(Answer answer, CmpMessage message) {
    if (!(answer instanceof Answer.Informed(Information.RootUpdate(var update)))) {
      return refused("it answers with " + message.type());
    }
    return update.isEmpty()
        ? refused("it knows of no root after the one that this registrar has")
        : successions
            .judge(update.get(), roots.certificates().getFirst(), clock.now())
            .map(root -> new Told(root, message));
  }

  private static <T> Verdict<T> refused(String reason) {
    return Verdict.refused(
        RenewalCheck.ROOT,
        reason,
        "Ask the operator of the authority for the domain's newest root, and put it into"
            + " domain-ca.pem before the one that is there.");
  }

  private void take(Told told) throws IOException {
    var extra = told.message().extraCerts();
    var chain =
        paths.validateAgainstPins(
            extra.getFirst(), extra, roots.certificates(), Purpose.CMP_SIGNER, clock.now());
    switch (chain) {
      case Verdict.Accepted(var path) -> roots.take(told.root(), path.chainWithLinks(extra));
      case Verdict.Refused(Refusal refusal) ->
          throw new IllegalStateException("what protects an answer that was believed: " + refusal);
    }
    LOG.info(
        "the authority has told of the domain's next root, valid until {}, SHA-256 {}: vouchers pin"
            + " it from now on",
        told.root().getNotAfter().toInstant(),
        Certificates.fingerprint(told.root()));
  }
}
