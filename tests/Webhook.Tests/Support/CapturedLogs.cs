using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>Keeps what is logged, for tests that read it.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyCollection<Entry> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Log(categoryName, _entries);

    public void Dispose()
    {
    }

    internal sealed record Entry(string Category, LogLevel Level, string? Event, string? TraceId, IReadOnlyDictionary<string, object?> Fields)
    {
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
