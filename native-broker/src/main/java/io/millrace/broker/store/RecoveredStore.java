package io.millrace.broker.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What recovery found in a data directory.
 *
 * @param checkpoint number of the checkpoint; 0 for none
 * @param nextQueue number for the next queue
 * @param nextSegment number for the next segment
 * @param queues by number
 * @param deleted numbers of queues that are no more, but may be in the checkpoint
 * @param segments those that are listed
 * @param extents by queue; of queues that there are
 * @param log its files, in order, at least one
 * @param end where the log ends
 */
record RecoveredStore(
    long checkpoint,
    int nextQueue,
    long nextSegment,
    Map<Integer, RecoveredQueue> queues,
    Set<Integer> deleted,
    List<Segment> segments,
    Map<Integer, List<Extent>> extents,
    List<LogFile> log,
    long end) {}
