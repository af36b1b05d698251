package dev.brski.pledge;

import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Discover and Identify (RFC 8995 sections 2.1, 5.1 and 5.2): the device shows its birth
 * certificate to a registrar, believes it only provisionally, and signs a request that names its
 * certificate.
 */
final class Identification {

  private static final Duration NO_PROGRESS = Duration.ofSeconds(5);

  private final Journey journey;

  Identification(Journey journey) {
    this.journey = journey;
  }

  /** Turns to the next registrar that is left, or ends the run. */
  Optional<Outcome> discover(Progress.Idle idle) throws IOException, InterruptedException {
    if (!idle.attempted()) {
      journey.moveTo(new Progress.Idle(true));
    }
    var registrar = journey.registrars().next();
    journey.turned();
    return registrar.isEmpty()
        ? Optional.of(journey.registrars().conclusion())
        : begin(registrar.get(), registrar.get().resolve(Paths.REQUEST_VOUCHER), 0, Duration.ZERO);
  }

  /** Starts an exchange with a nonce of its own; the request is on disk when this returns. */
  Optional<Outcome> begin(URI registrar, URI target, int redirections, Duration waited)
      throws IOException, InterruptedException {
    journey.tell(new Event.Entered(State.IDENTIFY));
    Contact contact;
    try {
      contact =
          journey.line().contact(() -> open(registrar, Origin.ofTarget(target), consistent()));
    } catch (PeerFailure failure) {
      return failure.refusal().isPresent()
          ? journey.rejected(registrar, failure.refusal().get())
          : journey.troubled(registrar, "connect", failure, false);
    }
    var nonce = Nonce.random(journey.tools().suite());
    var request = journey.folder().messages().keep("voucher-request", "vcj", sign(nonce, contact));
    journey.moveTo(
        new Progress.Joining(
            new Exchange(
                registrar,
                target,
                redirections,
                nonce.text(),
                request,
                fingerprints(contact.chain()),
                waited,
                Optional.empty())));
    return Optional.empty();
  }

  private byte[] sign(Nonce nonce, Contact contact) {
    var idevid = journey.birth().idevid();
    Optional<Instant> date =
        switch (journey.options().clock().now()) {
          case Moment.Known(Instant at) -> Optional.of(at);
          case Moment.AtLeast _, Moment.Unknown _ -> Optional.empty();
        };
    var request =
        PledgeVoucherRequest.proximity(
            date, journey.birth().serialNumber(), nonce, contact.chain().getFirst());
    return SignedArtifact.sign(
            request.toJson(), idevid, idevid.chain(), date, journey.tools().suite())
        .encoded();
  }

  /** A later connection of the same exchange, to whom it was before (RFC 8995 section 5). */
  Contact reopen(Exchange exchange) throws PeerFailure {
    return open(
        exchange.registrar(),
        exchange.origin(),
        (chain, host) ->
            fingerprints(chain).equals(exchange.chain())
                ? Verdict.accepted(false)
                : Verdict.refused(
                    PledgeCheck.CHANGED,
                    host
                        + " shows other certificates than on the first connection of this"
                        + " exchange",
                    "The exchange starts again with a new nonce."));
  }

  private Contact open(URI registrar, URI origin, PeerJudge judge) throws PeerFailure {
    var limits = journey.tools().limits();
    var opening = journey.registrars().hasOthers() ? shorter(limits.opening()) : limits.opening();
    var contact =
        Contact.open(origin, journey.birth().idevid(), judge, limits.withOpening(opening));
    journey.tell(new Event.Connected(registrar, contact.chain().getFirst(), true));
    return contact;
  }

  /** Who makes no progress does not keep others waiting (RFC 8995 section 5.1). */
  private static Duration shorter(Duration opening) {
    return opening.compareTo(NO_PROGRESS) < 0 ? opening : NO_PROGRESS;
  }

  /** Anybody for now, but the certificates must fit together (RFC 8995 section 5.1). */
  private PeerJudge consistent() {
    return (chain, _) ->
        journey
            .tools()
            .paths()
            .internallyConsistent(chain)
            .map(_ -> false)
            .mapRefusal(refusal -> refusal.under(PledgeCheck.CHAIN));
  }

  private static List<String> fingerprints(List<X509Certificate> chain) {
    return chain.stream().map(Certificates::fingerprint).toList();
  }
}
