package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final String BUSY = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

  @Test
  void countsTheCpuTimeOfChildrenThatRunAndThatHaveEnded() throws IOException {
    // The outer shell itself does nothing: first it waits for one child, then for another that goes
    // on.
    Process process =
        start("(" + BUSY + "); echo first; (" + BUSY + "; echo second; read _); true");
    try {
      ProcessTree tree = new ProcessTree(process.toHandle());
      assertThat(process.inputReader().readLine()).isEqualTo("first");
      Duration first = tree.cpu();
      assertThat(process.inputReader().readLine()).isEqualTo("second");
      Duration second = tree.cpu();

      assertThat(first).isPositive();
      assertThat(second).isGreaterThan(first.plus(first.dividedBy(4)));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void forgetsTheMostThatWasInMemory() throws IOException {
    // Some megabytes in a variable, which is emptied then.
    Process process =
        start(
            "v=$(head -c 30000000 /dev/zero | tr '\\0' x); echo full; read _; v=; echo empty; read _");
    try {
      ProcessTree tree = new ProcessTree(process.toHandle());
      assertThat(process.inputReader().readLine()).isEqualTo("full");
      long full = tree.residentBytes();
      assertThat(full).isGreaterThan(30_000_000);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(process.inputReader().readLine()).isEqualTo("empty");
      assertThat(tree.mostResidentBytes()).isGreaterThanOrEqualTo(full);

      tree.forgetMost();

      assertThat(tree.mostResidentBytes()).isLessThan(full);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void saysThatAProcessHasEnded() throws IOException {
    Process process = start("read _");
    ProcessTree tree = new ProcessTree(process.toHandle());
    process.destroyForcibly();
    await().until(() -> !process.isAlive());

    assertThatIllegalStateException()
        .isThrownBy(tree::cpu)
        .withMessageContaining(Long.toString(process.pid()));
  }

  private static Process start(String script) throws IOException {
    return new ProcessBuilder(List.of("sh", "-c", script)).start();
  }
}
