package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.onboarding.StoredVouchers.Kept;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the rows when vouchers are kept and used. */
@Proves("RG-18")
class StoredVouchersTest {

  @TempDir Path folder;
  private Exchanges exchanges;

  @BeforeEach
  void open() throws Exception {
    exchanges = new Exchanges(folder);
  }

  @AfterEach
  void close() {
    exchanges.close();
  }

  private Optional<String> suiting(Imprint imprint) {
    return exchanges
        .onboarding
        .storedVouchers()
        .suiting(imprint.id())
        .map(suiting -> new String(suiting.voucher(), StandardCharsets.UTF_8));
  }

  @Test
  void thePowerMayFailAtAnyStepOfUsingOneAndAllOrNothingIsThere() {
    exchanges.keep("4711", "kept");
    exchanges.masaAway(false);
    var imprint = exchanges.requested("4711", "1");
    for (var step :
        List.of(
            "UPDATE ON outbox",
            "INSERT ON message",
            "UPDATE ON imprint",
            "INSERT ON journal",
            "INSERT ON log_review",
            "INSERT ON outbox")) {
      exchanges.store.change(
          tx ->
              tx.update(
                  "CREATE TRIGGER cut BEFORE "
                      + step
                      + " BEGIN SELECT RAISE(ABORT, 'the power is cut'); END"));

      assertThatThrownBy(() -> exchanges.useStored(imprint.id(), "kept")).as(step).isNotNull();

      exchanges.store.change(tx -> tx.update("DROP TRIGGER cut"));
      assertThat(exchanges.state("imprint", imprint.id())).as(step).isEqualTo("REQUESTED");
      assertThat(exchanges.waiting(imprint.id())).as(step).hasSize(1);
      assertThat(exchanges.count("message")).as(step).isEqualTo(2);
      assertThat(exchanges.count("log_review")).as(step).isZero();
      assertThat(exchanges.journal()).as(step).doesNotContain("voucher-kept-used");
    }

    assertThat(exchanges.useStored(imprint.id(), "kept")).isTrue();
    var given = exchanges.onboarding.imprints().get(imprint.id()).orElseThrow();
    assertThat(given.state()).isEqualTo(Imprint.State.VOUCHERED);
    assertThat(given.voucher()).contains(Exchanges.octets("kept"));
    assertThat(given.isKeptBack()).isTrue();
    assertThat(exchanges.waiting(imprint.id()))
        .singleElement()
        .extracting(Parcel::kind)
        .isEqualTo(Message.Kind.AUDIT_LOG_REQUEST);
    assertThat(exchanges.useStored(imprint.id(), "kept")).as("once").isFalse();
  }

  @Test
  void itIsUsedOnlyAsItWasJudgedAndOnlyForItsDevice() {
    exchanges.keep("4711", "kept");
    exchanges.masaAway(false);
    var imprint = exchanges.requested("4711", "1");
    assertThat(suiting(imprint)).contains("kept");
    assertThat(suiting(exchanges.requested("4712", "1"))).isEmpty();

    exchanges.keep("4711", "newer");
    assertThat(exchanges.useStored(imprint.id(), "kept")).isFalse();
    var order = new Withdrawals.Order("olga", "");
    exchanges.onboarding.storedVouchers().remove(Map.of("4711", "maker"), order);
    assertThat(suiting(imprint)).isEmpty();
    assertThat(exchanges.useStored(imprint.id(), "newer")).isFalse();
    assertThat(exchanges.state("imprint", imprint.id())).isEqualTo("REQUESTED");
  }

  @Test
  void aMasaThatCanBeReachedIsWaitedFor() {
    exchanges.keep("4711", "kept");
    var imprint = exchanges.requested("4711", "1");
    assertThat(suiting(imprint)).as("it may answer yet").isEmpty();
    assertThat(exchanges.useStored(imprint.id(), "kept")).isFalse();

    exchanges.masaAway(true);
    assertThat(suiting(imprint)).as("it is there, and has no time").isEmpty();
    exchanges.masaAway(false);
    assertThat(suiting(imprint)).contains("kept");
    var masa = new Parcel.Destination.Masa("maker", Optional.empty());
    exchanges.onboarding.parcels().back(masa, exchanges.now(), exchanges.now());
    assertThat(suiting(imprint)).isEmpty();

    exchanges.onboarding.imprints().undecided(exchanges.parcel(imprint.id()), true);
    assertThat(suiting(imprint)).as("it is out of order").contains("kept");
    exchanges.onboarding.imprints().undecided(exchanges.parcel(imprint.id()), false);
    assertThat(suiting(imprint)).as("it has put the device off").isEmpty();
  }

