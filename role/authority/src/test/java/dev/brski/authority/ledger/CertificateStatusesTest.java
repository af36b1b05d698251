package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.ocsp.CertStatus;
import dev.brski.store.Store;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrars are found by the serial number of their certificate, and by nothing else in it. */
class CertificateStatusesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final CryptoSuite SUITE = CryptoSuite.standard();

  private static final List<KeyKind> KINDS =
      List.of(KeyKind.P_256, KeyKind.ED25519, KeyKind.RSA_2048);

  @TempDir private Path folder;

  private static List<Credential> registrars() {
    var all = new ArrayList<Credential>();
    for (var kind : KINDS) {
      var issuer = new CertificateIssuer(SUITE, kind);
      var ca = issuer.selfSigned(CertificateProfile.rootCa("CA", Validity.years(NOW, 10)));
      all.add(issuer.credential(ca, CertificateProfile.registrar("R", Validity.years(NOW, 1))));
    }
    return all;
  }

  @Test
  void thoseFromBeforeAndThoseOfEveryKindOfKeyAreFound() throws Exception {
    var all = registrars();
    try (var store = Store.open(folder, Schema.MIGRATIONS.subList(0, 10), CLOCK)) {
      var registrars = new Registrars(store, CLOCK);
      all.forEach(each -> registrars.add("before", each.leaf()));
    }
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var statuses = new CertificateStatuses(store);
      for (var each : all) {
        var serial = each.leaf().getSerialNumber();
        var issuer = each.leaf().getIssuerX500Principal();
        assertThat(statuses.of(issuer, List.of(serial, serial.add(BigInteger.ONE))))
            .containsExactly(new CertStatus.Good(), new CertStatus.Unknown());
      }
    }
  }

  /** A short number is somewhere in every certificate, as that of its version is. */
  @Test
  void aShortNumberMatchesNoCertificateAndTheIndexIsUsed() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var registrars = new Registrars(store, CLOCK);
      registrars().forEach(each -> registrars.add("one", each.leaf()));
      var two = new byte[] {2, 1, 2};
      assertThat(
              store.<Long>read(
                  reading ->
                      reading
                          .one(
                              "SELECT COUNT(*) AS found FROM registrar"
                                  + " WHERE instr(certificate, ?) > 0",
                              row -> row.number("found"),
                              two)
                          .orElseThrow()))
          .as("anywhere")
          .isEqualTo(KINDS.size());
      var upTo = new byte[] {2, 1, 2, -1};
      assertThat(
              store.<List<byte[]>>read(
                  reading ->
                      reading.query(
                          CertificateStatuses.OF_REGISTRARS,
                          row -> row.bytes("certificate"),
                          two,
                          upTo)))
          .isEmpty();
      assertThat(
              store.<List<String>>read(
                  reading ->
                      reading.query(
                          "EXPLAIN QUERY PLAN " + CertificateStatuses.OF_REGISTRARS,
                          row -> row.text("detail"),
                          two,
                          upTo)))
          .singleElement()
          .asString()
          .contains("SEARCH registrar USING INDEX registrar_number");
    }
  }
}
