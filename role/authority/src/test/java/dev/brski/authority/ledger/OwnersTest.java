package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One key and one name for each device, however they are written. */
class OwnersTest {

  @TempDir private Path folder;
  private LedgerAtWork ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerAtWork(folder);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void anRsaKeyIsTheSameUnderTheNameOfAnotherAlgorithm() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key = generator.generateKeyPair().getPublic().getEncoded();
    var forPss =
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS),
                SubjectPublicKeyInfo.getInstance(key).parsePublicKey())
            .getEncoded();

    assertThat(objection(ledger.open("acme", "SN-1", key))).isEmpty();
    assertThat(objection(ledger.open("acme", "SN-2", forPss))).contains(LedgerCheck.KEY_IN_USE);
    assertThat(objection(ledger.open("acme", "SN-1", forPss))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sn-1 a",
        "SN-1 A ",
        " SN-1 A",
        "SN-1  A",
        "SN-1\u00a0A",
        "SN-1\tA",
        "\uff33\uff2e-1 A",
        "S\u200bN-1 A",
        "\u017fN-1 A"
      })
  void serialNumbersThatCompareEqualInNamesAreOne(String written) {
    assertThat(objection(ledger.open("acme", "SN-1 A", LedgerAtWork.key()))).isEmpty();
    assertThat(objection(ledger.open("other", written, LedgerAtWork.key())))
        .contains(LedgerCheck.SUBJECT_IN_USE);
    assertThat(objection(ledger.open("other", "SN-1A", LedgerAtWork.key()))).isEmpty();
  }

  @Test
  void ownersFromBeforeThisWasKeptAreFoundToo() {
    var key = LedgerAtWork.key();
    assertThat(objection(ledger.open("acme", "SN-1", key))).isEmpty();
    ledger.store.change(
        transaction -> {
          transaction.update("UPDATE enrollment SET key_data_sha256 = NULL");
          transaction.update("UPDATE registrar SET key_data_sha256 = NULL");
          transaction.update("UPDATE device SET canonical_serial_number = NULL");
        });

    Owners.complete(ledger.store);

    assertThat(objection(ledger.open("acme", "SN-2", key))).contains(LedgerCheck.KEY_IN_USE);
    assertThat(objection(ledger.open("acme", "SN-2", ledger.registrarsKey())))
        .contains(LedgerCheck.KEY_IN_USE);
    assertThat(objection(ledger.open("other", "sn-1", LedgerAtWork.key())))
        .contains(LedgerCheck.SUBJECT_IN_USE);
    var commits = ledger.store.counts().commits();
    Owners.complete(ledger.store);
    assertThat(ledger.store.counts().commits()).isEqualTo(commits);
  }

  private static Optional<Check> objection(Verdict<?> verdict) {
    return verdict instanceof Verdict.Refused<?>(var refusal)
        ? Optional.of(refusal.check())
        : Optional.empty();
  }
}
