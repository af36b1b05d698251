package dev.brski.proof.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target with seeds gone wrong in many ways, the same ones each time: {@code
 * -Dbrski.mutations} says in how many, {@code -Dbrski.seed} in which.
 */
final class MutationsTest {

  private static final int MUTATIONS = Integer.getInteger("brski.mutations", 1_000);
  private static final long SEED = Long.getLong("brski.seed", 4711L);

  static Stream<Arguments> targets() {
    return Stream.of(
        target("cmpMessage", Decoders::cmpMessage, Seeds.cmpMessages()),
        target("cmpRequest", Decoders::cmpRequest, Seeds.cmpRequests()),
        target("cmpAnswer", Decoders::cmpAnswer, Seeds.cmpAnswers()),
        target("voucher", Decoders::voucher, Seeds.vouchers()),
        target("voucherContent", Decoders::voucherContent, Seeds.voucherContents()),
        target("auditLog", Decoders::auditLog, Seeds.auditLogs()),
        target("telemetry", Decoders::telemetry, Seeds.telemetry()),
        target("revocationList", Decoders::revocationList, Seeds.revocationLists()),
        target("ocspRequest", Decoders::ocspRequest, Seeds.ocspRequests()),
        target("ocspAnswer", Decoders::ocspAnswer, Seeds.ocspAnswers()),
        target("certificate", Decoders::certificate, Seeds.certificates()));
  }

  private static Arguments target(String name, Consumer<byte[]> target, Stream<byte[]> seeds) {
    return Arguments.of(Named.of(name, target), name, seeds.toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void whateverComesIsTakenOrRefused(Consumer<byte[]> target, String name, List<byte[]> seeds)
      throws IOException {
    var random = new Random(SEED);
    var mutation = new Mutation(random);
    for (int i = 0; i < MUTATIONS; i++) {
      var octets =
          mutation.of(seeds.get(i % seeds.size()), seeds.get(random.nextInt(seeds.size())));
      try {
        target.accept(octets);
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        var kept = Path.of("target", name + "-" + i);
        Files.write(kept, octets);
        throw new AssertionError(
            "mutation %d of seed %d; it is in %s, and may be kept in src/test/resources/dev/brski/proof/fuzz/DecodersFuzzTestInputs/%s"
                .formatted(i, SEED, kept.toAbsolutePath(), name),
            e);
      }
    }
  }
}
