package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * A message that breaks one rule, and what must be said about it.
 *
 * @param body the alternative of PKIBody that answers it
 * @param failInfo the bits of the answer
 * @param told what the text of the answer contains
 */
record Case(String name, int body, int failInfo, String told, Broken broken) {

  /** How the message is made. */
  interface Broken {
    byte[] message() throws Exception;
  }

  /** One that an error message answers. */
  static Case error(String name, int failInfo, String told, Broken broken) {
    return new Case(name, PKIBody.TYPE_ERROR, failInfo, told, broken);
  }

  static List<DynamicTest> tests(Collection<Case> cases, ThrowingConsumer<Case> proof) {
    return cases.stream().map(each -> dynamicTest(each.name(), () -> proof.accept(each))).toList();
  }

  /** Whether an answer is the one that the rule demands; fails if it is not. */
  void isAnsweredBy(Answer answer) throws Exception {
    assertThat(answer.type()).isEqualTo(body);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
    assertThat(answer.failInfo()).isEqualTo(failInfo);
    assertThat(answer.text()).contains(told);
    assertThat(answer.verifies()).isTrue();
  }
}
