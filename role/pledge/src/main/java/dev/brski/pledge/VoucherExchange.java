package dev.brski.pledge;

import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Identify and Request join (RFC 8995 sections 5.1 to 5.6): from a registrar's address to its
 * answer, over a connection that is believed only provisionally.
 */
final class VoucherExchange {

  private static final String NAME = "requestvoucher";
  private static final int MOST_REDIRECTIONS = 4;

  private final Journey journey;
  private final Imprinting imprinting;

  VoucherExchange(Journey journey, Imprinting imprinting) {
    this.journey = journey;
    this.imprinting = imprinting;
  }

  /** Connects to the next registrar and signs a request that names its certificate. */
  Optional<Outcome> discover() throws IOException, InterruptedException {
    var registrar = journey.nextRegistrar();
    return registrar.isEmpty()
        ? Optional.of(journey.conclusion())
        : begin(registrar.get(), registrar.get().resolve(Paths.REQUEST_VOUCHER), 0, journey.now());
  }

  private Optional<Outcome> begin(URI registrar, URI target, int redirections, Instant begun)
      throws IOException, InterruptedException {
    journey.tell(new Event.Entered(State.IDENTIFY));
    Contact contact;
    try {
      contact = journey.contact(() -> open(registrar, Origin.ofTarget(target), this::consistent));
    } catch (PeerFailure failure) {
      return notConnected(registrar, failure);
    }
    var nonce = Nonce.random(journey.tools().suite());
    var request = journey.folder().keep("voucher-request", "vcj", sign(nonce, contact));
    journey.moveTo(
        new Progress.Joining(
            new Exchange(
                registrar,
                target,
                redirections,
                nonce.text(),
                request,
                contact.chain().stream().map(Certificates::fingerprint).toList(),
                begun,
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

  private Contact open(URI registrar, URI origin, PeerJudge judge) throws PeerFailure {
    var contact = Contact.open(origin, journey.birth().idevid(), judge, journey.tools().limits());
    journey.tell(new Event.Connected(registrar, contact.chain().getFirst(), true));
    return contact;
  }

  /** Anybody for now, but the certificates must fit together (RFC 8995 section 5.1). */
  private Verdict<Boolean> consistent(List<X509Certificate> chain, String host) {
    return journey
        .tools()
        .paths()
        .internallyConsistent(chain)
        .map(_ -> false)
        .mapRefusal(refusal -> refusal.under(PledgeCheck.CHAIN));
  }

  /** Whoever it was before (RFC 8995 section 5). */
  private PeerJudge same(Exchange exchange) {
    return (chain, host) ->
        chain.stream().map(Certificates::fingerprint).toList().equals(exchange.chain())
            ? Verdict.accepted(false)
            : Verdict.refused(
                PledgeCheck.CHANGED,
                host + " shows other certificates than on the first connection of this exchange",
                "The exchange starts again with a new nonce.");
  }

  private Optional<Outcome> notConnected(URI registrar, PeerFailure failure)
      throws IOException, InterruptedException {
    return failure.refusal().isPresent()
        ? journey.rejected(registrar, failure.refusal().get())
        : journey.troubled(registrar, "connect", failure, false);
  }

  /** Sends the request, the same octets each time, and takes what comes. */
  Optional<Outcome> ask(Exchange exchange) throws IOException, InterruptedException {
    var registrar = exchange.registrar();
    journey.tried(registrar);
    if (isOverdue(exchange)) {
      return journey.gaveUp(
          registrar,
          NAME,
          "no voucher came within " + journey.options().voucherDeadline().toHours() + " hours");
    }
    if (exchange.next().isPresent() && !journey.until(exchange.next().get())) {
      return Optional.of(waiting(exchange, exchange.next().get()));
    }
    Reply reply;
    try {
      reply =
          journey.send(
              registrar,
              NAME,
              Call.post(
                  path(exchange.target()),
                  MediaTypes.VOUCHER_CMS_JSON,
                  journey.folder().read(exchange.request()),
                  MediaTypes.VOUCHER_CMS_JSON),
              () -> open(registrar, exchange.origin(), same(exchange)));
    } catch (PeerFailure failure) {
      return failed(exchange, failure);
    }
    return take(exchange, reply);
  }

  private boolean isOverdue(Exchange exchange) {
    return !journey.now().isBefore(exchange.begun().plus(journey.options().voucherDeadline()));
  }

  private Optional<Outcome> failed(Exchange exchange, PeerFailure failure)
      throws IOException, InterruptedException {
    if (failure.refusal().filter(why -> why.check() == PledgeCheck.CHANGED).isPresent()) {
      journey.tell(new Event.StartedAfresh(exchange.registrar(), failure.refusal().get().cause()));
      journey.hangUp();
      return begin(
          exchange.registrar(), exchange.target(), exchange.redirections(), exchange.begun());
    }
    return journey.troubled(exchange.registrar(), NAME, failure, false);
  }

  private Optional<Outcome> take(Exchange exchange, Reply reply)
      throws IOException, InterruptedException {
    var registrar = exchange.registrar();
    int status = reply.status();
    journey.tell(
        new Event.Received(
            registrar, status == 200 ? "voucher" : NAME, status, reply.body().length));
    return switch (status) {
      case 200 -> voucher(exchange, reply);
      case 202 -> notYet(exchange, reply);
      case 301, 302, 307, 308 -> sentOn(exchange, reply);
      default ->
          HttpAnswer.isOutOfOrder(reply)
              ? journey.troubled(registrar, NAME, HttpAnswer.said(reply), false)
              : journey.rejected(
                  registrar,
                  status >= 400 ? rejection(reply) : notUnderstood("HTTP status " + status));
    };
  }

  private Optional<Outcome> voucher(Exchange exchange, Reply reply)
      throws IOException, InterruptedException {
    journey.heard();
    var type = reply.mediaType().orElse("no media type");
    return type.equals(MediaTypes.VOUCHER_CMS_JSON)
        ? imprinting.imprint(exchange, reply.body(), journey.contact())
        : journey.rejected(exchange.registrar(), notUnderstood("status 200 with " + type));
  }

  private Optional<Outcome> notYet(Exchange exchange, Reply reply) throws IOException {
    journey.heard();
    journey.succeeded(exchange.registrar());
    var next =
        Appointment.in(
            RetryAfter.seconds(reply.header("retry-after"), journey.now()), journey.now());
    journey.moveTo(new Progress.Joining(exchange.askAgain(next)));
    journey.tell(
        new Event.Waiting(State.REQUEST_JOIN, exchange.registrar(), next.seconds(), next.at()));
    return Optional.empty();
  }

  private static Outcome waiting(Exchange exchange, Appointment next) {
    return new Outcome.Waiting(
        State.REQUEST_JOIN, exchange.registrar(), next.at(), Optional.empty());
  }

  /** At most one redirection to another web origin, and few within one (RFC 8995 section 5.6). */
  private Optional<Outcome> sentOn(Exchange exchange, Reply reply)
      throws IOException, InterruptedException {
    var registrar = exchange.registrar();
    var location = reply.header("location").flatMap(text -> resolve(exchange.target(), text));
    if (location.isEmpty()) {
      return journey.rejected(registrar, misdirected("to no place that https reaches"));
    }
    var target = location.get();
    boolean elsewhere = !Origin.ofTarget(target).equals(exchange.origin());
    boolean again = !exchange.origin().equals(registrar);
    if (exchange.redirections() >= MOST_REDIRECTIONS || (elsewhere && again)) {
      return journey.rejected(registrar, misdirected("once too often, to " + target));
    }
    if (elsewhere) {
      journey.hangUp();
      return begin(registrar, target, exchange.redirections() + 1, exchange.begun());
    }
    journey.moveTo(new Progress.Joining(exchange.sentOnTo(target)));
    return Optional.empty();
  }

  private static Optional<URI> resolve(URI base, String location) {
    try {
      var target = base.resolve(location.strip());
      return Origin.isHttps(target) && path(target).matches("/[!-~]*")
          ? Optional.of(target)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String path(URI target) {
    var path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
  }

  private static Refusal rejection(Reply reply) {
    return Refusal.of(
        PledgeCheck.REJECTED,
        HttpAnswer.said(reply),
        "Ask the registrar's operator: the device may have to be admitted there first.");
  }

  private static Refusal notUnderstood(String what) {
    return Refusal.of(
        PledgeCheck.ANSWER,
        "the registrar answers the voucher-request with " + what,
        "Look whether this address is that of a BRSKI registrar.");
  }

  private static Refusal misdirected(String where) {
    return Refusal.of(
        PledgeCheck.REDIRECTION,
        "the registrar redirects " + where,
        "Name the registrar that is meant directly.");
  }
}
