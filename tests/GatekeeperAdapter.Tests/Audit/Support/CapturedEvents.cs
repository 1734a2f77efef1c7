using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bouncer.GatekeeperAdapter.Tests.Audit.Support;

/// <summary>What was logged, with its fields.</summary>
internal sealed class CapturedEvents
{
    private readonly ConcurrentQueue<CapturedEvent> _events = [];

    public IReadOnlyList<CapturedEvent> All => [.. _events];

    /// <summary>The events of a type.</summary>
    public IReadOnlyList<CapturedEvent> OfType(string type) => [.. _events.Where(e => e["event_type"] == type)];

    public ILogger<T> Logger<T>() => new Capturing<T>(_events);

    private sealed class Capturing<T>(ConcurrentQueue<CapturedEvent> events) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => events.Enqueue(new(
                logLevel,
                formatter(state, exception),
                state is IEnumerable<KeyValuePair<string, object?>> fields ? fields.ToDictionary(f => f.Key, f => f.Value?.ToString() ?? "") : []));
    }
}

/// <summary>A log record.</summary>
internal sealed record CapturedEvent(LogLevel Level, string Message, Dictionary<string, string> Fields)
{
    /// <summary>A field; empty if there is none.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");
}
