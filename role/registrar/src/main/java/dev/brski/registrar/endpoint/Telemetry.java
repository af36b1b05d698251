package dev.brski.registrar.endpoint;

import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.StatusTelemetry;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherLimits;
import dev.brski.wire.Complaints;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Voucher status and enroll status (RFC 8995 sections 5.7 and 5.9.4). */
public final class Telemetry {

  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final long KNOWN_VERSION = 1;

  private final Onboarding onboarding;
  private final Admission admission;
  private final Runnable posted;
  private final Complaints complaints = new Complaints(LOG, System::nanoTime);

  /**
   * Over the state of the devices.
   *
   * @param posted called after something was put into the outbox
   */
  public Telemetry(Onboarding onboarding, Admission admission, Runnable posted) {
    this.posted = posted;
    this.onboarding = onboarding;
    this.admission = admission;
  }

  /** What a pledge says of its voucher; it comes over the connection of the voucher exchange. */
  public Response voucherStatus(Request request) {
    return read(request, status -> voucherStatus(request, status));
  }

  /** How an enrollment ended: with the new LDevID, or in case of failure with the IDevID. */
  public Response enrollStatus(Request request) {
    return read(request, status -> enrollStatus(request, status));
  }

  private interface Recorder {
    Response of(StatusTelemetry status);
  }

  private Response read(Request request, Recorder recorder) {
    return switch (StatusTelemetry.parse(request.body(), VoucherLimits.standard())) {
      case Verdict.Accepted<StatusTelemetry>(StatusTelemetry status) -> recorder.of(status);
      case Verdict.Refused<StatusTelemetry>(Refusal refusal) -> {
        say(request, Level.WARN, request.peerAddress() + ": unreadable telemetry: " + refusal);
        yield Response.text(VoucherCheck.status(refusal), refusal.told());
      }
    };
  }

  private Response voucherStatus(Request request, StatusTelemetry status) {
    return switch (admission.identify(request.peerChain())) {
      case Verdict.Refused<Admission.Known>(Refusal refusal) ->
          unknown(request, refusal.toString());
      case Verdict.Accepted<Admission.Known>(Admission.Known device) -> {
        var imprint = onboarding.imprints().latest(device.fingerprint());
        if (imprint.isEmpty()) {
          yield unknown(request, "device " + device.serialNumber() + " never asked for a voucher");
        }
        report(request, "voucher", device.serialNumber(), status);
        boolean first =
            onboarding
                .imprints()
                .status(
                    imprint.get().id(),
                    status.status(),
                    status.reason().map(Description::printable),
                    request.body(),
                    MediaTypes.JSON);
        if (first && onboarding.reviews().askAgain(imprint.get().id())) {
          posted.run();
        }
        if (!first) {
          say(
              request,
              Level.INFO,
              "device %s: this voucher status changes nothing; the exchange is %s"
                  .formatted(device.serialNumber(), imprint.get().state()));
        }
        yield Response.empty(200);
      }
    };
  }

  private Response enrollStatus(Request request, StatusTelemetry status) {
    var client = request.peer();
    var issued = client.flatMap(this::enrollmentThatIssued);
    var concerned = issued.or(() -> enrollmentOfDevice(request));
    if (concerned.isEmpty()) {
      return unknown(request, "no enrollment is known for this client certificate");
    }
    var enrollment = concerned.get();
    report(request, "enroll", enrollment.serialNumber(), status);
    if (status.status() && issued.isEmpty()) {
      say(
          request,
          Level.WARN,
          "device "
              + enrollment.serialNumber()
              + ": it reports success over a connection that was not authenticated with the"
              + " certificate that was issued");
    }
    var _ =
        onboarding
            .confirmations()
            .enrollStatus(
                enrollment.id(),
                status.status(),
                issued.isPresent(),
                status.reason().map(Description::printable),
                request.body());
    return Response.empty(200);
  }

  private Optional<Enrollment> enrollmentThatIssued(X509Certificate client) {
    return onboarding.enrollments().issuing(Certificates.fingerprint(client));
  }

  private Optional<Enrollment> enrollmentOfDevice(Request request) {
    return switch (admission.identify(request.peerChain())) {
      case Verdict.Refused<Admission.Known> _ -> Optional.empty();
      case Verdict.Accepted<Admission.Known>(Admission.Known device) ->
          onboarding
              .imprints()
              .latest(device.fingerprint())
              .flatMap(imprint -> onboarding.enrollments().latest(imprint.device()));
    };
  }

  private void report(Request request, String what, String serialNumber, StatusTelemetry status) {
    var subject = "device %s: %s status".formatted(serialNumber, what);
    if (status.version() > KNOWN_VERSION) {
      say(
          request,
          Level.WARN,
          "%s of version %d, which is not known here; a person should look"
              .formatted(subject, status.version()));
    }
    if (!status.ignored().isEmpty()) {
      say(
          request,
          Level.INFO,
          "%s has members that are passed over: %s"
              .formatted(subject, Description.printable(status.ignored().toString())));
    }
    if (!status.tolerances().isEmpty()) {
      say(request, Level.INFO, subject + ": tolerated: " + status.tolerances());
    }
    if (status.status()) {
      say(request, Level.INFO, subject + ": success");
    } else {
      var reason = Description.printable(status.reason().orElse("no reason given"));
      say(request, Level.WARN, subject + ": failure: " + reason);
    }
  }

  private Response unknown(Request request, String why) {
    say(request, Level.WARN, request.peerAddress() + ": telemetry that concerns nobody: " + why);
    return Response.text(404, "nothing is known of this device here");
  }

  private void say(Request request, Level level, String line) {
    complaints.told(Complaints.who(request), level, line);
  }
}
