package io.millrace.testkit;

/**
 * The promises of a queue, each a test, for an adapter to keep on its backend. An adapter's test
 * extends this class and gives it a {@link Backend}:
 *
 * <pre>{@code
 * final class MyAdapterContractTest extends QueueContract {
 *   @Override
 *   protected Backend backend() {
 *     return new MyBackend();
 *   }
 * }
 * }</pre>
 *
 * <p>A test for a {@link Feature} that the backend does not declare is skipped, with the reason.
 * After each test the books of every worker are checked: each fetched message settled exactly once,
 * and the drain report true to it.
 */
public abstract class QueueContract extends ContractCase
    implements DeliveryContract,
        OrderContract,
        RetryContract,
        DeadLetterContract,
        FlowContract,
        StopContract,
        CrashContract,
        SharingContract,
        LeaseContract,
        HandlerContract,
        BatchContract {}
