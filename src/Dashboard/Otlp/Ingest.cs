using Bouncer.Dashboard.Forwarding;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Takes requests, however they came: reads them, adds them to the store, passes them on.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="store">Holds them.</param>
/// <param name="log">Is told what was wrong.</param>
/// <param name="forwarder">Passes them on; null for nowhere.</param>
internal sealed partial class Ingest(BatchReader reader, TelemetryStore store, ILogger<Ingest> log, Forwarder? forwarder = null)
{
    private long _rejected;
    private long _malformed;

    /// <summary>Spans, log records and data points that were wrong.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Requests that were refused.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Takes a request.</summary>
    /// <param name="signal">What it holds.</param>
    /// <param name="request">Its bytes, which from now on nobody changes.</param>
    /// <returns>The answer in protobuf.</returns>
    /// <exception cref="RefusedTelemetryException">It is malformed or too large.</exception>
    public byte[] Take(Signal signal, byte[] request)
    {
        var read = reader.Read(signal, request);
        if (read.Batch.Count > 0)
        {
            store.Add(read);
        }

        forwarder?.Enqueue(signal, request);
        if (read.Rejected > 0)
        {
            Interlocked.Add(ref _rejected, read.Rejected);
            LogRejected(log, read.Rejected, signal, read.Problem);
        }

        return OtlpAnswers.Success(read.Rejected, read.Problem);
    }

    /// <summary>Counts a request that was refused.</summary>
    public void Refuse(Signal signal, string message)
    {
        Interlocked.Increment(ref _malformed);
        LogRefused(log, signal, message);
    }

    // At debug level: a sender that is wrong is wrong many times a second, and is told so.
    [LoggerMessage(EventId = 700, EventName = "TelemetryRejected", Level = LogLevel.Debug, Message = "{Rejected} records of {Signal} were rejected: {Problem}")]
    private static partial void LogRejected(ILogger log, int rejected, Signal signal, string problem);

    [LoggerMessage(EventId = 701, EventName = "TelemetryRefused", Level = LogLevel.Debug, Message = "A request of {Signal} was refused: {Problem}")]
    private static partial void LogRefused(ILogger log, Signal signal, string problem);
}
