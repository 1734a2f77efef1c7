using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bouncer.E2E.Cluster;

/// <summary>Keeps what the AppHost and its services write.</summary>
internal sealed class ServiceLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public string LastLines(int count) => string.Join('\n', _lines.TakeLast(count));

    public void Dispose()
    {
        // Reports are written when the application is gone.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Enqueue($"{category}: {formatter(state, exception)}");
            }
        }
    }
}
