package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.profile.Acp;
import dev.brski.authority.profile.AcpAddress;
import dev.brski.authority.profile.AcpRegistrarId;
import dev.brski.authority.profile.Addressing;
import dev.brski.authority.profile.ProfileCheck;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each device has one address in each routing-subdomain, and no two have the same. */
class AcpAddressesTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;

  private static Acp acp(Addressing addressing, Optional<String> registrarId) {
    return new Acp(
        "acp.example.com",
        Optional.empty(),
        Optional.of(addressing),
        Optional.empty(),
        registrarId.map(AcpRegistrarId::parse));
  }

  private static AcpAddresses of(Store store) {
    return new AcpAddresses(store, CryptoSuite.standard(), CLOCK);
  }

  private static AcpAddress given(Verdict<Optional<AcpAddress>> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<Optional<AcpAddress>>(var address) -> address.orElseThrow();
      case Verdict.Refused<Optional<AcpAddress>>(var refusal) ->
          throw new AssertionError(refusal.toString());
    };
  }

  private static void take(Store store, Acp acp, long registrar, long node) {
    store.change(
        transaction ->
            transaction.updateOne(
                "INSERT INTO acp_address VALUES ('acme', 'last', ?, ?, ?, ?, ?, ?)",
                acp.routingSubdomain(),
                AcpAddress.of(
                        acp.routingSubdomain(),
                        acp.addressing().orElseThrow(),
                        new AcpRegistrarId(registrar),
                        node)
                    .hex(),
                acp.addressing().orElseThrow().word(),
                registrar,
                node,
                CLOCK.instant()));
  }

  @Test
  void aDeviceKeepsItsAddressThroughRestartsAndOtherSettings() throws Exception {
    var zone = acp(Addressing.ZONE, Optional.empty());
    AcpAddress first;
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      first = given(of(store).assign(zone, "acme", "SN-1"));
      assertThat(given(of(store).assign(zone, "acme", "SN-2"))).isNotEqualTo(first);
      assertThat(given(of(store).assign(zone, "other", "SN-1"))).isNotEqualTo(first);
    }
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      assertThat(given(of(store).assign(zone, "acme", "SN-1"))).isEqualTo(first);
      assertThat(
              given(
                  of(store)
                      .assign(
                          acp(Addressing.VLONG_16, Optional.of("02:00:5e:00:53:01")),
                          "acme",
                          "SN-1")))
          .isEqualTo(first);
      assertThat(store.journalAfter(0, 100))
          .filteredOn(line -> line.kind().equals("acp.assigned"))
          .hasSize(3);
    }
  }

  @Test
  void nobodyGetsOneWhereNoneIsWanted() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      assertThat(of(store).assign(acp(Addressing.NONE, Optional.empty()), "acme", "SN-1"))
          .isEqualTo(Verdict.accepted(Optional.empty()));
    }
  }

  @Test
  void twoAuthoritiesDrawDifferentRegistrarIds() throws Exception {
    var zone = acp(Addressing.ZONE, Optional.empty());
    try (var one = Store.open(folder.resolve("1"), Schema.MIGRATIONS, CLOCK);
        var other = Store.open(folder.resolve("2"), Schema.MIGRATIONS, CLOCK)) {
      assertThat(given(of(one).assign(zone, "acme", "SN-1")))
          .isNotEqualTo(given(of(other).assign(zone, "acme", "SN-1")));
    }
  }

  @Test
  @Proves("AU-profile-addresses")
  void whenAConfiguredRegistrarIdHasNoMoreNobodyGetsOneOfAnother() throws Exception {
    var zone = acp(Addressing.ZONE, Optional.of("02:00:5e:00:53:01"));
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      take(store, zone, 0x0200_5e00_5301L, 32767);
      assertThat(of(store).assign(zone, "acme", "SN-1"))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.refusal().check()).isEqualTo(ProfileCheck.ADDRESSES));
      assertThat(
              given(
                  of(store)
                      .assign(
                          acp(Addressing.VLONG_8, Optional.of("02:00:5e:00:53:01")),
                          "acme",
                          "SN-1")))
          .as("each addressing counts for itself")
          .isNotNull();
    }
  }

  @Test
  void whenItsOwnRegistrarIdHasNoMoreItDrawsAnother() throws Exception {
    var zone = acp(Addressing.ZONE, Optional.empty());
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var first = given(of(store).assign(zone, "acme", "SN-1"));
      long own =
          store
              .read(reading -> reading.one("SELECT id FROM acp_registrar", row -> row.number("id")))
              .orElseThrow();
      take(store, zone, own, 32767);
      var next = given(of(store).assign(zone, "acme", "SN-2"));
      assertThat(next.hex().substring(16, 28)).isNotEqualTo(first.hex().substring(16, 28));
    }
  }

  @Test
  void manyAtOnceGetDifferentOnesAndTheSameDeviceTheSame() throws Exception {
    var zone = acp(Addressing.ZONE, Optional.empty());
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var addresses = of(store);
      var asked =
          IntStream.range(0, 60)
              .<Callable<AcpAddress>>mapToObj(
                  i -> () -> given(addresses.assign(zone, "acme", "SN-" + i % 30)))
              .toList();
      var all = new HashSet<AcpAddress>();
      for (var answer : threads.invokeAll(asked)) {
        all.add(answer.get());
      }
      assertThat(all).hasSize(30);
    }
  }
}
