package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request again gets the same answer, and no second certificate. */
@Proves("CMP-B7")
class IdempotencyTest {

  @TempDir private Path temp;

  @Test
  void theSameOctetsGetTheSameAnswer() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      var first = domain.send(message);
      assertThat(domain.send(message).octets()).isEqualTo(first.octets());
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  void theSameRequestInAnotherConsentGetsTheSameAnswer() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var request = domain.maker.device("SN-1").request().encoded();
      var first = domain.send(domain.approved(request, "SN-1"));
      assertThat(domain.send(domain.approved(request, "SN-1")).octets()).isEqualTo(first.octets());
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  void soAlsoAfterARestart() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      var first = domain.send(message);
      domain.stop();
      domain.start();
      assertThat(domain.send(message).octets()).isEqualTo(first.octets());
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  void soAlsoWhenTheyComeAtOnce() throws Exception {
    try (var domain = new TestDomain(temp).start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var message = domain.approved(domain.maker.device("SN-1"));
      var answers = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> domain.send(message)));
      }
      var first = answers.getFirst().get().octets();
      for (var answer : answers) {
        assertThat(answer.get().octets()).isEqualTo(first);
      }
      assertThat(domain.issued()).hasSize(1);
    }
  }

  @Test
  void theRegistrarIsJudgedAgainBeforeTheOldAnswerIsGiven() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var request = domain.maker.device("SN-1").request().encoded();
      domain.send(domain.approved(request, "SN-1"));
      var stranger = domain.under(CertificateProfile.registrar("stranger", domain.year()));
      var answer =
          domain.send(
              domain.nesting(request).signer(stranger).consent(domain.consent("SN-1")).encoded());
      assertThat(answer.text()).contains("not a registrar known here");
    }
  }

  @Test
  void aNewRequestOfTheSameDeviceIsANewEnrollment() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var device = domain.maker.device("SN-1");
      var first = domain.send(domain.approved(device)).certificate().orElseThrow();
      var second = domain.send(domain.approved(device)).certificate().orElseThrow();
      assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
      assertThat(domain.issued()).hasSize(2);
    }
  }
}
