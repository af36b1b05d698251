package dev.brski.registrar;

import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.MasaPlace;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.control.StoredVouchersDesk.Arrival;
import dev.brski.registrar.control.StoredVouchersDesk.Taken;
import dev.brski.registrar.control.StoredVouchersView;
import dev.brski.registrar.imprint.HandOver;
import dev.brski.registrar.imprint.MasaSays;
import dev.brski.registrar.imprint.RegistrarRequest;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.check.HandOverValidation;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Asks a MASA for vouchers without a nonce, from beside the registrar, and lets the registrar keep
 * them (RFC 8995 sections 3.1 and 7.3).
 */
public final class VoucherFetch {

  private static final int FORBIDDEN = 403;
  private static final String LATER = "Do the same again later.";

  /**
   * A device for which a voucher is wanted.
   *
   * @param issuer whose serial number it is, if that is known
   */
  public record Wanted(String manufacturer, String serialNumber, Optional<IdevidIssuer> issuer) {}

  /** What became of one. */
  public sealed interface Outcome {

    /** It is kept. */
    record Kept(Taken voucher) implements Outcome {}

    /** There is none for this device, or none that could work. */
    record Refused(Refusal refusal) implements Outcome {}

    /** There is none now: the MASA cannot be reached, or did not answer as it should. */
    record NotNow(String reason, String remedy) implements Outcome {}
  }

  private final Holdings holdings;
  private final InstantSource source;
  private final PathValidator paths;
  private final StoredVouchersView stored;

  private VoucherFetch(RegistrarFolder folder, Holdings holdings, InstantSource source) {
    this.holdings = holdings;
    this.source = source;
    this.paths =
        new PathValidator(
            CryptoSuite.standard(), holdings.settings().algorithms(), ValidationLimits.standard());
    var clock = Clock.known(source);
    this.stored =
        new StoredVouchersView(
            folder.root(),
            new HandOver(
                new HandOverValidation(paths), holdings::authorityChains, holdings::terms, clock),
            current(),
            source);
  }

  /**
   * Beside the registrar of a folder.
   *
   * @return refused when the folder is not that of a registrar
   */
  public static Verdict<VoucherFetch> beside(Path dir, InstantSource clock) {
    var folder = new RegistrarFolder(dir);
    return Holdings.read(folder).map(holdings -> new VoucherFetch(folder, holdings, clock));
  }

  /** What is kept. */
  public StoredVouchersView stored() {
    return stored;
  }

  /** The device of an IDevID, which says its serial number where its manufacturer has them. */
  public Verdict<Wanted> wanted(String manufacturer, X509Certificate idevid) {
    return holdings
        .manufacturer(manufacturer)
        .flatMap(maker -> maker.serialNumberOf(idevid))
        .map(serial -> new Wanted(manufacturer, serial, Optional.of(IdevidIssuer.of(idevid))));
  }

  /**
   * Fetches one and lets the registrar keep it, in the place of an older one of the same device.
   *
   * @param by who wants it
   * @throws PeerFailure when the registrar runs and does not answer
   * @throws StoreLocked when it is just starting or ending
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Outcome fetch(Wanted wanted, String by)
      throws PeerFailure, StoreLocked, SchemaRefused, InterruptedException {
    return switch (holdings.manufacturer(wanted.manufacturer())) {
      case Verdict.Refused<Manufacturer>(Refusal refusal) -> new Outcome.Refused(refusal);
      case Verdict.Accepted<Manufacturer>(Manufacturer manufacturer) ->
          switch (manufacturer.masa()) {
            case MasaRule.Fixed(HostPort address) ->
                switch (ask(manufacturer, address, wanted)) {
                  case Asked.Vain(Outcome outcome) -> outcome;
                  case Asked.Given(byte[] voucher) -> keep(wanted, voucher, by);
                };
            case MasaRule.Named _ -> new Outcome.Refused(nobodyNames(manufacturer));
          };
    };
  }

  private sealed interface Asked {

    record Given(byte[] voucher) implements Asked {}

    record Vain(Outcome outcome) implements Asked {}
  }

  private static Refusal nobodyNames(Manufacturer manufacturer) {
    return Refusal.of(
        SetupCheck.NO_MASA,
        "the devices of " + manufacturer.name() + " name their MASA, and no device is here",
        "Write the address of the MASA into "
            + manufacturer.file()
            + ": masa: HOST:PORT, which counts before masa-hosts");
  }

  private Asked ask(Manufacturer manufacturer, HostPort masa, Wanted wanted)
      throws InterruptedException {
    var request =
        new RegistrarRequest(holdings::domainCa, CryptoSuite.standard(), source)
            .inAdvance(wanted.serialNumber(), wanted.issuer(), current());
    var judge = PeerJudge.anchored(paths, manufacturer.masaTls(), Clock.known(source)::now);
    var tls = new ClientTls(manufacturer.access().credential(current()), judge, true);
    try (var line = Carriers.lineTo(masa, Optional.empty(), () -> tls, manufacturer.access(), 1)) {
      var call = Carriers.voucherRequest(MasaPlace.at(masa), request);
      return switch (MasaSays.of(line.exchange(call))) {
        case MasaSays.Given(byte[] voucher) -> new Asked.Given(voucher);
        case MasaSays.Refused refused -> new Asked.Vain(refused(refused));
        case MasaSays.NotYet(MasaSays.Why _, String reason) ->
            new Asked.Vain(new Outcome.NotNow(reason, LATER));
      };
    } catch (PeerFailure e) {
      return new Asked.Vain(
          new Outcome.NotNow(
              String.valueOf(e.getMessage()), e.refusal().map(Refusal::remedy).orElse(LATER)));
    }
  }

  private static Outcome refused(MasaSays.Refused refused) {
    return new Outcome.Refused(
        Refusal.of(
            SetupCheck.VOUCHER_REFUSED,
            refused.cause(),
            refused.status() == FORBIDDEN
                ? "It gives no voucher without a nonce for this device to this registrar. Ask the"
                    + " manufacturer: it must know this domain as its customer, and the device as"
                    + " sold to it."
                : refused.meaning()));
  }

  private Outcome keep(Wanted wanted, byte[] voucher, String by)
      throws PeerFailure, StoreLocked, SchemaRefused {
    var arrival =
        new Arrival(
            wanted.manufacturer(),
            wanted.serialNumber(),
            voucher,
            wanted.issuer().map(IdevidIssuer::value),
            by);
    return switch (stored.keep(arrival)) {
      case Verdict.Accepted<Taken>(Taken taken) -> new Outcome.Kept(taken);
      case Verdict.Refused<Taken>(Refusal refusal) -> new Outcome.Refused(refusal);
    };
  }

  private Credential current() {
    return holdings.current();
  }
}
