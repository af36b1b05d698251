package dev.brski.authority.status;

import dev.brski.authority.ledger.CertificateStatuses;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.ocsp.CertId;
import dev.brski.ocsp.CertStatus;
import dev.brski.ocsp.IssuerHashes;
import dev.brski.ocsp.OcspCheck;
import dev.brski.ocsp.OcspComposer;
import dev.brski.ocsp.OcspComposer.Told;
import dev.brski.ocsp.OcspRequest;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Recent;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers requests for the status of certificates, from the ledger as it is at the moment. What is
 * kept of an answer is its signature: it serves again, until half of its time is over, for whoever
 * asks the same while the ledger says the same. So nothing that was revoked is good here for a
 * moment longer, and a request costs one signature at most. Only what is about one certificate, of
 * an issuer of ours, is kept: each is small then, and so are all together.
 */
public final class StatusDesk {

  private static final int MOST_KEPT = 4096;

  /** Those who want a signature of their own wait so long for the others. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * An answer.
   *
   * @param octets the OCSPResponse
   * @param thisUpdate when that was known
   * @param nextUpdate until when others may rely on it
   * @param shared whether it is for whoever asks the same, and not for one request alone
   */
  public record Answer(byte[] octets, Instant thisUpdate, Instant nextUpdate, boolean shared) {

    /** Copies the octets in. */
    public Answer {
      octets = octets.clone();
    }

    @Override
    public byte[] octets() {
      return octets.clone();
    }

    /** Until when it serves again: half of its time. */
    public Instant renewal() {
      return thisUpdate.plus(Duration.between(thisUpdate, nextUpdate).dividedBy(2));
    }
  }

  private record Issuer(IssuerHashes hashes, X509Certificate certificate, StatusSigner signer) {}

  private record Question(X509Certificate signer, List<CertId> certIds, List<CertStatus> statuses) {

    Question {
      certIds = List.copyOf(certIds);
      statuses = List.copyOf(statuses);
    }
  }

  private final List<Issuer> issuers;
  private final List<X509Certificate> own;
  private final CertificateStatuses statuses;
  private final UnconfirmedUpdates unconfirmed;
  private final OcspComposer composer;
  private final Duration lifetime;
  private final InstantSource clock;
  private final Recent<Question, Answer> kept = new Recent<>(MOST_KEPT);
  private final Semaphore signing;

  /**
   * The desk of an authority; half of the processors sign at most.
   *
   * @param signers one for each issuing CA, the oldest first
   * @param own certificates of the authority itself under them, which the ledger does not have
   * @param lifetime from an answer's thisUpdate to its nextUpdate
   */
  public StatusDesk(
      List<StatusSigner> signers,
      List<X509Certificate> own,
      CertificateStatuses statuses,
      UnconfirmedUpdates unconfirmed,
      CryptoSuite suite,
      Duration lifetime,
      InstantSource clock) {
    this(
        signers,
        own,
        statuses,
        unconfirmed,
        suite,
        lifetime,
        new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
        clock);
  }

  StatusDesk(
      List<StatusSigner> signers,
      List<X509Certificate> own,
      CertificateStatuses statuses,
      UnconfirmedUpdates unconfirmed,
      CryptoSuite suite,
      Duration lifetime,
      Semaphore signing,
      InstantSource clock) {
    this.issuers =
        signers.stream()
            .map(
                signer ->
                    new Issuer(
                        IssuerHashes.of(signer.issuingCa().certificate()),
                        signer.issuingCa().certificate(),
                        signer))
            .toList();
    this.own = List.copyOf(own);
    this.statuses = statuses;
    this.unconfirmed = unconfirmed;
    this.composer = new OcspComposer(suite);
    this.lifetime = lifetime;
    this.signing = signing;
    this.clock = clock;
  }

  /**
   * The answer to a request, or the reason why there is none.
   *
   * @param request an OCSPRequest, or whatever came in its place
   * @throws dev.brski.store.StoreUnavailable if the disk refuses
   * @throws InterruptedException when the server stops while it waits
   */
  public Verdict<Answer> answer(byte[] request) throws InterruptedException {
    return switch (OcspRequest.parse(request)) {
      case Verdict.Refused<OcspRequest>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<OcspRequest>(var asked) -> answer(asked);
    };
  }

