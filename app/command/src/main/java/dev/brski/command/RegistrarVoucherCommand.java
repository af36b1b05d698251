package dev.brski.command;

import dev.brski.registrar.VoucherFetch;
import dev.brski.registrar.VoucherFetch.Outcome;
import dev.brski.registrar.VoucherFetch.Wanted;
import dev.brski.registrar.admission.AdmissionCheck;
import dev.brski.registrar.control.StoredVouchersDesk.Line;
import dev.brski.registrar.control.StoredVouchersDesk.Removed;
import dev.brski.registrar.control.StoredVouchersDesk.Taken;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Vouchers that a registrar keeps for when a MASA is away. */
@Command(
    name = "voucher",
    addMethodSubcommands = false,
    description = {
      "Vouchers without a nonce, fetched before their devices come (RFC 8995 sections 3.1 and"
          + " 7.3).",
      "They are used when a device comes and its MASA is away: 'stored-vouchers' in brski.yaml."
    })
final class RegistrarVoucherCommand extends Group {

  private static final int WIDTH = 80;
  private static final InstantSource CLOCK = InstantSource.system();

  /** Devices, by what came with them on paper or by their certificates. */
  static final class Devices {
    @Option(
        names = "--serial",
        paramLabel = "SERIAL",
        description = "The serial number of a device.")
    private List<String> serials = List.of();

    @Option(
        names = "--idevid",
        paramLabel = "FILE.pem",
        description =
            "The certificate of a device (IDevID): the MASA is told its serial number and its"
                + " issuer.")
    private List<Path> certificates = List.of();

    /** Each device once; its certificate says more than its serial number. */
    List<Wanted> of(String manufacturer, VoucherFetch fetch) throws Failure {
      var wanted = new LinkedHashMap<String, Wanted>();
      serials.forEach(
          serial -> wanted.put(serial, new Wanted(manufacturer, serial, Optional.empty())));
      for (var file : certificates) {
        var what = "Cannot fetch a voucher for the device of " + file;
        var idevid = AnchorFile.read(what, file).certificates().getFirst();
        var device =
            switch (fetch.wanted(manufacturer, idevid)) {
              case Verdict.Accepted<Wanted>(Wanted named) -> named;
              case Verdict.Refused<Wanted>(Refusal refusal) -> throw unusable(what, refusal);
            };
        wanted.put(device.serialNumber(), device);
      }
      return List.copyOf(wanted.values());
    }

    private static Failure unusable(String what, Refusal refusal) {
      return refusal.check() == AdmissionCheck.SERIAL_NUMBER
          ? Failure.usage(
              what,
              refusal.cause(),
              "Name the device's own certificate, its IDevID. " + refusal.remedy())
          : Failure.of(what, refusal);
    }
  }

  /**
   * What became of one device, for a script.
   *
   * @param outcome kept, refused or not-now
   * @param expires until when the voucher may be used, if there is one and it says
   * @param replaced whether it took the place of an older one
   * @param same whether it is the very one that was kept
   * @param cause why there is none
   * @param remedy what to do
   */
  record Told(
      String serial,
      String manufacturer,
      String outcome,
      Optional<Instant> expires,
      boolean replaced,
      boolean same,
      Optional<String> cause,
      Optional<String> remedy) {

    static Told of(Wanted wanted, Outcome outcome) {
      return switch (outcome) {
        case Outcome.Kept(Taken taken) ->
            new Told(
                taken.serial(),
                taken.manufacturer(),
                "kept",
                taken.expires(),
                taken.replaced(),
                taken.same(),
                Optional.empty(),
                Optional.empty());
        case Outcome.Refused(Refusal refusal) ->
            vain(
                wanted,
                "refused",
                refusal.cause() + " [" + refusal.check().id() + "]",
                refusal.remedy());
        case Outcome.NotNow(String reason, String remedy) ->
            vain(wanted, "not-now", reason, remedy);
      };
    }

    private static Told vain(Wanted wanted, String outcome, String cause, String remedy) {
      return new Told(
          wanted.serialNumber(),
          wanted.manufacturer(),
          outcome,
          Optional.empty(),
          false,
          false,
          Optional.of(cause),
          Optional.of(remedy));
    }

    private String what() {
      if (same) {
        return "kept already: the MASA gives the same one until it is due";
      }
      return replaced ? "kept instead of the older one" : "kept";
    }

    List<String> lines() {
      if (cause.isEmpty()) {
        return List.of(
            Paragraph.printable(
                "%s  %s, %s"
                    .formatted(
                        serial,
                        what(),
                        expires
                            .map(expiry -> "expires " + Times.absolute(expiry))
                            .orElse("never expires"))));
      }
      var lines = new ArrayList<String>();
      lines.addAll(
          Paragraph.of(
                  Paragraph.printable(serial + "  "),
                  (outcome.equals("refused") ? "refused: " : "not now: ") + cause.orElse(""))
              .lines(WIDTH));
      lines.addAll(Paragraph.of("  ", remedy.orElse("")).lines(WIDTH));
      return lines;
    }
  }

