"""What users of pika do. Called as `pika_programs.py URL PREFIX`; prints what it saw in its last line."""
import sys
import time

import pika
from pika.exceptions import ChannelClosedByBroker, NackError, UnroutableError

PERSISTENT = pika.BasicProperties(delivery_mode=2)


def confirmed(connection, prefix):
    """Each publish waits for its confirm; what is not routed, and what a full queue refuses, raises."""
    channel = connection.channel()
    channel.confirm_delivery()
    queue = prefix + ".confirmed"
    channel.queue_declare(queue, durable=True, arguments={"x-max-length": 100, "x-overflow": "reject-publish"})
    for i in range(100):
        channel.basic_publish("", queue, b"%d" % i, PERSISTENT, mandatory=True)
    try:
        channel.basic_publish("", queue, b"too many", PERSISTENT)
        raise AssertionError("a full queue took a message")
    except NackError:
        pass
    try:
        channel.basic_publish("", prefix + ".nowhere", b"lost", mandatory=True)
        raise AssertionError("a message went nowhere")
    except UnroutableError as error:
        assert error.messages[0].method.reply_code == 312, error
    bodies = []
    for method, _, body in channel.consume(queue, auto_ack=False):
        bodies.append(body)
        if len(bodies) == 100:
            channel.basic_ack(method.delivery_tag, multiple=True)
            break
    assert channel.cancel() == 0
    assert bodies == [b"%d" % i for i in range(100)]
    assert channel.queue_delete(queue, if_empty=True).method.message_count == 0
    channel.close()


def transacted(connection, prefix):
    channel = connection.channel()
    queue = prefix + ".transacted"
    channel.queue_declare(queue)
    channel.tx_select()
    channel.basic_publish("", queue, b"rolled back")
    channel.tx_rollback()
    channel.basic_publish("", queue, b"committed")
    assert channel.queue_declare(queue, passive=True).method.message_count == 0
    channel.tx_commit()
    method, _, body = channel.basic_get(queue)
    assert body == b"committed"
    channel.basic_ack(method.delivery_tag)
    channel.tx_rollback()
    channel.basic_ack(method.delivery_tag)
    channel.tx_commit()
    assert channel.queue_delete(queue).method.message_count == 0
    channel.close()


def dead_letters(connection, prefix):
    channel = connection.channel()
    work, dead = prefix + ".work", prefix + ".dead"
    channel.queue_declare(dead)
    arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead, "x-message-ttl": 50}
    channel.queue_declare(work, arguments=arguments)
    channel.basic_publish("", work, b"rejected")
    method, _, _ = channel.basic_get(work)
    channel.basic_reject(method.delivery_tag, requeue=False)
    channel.basic_publish("", work, b"expired")
    reasons = []
    for _, properties, body in channel.consume(dead, auto_ack=True, inactivity_timeout=30):
        death = properties.headers["x-death"][0]
        assert death["queue"] == work and death["count"] == 1, death
        reasons.append((body, death["reason"]))
        if len(reasons) == 2:
            break
    channel.cancel()
    assert reasons == [(b"rejected", "rejected"), (b"expired", "expired")], reasons
    channel.queue_delete(work)
    channel.queue_delete(dead)
    channel.close()


def refused(connection, prefix):
    """What is wrong closes the channel, and only that."""
    for expected, act in [
        (404, lambda channel: channel.queue_declare(prefix + ".missing", passive=True)),
        (404, lambda channel: channel.queue_bind("missing", "missing", "key")),
        (403, lambda channel: channel.queue_declare("amq.reserved")),
        (403, lambda channel: channel.exchange_declare("amq.mine")),
        (406, lambda channel: channel.exchange_declare("amq.direct", "fanout", durable=True)),
    ]:
        channel = connection.channel()
        try:
            act(channel)
            raise AssertionError("no %d" % expected)
        except ChannelClosedByBroker as error:
            assert error.reply_code == expected, error
    assert connection.is_open


def large(connection, prefix):
    """Bodies of one frame, of a frame and an octet, and of many."""
    channel = connection.channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    for size in [0, 1, 131_064, 131_065, 5_000_000]:
        body = bytes(size)
        channel.basic_publish("", queue, body)
        deadline = time.monotonic() + 30
        method, _, got = channel.basic_get(queue, auto_ack=True)
        while method is None and time.monotonic() < deadline:
            method, _, got = channel.basic_get(queue, auto_ack=True)
        assert got == body, size
    channel.close()


def rate(connection, prefix):
    """Messages of one channel in a second, from publish to acknowledgement."""
    channel = connection.channel()
    queue = prefix + ".rate"
    channel.queue_declare(queue)
    channel.basic_qos(prefetch_count=500)
    count, started = 5_000, time.monotonic()
    for i in range(count):
        channel.basic_publish("", queue, b"%d" % i)
    expected = 0
    for method, _, body in channel.consume(queue, inactivity_timeout=30):
        assert body == b"%d" % expected
        channel.basic_ack(method.delivery_tag)
        expected += 1
        if expected == count:
            break
    channel.cancel()
    channel.queue_delete(queue)
    channel.close()
    return count / (time.monotonic() - started)


def main(url, prefix):
    connection = pika.BlockingConnection(pika.URLParameters(url))
    programs = [confirmed, transacted, dead_letters, refused, large]
    for program in programs:
        program(connection, prefix)
    speed = rate(connection, prefix)
    connection.close()
    print("%s; %d messages/s" % (", ".join(p.__name__ for p in programs).replace("_", " "), speed))


main(*sys.argv[1:])