  private Verdict<Answer> answer(OcspRequest asked) throws InterruptedException {
    var named =
        issuers.stream()
            .filter(issuer -> asked.certIds().stream().anyMatch(issuer.hashes()::name))
            .toList();
    if (named.size() > 1) {
      return Verdict.refused(
          OcspCheck.ONE_ISSUER,
          "certificates of " + named.size() + " issuing CAs in one request",
          "Nothing to do here: whoever asks has to ask for each alone");
    }
    var issuer = named.isEmpty() ? issuers.getLast() : named.getFirst();
    return switch (issuer.signer().credential()) {
      case Verdict.Refused<Credential>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<Credential>(var signer) -> answer(asked, issuer, signer);
    };
  }

  private Verdict<Answer> answer(OcspRequest asked, Issuer issuer, Credential signer)
      throws InterruptedException {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var question =
        new Question(signer.leaf(), asked.certIds(), statuses(asked.certIds(), issuer, signer));
    if (asked.nonce().isPresent()) {
      return signed(asked, question, signer, now);
    }
    var before = kept(question).filter(answer -> serves(answer, now));
    if (before.isPresent()) {
      return Verdict.accepted(before.get());
    }
    var signed = signed(asked, question, signer, now);
    return !isKept(asked, issuer)
        ? signed
        : signed.map(
            answer -> {
              keep(question, answer);
              return answer;
            });
  }

  private static boolean isKept(OcspRequest asked, Issuer issuer) {
    return asked.certIds().size() == 1 && issuer.hashes().name(asked.certIds().getFirst());
  }

  private static boolean serves(Answer answer, Instant now) {
    return !now.isBefore(answer.thisUpdate()) && now.isBefore(answer.renewal());
  }

  private Optional<Answer> kept(Question question) {
    synchronized (kept) {
      return kept.get(question);
    }
  }

  private void keep(Question question, Answer answer) {
    synchronized (kept) {
      kept.put(question, answer);
    }
  }

  private Verdict<Answer> signed(
      OcspRequest asked, Question question, Credential signer, Instant now)
      throws InterruptedException {
    if (!signing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return Verdict.refused(
          OcspCheck.BUSY,
          "more signatures are wanted than can be made",
          "Put a cache before it, or see who asks so much");
    }
    try {
      var end = signer.leaf().getNotAfter().toInstant();
      var planned = now.plus(lifetime);
      var nextUpdate = planned.isAfter(end) ? end : planned;
      var told = new ArrayList<Told>();
      for (int i = 0; i < question.certIds().size(); i++) {
        told.add(new Told(question.certIds().get(i), question.statuses().get(i)));
      }
      return Verdict.accepted(
          new Answer(
              composer.answer(signer, told, now, nextUpdate, asked.nonce()),
              now,
              nextUpdate,
              asked.nonce().isEmpty()));
    } finally {
      signing.release();
    }
  }

  private List<CertStatus> statuses(List<CertId> ids, Issuer issuer, Credential signer) {
    var ours = ids.stream().filter(issuer.hashes()::name).toList();
    if (ours.isEmpty()) {
      return ids.stream().<CertStatus>map(_ -> new CertStatus.Unknown()).toList();
    }
    unconfirmed.expireOverdue();
    var known =
        statuses
            .of(
                issuer.certificate().getSubjectX500Principal(),
                ours.stream().map(CertId::serialNumber).toList())
            .iterator();
    return ids.stream()
        .map(
            id ->
                issuer.hashes().name(id)
                    ? status(id, known.next(), issuer, signer)
                    : new CertStatus.Unknown())
        .toList();
  }

  private CertStatus status(CertId id, CertStatus known, Issuer issuer, Credential signer) {
    boolean ours =
        known instanceof CertStatus.Unknown
            && (isOwn(id.serialNumber(), issuer)
                || signer.leaf().getSerialNumber().equals(id.serialNumber()));
    return ours ? new CertStatus.Good() : known;
  }

  private boolean isOwn(BigInteger serialNumber, Issuer issuer) {
    var name = issuer.certificate().getSubjectX500Principal();
    return own.stream()
        .anyMatch(
            each ->
                each.getSerialNumber().equals(serialNumber)
                    && each.getIssuerX500Principal().equals(name));
  }
}
