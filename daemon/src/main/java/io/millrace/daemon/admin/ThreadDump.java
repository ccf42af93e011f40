package io.millrace.daemon.admin;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;

/** The stacks of all platform threads, as text. */
final class ThreadDump {
  private ThreadDump() {}

  static String take() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ThreadInfo[] infos =
        threads.dumpAllThreads(
            threads.isObjectMonitorUsageSupported(), threads.isSynchronizerUsageSupported());
    StringBuilder text = new StringBuilder();
    Arrays.stream(infos)
        .sorted(Comparator.comparing(ThreadInfo::getThreadName))
        .forEach(info -> append(info, text));
    return text.toString();
  }

  private static void append(ThreadInfo info, StringBuilder text) {
    text.append('"').append(info.getThreadName()).append("\" ").append(info.getThreadState());
    LockInfo lock = info.getLockInfo();
    if (lock != null) {
      text.append(" on ").append(lock);
    }
    if (info.getLockOwnerName() != null) {
      text.append(" held by \"").append(info.getLockOwnerName()).append('"');
    }
    text.append('\n');
    for (StackTraceElement frame : info.getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
    text.append('\n');
  }
}
