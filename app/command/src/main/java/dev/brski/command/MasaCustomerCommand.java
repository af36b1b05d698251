package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.CustomerView;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.Removed;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The customers of a manufacturer, and what each is known by. */
@Command(
    name = "customer",
    addMethodSubcommands = false,
    description = "The customers, and what each is known by.")
final class MasaCustomerCommand extends Group {

  @Command(
      name = "add",
      description = {
        "Add a customer, or one more certificate that a customer is known by; the MASA may run or"
            + " not.",
        "What became known on first use is confirmed by adding it: vouchers are then verified."
      })
  int add(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "NAME", description = "What to call the customer.") String name,
      @Mixin CustomerFiles files,
      @Option(
              names = "--on-first-use",
              description =
                  "Know the customer by the domain that is the first to ask for one of its devices,"
                      + " where first-use in brski.yaml allows it.")
          boolean onFirstUse,
      @Option(
              names = "--nonceless",
              description =
                  "Let the customer have vouchers without a nonce, too, where nonceless in"
                      + " brski.yaml allows them. Of a customer that is there nothing else need be"
                      + " said.")
          boolean nonceless,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot add customer " + Description.printable(name) + " to " + dir.path();
    var order =
        new CustomerOrder(
            name, onFirstUse, files.domainCas(what), files.registrars(what), OsUser.name());
    var customer = Failure.unless(what, view(dir).add(nonceless ? order.withNonceless() : order));
    output.report(customer, told(List.of(customer)));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "ls",
      description = {
        "List the customers, what each is known by, and how many devices it owns.",
        "The MASA may run or not."
      })
  int ls(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var customers =
        Failure.unless("Cannot list the customers of " + dir.path(), view(dir).customers());
    output.report(customers, told(customers));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "remove",
      description = {
        "Remove a customer; or, with certificates, only these from what it is known by; or, with"
            + " --nonceless alone, only its vouchers without a nonce.",
        "The history of its devices stays. The MASA may run or not."
      })
  int remove(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "NAME", description = "The customer's name.") String name,
      @Mixin CustomerFiles files,
      @Option(
              names = "--release-devices",
              description = "Release the devices that the customer owns, too.")
          boolean releaseDevices,
      @Option(
              names = "--nonceless",
              description =
                  "Let the customer have no more vouchers without a nonce; those that it has stay"
                      + " good.")
          boolean nonceless,
      @Mixin ReasonOption reason,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot remove customer " + Description.printable(name) + " from " + dir.path();
    var order =
        new RemovalOrder(name, files.all(what), releaseDevices, reason.text(), OsUser.name());
    var removed = Failure.unless(what, view(dir).remove(nonceless ? order.withNonceless() : order));
    var lines = new ArrayList<String>();
    if (nonceless) {
      lines.add(
          "Customer " + Description.printable(name) + " gets no more vouchers without a nonce");
    }
    if (removed.whole() || removed.certificates() > 0) {
      lines.add(told(removed));
    }
    output.report(removed, lines);
    return ExitCode.DONE.number();
  }

  private static OwnershipView view(DirOption dir) throws Failure {
    return new OwnershipView(dir.existing(), InstantSource.system());
  }

  private static String told(Removed removed) {
    var name = Description.printable(removed.customer());
    var certificates =
        removed.certificates() + (removed.certificates() == 1 ? " certificate" : " certificates");
    return removed.whole()
        ? "Customer %s is removed, with %s; devices released: %d"
            .formatted(name, certificates, removed.released())
        : "Customer %s is no longer known by %s".formatted(name, certificates);
  }

  private static List<String> told(List<CustomerView> customers) {
    if (customers.isEmpty()) {
      return List.of("There is no customer.");
    }
    var lines = new ArrayList<String>();
    for (var customer : customers) {
      lines.add(
          "%s  (devices: %d%s)"
              .formatted(
                  Description.printable(customer.customer()),
                  customer.devices(),
                  customer.nonceless() ? ", vouchers without a nonce" : ""));
      for (var known : customer.knownBy()) {
        lines.add(
            "  %-9s  %s, SHA-256 %s…%s"
                .formatted(
                    known.kind(),
                    Description.printable(known.subject()),
                    known.sha256().substring(0, 16),
                    known.learnt() ? ", on first use" : ""));
      }
      if (customer.knownBy().isEmpty()) {
        lines.add(
            customer.onFirstUse()
                ? "  will be known by the domain that first asks, if first-use allows it"
                : "  known by nothing: its devices get no voucher");
      }
    }
    return lines;
  }
}
