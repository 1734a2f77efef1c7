using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Bouncer.TestSupport;

/// <summary>Keeps what is logged, for tests that read it.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    /// <summary>What has been logged so far.</summary>
    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Log(categoryName, _entries);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>One record of the log.</summary>
    public sealed record Entry(string Category, LogLevel Level, string? Event, string? TraceId, IReadOnlyDictionary<string, object?> Fields)
    {
        /// <summary>A field as text.</summary>
        public string Field(string name) => Convert.ToString(Fields[name], CultureInfo.InvariantCulture)!;
    }

    private sealed class Log(string category, ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            entries.Enqueue(new(category, logLevel, eventId.Name, Activity.Current?.TraceId.ToHexString(), fields.ToDictionary(f => f.Key, f => f.Value)));
        }
    }
}
