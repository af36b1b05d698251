package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.time.Moment;
import dev.brski.trust.Forge.Forged;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PathValidatorTest {

  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Purpose ANY =
      new Purpose("anything", Set.of(), false, Purpose.Validity.RESPECTED);

  private static final List<X509Certificate> GARBAGE =
      IntStream.range(0, 10)
          .mapToObj(i -> Stream.of(Forge.root("CN=Garbage " + i), Forge.root("CN=Root")))
          .flatMap(pair -> pair.map(Forged::certificate))
          .toList();

  static Stream<Chain> chains() {
    return Chains.all();
  }

  static Stream<Chain> comparableChains() {
    return Chains.all().filter(chain -> chain.openSslOptions().isPresent());
  }

  @ParameterizedTest
  @MethodSource("chains")
  void givesTheVerdictThatTheRulesDemand(Chain chain) {
    assertThat(check(judge(chain))).isEqualTo(chain.refusal());
  }

  @ParameterizedTest
  @MethodSource("chains")
  void candidatesInAnyOrderWithGarbageAmongThemChangeNothing(Chain chain) {
    var candidates = new ArrayList<>(chain.candidates());
    candidates.addAll(GARBAGE);
    candidates.add(chain.target());
    Collections.shuffle(candidates, new Random(chain.name().hashCode()));
    var verdict =
        VALIDATOR.validate(
            chain.target(),
            candidates,
            Anchors.of(chain.anchors()),
            ANY,
            new Moment.Known(Forge.NOW));
    assertThat(verdict instanceof Verdict.Accepted).isEqualTo(chain.refusal().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("comparableChains")
  void agreesWithOpenSsl(Chain chain, @TempDir Path folder) {
    boolean theirs =
        OpenSsl.in(folder)
            .accepts(
                chain.target(),
                chain.candidates(),
                chain.anchors(),
                Forge.NOW,
                chain.openSslOptions().orElseThrow().toArray(String[]::new));
    assertThat(judge(chain) instanceof Verdict.Accepted).isEqualTo(theirs);
  }

  private static Verdict<TrustedPath> judge(Chain chain) {
    return VALIDATOR.validate(
        chain.target(),
        chain.candidates(),
        Anchors.of(chain.anchors()),
        ANY,
        new Moment.Known(Forge.NOW));
  }

  static <T> Optional<Check> check(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T> _ -> Optional.empty();
      case Verdict.Refused<T>(var refusal) -> Optional.of(refusal.check());
    };
  }
}
