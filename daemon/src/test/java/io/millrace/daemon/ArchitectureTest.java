package io.millrace.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.CommonRules;
import io.millrace.architecture.ModuleClasses;
import io.millrace.daemon.cli.Main;
import io.millrace.daemon.spi.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.millrace.daemon";
  private static final ModuleClasses MODULE = ModuleClasses.load();

  private static final ArchRule SPI_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".spi..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".admin..",
              ROOT + ".cli..",
              ROOT + ".config..",
              ROOT + ".handler..",
              ROOT + ".logging..",
              ROOT + ".pipeline..",
              ROOT + ".sink..",
              ROOT + ".source..");

  /** The engine may change inside as it likes; the daemon goes through its API. */
  private static final ArchRule ENGINE_STAYS_INSIDE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.queue.engine..",
              "io.millrace.queue.channel..",
              "io.millrace.queue.worker..",
              "io.millrace.queue.order..",
              "io.millrace.queue.retry..");

  private static final ArchRule NOBODY_CALLS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".cli..");

  private static final List<ArchRule> RULES =
      List.of(SPI_STANDS_ALONE, ENGINE_STAYS_INSIDE, NOBODY_CALLS_THE_COMMAND_LINE);

  @Test
  void readsTheClassesOfThisModule() {
    assertThat(MODULE.production().contain(Main.class)).isTrue();
    assertThat(MODULE.production().contain(Source.class)).isTrue();
    assertThat(MODULE.production()).hasSizeGreaterThan(10);
    assertThat(MODULE.tests().contain(ArchitectureTest.class)).isTrue();
  }

  @Test
  void keepsTheCommonRules() {
    CommonRules.check(MODULE);
    CommonRules.noCyclesBelow(ROOT).check(MODULE.production());
  }

  @Test
  void keepsItsLayers() {
    RULES.forEach(rule -> rule.check(MODULE.production()));
  }

  @Test
  void findsThePlantedViolation() {
    assertThat(RULES)
        .allSatisfy(
            rule ->
                assertThatThrownBy(() -> rule.check(MODULE.tests()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PlantedViolation"));
  }
}
