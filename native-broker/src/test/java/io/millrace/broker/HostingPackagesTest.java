package io.millrace.broker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.millrace.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;

class HostingPackagesTest {
  private static final JavaClasses PRODUCTION = ModuleClasses.load().production();

  @Test
  void aLoopKnowsNothingOfWhatItOwns() {
    noClasses()
        .that()
        .resideInAPackage("io.millrace.broker.loop..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.millrace.broker..")
                .and(resideOutsideOfPackage("io.millrace.broker.loop..")))
        .check(PRODUCTION);
  }

  @Test
  void aVirtualHostKnowsNeitherItsStoreNorItsFronts() {
    noClasses()
        .that()
        .resideInAPackage("io.millrace.broker.vhost..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.millrace.broker.store..",
            "io.millrace.broker.server..",
            "io.millrace.broker.management..",
            "io.millrace.broker.protocol..",
            "io.millrace.broker.transport..")
        .check(PRODUCTION);
  }

  @Test
  void nobodyKnowsTheWiring() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.millrace.broker.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.millrace.broker.server..")
        .check(PRODUCTION);
  }
}
