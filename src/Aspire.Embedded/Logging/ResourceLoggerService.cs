using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Aspire.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The logs of resources: what their processes write, line by line.</summary>
public sealed partial class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, (ResourceLog Log, ILogger Forward)> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILoggerFactory _loggers;
    private readonly string _applicationName;

    internal ResourceLoggerService(ILoggerFactory loggers, string applicationName)
    {
        _loggers = loggers;
        _applicationName = applicationName;
    }

    /// <summary>Gets a logger that writes into the log of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The logger. Its messages become lines; errors count as written to standard error.</returns>
    public ILogger GetLogger(IResource resource) => new LogWriter(this, resource.Name);

    /// <summary>Reads the log of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines kept so far, at most 10,000.</returns>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false); // What is a stream in Aspire is at hand here.
        yield return Lines(resource.Name);
    }

    /// <summary>Watches the log of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines kept so far, at most 10,000, then new ones as they come, until the application ends.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>Watches the log of a resource.</summary>
    /// <param name="resourceName">The resource's name.</param>
    /// <returns>The lines kept so far, at most 10,000, then new ones as they come, until the application ends.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => WatchCoreAsync(Log(resourceName).Log);

    /// <summary>Tells everybody who watches that the logs are complete.</summary>
    public void Dispose()
    {
        foreach (var (log, _) in _logs.Values)
        {
            log.Complete();
        }
    }

    /// <summary>Adds a line, and forwards it to the application's logging under the resource's name.</summary>
    internal void Write(string resourceName, string content, bool isError)
    {
        var (log, forward) = Log(resourceName);
        var line = log.Add(content, isError);
        LogForward(forward, line.Content);
    }

    internal IReadOnlyList<LogLine> Lines(string resourceName) => Log(resourceName).Log.All();

    private (ResourceLog Log, ILogger Forward) Log(string resourceName)
        => _logs.GetOrAdd(resourceName, name => (new(), _loggers.CreateLogger(ResourceLogCategory.Of(_applicationName, name))));

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchCoreAsync(
        ResourceLog log, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = log.Join();
        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            log.Leave(channel);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogForward(ILogger logger, string line);

    private sealed class LogWriter(ResourceLoggerService service, string resourceName) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => service.Write(resourceName, formatter(state, exception), logLevel >= LogLevel.Error);
    }
}