  @Command(
      name = "fetch",
      description = {
        "Ask a manufacturer's MASA now for vouchers without a nonce, and let the registrar keep"
            + " them, each in the place of an older one of its device.",
        "Whoever has such a voucher and this domain's keys can take the device over until it"
            + " expires. The MASA must know this domain as a customer, and the device as sold to"
            + " it.",
        "The registrar may run or not. Goes on after a device for which there is none; ends with 5"
            + " if the MASA could not be reached, or else with 3 if it refused."
      })
  int fetch(
      @Mixin DirOption dir,
      @Option(
              names = "--manufacturer",
              required = true,
              paramLabel = "NAME",
              description = "Whose devices, as in manufacturers.d.")
          String manufacturer,
      @ArgGroup(exclusive = false, multiplicity = "1") Devices devices,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused, InterruptedException {
    var fetch = beside(dir);
    return each(fetch, devices.of(manufacturer, fetch), output);
  }

  @Command(
      name = "renew",
      description = {
        "Fetch again each voucher that expires soon or has expired.",
        "Says and ends with the same as fetch."
      })
  int renew(
      @Mixin DirOption dir,
      @Option(
              names = "--within",
              paramLabel = "DURATION",
              defaultValue = "30d",
              description = "How soon, such as 30d, which is the default.")
          Duration within,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused, InterruptedException {
    var fetch = beside(dir);
    var latest = CLOCK.instant().plus(within);
    var wanted =
        stored(dir, fetch).stream()
            .filter(kept -> kept.expires().filter(expiry -> !expiry.isAfter(latest)).isPresent())
            .map(
                kept ->
                    new Wanted(
                        kept.manufacturer(),
                        kept.serial(),
                        kept.idevidIssuer().map(IdevidIssuer::new)))
            .toList();
    if (wanted.isEmpty()) {
      output.report(List.of(), List.of("No voucher expires within " + Times.length(within) + "."));
      return ExitCode.DONE.number();
    }
    return each(fetch, wanted, output);
  }

  /** What was done is told at once, for what comes after it may take long. */
  private static int each(VoucherFetch fetch, List<Wanted> devices, Output output)
      throws PeerFailure, StoreLocked, SchemaRefused, InterruptedException {
    var all = new ArrayList<Told>();
    for (var wanted : devices) {
      var told = Told.of(wanted, fetch.fetch(wanted, OsUser.name()));
      all.add(told);
      if (!output.isJson()) {
        output.report(told, told.lines());
      }
    }
    if (output.isJson()) {
      output.report(all, List.of());
    }
    var outcomes = all.stream().map(Told::outcome).toList();
    return (outcomes.contains("not-now")
            ? ExitCode.UNREACHABLE
            : outcomes.contains("refused") ? ExitCode.REFUSED : ExitCode.DONE)
        .number();
  }

  @Command(
      name = "ls",
      description = {
        "List the vouchers that are kept, and whether each could be used now.",
        "The registrar may run or not."
      })
  int ls(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var stored = stored(dir, beside(dir));
    output.report(stored, lines(stored));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(List<Line> stored) {
    if (stored.isEmpty()) {
      return List.of("No voucher is kept.");
    }
    var times = new Times(CLOCK);
    var table = new Table("SERIAL", "MANUFACTURER", "FETCHED", "EXPIRES", "STATE");
    stored.forEach(
        kept ->
            table.row(
                kept.serial(),
                kept.manufacturer(),
                times.relative(kept.fetched()),
                kept.expires().map(times::relative).orElse("never"),
                kept.state().title()));
    return table.lines(Style.ofThisProcess());
  }

  @Command(
      name = "remove",
      description = {
        "Remove vouchers, all that are named or none. The devices get none of them any more.",
        "That takes none back that was handed on."
      })
  int remove(
      @Mixin DirOption dir,
      @Parameters(
              arity = "1..*",
              paramLabel = "SERIAL",
              description = "The serial numbers of the devices.")
          List<String> serials,
      @Option(
              names = "--manufacturer",
              paramLabel = "NAME",
              description = "Whose devices, where several have the same serial number.")
          Optional<String> manufacturer,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
          Optional<String> reason,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var removed =
        Failure.unless(
            "Cannot remove vouchers of " + dir.path(),
            beside(dir)
                .stored()
                .remove(serials, manufacturer, new Order(OsUser.name(), reason.orElse(""))));
    output.report(removed, removed.stream().map(RegistrarVoucherCommand::line).toList());
    return ExitCode.DONE.number();
  }

  private static String line(Removed removed) {
    return Paragraph.printable(removed.serial() + "  of " + removed.manufacturer() + ": removed");
  }

  private static VoucherFetch beside(DirOption dir) throws Failure {
    return Failure.unless(
        "Cannot use the registrar of " + dir.path(), VoucherFetch.beside(dir.existing(), CLOCK));
  }

  private static List<Line> stored(DirOption dir, VoucherFetch fetch)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    return Failure.unless("Cannot list the vouchers of " + dir.path(), fetch.stored().list());
  }
}
