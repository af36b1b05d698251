package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes when an operation is over, and what of it outlives a restart. */
class AfterTheEndTest {

  @TempDir Path folder;

  @Test
  void theJournalNamesTheCertificateThatCameWhenTheRequestWasWithdrawn() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      var enrollment = exchanges.submitted("4711", "t");
      var parcel = exchanges.parcel(enrollment.id());
      exchanges.cancel(enrollment.id());

      boolean forThePledge =
          exchanges
              .onboarding
              .enrollments()
              .answered(
                  enrollment.id(),
                  Optional.of(parcel),
                  new Enrollments.Answer(
                      Exchanges.octets("ip"),
                      Message.Party.AUTHORITY,
                      "00",
                      new Enrollments.Meaning.Issued("hash", "0badcafe", true)));

      assertThat(forThePledge).isFalse();
      assertThat(exchanges.state("enrollment", enrollment.id())).isEqualTo("WITHDRAWN");
      var late =
          exchanges.store.journalAfter(0, 1000).stream()
              .filter(line -> line.kind().equals("answer-too-late"))
              .toList();
      assertThat(late).hasSize(1);
      assertThat(late.getFirst().details())
          .containsEntry("certificate", "0badcafe")
          .containsEntry("state", "WITHDRAWN")
          .containsKey("response-sha256");
    }
  }

  @Test
  void theJournalNamesTheVoucherThatCameWhenTheRequestWasWithdrawn() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      var imprint = exchanges.requested("4711", "n");
      var parcel = exchanges.parcel(imprint.id());
      exchanges.cancel(imprint.id());

      var voucher = Exchanges.octets("voucher");
      exchanges.onboarding.imprints().vouchered(parcel, voucher, Exchanges.JSON, Optional.empty());

      assertThat(exchanges.state("imprint", imprint.id())).isEqualTo("WITHDRAWN");
      var last = exchanges.store.journalAfter(0, 1000).getLast();
      assertThat(last.kind()).isEqualTo("answer-too-late");
      assertThat(last.device()).contains("4711");
      assertThat(last.details())
          .containsEntry("imprint", imprint.id())
          .containsEntry("state", "WITHDRAWN")
          .containsEntry("voucher-sha256", Ledger.hash(voucher));
    }
  }

  @Test
  void anErrorThatADevicePolledForWhenAllWasOverIsNotKept() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      var enrollment = exchanges.submitted("4711", "t");
      exchanges.cancel(enrollment.id());
      var before = exchanges.journal();

      boolean forThePledge =
          exchanges
              .onboarding
              .enrollments()
              .answered(
                  enrollment.id(),
                  Optional.empty(),
                  new Enrollments.Answer(
                      Exchanges.octets("error"),
                      Message.Party.AUTHORITY,
                      "00",
                      new Enrollments.Meaning.Refused("no")));

      assertThat(forThePledge).isFalse();
      assertThat(exchanges.journal()).isEqualTo(before);
    }
  }

  @Test
  @Proves("EN-7")
  void theNumberOfAConsentToAConfirmationIsNotGivenAgainAfterARestart() throws Exception {
    long last;
    try (var exchanges = new Exchanges(folder)) {
      exchanges.confirming("4711", "t");
      last = exchanges.lastSequence();
    }
    try (var exchanges = new Exchanges(folder)) {
      assertThat(exchanges.onboarding.enrollments().nextSequence()).isGreaterThan(last);
    }
  }
}
