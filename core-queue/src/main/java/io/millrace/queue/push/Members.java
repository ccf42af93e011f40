package io.millrace.queue.push;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The pushers that another is made of. Safe for several threads. */
record Members<T>(String group, List<Pusher<T>> pushers) {
  Members(String group, List<? extends Pusher<T>> pushers, int least) {
    this(group, List.copyOf(pushers));
    if (pushers.size() < least) {
      throw new IllegalArgumentException(
          group + " needs at least " + least + " pusher, got " + pushers.size());
    }
  }

  int size() {
    return pushers.size();
  }

  Pusher<T> get(int index) {
    return pushers.get(index);
  }

  /** All places of a list. */
  static BitSet placesOf(List<?> messages) {
    BitSet places = new BitSet(messages.size());
    places.set(0, messages.size());
    return places;
  }

  /**
   * Pushes some messages of a list to one member, in their order.
   *
   * @param places which of the messages
   * @param errors where a failure goes
   * @return the places that are not known to be safe
   */
  BitSet push(int index, List<Message<T>> messages, BitSet places, PushErrors errors)
      throws InterruptedException {
    Pusher<T> pusher = pushers.get(index);
    List<Message<T>> part = select(messages, places);
    try {
      pusher.push(part);
      return new BitSet();
    } catch (InterruptedException e) {
      throw e;
    } catch (PushException e) {
      errors.add(pusher.name(), e);
      return failedPlaces(e.failed(), places, part.size());
    } catch (Exception e) {
      errors.add(pusher.name(), e);
      return places;
    }
  }

  /** Closes every member, also when one fails to close; the failures are thrown as one. */
  void closeAll() throws Exception {
    List<Exception> failures = new ArrayList<>();
    for (Pusher<T> pusher : pushers) {
      try {
        pusher.close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      Exception first = failures.get(0);
      failures.subList(1, failures.size()).stream()
          .filter(other -> other != first)
          .forEach(first::addSuppressed);
      throw first;
    }
  }

  private static <T> List<Message<T>> select(List<Message<T>> messages, BitSet places) {
    return places.cardinality() == messages.size()
        ? messages
        : places.stream().<Message<T>>mapToObj(messages::get).toList();
  }

  /**
   * Translates places in a part back to those in the whole; all of them, if what the pusher said
   * makes no sense.
   */
  private static BitSet failedPlaces(BitSet failedInPart, BitSet places, int partSize) {
    if (failedInPart.isEmpty() || failedInPart.length() > partSize) {
      return places;
    }
    BitSet failed = new BitSet();
    int indexInPart = 0;
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      if (failedInPart.get(indexInPart++)) {
        failed.set(place);
      }
    }
    return failed;
  }
}
