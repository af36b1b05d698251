package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The requests that are held for a person. */
@Command(
    name = "pending",
    description =
        "List the requests that are held for a person ('approval: manual', 'unknown-devices:"
            + " hold'); the authority may run or not.")
final class AuthorityPendingCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private Output output;

  /**
   * A request that is held.
   *
   * @param names the subjectAltNames that it would have, each with its kind
   * @param age since then, in seconds
   * @param idevidIssuer who issued the device's certificate; empty where none came along
   * @param assurance end-to-end; or hop-by-hop, where a registrar answers for the device
   * @param raVerified whether that registrar answers for the possession of the key, too
   * @param inInventory whether the inventory names the device
   */
  record Pending(
      String id,
      String device,
      String manufacturer,
      String subject,
      String profile,
      List<String> names,
      String registrar,
      Instant since,
      long age,
      Optional<String> idevidIssuer,
      String assurance,
      boolean raVerified,
      boolean inInventory) {

    static Pending of(PendingRequest held, Instant now) {
      return new Pending(
          held.id(),
          held.device(),
          held.manufacturer(),
          held.subject(),
          held.profile(),
          held.names(),
          held.registrar(),
          held.since(),
          Math.max(0, Duration.between(held.since(), now).toSeconds()),
          held.idevidIssuer(),
          held.assurance(),
          held.raVerified(),
          held.inInventory());
    }
  }

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var now = clock.instant();
    var pending =
        Failure.unless(
                "Cannot list the held requests of " + dir.path(),
                new Operator(dir.existing(), clock).pending())
            .stream()
            .map(held -> Pending.of(held, now))
            .toList();
    output.report(pending, lines(pending, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private List<String> lines(List<Pending> pending, Times times) {
    if (pending.isEmpty()) {
      return List.of("No request is held.");
    }
    var table =
        new Table(
            "ID",
            "DEVICE",
            "MANUFACTURER",
            "SUBJECT",
            "PROFILE",
            "NAMES",
            "REGISTRAR",
            "SINCE",
            "IDEVID ISSUER",
            "ASSURANCE",
            "INVENTORY");
    pending.forEach(
        held ->
            table.row(
                held.id(),
                held.device(),
                held.manufacturer(),
                held.subject(),
                held.profile(),
                String.join(" ", held.names()),
                held.registrar(),
                times.told(held.since()),
                held.idevidIssuer().orElse("-"),
                held.assurance() + (held.raVerified() ? ", raVerified" : ""),
                held.inInventory() ? "yes" : "no"));
    return table.lines(Style.ofThisProcess());
  }
}