  @Test
  void aRefusalCountsForWhateverTheDeviceAsksLater() {
    exchanges.keep("4711", "kept");
    exchanges.keep("4712", "another's");
    refuse(exchanges.requested("4711", "1"));
    exchanges.masaAway(false);

    assertThat(suiting(exchanges.requested("4711", "2"))).isEmpty();
    assertThat(suiting(exchanges.requested("4712", "1"))).contains("another's");
    exchanges.keep("4711", "fetched since");
    assertThat(suiting(exchanges.requested("4711", "3"))).contains("fetched since");
  }

  @Test
  void aRefusalThatComesTooLateCountsForTheNextTime() {
    exchanges.keep("4711", "kept");
    exchanges.masaAway(false);
    var imprint = exchanges.requested("4711", "1");
    var parcel = exchanges.parcel(imprint.id());
    assertThat(exchanges.useStored(imprint.id(), "kept")).isTrue();
    exchanges.onboarding.imprints().refused(parcel, new Imprint.Refused(403, "no"), "it is stolen");

    assertThat(suiting(exchanges.requested("4711", "2"))).isEmpty();
  }

  private void refuse(Imprint imprint) {
    exchanges
        .onboarding
        .imprints()
        .refused(exchanges.parcel(imprint.id()), new Imprint.Refused(403, "no"), "it is stolen");
  }

  @Test
  void oneThatTheDeviceHasRejectedIsNotOfferedAgain() {
    exchanges.keep("4711", "kept");
    exchanges.masaAway(false);
    var imprint = exchanges.requested("4711", "1");
    assertThat(exchanges.useStored(imprint.id(), "kept")).isTrue();
    exchanges.judged(imprint.id(), Reviews.Outcome.CLEAR);
    exchanges.status(imprint, false);

    var next = exchanges.requested("4711", "2");
    assertThat(suiting(next)).isEmpty();
    exchanges.keep("4711", "another");
    assertThat(suiting(next)).contains("another");
  }

  @Test
  void whatStandsAgainstADeviceIsNotForgottenByBeginningAnew() {
    for (var outcome : List.of(Reviews.Outcome.DOUBTFUL, Reviews.Outcome.BAD)) {
      var serial = "SN-" + outcome;
      exchanges.keep(serial, "kept");
      exchanges.masaAway(false);
      var first = exchanges.requested(serial, serial + "-1");
      assertThat(exchanges.useStored(first.id(), "kept")).as(serial).isTrue();
      exchanges.judged(first.id(), outcome);

      assertThat(suiting(exchanges.requested(serial, serial + "-2"))).as(serial).isEmpty();
    }
  }

  @Test
  void whatHasEndedGetsNone() {
    exchanges.keep("4711", "kept");
    exchanges.masaAway(false);
    var cancelled = exchanges.requested("4711", "1");
    exchanges.cancel(cancelled.id());
    assertThat(suiting(cancelled)).isEmpty();
    assertThat(exchanges.useStored(cancelled.id(), "kept")).isFalse();
  }

  @Test
  void theirNumberIsBounded() {
    var few =
        new StoredVouchers(
            exchanges.store, new Bells(), exchanges::now, exchanges.onboarding.reviews(), 1);

    assertThat(few.keep(exchanges.fetched("4711", "one"))).isEqualTo(Kept.FIRST);
    assertThat(few.keep(exchanges.fetched("4712", "two"))).isEqualTo(Kept.FULL);
    assertThat(few.keep(exchanges.fetched("4711", "three"))).isEqualTo(Kept.REPLACED);
    assertThat(few.keep(exchanges.fetched("4711", "three"))).isEqualTo(Kept.SAME);
    assertThat(few.list()).extracting(StoredVouchers.Line::serialNumber).containsExactly("4711");
  }

  @Test
  void theNewestFetchesAreRememberedAndTheNonceOfTheDeviceGotNoVoucher() {
    for (int i = 0; i <= Recollection.FETCHED; i++) {
      exchanges.pass(Duration.ofSeconds(1));
      exchanges.keep("4711", "kept " + i);
    }
    exchanges.masaAway(false);
    var imprint = exchanges.requested("4711", "1");
    assertThat(exchanges.useStored(imprint.id(), "kept " + Recollection.FETCHED)).isTrue();

    var memory = exchanges.onboarding.reviews().memory(imprint.device());
    assertThat(memory.fetched()).hasSize(Recollection.FETCHED).contains(exchanges.now());
    assertThat(memory.vouchers()).isEmpty();
    assertThat(memory.domains()).contains("own");
  }
}
