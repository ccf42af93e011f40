package io.millrace.broker.exchange;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-consistent-hash}: every message to one destination, and messages that are alike in their
 * {@link HashedPart} to the same. The binding's key is a weight: how large a share the destination
 * gets. Of two bindings to one destination the heavier counts.
 *
 * <p>A destination that comes takes its share from all others, and one that goes leaves its share
 * to them; no other message moves, whatever the history of the bindings. Each binding is asked for
 * each message, so the cost is in the number of bindings.
 */
final class ConsistentHashType implements ExchangeType {
  private static final Pattern WEIGHT = Pattern.compile("0*[1-9][0-9]{0,8}");

  @Override
  public String name() {
    return "x-consistent-hash";
  }

  @Override
  public Optional<String> refusalOfArguments(Headers arguments) {
    return HashedPart.refusal(arguments);
  }

  @Override
  public Optional<String> refusalOfBinding(Headers arguments, Binding binding) {
    return WEIGHT.matcher(binding.key()).matches()
        ? Optional.empty()
        : Optional.of("the binding's key is " + binding.key() + " where a weight is expected");
  }

  @Override
  public <Q> Routes<Q> routes(Headers arguments) {
    return new HashRoutes<>(HashedPart.hash(arguments), PersistentMap.empty());
  }

  /** Weighted rendezvous: each destination bids for each message, and the highest bid gets it. */
  private record Bidder<Q>(Destination<Q> destination, long seed, double weight) {
    static <Q> Bidder<Q> of(Destination<Q> destination, String weight) {
      long seed = HashedPart.hash(destination.id());
      return new Bidder<>(destination, seed, Double.parseDouble(weight));
    }

    /** Exponentially distributed, with the weight for a mean, up to its sign. */
    double bid(long hash) {
      double uniform = ((HashedPart.spread(hash ^ seed) >>> 11) + 0.5) * 0x1.0p-53;
      return Math.log(uniform) / weight;
    }
  }

  /** The highest bid so far. */
  private static final class Auction<Q> {
    private final long hash;
    private double highest = Double.NEGATIVE_INFINITY;
    private @Nullable Destination<Q> winner;

    Auction(long hash) {
      this.hash = hash;
    }

    void ask(Bidder<Q> bidder) {
      double bid = bidder.bid(hash);
      if (bid > highest) {
        highest = bid;
        winner = bidder.destination();
      }
    }
  }

  private record HashRoutes<Q>(ToLongFunction<Message> hash, PersistentMap<Bidder<Q>> bidders)
      implements Routes<Q> {
    @Override
    public Routes<Q> bind(Binding binding, Destination<Q> destination) {
      String id = BindingIndex.id(binding, destination);
      return new HashRoutes<>(hash, bidders.put(id, Bidder.of(destination, binding.key())));
    }

    @Override
    public Routes<Q> unbind(Binding binding, Destination<Q> destination) {
      return new HashRoutes<>(hash, bidders.remove(BindingIndex.id(binding, destination)));
    }

    @Override
    public void route(Message message, Routing<Q> to) {
      Auction<Q> auction = new Auction<>(hash.applyAsLong(message));
      bidders.forEach((id, bidder) -> auction.ask(bidder));
      if (auction.winner != null) {
        to.add(auction.winner);
      }
    }
  }
}
