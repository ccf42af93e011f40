"""Tasks of Celery, for workers and for `tasks.py send COUNT`. Its settings are in the environment."""
import os
import sys
import time

from celery import Celery
from kombu import Exchange, Queue

QUEUE = os.environ["TASKS_QUEUE"]

app = Celery("tasks", broker=os.environ["TASKS_URL"])
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=10,
    task_queues=[Queue(QUEUE, Exchange(QUEUE, type="direct"), routing_key=QUEUE)],
    task_default_queue=QUEUE,
    task_default_exchange=QUEUE,
    task_default_routing_key=QUEUE,
    broker_transport_options={"confirm_publish": True},
    broker_connection_retry_on_startup=True,
)


@app.task(name="tasks.note")
def note(number):
    """Says in a file that it was done, in a single write, which is whole or not there."""
    time.sleep(0.002)
    log = os.open(os.environ["TASKS_DONE"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(log, b"%d\n" % number)
    os.close(log)


def main():
    count = int(sys.argv[2])
    for number in range(count):
        note.apply_async((number,))
    print("%d tasks sent" % count)


if __name__ == "__main__":
    main()
