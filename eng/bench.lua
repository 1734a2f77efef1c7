-- For wrk: posts the file named by PAYLOAD, and prints what eng/bench.sh reads:
-- requests, seconds, median and 99th percentile in microseconds, answers that were not 2xx, errors of sockets.
local file = assert(io.open(os.getenv("PAYLOAD"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
file:close()

function done(summary, latency)
  local errors = summary.errors
  print(string.format("BENCH %d %.3f %d %d %d %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
