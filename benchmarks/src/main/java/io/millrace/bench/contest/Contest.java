package io.millrace.bench.contest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures contenders in rounds, so that what else the machine does meets all of them alike.
 *
 * @param rounds how many count
 * @param warmUpRounds how many a contender has before that at most
 * @param steady a contender is warm earlier when two rates in a row differ by less than this part;
 *     0 when it needs all the rounds
 */
public record Contest(int rounds, int warmUpRounds, double steady) {
  /** Whoever holds the contest. */
  public interface Host {
    /** Prepares a run. */
    String prepare(String contender) throws IOException;

    /** Hears of each run; the number of the round is below 1 where it does not count. */
    void measured(String contender, int round, Measured measured);
  }

  /** All runs of all contenders, of which each has a process. */
  public Results hold(Map<String, Client> contenders, Host host) {
    Results results = new Results();
    Map<String, Double> rates = new LinkedHashMap<>();
    Map<String, Boolean> warm = new LinkedHashMap<>();
    for (int round = 1 - warmUpRounds; round <= rounds; round++) {
      for (Map.Entry<String, Client> each : contenders.entrySet()) {
        String name = each.getKey();
        boolean counts = round > 0;
        if (results.failure(name).isPresent() || (!counts && warm.containsKey(name))) {
          continue;
        }
        try {
          Measured measured = each.getValue().measure(host.prepare(name));
          host.measured(name, round, measured);
          if (counts) {
            results.add(name, measured);
          }
          Double before = rates.put(name, measured.perSecond());
          if (before != null && Math.abs(measured.perSecond() / before - 1) < steady) {
            warm.put(name, true);
          }
        } catch (IOException e) {
          results.fail(name, String.valueOf(e.getMessage()));
        }
      }
    }
    return results;
  }
}
