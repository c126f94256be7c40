-- For wrk: sends each path of a file once, in order, and prints what it measured as JSON. A signed request is accepted
-- only once, so this thread ends when the paths do. Arguments: the file.
local paths = {}
local sent = 0

function init(args)
  for path in io.lines(args[1]) do
    paths[#paths + 1] = path
  end
end

function request()
  sent = sent + 1
  if sent <= #paths then
    return wrk.format('POST', paths[sent])
  end
  wrk.thread:stop()
  return wrk.format('GET', '/healthz')
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nresult {"requests":%d,"microseconds":%d,"failed":%d,"p50":%d,"p99":%d}\n',
    summary.requests,
    summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50),
    latency:percentile(99)
  ))
end
