package io.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.planted.PlantedHelper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses PLANTED =
      ModuleClasses.ofPackage(PlantedHelper.class.getPackageName());
  private static final ModuleClasses MODULE = ModuleClasses.load();

  static Stream<ArchRule> rules() {
    return Stream.of(
        CommonRules.NAMES_SAY_WHAT_A_CLASS_IS,
        CommonRules.LOGS_GO_TO_SLF4J,
        CommonRules.LIBRARIES_DO_NOT_PRINT,
        CommonRules.TESTS_WAIT_FOR_CONDITIONS,
        CommonRules.noCyclesBelow(PlantedHelper.class.getPackageName()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleFindsThePlantedViolation(ArchRule rule) {
    assertThatThrownBy(() -> rule.check(PLANTED)).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleHoldsForThisModule(ArchRule rule) {
    assertThatCode(() -> rule.check(MODULE.production())).doesNotThrowAnyException();
  }

  @Test
  void readsProductionAndTestClasses() {
    assertThat(MODULE.production().contain(CommonRules.class)).isTrue();
    assertThat(MODULE.tests().contain(ArchitectureTest.class)).isTrue();
    assertThat(MODULE.production().contain(ArchitectureTest.class)).isFalse();
  }
}
