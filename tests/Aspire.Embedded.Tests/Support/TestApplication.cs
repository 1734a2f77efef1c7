using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Aspire.Embedded.Tests.Support;

/// <summary>An application under test, with everything its host says. Stopped at the end.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    /// <summary>For waits that end by themselves unless something is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestApplication(DistributedApplication app, LogCollector hostLog)
    {
        App = app;
        HostLog = hostLog;
    }

    public DistributedApplication App { get; }

    public LogCollector HostLog { get; }

    public ResourceNotificationService States => App.ResourceNotifications;

    public static CancellationToken Deadline
    {
        get
        {
            var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(Patience);
            return deadline.Token;
        }
    }

    public static IDistributedApplicationBuilder CreateBuilder() => DistributedApplication.CreateBuilder([]);

    public static TestApplication Build(Action<IDistributedApplicationBuilder> describe)
    {
        var builder = CreateBuilder();
        var log = new LogCollector();
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
        describe(builder);
        return new(builder.Build(), log);
    }

    public static async Task<TestApplication> StartAsync(Action<IDistributedApplicationBuilder> describe)
    {
        var application = Build(describe);
        await application.App.StartAsync(Deadline);
        return application;
    }

    /// <summary>Waits for a resource to be in a state.</summary>
    public async Task<CustomResourceSnapshot> WaitForAsync(string resource, string state)
        => (await States.WaitForResourceAsync(resource, e => e.Snapshot.State?.Text == state, Deadline)).Snapshot;

    /// <summary>Waits for a resource to write a line with a text in it.</summary>
    public async Task<LogLine> WaitForLineAsync(string resource, string text)
    {
        var lines = App.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource);
        await foreach (var batch in lines.WithCancellation(Deadline))
        {
            foreach (var line in batch.Where(l => l.Content.Contains(text, StringComparison.Ordinal)))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"'{resource}' ended without writing '{text}'.");
    }

    /// <summary>What a resource has written so far.</summary>
    public IReadOnlyList<LogLine> Lines(string resource) => App.Services.GetRequiredService<ResourceLoggerService>().Lines(resource);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
