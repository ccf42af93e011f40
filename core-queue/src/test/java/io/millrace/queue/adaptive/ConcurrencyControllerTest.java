package io.millrace.queue.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.adaptive.ConcurrencyController.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs the controller against simple models of a downstream, by Little's law. */
class ConcurrencyControllerTest {
  private static final long WINDOW = 200_000_000L;

  private final Random random = new Random(11);

  /** What a downstream that serves at most {@code capacity} calls at once answers at this limit. */
  private Window window(int limit, double baseMillis, double capacity, double failureShare) {
    double noise = 1 + 0.05 * random.nextGaussian();
    double latencyMillis = baseMillis * Math.max(1, limit / capacity) * noise;
    long calls = Math.max(1, (long) (limit * 200 / latencyMillis));
    return new Window(
        WINDOW, calls, (long) (calls * failureShare), (long) (limit * WINDOW * 0.97), true);
  }

  private int settle(
      ConcurrencyController controller, int windows, double baseMillis, double capacity) {
    for (int i = 0; i < windows; i++) {
      controller.learn(window(controller.limit(), baseMillis, capacity, 0));
    }
    return controller.limit();
  }

  @Test
  void usesAllHandlersThatAWideDownstreamAllows() {
    assertThat(settle(new ConcurrencyController(1, 256, 4), 60, 10, 10_000)).isEqualTo(256);
  }

  @Test
  void staysNearTheCapacityOfANarrowDownstream() {
    int limit = settle(new ConcurrencyController(1, 256, 4), 200, 10, 20);
    assertThat(limit).isBetween(16, 64);
  }

  @Test
  void backsOffWhenTheDownstreamSlowsDownAndReturnsWhenItRecovers() {
    ConcurrencyController controller = new ConcurrencyController(1, 256, 4);
    int before = settle(controller, 60, 10, 10_000);
    int lowest = before;
    for (int i = 0; i < 100; i++) {
      controller.learn(window(controller.limit(), 50, 10, 0));
      lowest = Math.min(lowest, controller.limit());
    }
    assertThat(lowest).isLessThan(before / 2);
    assertThat(settle(controller, 400, 10, 10_000)).isGreaterThan(before / 2);
  }

  @Test
  void staysAtTheCapacityOfADownstreamThatBecameSlowerForGood() {
    ConcurrencyController controller = new ConcurrencyController(1, 256, 4);
    settle(controller, 60, 10, 64);
    double best = 8 / 0.040;
    double done = 0;
    int windows = 200;
    for (int i = 0; i < windows; i++) {
      Window window = window(controller.limit(), 40, 8, 0);
      done += window.calls();
      controller.learn(window);
    }
    assertThat(done / windows / 0.2).as("calls a second").isGreaterThan(0.75 * best);
    assertThat(controller.limit()).isBetween(4, 32);
  }

  @Test
  void backsOffWhenManyCallsFail() {
    ConcurrencyController controller = new ConcurrencyController(2, 256, 128);
    for (int i = 0; i < 200; i++) {
      controller.learn(window(controller.limit(), 10, 10_000, 0.5));
    }
    assertThat(controller.limit()).isLessThan(64);
  }

  @Test
  void staysWhereItIsWhileNothingWaits() {
    ConcurrencyController controller = new ConcurrencyController(1, 256, 4);
    for (int i = 0; i < 100; i++) {
      controller.learn(new Window(WINDOW, 100, 0, 4 * WINDOW, false));
    }
    assertThat(controller.limit()).isEqualTo(4);
  }

  @Test
  void neverLeavesItsLimits() {
    ConcurrencyController controller = new ConcurrencyController(3, 17, 5);
    for (int i = 0; i < 2_000; i++) {
      double base = random.nextDouble() * 50 + 0.1;
      controller.learn(
          window(controller.limit(), base, 1 + random.nextInt(50), random.nextDouble()));
      assertThat(controller.limit()).isBetween(3, 17);
    }
  }
}
