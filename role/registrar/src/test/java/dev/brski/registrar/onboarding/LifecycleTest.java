package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every arrow that is drawn is really taken, and whatever is expected has a way on. */
class LifecycleTest {

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

  static Stream<Lifecycle<?, ?>> lifecycles() {
    return Stream.of(Imprint.LIFE, Enrollment.LIFE, Review.LIFE, Parcel.LIFE, JoinRequest.LIFE);
  }

  static List<Arrow<Imprint.State, Imprint.Event>> imprintArrows() {
    return Imprint.LIFE.arrows();
  }

  static List<Arrow<Enrollment.State, Enrollment.Event>> enrollmentArrows() {
    return Enrollment.LIFE.arrows();
  }

  static List<Arrow<Review.State, Review.Event>> reviewArrows() {
    return Review.LIFE.arrows();
  }

  static List<Arrow<JoinRequest.State, JoinRequest.Event>> joinArrows() {
    return JoinRequest.LIFE.arrows();
  }

  static List<Arrow<Parcel.State, Parcel.Event>> parcelArrows() {
    return Parcel.LIFE.arrows();
  }

  @ParameterizedTest
  @MethodSource("imprintArrows")
  void everyArrowOfAnImprintIsTaken(Arrow<Imprint.State, Imprint.Event> arrow) {
    var imprint = arrow.from().map(this::imprintIn);
    imprint.ifPresent(
        before -> assertThat(exchanges.state("imprint", before.id())).isEqualTo(name(arrow)));
    var id =
        switch (arrow.event()) {
          case REQUESTED -> exchanges.requested("4711", "1").id();
          case VOUCHER_ARRIVED -> {
            exchanges
                .onboarding
                .imprints()
                .vouchered(
                    exchanges.parcel(imprint.orElseThrow().id()),
                    Exchanges.octets("v"),
                    "a/b",
                    Optional.empty());
            yield imprint.orElseThrow().id();
          }
          case STORED_VOUCHER -> {
            exchanges.keep("4711", "kept");
            exchanges.masaAway(false);
            assertThat(exchanges.useStored(imprint.orElseThrow().id(), "kept")).isTrue();
            yield imprint.orElseThrow().id();
          }
          case VOUCHER_REFUSED -> {
            exchanges
                .onboarding
                .imprints()
                .refused(
                    exchanges.parcel(imprint.orElseThrow().id()),
                    new Imprint.Refused(404, "unknown"),
                    "the MASA knows it not");
            yield imprint.orElseThrow().id();
          }
          case VOUCHER_ACCEPTED, VOUCHER_REJECTED -> {
            exchanges.status(
                imprint.orElseThrow(), arrow.event() == Imprint.Event.VOUCHER_ACCEPTED);
            yield imprint.orElseThrow().id();
          }
          case LOG_REFUSED -> {
            var reviewed = exchanges.reviewed("4712", "1", true);
            exchanges.judged(reviewed.id(), Reviews.Outcome.BAD);
            yield reviewed.id();
          }
          case REPLACED -> {
            exchanges.requested("4711", "2");
            yield imprint.orElseThrow().id();
          }
          case CANCELLED -> {
            exchanges.cancel(imprint.orElseThrow().id());
            yield imprint.orElseThrow().id();
          }
        };
    assertThat(exchanges.state("imprint", id)).isEqualTo(arrow.to().name());
    assertThat(exchanges.onboarding.imprints().get(id).orElseThrow().state()).isEqualTo(arrow.to());
    if (Imprint.LIFE.isEnd(arrow.to())) {
      assertThat(exchanges.waiting(id)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("reviewArrows")
  void everyArrowOfAReviewIsTaken(Arrow<Review.State, Review.Event> arrow) {
    var before = arrow.from().map(this::reviewIn);
    before.ifPresent(
        id -> assertThat(exchanges.state("imprint", id)).as("the voucher is here").isNotNull());
    before.ifPresent(id -> assertThat(exchanges.review(id).state().name()).isEqualTo(name(arrow)));
    var id =
        before.orElseGet(
            () -> exchanges.reviewed("4711", "1", arrow.event() == Review.Event.VOUCHER_KEPT).id());
    switch (arrow.event()) {
      case VOUCHER_KEPT, VOUCHER_CAME -> assertThat(before).isEmpty();
      case PASSED_OVER ->
          assertThat(exchanges.onboarding.reviews().passOver(id, "late", Duration.ZERO)).isTrue();
      case LOG_CLEAR -> exchanges.judged(id, Reviews.Outcome.CLEAR);
      case LOG_DOUBTFUL -> exchanges.judged(id, Reviews.Outcome.DOUBTFUL);
      case LOG_BAD -> exchanges.judged(id, Reviews.Outcome.BAD);
      case LOG_MISSING -> {
        exchanges.status(exchanges.onboarding.imprints().get(id).orElseThrow(), true);
        exchanges.withoutLog(id, Reviews.Outcome.CLEAR);
      }
      case OPERATOR_ACCEPTED -> assertThat(exchanges.decide(id, true)).isPresent();
      case OPERATOR_REFUSED -> assertThat(exchanges.decide(id, false)).isPresent();
      case EXCHANGE_ENDED -> exchanges.requested("4711", "2");
    }
    assertThat(exchanges.review(id).state()).isEqualTo(arrow.to());
    if (Review.LIFE.isEnd(arrow.to())) {
      assertThat(exchanges.waiting(id)).isEmpty();
    }
  }

  private String reviewIn(Review.State state) {
    boolean kept = state != Review.State.PASSED;
    var id = exchanges.reviewed("4711", "1", kept).id();
    switch (state) {
      case AWAITED, PASSED -> {}
      case HELD -> exchanges.judged(id, Reviews.Outcome.DOUBTFUL);
      case REFUSED -> exchanges.judged(id, Reviews.Outcome.BAD);
      case CLEARED, WITHOUT, ACCEPTED, ENDED, LEFT ->
          throw new AssertionError(state + " is an end, but an arrow leaves it");
    }
    return id;
  }

  private Imprint imprintIn(Imprint.State state) {
    return switch (state) {
      case REQUESTED -> exchanges.requested("4711", "1");
      case VOUCHERED -> exchanges.vouchered("4711", "1");
      case ACCEPTED, REJECTED, REFUSED, SUPERSEDED, WITHDRAWN ->
          throw new AssertionError(state + " is an end, but an arrow leaves it");
    };
  }

  @ParameterizedTest
  @MethodSource("enrollmentArrows")
  void everyArrowOfAnEnrollmentIsTaken(Arrow<Enrollment.State, Enrollment.Event> arrow) {
    var enrollment = arrow.from().map(this::enrollmentIn);
    enrollment.ifPresent(
        before -> assertThat(exchanges.state("enrollment", before.id())).isEqualTo(name(arrow)));
    if (enrollment.isEmpty()) {
      var begun = exchanges.submitted("4711", "aa");
      assertThat(exchanges.state("enrollment", begun.id())).isEqualTo(arrow.to().name());
      return;
    }
    var before = enrollment.get();
    switch (arrow.event()) {
      case REQUESTED -> throw new AssertionError("a request makes an operation, it changes none");
      case ISSUED -> exchanges.answer(before, Optional.of(false));
      case ISSUED_CONFIRMED -> exchanges.answer(before, Optional.of(true));
      case ANSWERED -> exchanges.answer(before, new Enrollments.Meaning.Done());
      case REFUSED -> exchanges.answer(before, Optional.empty());
      case CONFIRMATION_SENT ->
          exchanges
              .onboarding
              .confirmations()
              .begin(
                  before,
                  Exchanges.octets("certConf"),
                  Onward.nested(Optional.of(Exchanges.octets("nested"))),
                  99);
      case CONFIRMED, CONFIRMATION_REFUSED ->
          exchanges
              .onboarding
              .confirmations()
              .answered(
                  before.id(),
                  Optional.of(exchanges.parcel(before.id())),
                  Exchanges.octets("pkiConf"),
                  Optional.empty(),
                  arrow.event() == Enrollment.Event.CONFIRMED);
      case REPLACED ->
          exchanges.submitted(
              exchanges.onboarding.imprints().get(before.imprint().orElseThrow()).orElseThrow(),
              "bb");
      case LOG_REFUSED -> exchanges.decideAgainst(before);
      case CANCELLED -> exchanges.cancel(before.id());
    }
    assertThat(exchanges.state("enrollment", before.id())).isEqualTo(arrow.to().name());
    assertThat(exchanges.get(before).state()).isEqualTo(arrow.to());
    if (Enrollment.LIFE.isEnd(arrow.to())) {
      assertThat(exchanges.waiting(before.id())).isEmpty();
    }
  }

  private Enrollment enrollmentIn(Enrollment.State state) {
    return switch (state) {
      case SUBMITTED -> exchanges.submitted("4711", "aa");
      case ISSUED -> exchanges.issued("4711", "aa");
      case CONFIRMING -> exchanges.confirming("4711", "aa");
      case CONFIRMED, ANSWERED, REFUSED, SUPERSEDED, WITHDRAWN ->
          throw new AssertionError(state + " is an end, but an arrow leaves it");
    };
  }

  @ParameterizedTest
  @MethodSource("parcelArrows")
  void everyArrowOfAParcelIsTaken(Arrow<Parcel.State, Parcel.Event> arrow) {
    var imprint = exchanges.requested("4711", "1");
    var parcel = exchanges.parcel(imprint.id());
    var later = exchanges.now().plus(Duration.ofHours(1));
    if (arrow.from().equals(Optional.of(Parcel.State.INDETERMINATE))) {
      assertThat(exchanges.onboarding.parcels().left(parcel, exchanges.now())).isTrue();
      assertThat(exchanges.onboarding.parcels().lost(parcel, "no answer")).isTrue();
    }
    switch (arrow.event()) {
      case POSTED -> assertThat(arrow.from()).isEmpty();
      case POSTPONED -> exchanges.onboarding.parcels().postpone(parcel, "away", later);
      case HASTENED -> {
        exchanges.onboarding.parcels().postpone(parcel, "away", later);
        assertThat(exchanges.onboarding.parcels().retry(parcel.id(), exchanges.now())).isTrue();
        assertThat(
                exchanges
                    .onboarding
                    .parcels()
                    .due(parcel.destination(), exchanges.now(), 10)
                    .stream()
                    .map(Parcel.Slip::id))
            .containsExactly(parcel.id());
      }
      case LEFT -> {
        assertThat(exchanges.onboarding.parcels().left(parcel, exchanges.now())).isTrue();
        assertThat(exchanges.onboarding.parcels().take(List.of(parcel.id()))).isEmpty();
      }
      case LOST -> {
        assertThat(exchanges.onboarding.parcels().lost(parcel, "no answer")).isFalse();
        assertThat(exchanges.onboarding.parcels().left(parcel, exchanges.now())).isTrue();
        assertThat(exchanges.onboarding.parcels().lostByHalt())
            .extracting(Parcel::id)
            .containsExactly(parcel.id());
      }
      case SENT_AGAIN -> {
        var found = exchanges.onboarding.resolutions().indeterminate(imprint.id()).orElseThrow();
        assertThat(
                exchanges
                    .onboarding
                    .resolutions()
                    .sendAgain(found, new Withdrawals.Order("olga", "it is not there")))
            .isTrue();
        assertThat(exchanges.onboarding.parcels().take(List.of(parcel.id()))).hasSize(1);
      }
      case ANSWERED ->
          exchanges
              .onboarding
              .imprints()
              .vouchered(parcel, Exchanges.octets("v"), "a/b", Optional.empty());
      case EXCHANGE_ENDED -> exchanges.cancel(parcel.id());
    }
    assertThat(exchanges.state("outbox", parcel.id())).isEqualTo(arrow.to().name());
  }

  @ParameterizedTest
  @MethodSource("joinArrows")
  void everyArrowOfARequestToJoinIsTaken(Arrow<JoinRequest.State, JoinRequest.Event> arrow) {
    var before = arrow.from().map(_ -> exchanges.held("4711"));
    before.ifPresent(
        held -> assertThat(exchanges.state("join_request", held.id())).isEqualTo(name(arrow)));
    var id =
        switch (arrow.event()) {
          case ASKED -> exchanges.held("4711").id();
          case APPROVED, DENIED -> exchanges.ruled("4711", arrow.event()).id();
          case ADMITTED -> {
            exchanges.onboarding.joinRequests().admitted(before.orElseThrow());
            yield before.orElseThrow().id();
          }
        };
    before.ifPresent(held -> assertThat(id).isEqualTo(held.id()));
    assertThat(exchanges.state("join_request", id)).isEqualTo(arrow.to().name());
    assertThat(exchanges.onboarding.joinRequests().latest("maker", "4711").orElseThrow().state())
        .isEqualTo(arrow.to());
  }

  @Test
  void aDenialThatComesWhileARequestIsJudgedLetsNothingBegin() {
    var imprint = exchanges.accepted("4711", "1");
    exchanges.ruled("4711", JoinRequest.Event.DENIED);
    assertThat(exchanges.begin(imprint, "aa")).isInstanceOf(Enrollments.Begun.Beyond.class);
    assertThat(exchanges.onboarding.imprints().begin(exchanges.voucherRequest("4711", "2")))
        .isInstanceOf(Imprints.Begun.Beyond.class);
    assertThat(exchanges.count("enrollment")).isZero();
    assertThat(exchanges.count("imprint")).isEqualTo(1);
    exchanges.ruled("4711", JoinRequest.Event.APPROVED);
    assertThat(exchanges.begin(imprint, "bb")).isInstanceOf(Enrollments.Begun.Running.class);
  }

  @ParameterizedTest
  @MethodSource("lifecycles")
  void everyStateHasAWayInAndEveryOpenOneAWayOutAndAnOperatorsCommand(Lifecycle<?, ?> life) {
    assertWalkable(life);
  }

  private static <S extends Enum<S> & Lifecycle.State, E extends Enum<E> & Lifecycle.Event>
      void assertWalkable(Lifecycle<S, E> life) {
    var states = EnumSet.allOf(life.arrows().getFirst().to().getDeclaringClass());
    assertThat(life.reached()).as("states with a way in").containsAll(states);
    for (var state : states) {
      var leaving =
          life.arrows().stream().filter(arrow -> arrow.from().equals(Optional.of(state))).toList();
      assertThat(life.isEnd(state)).isEqualTo(leaving.isEmpty());
      if (!life.isEnd(state)) {
        assertThat(leaving).as("a way out of %s", state).anyMatch(arrow -> arrow.to() != state);
        assertThat(leaving)
            .as("an operator's command for %s", state)
            .anyMatch(arrow -> arrow.event().by() == Actor.OPERATOR);
        assertThat(endsFrom(life, state)).as("%s comes to an end", state).isTrue();
      }
    }
    var used = EnumSet.noneOf(life.arrows().getFirst().event().getDeclaringClass());
    life.arrows().forEach(arrow -> used.add(arrow.event()));
    assertThat(EnumSet.complementOf(used)).as("events that are drawn nowhere").isEmpty();
  }

  private static <S extends Enum<S> & Lifecycle.State, E extends Enum<E> & Lifecycle.Event>
      boolean endsFrom(Lifecycle<S, E> life, S start) {
    var seen = new ArrayList<>(List.of(start));
    for (int i = 0; i < seen.size(); i++) {
      var state = seen.get(i);
      life.arrows().stream()
          .filter(arrow -> arrow.from().equals(Optional.of(state)) && !seen.contains(arrow.to()))
          .forEach(arrow -> seen.add(arrow.to()));
    }
    return seen.stream().anyMatch(life::isEnd);
  }

  @Test
  void whatIsNotDrawnDoesNotHappen() {
    var ended = exchanges.submitted("4711", "aa");
    exchanges.answer(ended, Optional.of(true));
    var confirmed = exchanges.get(ended);
    assertThatThrownBy(
            () ->
                exchanges.store.change(
                    tx -> Moves.move(tx, confirmed, Enrollment.Event.CANCELLED, exchanges.now())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CONFIRMED")
        .hasMessageContaining("CANCELLED");
    exchanges.cancel(ended.id());
    assertThat(exchanges.state("enrollment", ended.id())).isEqualTo("CONFIRMED");
  }

  @Test
  void aRejectedVoucherTakesTheOperationThatRestsOnItAlong() {
    var imprint = exchanges.vouchered("4711", "1");
    var enrollment = exchanges.submitted(imprint, "aa");
    exchanges.status(imprint, false);
    assertThat(exchanges.state("enrollment", enrollment.id())).isEqualTo("SUPERSEDED");
  }

  @Test
  void aWithdrawnVoucherTakesTheOperationThatRestsOnItAlongAndTheDeviceMayBeginAnew() {
    var imprint = exchanges.vouchered("4711", "1");
    var enrollment = exchanges.submitted(imprint, "aa");
    exchanges.cancel(imprint.id());
    assertThat(exchanges.state("enrollment", enrollment.id())).isEqualTo("WITHDRAWN");
    assertThat(exchanges.begin(imprint, "bb")).isInstanceOf(Enrollments.Begun.NotImprinted.class);
    assertThat(exchanges.journal())
        .containsSubsequence("certificate-request-withdrawn", "voucher-request-withdrawn");
    assertThat(exchanges.submitted("4711", "cc").state()).isEqualTo(Enrollment.State.SUBMITTED);
  }

  private static String name(Arrow<? extends Enum<?>, ?> arrow) {
    return arrow.from().orElseThrow().name();
  }
}
