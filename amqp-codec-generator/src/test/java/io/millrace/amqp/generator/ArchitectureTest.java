package io.millrace.amqp.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.architecture.CommonRules;
import io.millrace.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final ModuleClasses MODULE = ModuleClasses.load();

  @Test
  void readsTheClassesOfThisModule() {
    assertThat(MODULE.tests().contain(ArchitectureTest.class)).isTrue();
  }

  @Test
  void keepsTheCommonRules() {
    CommonRules.check(MODULE);
    CommonRules.LIBRARIES_DO_NOT_PRINT.check(MODULE.production());
  }
}
