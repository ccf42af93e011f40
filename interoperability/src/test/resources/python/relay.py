"""Answers what relay.js has left: the same message, in capitals, with its properties. Called as `relay.py URL PREFIX`."""
import sys

import pika

COUNT = 100


def main(url, prefix):
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    there, back = prefix + ".there", prefix + ".back"
    for method, properties, body in channel.consume(there, inactivity_timeout=30):
        assert method is not None, "no message came"
        text = body.decode("utf-8").upper().encode("utf-8")
        channel.basic_publish("", back, text, properties)
        channel.basic_ack(method.delivery_tag)
        if properties.correlation_id == "c%d" % (COUNT - 1):
            break
    channel.cancel()
    connection.close()
    print("%d messages answered" % COUNT)


main(*sys.argv[1:])
