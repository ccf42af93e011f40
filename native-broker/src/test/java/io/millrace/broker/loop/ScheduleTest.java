package io.millrace.broker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScheduleTest {

  @Property(tries = 500)
  void agreesWithAMap(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> timers,
      @ForAll @Size(60) List<@IntRange(min = -20, max = 40) Integer> times) {
    Schedule schedule = new Schedule();
    Map<Integer, LoopTimer> named = new HashMap<>();
    Map<LoopTimer, Long> model = new HashMap<>();
    for (int n = 0; n < timers.size(); n++) {
      LoopTimer timer = named.computeIfAbsent(timers.get(n), name -> new Idle());
      long dueAtMillis = times.get(n);
      if (dueAtMillis < 0) {
        schedule.cancel(timer);
        model.remove(timer);
      } else {
        schedule.set(timer, dueAtMillis);
        model.put(timer, dueAtMillis);
      }
      assertThat(schedule.count()).isEqualTo(model.size());
      assertThat(schedule.nextDueAtMillis())
          .isEqualTo(
              model.values().stream().mapToLong(Long::longValue).min().orElse(Schedule.NEVER));
    }

    assertThat(timesTaken(schedule)).isEqualTo(model.values().stream().sorted().toList());
  }

  private static List<Long> timesTaken(Schedule schedule) {
    List<Long> times = new ArrayList<>();
    for (LoopTimer due = schedule.takeDue(100); due != null; due = schedule.takeDue(100)) {
      times.add(due.dueAtMillis);
    }
    return times;
  }

  private static final class Idle extends LoopTimer {
    @Override
    protected void fire(long nowMillis) {}
  }
}
