package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of the first schema, with an enrollment in it, is taken over whole. */
class MigrationTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final byte[] ID = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void whatWasIssuedBeforeIsThereAfterwards() throws Exception {
    var suite = CryptoSuite.standard();
    var certificate =
        new CertificateIssuer(suite)
            .selfSigned(CertificateProfile.rootCa("ACME", Validity.years(THEN, 30)))
            .leaf();
    var encoded = Certificates.encoded(certificate);
    try (var store = Store.open(folder, List.of(Schema.MIGRATIONS.getFirst()), CLOCK)) {
      store.change(
          transaction -> {
            transaction.updateOne("INSERT INTO device VALUES ('d', 'acme', 'SN-1', ?)", THEN);
            transaction.updateOne(
                "INSERT INTO registrar VALUES ('r', 'line 2', ?, ?, ?, ?, NULL, 1)",
                encoded,
                new byte[] {1},
                new byte[] {2},
                THEN);
            transaction.updateOne(
                """
                INSERT INTO enrollment VALUES
                  ('e', 1, 'd', 'r', 'ldevid', ?, ?, ?, 'i', 7, ?, ?, ?, '0abc', ?, ?, ?, 0,
                   'confirmed', NULL, ?, 3)
                """,
                encoded,
                ID,
                new byte[] {4},
                certificate.getSubjectX500Principal().getEncoded(),
                new byte[] {5},
                new byte[] {6},
                THEN,
                THEN.plusSeconds(1),
                true,
                THEN);
            transaction.updateOne(
                "INSERT INTO message VALUES ('m', 'e', 'REQUEST', ?, ?, ?)",
                THEN.minusSeconds(9),
                new byte[] {7},
                new byte[] {8});
            transaction.updateOne(
                "INSERT INTO certificate VALUES ('0abc', 'e', ?, ?)", encoded, THEN);
          });
    }
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var enrollment =
          store.read(reading -> EnrollmentRow.byTransaction(reading, ID)).orElseThrow();
      assertThat(enrollment.id()).isEqualTo("e");
      assertThat(enrollment.state()).isEqualTo(new EnrollmentState.Confirmed());
      assertThat(enrollment.version()).isEqualTo(3);
      assertThat(enrollment.assurance()).isEqualTo(Assurance.END_TO_END);
      assertThat(enrollment.decision().modified()).isTrue();
      assertThat(enrollment.reservation())
          .contains(new Reservation(BigInteger.valueOf(0xabc), THEN, THEN.plusSeconds(1)));
      assertThat(new IssuedCertificates(store).list())
          .singleElement()
          .satisfies(listed -> assertThat(listed.serial()).isEqualTo("0abc"));
      assertThat(new Enrollments(store, CLOCK).request(enrollment)).containsExactly(8);
      assertThat(new Approvals(store).count()).isZero();
      assertThat(
              store.<Long>read(
                  reading ->
                      reading
                          .one("SELECT received FROM enrollment", row -> row.number("received"))
                          .orElseThrow()))
          .isEqualTo(THEN.minusSeconds(9).toEpochMilli());
    }
  }

  @Test
  void revocationsFromBeforeGenerationsAreThoseOfTheFirstIssuingCa() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS.subList(0, 7), CLOCK)) {
      store.change(
          transaction -> {
            transaction.updateOne(
                "INSERT INTO revocation VALUES ('0abc', ?, ?, 'superseded', 'op', NULL)",
                THEN,
                THEN.plusSeconds(1));
            transaction.updateOne(
                "INSERT INTO revocation_list VALUES (4, 1, 1, ?, ?, ?)",
                THEN,
                THEN.plusSeconds(1),
                new byte[] {9});
          });
    }
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var first = new RevocationLists(store, 1).outlook(THEN);
      assertThat(first.entries()).hasSize(1);
      assertThat(first.revocations()).isOne();
      assertThat(first.latest().orElseThrow().number()).isEqualTo(4);
      var second = new RevocationLists(store, 2).outlook(THEN);
      assertThat(second.entries()).isEmpty();
      assertThat(second.latest()).isEmpty();
    }
  }
}
