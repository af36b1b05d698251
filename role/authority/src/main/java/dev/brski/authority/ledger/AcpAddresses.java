package dev.brski.authority.ledger;

import dev.brski.authority.profile.Acp;
import dev.brski.authority.profile.AcpAddress;
import dev.brski.authority.profile.AcpRegistrarId;
import dev.brski.authority.profile.Addressing;
import dev.brski.authority.profile.ProfileCheck;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses inside autonomic control planes that devices were given (RFC 8994 section 6.11.7).
 * Each device has one in each routing-subdomain, and keeps it whatever is configured since; none is
 * ever given to another.
 */
public final class AcpAddresses {

  private final Store store;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /** The addresses of one store. */
  public AcpAddresses(Store store, CryptoSuite suite, InstantSource clock) {
    this.store = store;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * The address of a device, durable: the one that it has, or else the next one. Empty for a device
   * that is to have none.
   *
   * @return refused when all addresses of a configured Registrar-ID are given away
   */
  public Verdict<Optional<AcpAddress>> assign(Acp acp, String manufacturer, String serialNumber) {
    var addressing = acp.addressingOf(serialNumber);
    if (addressing == Addressing.NONE) {
      return Verdict.accepted(Optional.empty());
    }
    var known = store.read(reading -> known(reading, acp, manufacturer, serialNumber));
    return known.isPresent()
        ? Verdict.accepted(known)
        : store
            .commit(transaction -> next(transaction, acp, addressing, manufacturer, serialNumber))
            .map(Optional::of);
  }

  /** Whether {@link #assign} gives nothing that is not given yet. */
  public boolean isSettled(Acp acp, String manufacturer, String serialNumber) {
    return acp.addressingOf(serialNumber) == Addressing.NONE
        || store
            .<Optional<AcpAddress>>read(reading -> known(reading, acp, manufacturer, serialNumber))
            .isPresent();
  }

  private static Optional<AcpAddress> known(
      Reading reading, Acp acp, String manufacturer, String serialNumber) {
    return reading.one(
        "SELECT address FROM acp_address"
            + " WHERE manufacturer = ? AND serial_number = ? AND routing_subdomain = ?",
        row -> new AcpAddress(row.text("address")),
        manufacturer,
        serialNumber,
        acp.routingSubdomain());
  }

  private Verdict<AcpAddress> next(
      Transaction transaction,
      Acp acp,
      Addressing addressing,
      String manufacturer,
      String serialNumber) {
    var meanwhile = known(transaction, acp, manufacturer, serialNumber);
    if (meanwhile.isPresent()) {
      return Verdict.accepted(meanwhile.get());
    }
    var now = clock.instant();
    var registrarId = acp.registrarId().orElseGet(() -> own(transaction, now));
    long node = nextNode(transaction, addressing, registrarId);
    if (node >= addressing.nodes() && acp.registrarId().isEmpty()) {
      registrarId = draw(transaction, now);
      node = nextNode(transaction, addressing, registrarId);
    }
    if (node >= addressing.nodes()) {
      return Verdict.refused(
          ProfileCheck.ADDRESSES,
          "all "
              + addressing.nodes()
              + " addresses of kind "
              + addressing.word()
              + " of the Registrar-ID of "
              + acp.routingSubdomain()
              + " are given away",
          "Write another registrar-id into 'acp' of the profile, one that no other registrar of the"
              + " domain has, or leave it away.");
    }
    var address = AcpAddress.of(acp.routingSubdomain(), addressing, registrarId, node);
    transaction.updateOne(
        "INSERT INTO acp_address VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        manufacturer,
        serialNumber,
        acp.routingSubdomain(),
        address.hex(),
        addressing.word(),
        registrarId.number(),
        node,
        now);
    transaction.journal(
        "acp.assigned",
        Optional.of(serialNumber),
        Map.of(
            "manufacturer", manufacturer,
            "routingSubdomain", acp.routingSubdomain(),
            "address", address.text()));
    return Verdict.accepted(address);
  }

  private static long nextNode(
      Transaction transaction, Addressing addressing, AcpRegistrarId registrarId) {
    return transaction
        .one(
            "SELECT COALESCE(MAX(node_number), -1) + 1 AS next FROM acp_address"
                + " WHERE addressing = ? AND registrar_id = ?",
            row -> row.number("next"),
            addressing.word(),
            registrarId.number())
        .orElseThrow();
  }

  /** The newest Registrar-ID that this authority drew, or its first. */
  private AcpRegistrarId own(Transaction transaction, Instant now) {
    return transaction
        .one(
            "SELECT id FROM acp_registrar ORDER BY ordinal DESC LIMIT 1",
            row -> new AcpRegistrarId(row.number("id")))
        .orElseGet(() -> draw(transaction, now));
  }

  /** Drawn at random, so that no two registrars of a domain will have the same. */
  private AcpRegistrarId draw(Transaction transaction, Instant now) {
    var id =
        new AcpRegistrarId(new BigInteger(AcpRegistrarId.BITS, suite.random()).longValueExact());
    transaction.updateOne("INSERT INTO acp_registrar (id, since) VALUES (?, ?)", id.number(), now);
    return id;
  }
}
