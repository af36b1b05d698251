package dev.brski.proof.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The house stands as it is drawn, and the rules that guard it can fail. */
final class HouseTest {
  private static final HouseRules RULES = new HouseRules(House.OURS);

  private static final JavaClasses BUILT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.brski");

  private static final JavaClasses FIXTURES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("dev.brski");

  @Nested
  final class AsBuilt {
    @Test
    void everyRoomIsFound() {
      assertThat(House.OURS.rooms())
          .allSatisfy(
              room ->
                  assertThat(BUILT.stream().map(JavaClass::getPackageName))
                      .as(room.toString())
                      .anyMatch(room::owns));
    }

    @Test
    void everyClassLivesInARoom() {
      assertThat(RULES.homeless(BUILT)).isEmpty();
    }

    @Test
    void importsFollowTheArrows() {
      assertThat(RULES.forbiddenImports(BUILT)).isEmpty();
    }

    @Test
    void protocolsArePure() {
      assertThat(RULES.impureProtocols(BUILT)).isEmpty();
    }

    @Test
    void trustAloneChoosesTheProvider() {
      assertThat(RULES.namedProviders(BUILT)).isEmpty();
    }

    @Test
    void nothingIsChangedForTheWholeProcess() {
      assertThat(RULES.processWideChanges(BUILT)).isEmpty();
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
      assertThat(RULES.endings(BUILT)).isEmpty();
    }

    @Test
    void loggingGoesOneWay() {
      assertThat(RULES.foreignLogging(BUILT)).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
      assertThat(RULES.unmarkedPackages(BUILT)).isEmpty();
    }

    @Test
    void onboardingKnowsNoOtherPartOfTheRegistrar() {
      assertThat(RULES.entangledOnboarding(BUILT)).isEmpty();
    }
  }

  @Nested
  final class AsBroken {
    @Test
    void aClassWithoutARoom() {
      assertThat(RULES.homeless(FIXTURES))
          .containsExactly("dev.brski.nowhere.Homeless lives in no room of the house");
    }

    @Test
    void anImportAgainstTheArrowNamesBothRooms() {
      assertThat(RULES.forbiddenImports(housed()))
          .isNotEmpty()
          .allMatch(line -> line.startsWith("foundation/verdict may not import foundation/wire: "));
    }

    @Test
    void aProtocolThatOpensSocketsAndFiles() {
      assertThat(RULES.impureProtocols(housed()))
          .anyMatch(line -> line.contains("java.net.Socket"))
          .anyMatch(line -> line.contains("java.nio.file.Path"))
          .noneMatch(line -> line.contains("<java.net.URI>"));
    }

    @Test
    void aProviderNamedElsewhere() {
      assertThat(RULES.namedProviders(housed()))
          .anyMatch(line -> line.contains("java.security.Security.addProvider"))
          .anyMatch(line -> line.contains("BouncyCastleProvider.<init>"))
          .anyMatch(line -> line.contains("MessageDigest.getInstance"))
          .anyMatch(line -> line.contains("JcaContentSignerBuilder.setProvider"))
          .noneMatch(line -> line.contains("BreaksManyRules.handedIn"));
    }

    @Test
    void aChangeForTheWholeProcess() {
      assertThat(RULES.processWideChanges(housed()))
          .anyMatch(line -> line.contains("System.setProperty"))
          .anyMatch(line -> line.contains("Security.addProvider"))
          .hasSize(2);
    }

    @Test
    void anEndOfTheProcess() {
      assertThat(RULES.endings(housed())).hasSize(1).allMatch(line -> line.contains("System.exit"));
    }

    @Test
    void anotherLogger() {
      assertThat(RULES.foreignLogging(housed())).isNotEmpty();
    }

    @Test
    void aPackageThatIsNotNullMarked() {
      assertThat(RULES.unmarkedPackages(FIXTURES))
          .contains("dev.brski.nowhere has no package-info.java with @NullMarked");
    }

    @Test
    void onboardingThatKnowsTheOutbox() {
      assertThat(RULES.entangledOnboarding(housed()))
          .isNotEmpty()
          .allMatch(line -> line.contains("CallsOut") && line.contains("Outside"));
    }

    private JavaClasses housed() {
      return FIXTURES.that(
          DescribedPredicate.describe(
              "in a room", type -> type.getPackageName().endsWith(".fixture")));
    }
  }
}
