package dev.brski.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** That the targets are ones that Jazzer can run: it takes nothing else, and says so then only. */
final class FuzzingTest {

  @TestFactory
  Stream<DynamicTest> nothingStandsBetweenATargetAndItsMark() {
    return Stream.of(DecodersFuzzTest.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> assertIsTarget(method)));
  }

  private static void assertIsTarget(Method method) {
    assertThat(List.of(method.getAnnotations()).getLast()).isInstanceOf(FuzzTest.class);
    assertThat(method.getParameterTypes()).containsExactly(byte[].class);
  }
}
