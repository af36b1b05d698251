package dev.brski.registrar.control;

import dev.brski.registrar.imprint.HandOver;
import dev.brski.registrar.onboarding.StoredVouchers;
import dev.brski.registrar.onboarding.StoredVouchers.Fetched;
import dev.brski.registrar.onboarding.StoredVouchers.Kept;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.check.HandOverValidation.Asked;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What an operator does with stored vouchers, the same whether the registrar runs or rests. */
public final class StoredVouchersDesk {

  /** Whether a stored voucher could be used now. */
  public enum State {
    USABLE("usable"),
    EXPIRED("expired"),
    REFUSED("the MASA has refused the device since"),
    OTHER_CREDENTIAL("for another registrar credential");

    private final String title;

    State(String title) {
      this.title = title;
    }

    /** The state in words. */
    public String title() {
      return title;
    }
  }

  /**
   * One that is kept.
   *
   * @param idevidIssuer what was said to the MASA of the device's issuer, if anything was
   * @param by who fetched it
   */
  public record Line(
      String serial,
      String manufacturer,
      Instant fetched,
      Optional<Instant> expires,
      State state,
      Optional<byte[]> idevidIssuer,
      String by) {}

  /**
   * A voucher to keep.
   *
   * @param voucher its exact octets
   * @param idevidIssuer what was said to the MASA of the device's issuer, if anything was
   * @param by who fetched it
   */
  public record Arrival(
      String manufacturer,
      String serial,
      byte[] voucher,
      Optional<byte[]> idevidIssuer,
      String by) {}

  /**
   * What was kept.
   *
   * @param expires until when it may be used, if it says
   * @param replaced whether it took the place of an older one
   * @param same whether it is the very one that was kept
   */
  public record Taken(
      String serial,
      String manufacturer,
      Optional<Instant> expires,
      boolean replaced,
      boolean same) {}

  /** What was removed. */
  public record Removed(String serial, String manufacturer) {}

  private final StoredVouchers vouchers;
  private final HandOver handOver;
  private final Supplier<Credential> current;
  private final InstantSource clock;

  /**
   * @param handOver what is demanded of a voucher
   * @param current the registrar's newest credential
   */
  public StoredVouchersDesk(
      StoredVouchers vouchers,
      HandOver handOver,
      Supplier<Credential> current,
      InstantSource clock) {
    this.vouchers = vouchers;
    this.handOver = handOver;
    this.current = current;
    this.clock = clock;
  }

  /** Keeps a voucher that could work, in the place of an older one of the same device. */
  public Verdict<Taken> keep(Arrival arrival) {
    return handOver
        .judge(
            arrival.manufacturer(),
            arrival.voucher(),
            new Asked.InAdvance(arrival.serial(), Optional.empty()),
            current.get())
        .flatMap(voucher -> keep(arrival, voucher));
  }

  private Verdict<Taken> keep(Arrival arrival, Signed<Voucher> voucher) {
    var leaves = voucher.leaves();
    var pin = leaves.pinnedDomainCert().orElseThrow();
    var kept =
        vouchers.keep(
            new Fetched(
                arrival.manufacturer(),
                arrival.serial(),
                arrival.voucher(),
                Certificates.encoded(pin),
                AuditLog.domainId(pin),
                leaves.expiresOn(),
                arrival.idevidIssuer(),
                leaves
                    .createdOn()
                    .or(() -> voucher.artifact().signingTime())
                    .orElseGet(clock::instant),
                arrival.by()));
    return kept == Kept.FULL
        ? Verdict.refused(
            SetupCheck.VOUCHERS_FULL,
            "%d vouchers are kept already".formatted(StoredVouchers.MOST),
            "Remove those that are not needed any more: brski registrar voucher remove.")
        : Verdict.accepted(
            new Taken(
                arrival.serial(),
                arrival.manufacturer(),
                leaves.expiresOn(),
                kept == Kept.REPLACED,
                kept == Kept.SAME));
  }

  /** All of them, by manufacturer and serial number. */
  public List<Line> list() {
    var now = clock.instant();
    var vouching = new HashMap<String, Boolean>();
    return vouchers.list().stream()
        .map(
            kept ->
                new Line(
                    kept.serialNumber(),
                    kept.manufacturer(),
                    kept.fetched(),
                    kept.expiresOn(),
                    state(kept, now, vouching),
                    kept.idevidIssuer(),
                    kept.by()))
        .toList();
  }

  /**
   * @param vouching what is known of pins already, by their octets as text: most pin the same
   */
  private State state(StoredVouchers.Line kept, Instant now, Map<String, Boolean> vouching) {
    if (kept.expiresOn().filter(expiry -> !now.isBefore(expiry)).isPresent()) {
      return State.EXPIRED;
    }
    if (kept.refused()) {
      return State.REFUSED;
    }
    boolean vouches =
        vouching.computeIfAbsent(HexFormat.of().formatHex(kept.pin()), _ -> vouches(kept.pin()));
    return vouches ? State.USABLE : State.OTHER_CREDENTIAL;
  }

  private boolean vouches(byte[] pin) {
    try {
      return handOver.vouches(Certificates.parse(pin), current.get());
    } catch (CertificateException e) {
      throw new IllegalStateException("a pin in our own store is unreadable", e);
    }
  }

  /**
   * Removes those of devices, all that are named or none.
   *
   * @param manufacturer whose devices, where several have the same serial number
   */
  public Verdict<List<Removed>> remove(
      List<String> serials, Optional<String> manufacturer, Order order) {
    var wanted = new LinkedHashMap<String, String>();
    for (var serial : serials) {
      var makers =
          vouchers.makers(serial).stream()
              .filter(maker -> manufacturer.map(maker::equals).orElse(true))
              .toList();
      if (makers.size() != 1) {
        return unclear(serial, makers);
      }
      wanted.put(serial, makers.getFirst());
    }
    vouchers.remove(wanted, order);
    return Verdict.accepted(
        wanted.entrySet().stream()
            .map(device -> new Removed(device.getKey(), device.getValue()))
            .toList());
  }

  private static Verdict<List<Removed>> unclear(String serial, List<String> makers) {
    var printable = Description.printable(serial);
    return makers.isEmpty()
        ? Verdict.refused(
            SetupCheck.VOUCHER_UNKNOWN,
            "no voucher is kept for a device " + printable,
            "See which are: brski registrar voucher ls. Nothing was changed.")
        : Verdict.refused(
            SetupCheck.VOUCHER_UNKNOWN,
            "vouchers are kept for devices %s of %s"
                .formatted(printable, String.join(", ", makers)),
            "Say whose is meant: --manufacturer NAME. Nothing was changed.");
  }
}
