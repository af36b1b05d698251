package dev.brski.proof.kit.books;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folders of all parties, whose programs are at rest. Each line that does not balance is
 * reported in words; an empty list is what an operator hopes for.
 *
 * @param masa the MASA's folder
 * @param registrar the registrar's folder
 * @param authority the authority's folder
 * @param pledges the folders of the devices
 */
public record Books(Path masa, Path registrar, Path authority, List<Path> pledges) {

  /** Copies the list. */
  public Books {
    pledges = List.copyOf(pledges);
  }

  /** The MASA's ledger alone, which must be sound whenever its program has ended, however. */
  public static List<String> masa(Path folder) throws IOException {
    try (var ledger = LedgerCopy.of(folder)) {
      return new MasaBook(ledger).violations();
    }
  }

  /** The registrar's ledger alone, which must be sound whenever its program has ended, however. */
  public static List<String> registrar(Path folder) throws IOException {
    try (var ledger = LedgerCopy.of(folder)) {
      return new RegistrarBook(ledger).violations();
    }
  }

  /** The authority's ledger alone, which must be sound whenever its program has ended, however. */
  public static List<String> authority(Path folder) throws IOException {
    try (var ledger = LedgerCopy.of(folder)) {
      return new AuthorityBook(ledger).violations();
    }
  }

  /** How many rows each table of a role's ledger has; its program must be at rest. */
  public static Map<String, Long> rows(Path folder) throws IOException {
    try (var ledger = LedgerCopy.of(folder)) {
      var rows = new TreeMap<String, Long>();
      for (var table : ledger.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        var name = table.text("name");
        var counted = ledger.rows("SELECT count(*) AS many FROM \"" + name + '"').getFirst();
        rows.put(name, counted.number("many"));
      }
      return rows;
    }
  }

  /** What does not balance, wherever the devices are on their way. */
  public List<String> violations() throws IOException {
    return violations(false);
  }

  /** What does not balance when every device has come to its end: none waits, all are members. */
  public List<String> violationsAtTheEnd() throws IOException {
    return violations(true);
  }

  private List<String> violations(boolean atTheEnd) throws IOException {
    try (var masaLedger = LedgerCopy.of(masa);
        var registrarLedger = LedgerCopy.of(registrar);
        var authorityLedger = LedgerCopy.of(authority)) {
      var manufacturer = new MasaBook(masaLedger);
      var domain = new RegistrarBook(registrarLedger);
      var issuer = new AuthorityBook(authorityLedger);
      var found = new ArrayList<String>();
      found.addAll(manufacturer.violations());
      found.addAll(domain.violations());
      found.addAll(issuer.violations());
      var vouchers = manufacturer.issued();
      var states = issuer.states();
      found.addAll(betweenRoles(vouchers, domain, issuer));
      for (var folder : pledges) {
        found.addAll(pledge(PledgeBook.of(folder), vouchers, domain, states, atTheEnd));
      }
      if (atTheEnd) {
        found.addAll(domain.waiting());
      }
      return found;
    }
  }

  private static List<String> betweenRoles(
      Map<String, Long> vouchers, RegistrarBook domain, AuthorityBook issuer) throws IOException {
    var found = new ArrayList<String>();
    for (var voucher : domain.vouchers()) {
      if (vouchers.getOrDefault(Digest.of(voucher), 0L) != 1) {
        found.add("registrar: it handed on a voucher that the MASA never issued, or issued twice");
      }
    }
    var issued = Set.copyOf(issuer.fingerprints());
    for (var certificate : domain.certificates()) {
      if (!issued.contains(certificate)) {
        found.add("registrar: certificate " + certificate + " is not in the authority's ledger");
      }
    }
    return found;
  }

  private static List<String> pledge(
      PledgeBook pledge,
      Map<String, Long> vouchers,
      RegistrarBook domain,
      Map<String, String> states,
      boolean atTheEnd)
      throws IOException {
    var found = new ArrayList<String>();
    var who = pledge.name();
    var request = pledge.acknowledgedRequest();
    if (request.isPresent() && !domain.knowsRequest(request.get())) {
      found.add(who + ": its voucher-request was acknowledged, and the registrar has lost it");
    }
    var transaction = pledge.acknowledgedTransaction();
    if (transaction.isPresent() && !domain.knowsTransaction(transaction.get())) {
      found.add(who + ": its transaction was acknowledged, and the registrar has lost it");
    }
    var voucher = pledge.voucher();
    long issued = voucher.map(octets -> vouchers.getOrDefault(Digest.of(octets), 0L)).orElse(1L);
    if (issued != 1) {
      found.add("%s: its voucher is %d times in the MASA's ledger".formatted(who, issued));
    }
    var certificate = pledge.certificate();
    if (certificate.isPresent()) {
      var state = states.getOrDefault(Digest.of(certificate.get()), "unknown");
      if (!Set.of("issued", "confirmed").contains(state)) {
        found.add(who + ": its certificate is " + state + " to the authority");
      }
      var enrolled = domain.enrolled(Digest.of(certificate.get())).orElse("unknown");
      if (pledge.hasReported() && !enrolled.equals("enrolled")) {
        found.add(who + ": it is a member and has said so; to the registrar it is " + enrolled);
      }
    } else if (pledge.isMember()) {
      found.add(who + ": it is a member without a certificate");
    }
    if (atTheEnd && !(pledge.isMember() && pledge.hasReported())) {
      found.add(who + ": it has not come to its end, but is at step " + pledge.step());
    }
    return found;
  }
}
