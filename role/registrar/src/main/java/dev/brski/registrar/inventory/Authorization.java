package dev.brski.registrar.inventory;

import dev.brski.inventory.Inventory;
import dev.brski.inventory.UnknownDevices;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.onboarding.JoinRequest;
import dev.brski.registrar.onboarding.JoinRequests;
import dev.brski.registrar.onboarding.JoinRequests.Asked;
import dev.brski.registrar.onboarding.JoinRequests.Asking;
import dev.brski.registrar.onboarding.Limits;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;
import java.util.Optional;

/**
 * Whether a device that has shown a good IDevID may join (RFC 8995 section 5.3). Asked for each
 * voucher-request and each message of an operation, also for one that was answered before: what was
 * allowed yesterday is not replayed to a device that was stolen meanwhile, and a certificate that
 * waits for it is not handed out.
 */
public final class Authorization {

  /** Whether it may join now. */
  public sealed interface Standing {

    /** It may. */
    record Authorised() implements Standing {}

    /** A person is to decide. */
    record Held(Refusal refusal) implements Standing {}

    /** It may not. */
    record Refused(Refusal refusal) implements Standing {}

    /** A person would have to decide, and too many wait for that. */
    record Beyond(Limits.Beyond limit) implements Standing {}
  }

  private final Inventory inventory;
  private final JoinRequests requests;
  private final UnknownDevices unknown;

  /**
   * @param unknown what happens to devices that nothing names, unless their manufacturer's file
   *     says otherwise
   */
  public Authorization(Inventory inventory, JoinRequests requests, UnknownDevices unknown) {
    this.inventory = inventory;
    this.requests = requests;
    this.unknown = unknown;
  }

  /** Asks for a device; one that is to be held is held from now on. */
  public Standing of(Admission.Known device) {
    var said = requests.latest(device.manufacturer().name(), device.serialNumber());
    if (said.isPresent()) {
      switch (said.get().state()) {
        case APPROVED -> {
          return new Standing.Authorised();
        }
        case DENIED -> {
          return denied(device, said.get());
        }
        case HELD, ADMITTED -> {}
      }
    }
    if (isNamed(device)) {
      return admitted(said);
    }
    return switch (device.manufacturer().join().unknown(unknown)) {
      case ADMIT -> admitted(said);
      case HOLD -> held(device, said);
      case REFUSE ->
          new Standing.Refused(
              refusal(
                  AdmissionCheck.NAMED,
                  device.serialNumber(),
                  "neither the inventory nor a list names it",
                  "If it may join: brski registrar inventory import, or brski registrar approve"
                      + " --serial."));
    };
  }

  /**
   * Why a member of the domain is given no further certificate, if it is not: a person has turned
   * it away, or devices that nothing names are refused and nothing names it any more. Lists that
   * name devices by what stands in their IDevIDs cannot speak of members.
   *
   * @param manufacturer of the device, if it is taken now
   */
  public Optional<Refusal> objection(
      String manufacturerName, Optional<Manufacturer> manufacturer, String serialNumber) {
    var said = requests.latest(manufacturerName, serialNumber);
    if (said.filter(request -> request.state() == JoinRequest.State.DENIED).isPresent()) {
      return said.map(request -> denial(serialNumber, request));
    }
    boolean strange =
        manufacturer.isPresent()
            && said.filter(request -> request.state() == JoinRequest.State.APPROVED).isEmpty()
            && manufacturer.get().join().unknown(unknown) == UnknownDevices.REFUSE
            && manufacturer.get().join().models().isEmpty()
            && !manufacturer.get().join().serials().contains(serialNumber)
            && !inventory.names(manufacturerName, serialNumber);
    return strange
        ? Optional.of(
            refusal(
                AdmissionCheck.NAMED,
                serialNumber,
                "neither the inventory nor a list names it any more",
                "If it may stay: brski registrar inventory import, or brski registrar approve"
                    + " --serial."))
        : Optional.empty();
  }

  /**
   * Why nothing is asked for a device that has not shown its IDevID, if nothing is: a person has
   * turned it away, or nothing names it by its serial number.
   */
  public Optional<Refusal> objectionUnseen(Manufacturer manufacturer, String serialNumber) {
    var said = requests.latest(manufacturer.name(), serialNumber);
    if (said.filter(request -> request.state() == JoinRequest.State.DENIED).isPresent()) {
      return said.map(request -> denial(serialNumber, request));
    }
    boolean isNamed =
        said.filter(request -> request.state() == JoinRequest.State.APPROVED).isPresent()
            || manufacturer.join().serials().contains(serialNumber)
            || inventory.names(manufacturer.name(), serialNumber);
    return isNamed
        ? Optional.empty()
        : Optional.of(
            refusal(
                AdmissionCheck.NAMED,
                serialNumber,
                "neither the inventory nor a list of serial numbers names it",
                "If it may join: brski registrar inventory import, or brski registrar approve"
                    + " --serial."));
  }

  private boolean isNamed(Admission.Known device) {
    return device.manufacturer().join().names(device)
        || inventory.names(device.manufacturer().name(), device.serialNumber());
  }

  private Standing admitted(Optional<JoinRequest> said) {
    said.filter(request -> request.state() == JoinRequest.State.HELD).ifPresent(requests::admitted);
    return new Standing.Authorised();
  }

  private Standing held(Admission.Known device, Optional<JoinRequest> said) {
    boolean before = said.filter(request -> request.state() == JoinRequest.State.HELD).isPresent();
    return before
        ? waiting(device)
        : switch (requests.ask(asking(device))) {
          case Asked.Beyond(var limit) -> new Standing.Beyond(limit);
          case Asked.Known(var request) ->
              switch (request.state()) {
                case HELD, ADMITTED -> waiting(device);
                case APPROVED -> new Standing.Authorised();
                case DENIED -> denied(device, request);
              };
        };
  }

  private static Standing waiting(Admission.Known device) {
    return new Standing.Held(
        refusal(
            AdmissionCheck.NAMED,
            device.serialNumber(),
            "neither the inventory nor a list names it; it is held for a person",
            "Decide on it: brski registrar pending, then approve or deny."));
  }

  private static Standing denied(Admission.Known device, JoinRequest request) {
    return new Standing.Refused(denial(device.serialNumber(), request));
  }

  private static Refusal denial(String serialNumber, JoinRequest request) {
    var by =
        request.ruling().map(ruling -> " by " + ruling.by() + ": " + ruling.reason()).orElse("");
    return refusal(
        AdmissionCheck.NOT_DENIED,
        serialNumber,
        "it was denied at " + request.changed() + by,
        "If it may join after all: brski registrar approve --serial.");
  }

  private static Refusal refusal(Check check, String serialNumber, String cause, String remedy) {
    return Refusal.of(check, cause, remedy).withDevice(serialNumber);
  }

  private static Asking asking(Admission.Known device) {
    return new Asking(
        device.manufacturer().name(),
        device.serialNumber(),
        device.fingerprint(),
        Certificates.nameText(device.idevid().getSubjectX500Principal()),
        Certificates.nameText(device.idevid().getIssuerX500Principal()));
  }
}
