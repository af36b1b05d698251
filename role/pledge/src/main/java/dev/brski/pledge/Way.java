package dev.brski.pledge;

import java.io.IOException;
import java.util.Optional;

/** The states of RFC 8995 section 2.1 in their order, and what is done in each. */
final class Way {

  private final Journey journey;
  private final Identification identification;
  private final VoucherExchange vouchers;
  private final Imprinting imprinting;
  private final Enrollment enrollment;
  private final Membership membership;

  Way(Journey journey) {
    this.journey = journey;
    var domain = new Domain(journey);
    var status = new EnrollStatus(journey, domain);
    this.imprinting = new Imprinting(journey, domain);
    this.identification = new Identification(journey);
    this.vouchers = new VoucherExchange(journey, identification, imprinting);
    this.enrollment =
        new Enrollment(
            journey,
            domain,
            new CmpClient(
                journey.tools(), journey.folder(), journey.birth().idevid(), journey.options()),
            status);
    this.membership = new Membership(journey, domain, status);
  }

  /** One step after the other, until one of them ends the run. */
  Outcome go() throws IOException, InterruptedException {
    if (journey.progress() instanceof Progress.Joining(Exchange exchange)
        && !journey.registrars().include(exchange.registrar())) {
      journey.moveTo(new Progress.Idle(true));
    }
    while (true) {
      var end = step();
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private Optional<Outcome> step() throws IOException, InterruptedException {
    return switch (journey.progress()) {
      case Progress.Idle idle -> identification.discover(idle);
      case Progress.Joining(Exchange exchange) -> vouchers.ask(exchange);
      case Progress.Imprinted(Imprint imprint) -> {
        var end = imprinting.report(imprint);
        yield end.isPresent() ? end : enrollment.begin(imprint);
      }
      case Progress.Enrolling(Imprint imprint, Transaction transaction) ->
          enrollment.advance(imprint, transaction);
      case Progress.Installing(Imprint imprint, Transaction transaction) ->
          membership.install(imprint, transaction);
      case Progress.Member member -> membership.report(member);
      case Progress.Revoked _ -> {
        journey.moveTo(new Progress.Idle(true));
        yield Optional.empty();
      }
    };
  }
}
