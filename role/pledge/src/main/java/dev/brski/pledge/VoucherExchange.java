package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Request join (RFC 8995 sections 5.2 and 5.6): the request goes out, the same octets each time,
 * until the registrar has an answer.
 */
final class VoucherExchange {

  private static final String NAME = "requestvoucher";
  private static final int MOST_REDIRECTIONS = 4;

  private final Journey journey;
  private final Identification identification;
  private final Imprinting imprinting;

  VoucherExchange(Journey journey, Identification identification, Imprinting imprinting) {
    this.journey = journey;
    this.identification = identification;
    this.imprinting = imprinting;
  }

  /** Sends the request when its time has come, and takes what the registrar says. */
  Optional<Outcome> ask(Exchange exchange) throws IOException, InterruptedException {
    journey.registrars().tried(exchange.registrar());
    if (exchange.next().isEmpty()) {
      return askNow(exchange);
    }
    var next = exchange.next().get();
    var passed = journey.until(next);
    return passed.isPresent()
        ? askNow(exchange.after(passed.get()))
        : Optional.of(
            new Outcome.Waiting(
                Awaited.VOUCHER, exchange.registrar(), next.at(), Optional.empty()));
  }

  private Optional<Outcome> askNow(Exchange exchange) throws IOException, InterruptedException {
    var registrar = exchange.registrar();
    if (isOverdue(exchange)) {
      return journey.gaveUp(
          registrar,
          NAME,
          "no voucher came within " + journey.options().voucherDeadline().toHours() + " hours");
    }
    var call =
        Call.post(
            path(exchange.target()),
            MediaTypes.VOUCHER_CMS_JSON,
            journey.folder().messages().read(exchange.request()),
            MediaTypes.VOUCHER_CMS_JSON);
    try {
      var reply = journey.line().send(registrar, NAME, call, () -> identification.reopen(exchange));
      return take(exchange, reply);
    } catch (PeerFailure failure) {
      return failed(exchange, failure);
    }
  }

  private boolean isOverdue(Exchange exchange) {
    return exchange.waited().compareTo(journey.options().voucherDeadline()) >= 0;
  }

  private Optional<Outcome> failed(Exchange exchange, PeerFailure failure)
      throws IOException, InterruptedException {
    var changed = failure.refusal().filter(why -> why.check() == PledgeCheck.CHANGED);
    if (changed.isEmpty()) {
      return troubled(exchange, String.valueOf(failure.getMessage()));
    }
    journey.line().hangUp();
    journey.tell(new Event.StartedAfresh(exchange.registrar(), changed.get().cause()));
    return identification.begin(
        exchange.registrar(), exchange.target(), exchange.redirections(), exchange.waited());
  }

  /** Waiting for a registrar that is out of order is waiting for its voucher too. */
  private Optional<Outcome> troubled(Exchange exchange, String cause)
      throws IOException, InterruptedException {
    var registrar = exchange.registrar();
    var end = journey.troubled(registrar, NAME, cause, false);
    if (end.isEmpty() && journey.progress() instanceof Progress.Joining) {
      var passed = Duration.ofSeconds(journey.backoff(registrar).seconds());
      journey.moveTo(new Progress.Joining(exchange.after(passed)));
    }
    return end;
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
              ? troubled(exchange, HttpAnswer.said(reply))
              : journey.rejected(
                  registrar,
                  status >= 400 ? rejection(reply) : notUnderstood("HTTP status " + status));
    };
  }

  private Optional<Outcome> voucher(Exchange exchange, Reply reply) throws IOException {
    journey.heard();
    var type = reply.mediaType().orElse("no media type");
    return type.equals(MediaTypes.VOUCHER_CMS_JSON)
        ? imprinting.imprint(exchange, reply.body(), journey.line().contact())
        : journey.rejected(exchange.registrar(), notUnderstood("status 200 with " + type));
  }

  private Optional<Outcome> notYet(Exchange exchange, Reply reply) throws IOException {
    journey.heard();
    journey.succeeded(exchange.registrar());
    var now = journey.now();
    var next =
        Appointment.within(
            RetryAfter.seconds(reply.header("retry-after"), now),
            RetryAfter.LONGEST_SECONDS,
            journey.tools().pause());
    journey.moveTo(new Progress.Joining(exchange.askAgain(next)));
    journey.tell(
        new Event.Waiting(Awaited.VOUCHER, exchange.registrar(), next.seconds(), next.at()));
    return Optional.empty();
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
    if (elsewhere && !journey.options().redirectable()) {
      return journey.rejected(registrar, misdirected("to " + target + ", which it may not"));
    }
    if (exchange.redirections() >= MOST_REDIRECTIONS || (elsewhere && again)) {
      return journey.rejected(registrar, misdirected("once too often, to " + target));
    }
    if (elsewhere) {
      journey.line().hangUp();
      return identification.begin(
          registrar, target, exchange.redirections() + 1, exchange.waited());
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
