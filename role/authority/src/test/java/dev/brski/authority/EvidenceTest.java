package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.evidence.EvidenceOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {

  @TempDir private Path temp;

  @Test
  void holds() throws Exception {
    Openssl.required();
    try (var domain = new TestDomain(temp).start()) {
      domain.send(domain.approved(domain.maker.device("SN-1")));
      var out = Path.of("/tmp/ev-out");
      accepted(domain.operator.evidence(new EvidenceOrder("SN-1", Optional.empty()), out));
      assertThat(out).isNotEmptyDirectory();
    }
  }
}
