using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bouncer.Aspire.Embedded.Tests.Support;

/// <summary>Keeps every message as "category: level: text".</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _messages = [];

    public IEnumerable<string> Messages => _messages;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _messages);

    public void Dispose()
    {
        // Messages stay readable after the application is gone.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> messages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => messages.Enqueue($"{category}: {logLevel}: {formatter(state, exception)}");
    }
}
