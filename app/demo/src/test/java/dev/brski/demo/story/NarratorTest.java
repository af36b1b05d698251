package dev.brski.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.trust.CryptoSuite;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {

  private final Exchange exchange = new Exchange("SN-1");
  private final List<Told> told = tell(exchange.messages(), exchange.received());

  private List<Told> tell(List<StoryMessage> messages, List<byte[]> received) {
    return new Narrator(CryptoSuite.standard(), exchange.keys(), received).tell(messages);
  }

  private static Told the(List<Told> told, Kind kind) {
    return told.stream().filter(message -> message.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void everySignatureIsOfTheOneWhoShouldHaveMadeIt() {
    assertThat(told)
        .filteredOn(message -> message.seal() instanceof Seal.Good)
        .extracting(Told::kind, message -> ((Seal.Good) message.seal()).owner())
        .containsExactly(
            tuple(Kind.VOUCHER_REQUEST, KeyOwner.IDEVID),
            tuple(Kind.REGISTRAR_VOUCHER_REQUEST, KeyOwner.REGISTRAR),
            tuple(Kind.VOUCHER, KeyOwner.VOUCHER_SIGNER),
            tuple(Kind.CERTIFICATION_REQUEST, KeyOwner.IDEVID),
            tuple(Kind.NESTED_CERTIFICATION_REQUEST, KeyOwner.REGISTRAR),
            tuple(Kind.WAITING, KeyOwner.REGISTRAR),
            tuple(Kind.CERTIFICATION_RESPONSE, KeyOwner.RA));
    assertThat(told)
        .filteredOn(message -> message.seal() instanceof Seal.None)
        .extracting(Told::kind)
        .containsExactly(Kind.VOUCHER_STATUS, Kind.ENROLL_STATUS);
  }

  @Test
  void whatLiesInsideIsWhatThePledgeSent() {
    for (var kind : List.of(Kind.REGISTRAR_VOUCHER_REQUEST, Kind.NESTED_CERTIFICATION_REQUEST)) {
      var inner = the(told, kind).inner().orElseThrow();
      var sent = told.get(inner.number() - 1);

      assertThat(inner.untouched()).isTrue();
      assertThat(inner.sha256()).isEqualTo(sent.sha256());
      assertThat(sent.sender()).isEqualTo(Party.PLEDGE);
      assertThat(inner.seal()).isInstanceOf(Seal.Good.class);
    }
  }

  @Test
  void whatThePledgeHasWasHandedOnByTheRegistrar() {
    assertThat(the(told, Kind.VOUCHER).stops())
        .containsExactly(Party.MASA, Party.REGISTRAR, Party.PLEDGE);
    assertThat(the(told, Kind.VOUCHER).handedOn()).isTrue();

    var unseen = tell(exchange.messages(), List.of());

    assertThat(the(unseen, Kind.VOUCHER).stops()).containsExactly(Party.MASA, Party.REGISTRAR);
    assertThat(the(unseen, Kind.CERTIFICATION_RESPONSE).stops())
        .containsExactly(Party.AUTHORITY, Party.REGISTRAR, Party.PLEDGE);
    assertThat(the(unseen, Kind.CERTIFICATION_RESPONSE).handedOn()).isFalse();
  }

  @Test
  void aChangedOctetIsNotPassedOver() {
    var changed = tell(exchange.tampered(Kind.VOUCHER, 3), exchange.received());

    assertThat(the(changed, Kind.VOUCHER).seal()).isInstanceOf(Seal.Bad.class);
    assertThat(the(changed, Kind.VOUCHER).handedOn()).isFalse();
  }

  @Test
  void aNestedMessageAroundAnotherRequestIsSeen() {
    var changed = tell(exchange.tampered(Kind.CERTIFICATION_REQUEST, 3), exchange.received());

    var inner = the(changed, Kind.NESTED_CERTIFICATION_REQUEST).inner().orElseThrow();
    assertThat(inner.untouched()).isFalse();
  }
}
