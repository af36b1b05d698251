package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.PkiStatus;
import dev.brski.proof.kit.Curl;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Set;

/** What a CMP endpoint answered over HTTP. */
record CmpAnswer(CmpMessage message) {

  static CmpAnswer of(Curl.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.mediaType()).isEqualTo(HandMadePledge.PKIX_CMP);
    return new CmpAnswer(accepted(CmpMessage.parse(answer.body(), CmpLimits.standard())));
  }

  Body body() {
    return message.body();
  }

  /** Why it was refused: the failInfo of an error message, or of the one response. */
  Set<FailInfo> failInfo() {
    return switch (message.body()) {
      case Body.ErrorBody error -> error.status().failInfo();
      case Body.Response response -> response.only().status().failInfo();
      case Body.RevocationResponse response -> response.only().failInfo();
      default -> throw new AssertionError("a " + message.type() + " refuses nothing");
    };
  }

  /** Whether it says waiting, or to ask again. */
  boolean waits() {
    return switch (message.body()) {
      case Body.ErrorBody error -> error.status().status() == PkiStatus.waiting;
      case Body.Response response -> response.only().status().status() == PkiStatus.waiting;
      case Body.PollResponse _ -> true;
      default -> false;
    };
  }

  static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }
}
