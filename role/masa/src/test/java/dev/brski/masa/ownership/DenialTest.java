package dev.brski.masa.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.ledger.Schema;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a no costs, and says, is one and the same for every reason. */
class DenialTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  @Test
  @Proves("MA-18")
  void everyReasonIsOneAnswerForTheSameWork() throws Exception {
    var issuer = new CertificateIssuer(CryptoSuite.standard());
    var validity = Validity.lasting(Instant.now().minusSeconds(60), Duration.ofDays(1));
    var root = issuer.selfSigned(CertificateProfile.rootCa("root", validity));
    var chain = issuer.credential(root, CertificateProfile.registrar("r", validity)).chain();
    try (var store = Store.open(folder, Schema.MIGRATIONS, CLOCK)) {
      var customers = new CustomerDesk(store, CLOCK);
      var devices = new DeviceDesk(store, CLOCK);
      customers.add(new CustomerOrder("Dock", true, List.of(), List.of(), "op"));
      devices.block(new DeviceOrder("blocked", "stolen", "op"));
      devices.block(new DeviceOrder("both", "stolen", "op"));
      devices.transfer(new TransferOrder("both", "Dock", "sold", "op"));
      devices.transfer(new TransferOrder("sold", "Dock", "sold", "op"));
      var paths = PathValidator.standard(CryptoSuite.standard());
      var ownership =
          new Ownership(store, new OwnershipPolicy(Unsold.REFUSE, FirstUse.REFUSE), paths);
      var told = new HashSet<String>();
      var causes = new HashSet<String>();
      for (var serial : List.of("blocked", "both", "sold", "unsold")) {
        var asking =
            new Asking(new SerialNumber(serial), chain, chain.getLast(), true, "192.0.2.1");
        long before = store.counts().jobs();

        var refusal = refused(ownership.ask(asking, CLOCK.instant()));

        assertThat(store.counts().jobs()).isEqualTo(before + 1);
        told.add(refusal.check().id() + refusal.told());
        causes.add(refusal.cause().replaceAll("since [^ ]+", "since"));
        assertThat(refused(ownership.ask(asking, CLOCK.instant()))).isEqualTo(refusal);
        assertThat(store.counts().jobs()).as("noted once").isEqualTo(before + 1);
      }
      assertThat(told).hasSize(1);
      assertThat(causes).hasSize(3);
    }
  }

  private static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }
}
