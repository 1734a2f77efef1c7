using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bouncer.ServiceDefaults.JsonLines;

/// <summary>
/// Logs JSON lines to standard output, with the names that .NET's own JSON console has. With that one a refusal costs nearly three
/// times as much of a processor (docs/observability.md), most of it for texts that are made only to become bytes, and for a thread that is woken for every line.
/// </summary>
/// <remarks>Levels of <c>Logging:Console</c> count, as for any console.</remarks>
[ProviderAlias("Console")]
internal sealed class JsonLineProvider : ILoggerProvider
{
    [ThreadStatic]
    private static JsonLine? t_line;

    private readonly ConcurrentDictionary<string, Log> _logs = new(StringComparer.Ordinal);
    private readonly LineBuffer _lines;
    private readonly TimeProvider _time;

    /// <param name="time">The clock.</param>
    public JsonLineProvider(TimeProvider time)
        : this(Console.OpenStandardOutput(), time)
    {
    }

    internal JsonLineProvider(Stream stream, TimeProvider time)
    {
        _lines = new(stream);
        _time = time;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _logs.GetOrAdd(categoryName, static (name, provider) => new(name, provider), this);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private sealed class Log(string category, JsonLineProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var message = formatter(state, exception);
                // What makes the message may have logged, by the same line.
                var line = t_line ??= new();
                provider._lines.Add(line.Write(provider._time.GetUtcNow(), category, logLevel, eventId, state, exception, message));
            }
        }
    }
}
