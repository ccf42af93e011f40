// BullMQ in the Redis benchmark.
//
//   node bullmq.mjs fill HOST PORT QUEUE JOBS BYTES    adds jobs, and ends
//   node bullmq.mjs work HOST PORT QUEUE WORKERS EACH  handles them until it is killed, each worker EACH at once
import { Queue, Worker } from "bullmq";

const [task, host, port, name, first, second] = process.argv.slice(2);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };

async function fill(jobs, bytes) {
  const queue = new Queue(name, { connection });
  const payload = "x".repeat(bytes);
  for (let added = 0; added < jobs; added += 1000) {
    const count = Math.min(1000, jobs - added);
    await queue.addBulk(
      Array.from({ length: count }, () => ({ name: "job", data: payload, opts: { removeOnComplete: true } })),
    );
  }
  await queue.close();
}

function work(workers, each) {
  for (let i = 0; i < workers; i++) {
    new Worker(name, async () => {}, { connection, concurrency: each });
  }
}

if (task === "fill") {
  await fill(Number(first), Number(second));
} else {
  work(Number(first), Number(second));
}
